import { placedAs } from '../board';
import type { Check } from './check';

/** MPU-X-063: what Xen refuses when it makes a domain. */
export const domains: Check = ({ board, machine }) =>
  board.domains.flatMap(({ name, el1, directMap, where }, n) => {
    const refused = (message: string): ReturnType<Check> => [
      { requirement: 'MPU-X-063', message: `${name}: ${message}`, where: [where] },
    ];
    if (el1 === 'mmu') {
      if (machine.format === 64 && machine.vmsa) return [];
      return refused('v8r_el1_msa = "mmu", and this processor has no VMSA at EL1');
    }
    if (el1 !== 'mpu') return refused(`v8r_el1_msa = "${el1}" is neither "mpu" nor "mmu"`);
    if (placedAs(board, 'memory', n).length === 0) {
      return refused('has no xen,static-mem, which an MPU at EL1 needs');
    }
    return directMap ? [] : refused('has no direct-map, which an MPU at EL1 needs');
  });
