import { isWithin, spanText } from '../addresses';
import { placedAs } from '../board';
import type { Check } from './check';

/** MPU-P-004: each range of xen,static-mem lies inside one mpu,guest-memory-section. */
export const guestSections: Check = ({ board, design, hasGuestSections }) => {
  if (design !== '2023' || !hasGuestSections) return [];
  const sections = placedAs(board, 'guest-section');
  if (sections.length === 0) return [];
  return placedAs(board, 'memory')
    .filter((memory) => !sections.some((section) => isWithin(memory, section)))
    .map((memory) => ({
      requirement: 'MPU-P-004',
      message: `${memory.name} (${spanText(memory)}) is not inside one guest memory section`,
      where: [memory.where, ...sections.map(({ where }) => where).slice(0, 1)],
    }));
};
