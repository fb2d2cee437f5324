import { hex, isWithin, meet, spanText } from '../addresses';
import { placedAs } from '../board';
import type { Check } from './check';

/**
 * MPU-P-004: boot modules lie inside a boot-module section. MPU-P-005: their last byte does, too; the
 * proof of concept lets one byte more pass.
 */
export const moduleSections: Check = ({ board, design, hasGuestSections }) => {
  if (design !== '2023' || !hasGuestSections) return [];
  const sections = placedAs(board, 'boot-module-section');
  if (sections.length === 0) return [];
  return placedAs(board, 'boot-module').flatMap((module) => {
    if (sections.some((section) => isWithin(module, section))) return [];
    const partly = sections.find((section) => meet(module, section));
    const where = [module.where, (partly ?? sections[0]).where];
    if (partly && module.start >= partly.start) {
      const message = `the last byte of ${module.name}, ${hex(module.end - 1)}, is not in the boot-module section, which ends at ${hex(partly.end - 1)}`;
      return [{ requirement: 'MPU-P-005', message, where }];
    }
    const message = `${module.name} (${spanText(module)}) is not inside a boot-module section`;
    return [{ requirement: 'MPU-P-004', message, where }];
  });
};
