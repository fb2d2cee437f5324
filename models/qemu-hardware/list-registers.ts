import { ListRegisters } from '../architecture/list-registers';

/** INTID [9:0] of GICV_EOIR and GICV_DIR. */
const INTID = 0x3ff;

/** List registers that EOIR and DIR find by their INTID alone (C3, probe V10). */
export class QemuListRegisters extends ListRegisters {
  /** GICv2: whatever the CPUID of an SGI says. */
  override matches(index: number, identity: number): boolean {
    return this.intid[index] === (this.gic === 2 ? identity & INTID : identity);
  }

  /** GICv2: if one is active, what happens happens to the first that is not inactive (V11). */
  override findActive(identity: number): number {
    const active = super.findActive(identity);
    return this.gic === 2 && active >= 0 ? this.firstOf(identity & INTID) : active;
  }

  /** The first register that is not inactive and has an INTID, or -1. */
  firstOf(intid: number): number {
    for (let word = 0; word < 2; word++) {
      for (let bits = this.pending[word] | this.active[word]; bits !== 0; bits &= bits - 1) {
        const index = word * 32 + 31 - Math.clz32(bits & -bits);
        if (this.intid[index] === intid) return index;
      }
    }
    return -1;
  }
}
