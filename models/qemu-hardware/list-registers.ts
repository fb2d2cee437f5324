import { ListRegisters } from '../architecture/list-registers';

/** INTID [9:0] of GICV_EOIR and GICV_DIR. */
const INTID = 0x3ff;

/** List registers that EOIR and DIR find by their INTID alone (C3, probe V10). */
export class QemuListRegisters extends ListRegisters {
  /** GICv2: whatever the CPUID of an SGI says. */
  override matches(index: number, identity: number): boolean {
    return this.intid[index] === (this.gic === 2 ? identity & INTID : identity);
  }
}
