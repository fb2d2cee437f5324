import type { InterfaceAccount } from './cpu-interface';

/** What VMCR must read (GIC-HCR-012, 013), in the fields that `vmcrConcerned` names. */
export function vmcrValue(iface: InterfaceAccount, gic: 2 | 3): number {
  const controls =
    iface.groups |
    (iface.cbpr << 4) |
    (iface.eoiMode << 9) |
    (iface.bpr1 << 18) |
    (iface.bpr0 << 21) |
    (iface.pmr << 24);
  return gic === 2 ? controls | (iface.ackCtl << 2) | (iface.fiqEn << 3) : controls;
}

/**
 * The fields of VMCR that are known. Not judged: binary points below the minimum, BPR1 while CBPR
 * hides it, and the bits that ICC_SRE decides about on GICv3.
 */
export function vmcrConcerned(iface: InterfaceAccount, gic: 2 | 3): number {
  let bits = iface.groupsKnown;
  if (iface.controlKnown) {
    bits |= gic === 2 ? 0x21c : 0x210;
    if (iface.cbpr === 0 && iface.bpr1Known && !iface.bpr1BelowMinimum) bits |= 7 << 18;
  }
  if (iface.bpr0Known && !iface.bpr0BelowMinimum) bits |= 7 << 21;
  if (iface.pmrKnown) bits |= iface.priorityMask << 24;
  return bits;
}
