import { SPURIOUS } from '../contract/machine';
import { CpuInterface } from './cpu-interface';

/** INTID [23:0] of EOIR and DIR. */
const INTID = 0xffffff;
/** ICC_CTLR_EL1.A3V: Aff3 may be nonzero in SGI generation. */
const A3V = 1 << 15;

/** ICC_SRE_EL1: SRE, DFB and DIB are RAO/WI; there is no memory-mapped interface (GIC-CPU-047). */
export const ICC_SRE = 7;

/** The system-register CPU interface of GICv3: ICC_*_EL1, and ICV_*_EL1 over list registers. */
export class CpuInterfaceV3 extends CpuInterface {
  /** Group 0 is always FIQ, Group 1 always IRQ (one security state). */
  usesFiq(group: number): boolean {
    return group === 0;
  }

  /** ICC_IAR<group>_EL1: nothing if the highest priority belongs to the other group (GIC-CPU-024). */
  readIar(group: number): number {
    const candidate = this.signalled();
    if (candidate < 0 || this.source.groupOf(candidate) !== group) return SPURIOUS;
    return this.acknowledge(candidate);
  }

  /** ICC_HPPIR<group>_EL1: without regard to PMR and running priority, without effect (GIC-CPU-026). */
  readHppir(group: number): number {
    const candidate = this.candidate();
    if (candidate < 0 || this.source.groupOf(candidate) !== group) return SPURIOUS;
    return this.source.identify(candidate);
  }

  writeEoir(group: number, value: number): void {
    this.endOfInterrupt(value & INTID, value & INTID, group);
  }

  writeDir(value: number): void {
    this.deactivate(value & INTID, value & INTID);
  }

  /** CBPR (0), EOImode (1), PRIbits [10:8], IDbits [13:11] = 0: 16 bits, A3V (15). */
  readCtlr(): number {
    return (
      this.priority.commonBinaryPoint |
      (this.priority.eoiMode << 1) |
      ((this.priority.priorityBits - 1) << 8) |
      A3V
    );
  }

  writeCtlr(value: number): void {
    this.priority.commonBinaryPoint = value & 1;
    this.priority.eoiMode = (value >>> 1) & 1;
  }

  readIgrpen(group: number): number {
    return (this.priority.groups >> group) & 1;
  }

  writeIgrpen(group: number, value: number): void {
    this.priority.groups = (this.priority.groups & ~(1 << group)) | ((value & 1) << group);
  }
}
