import type { InterfaceAccount } from './cpu-interface';
import type { ListRegisterAccount } from './list-registers';
import { LR_PENDING, LR_PENDING_ACTIVE } from './list-registers';

/** Bits of MISR (section 4.2). */
export const Misr = {
  Eoi: 1,
  Underflow: 2,
  NotPresent: 4,
  NoPending: 8,
  /** The four VGrp bits, which are where their enables are in HCR. */
  Groups: 0xf0,
} as const;

/** Control bits of HCR that the requirements name. */
export const Hcr = { En: 1, UIE: 2, LRENPIE: 4, NPIE: 8 } as const;

/** The VGrp bits of MISR: enables of HCR whose condition holds (GIC-HCR-006). */
function groupBits(lrs: ListRegisterAccount, groups: number): number {
  return lrs.hcr & ((groups & 1 ? 0x10 : 0x20) | (groups & 2 ? 0x40 : 0x80));
}

/**
 * What MISR must read, in bits [7:0], and which of these bits are not known, in bits [15:8].
 * GIC-LR-010, GIC-HCR-003 to 006.
 */
export function maintenance(lrs: ListRegisterAccount, iface: InterfaceAccount): number {
  if (!lrs.hcrKnown) return 0xff00;
  let valid = 0;
  let unknown = 0;
  let pending = 0;
  let both = 0;
  let ended = 0;
  let maybeEnded = 0;
  for (let n = 0; n < lrs.top; n++) {
    const ends = lrs.eoi[n] === 1 && lrs.physical[n] < 0;
    if (lrs.unknown[n]) {
      unknown++;
      // After CPU_ON not even the vINTID is known.
      if (ends || lrs.intid[n] < 0) maybeEnded = Misr.Eoi;
      continue;
    }
    const state = lrs.state[n];
    if (state === 0) {
      if (ends) ended = Misr.Eoi;
      continue;
    }
    valid++;
    if (state === LR_PENDING) pending++;
    else if (state === LR_PENDING_ACTIVE) both++;
  }
  let sure = ended;
  let unsure = ended !== 0 ? 0 : maybeEnded;
  if ((lrs.hcr & Hcr.UIE) !== 0 && valid <= 1) {
    if (valid + unknown <= 1) sure |= Misr.Underflow;
    else unsure |= Misr.Underflow;
  }
  if ((lrs.hcr & Hcr.LRENPIE) !== 0) {
    if (!lrs.countKnown) unsure |= Misr.NotPresent;
    else if (lrs.eoiCount !== 0) sure |= Misr.NotPresent;
  }
  if ((lrs.hcr & Hcr.NPIE) !== 0 && pending === 0) {
    // Whether State 11 counts as pending is left open (GIC-HCR-005).
    if (both === 0 && unknown === 0) sure |= Misr.NoPending;
    else unsure |= Misr.NoPending;
  }
  sure |= groupBits(lrs, iface.groups);
  if ((iface.groupsKnown & 1) === 0) unsure |= lrs.hcr & 0x30;
  if ((iface.groupsKnown & 2) === 0) unsure |= lrs.hcr & 0xc0;
  return (sure & ~unsure) | (unsure << 8);
}
