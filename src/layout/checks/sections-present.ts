import type { PlacedKind } from '../../../reports/schema/mpu-check';
import { placedAs } from '../board';
import type { Check } from './check';

const sections: readonly [PlacedKind, string][] = [
  ['guest-section', 'mpu,guest-memory-section'],
  ['device-section', 'mpu,device-memory-section'],
  ['boot-module-section', 'mpu,boot-module-section'],
];

/** MPU-P-004: all three sections are mandatory; the device section alone where memory is mapped on demand. */
export const sectionsPresent: Check = ({ board, design, hasGuestSections }) => {
  if (design !== '2023') return [];
  return sections
    .filter(([kind]) => kind === 'device-section' || hasGuestSections)
    .filter(([kind]) => placedAs(board, kind).length === 0)
    .map(([, property]) => ({
      requirement: 'MPU-P-004',
      message: `/chosen has no ${property}, which the 2023 design asks for`,
      where: [],
    }));
};
