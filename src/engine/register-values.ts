import type { Machine } from '../../models/contract/machine';

/** Two words of a value that is about to be written. Overwritten by each call. */
export const written = { low: 0, high: 0 };

/** GICH_LR (32 bits) or ICH_LR_EL2 (64 bits) from its fields (digest section 4.1). */
export function packListRegister(
  gic: 2 | 3,
  intid: number,
  state: number,
  priority: number,
  physicalPlus1: number,
  flags: number,
): void {
  const group = flags & 1;
  const eoi = (flags >> 1) & 1;
  const source = (flags >> 2) & 7;
  const hw = physicalPlus1 > 0 ? 1 : 0;
  if (gic === 2) {
    const middle = hw
      ? ((physicalPlus1 - 1) & 0x3ff) << 10
      : (eoi << 19) | ((intid < 16 ? source : 0) << 10);
    written.low =
      (intid & 0x3ff) |
      middle |
      ((priority >> 3) << 23) |
      (state << 28) |
      (group << 30) |
      (hw << 31);
    written.high = 0;
  } else {
    written.low = intid;
    written.high =
      (hw ? (physicalPlus1 - 1) & 0x1fff : eoi << 9) |
      (priority << 16) |
      (group << 28) |
      (hw << 29) |
      (state << 30);
  }
}

/** GICD_SGIR, or ICC_SGI0R/SGI1R, for an SGI step. @param mode 0 list, 1 others, 2 self */
export function packSgi(
  machine: Machine,
  vcpu: number,
  intid: number,
  mode: number,
  list: number,
): void {
  if (machine.gic === 2) {
    written.low = intid | ((list & 0xff) << 16) | (mode << 24);
    written.high = 0;
  } else {
    const targets = mode === 2 ? 1 << vcpu : mode === 1 ? 0 : list & 0xffff;
    written.low = targets | (intid << 24);
    written.high = mode === 1 ? 1 << 8 : 0;
  }
}
