import { SPURIOUS } from '../contract/machine';
import { ANY_GROUP, CpuInterface } from './cpu-interface';

/** The highest priority pending interrupt is in Group 1, and GICC_CTLR.AckCtl is 0 (GIC-CPU-023). */
export const GROUP_1_PENDING = 1022;

/** INTID [9:0] of IAR, EOIR and DIR. */
const INTID = 0x3ff;
/** INTID and, for SGIs, CPUID [12:10]. */
const IDENTITY = 0x1fff;

/** The memory-mapped CPU interface of GICv2: GICC_*, and GICV_* over list registers. */
export class CpuInterfaceV2 extends CpuInterface {
  /** CTLR.AckCtl: IAR acknowledges Group 1 as well. */
  ackCtl = 0;
  /** CTLR.FIQEn: Group 0 is signalled as FIQ. */
  fiqEn = 0;

  override reset(): void {
    super.reset();
    this.ackCtl = 0;
    this.fiqEn = 0;
  }

  usesFiq(group: number): boolean {
    return group === 0 && this.fiqEn !== 0;
  }

  /** EnableGrp0, EnableGrp1, AckCtl, FIQEn, CBPR (bits 0–4) and EOImode (bit 9). */
  readCtlr(): number {
    return (
      this.priority.groups |
      (this.ackCtl << 2) |
      (this.fiqEn << 3) |
      (this.priority.commonBinaryPoint << 4) |
      (this.priority.eoiMode << 9)
    );
  }

  writeCtlr(value: number): void {
    this.priority.groups = value & 3;
    this.ackCtl = (value >>> 2) & 1;
    this.fiqEn = (value >>> 3) & 1;
    this.priority.commonBinaryPoint = (value >>> 4) & 1;
    this.priority.eoiMode = (value >>> 9) & 1;
  }

  /** GICC_IAR: acknowledges Group 0, with AckCtl either group. */
  readIar(): number {
    const candidate = this.signalled();
    if (candidate < 0) return SPURIOUS;
    if (this.hidesFromIar(candidate)) return GROUP_1_PENDING;
    return this.acknowledge(candidate);
  }

  /** GICC_AIAR: acknowledges Group 1 only (GIC-CPU-048). */
  readAiar(): number {
    const candidate = this.signalled();
    if (candidate < 0 || this.source.groupOf(candidate) === 0) return SPURIOUS;
    return this.acknowledge(candidate);
  }

  /** GICC_HPPIR: without regard to PMR and running priority, without effect (GIC-CPU-026). */
  readHppir(): number {
    const candidate = this.candidate();
    if (candidate < 0) return SPURIOUS;
    if (this.hidesFromIar(candidate)) return GROUP_1_PENDING;
    return this.source.identify(candidate);
  }

  /** GICC_AHPPIR: Group 1 only. */
  readAhppir(): number {
    const candidate = this.candidate();
    if (candidate < 0 || this.source.groupOf(candidate) === 0) return SPURIOUS;
    return this.source.identify(candidate);
  }

  /** Whether IAR and HPPIR must not show a candidate: it is in Group 1 and AckCtl is 0. */
  hidesFromIar(candidate: number): boolean {
    return this.ackCtl === 0 && this.source.groupOf(candidate) === 1;
  }

  writeEoir(value: number): void {
    this.endOfInterrupt(value & IDENTITY, value & INTID, ANY_GROUP);
  }

  /** GICC_AEOIR: ends Group 1 only. */
  writeAeoir(value: number): void {
    this.endOfInterrupt(value & IDENTITY, value & INTID, 1);
  }

  writeDir(value: number): void {
    this.deactivate(value & IDENTITY, value & INTID);
  }
}
