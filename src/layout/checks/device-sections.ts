import { isWithin, spanText } from '../addresses';
import { placedAs } from '../board';
import type { Check } from './check';

/** MPU-P-004: the devices that Xen uses lie inside an mpu,device-memory-section. */
export const deviceSections: Check = ({ board, design }) => {
  if (design !== '2023') return [];
  const sections = placedAs(board, 'device-section');
  if (sections.length === 0) return [];
  return placedAs(board, 'device')
    .filter((device) => !sections.some((section) => isWithin(device, section)))
    .map((device) => ({
      requirement: 'MPU-P-004',
      message: `${device.name} (${spanText(device)}), which Xen uses, is not inside a device memory section`,
      where: [device.where, sections[0].where],
    }));
};
