import type { MpuMachine } from '../contract/mpu';
import type { EncodedMpuProgram } from '../contract/mpu-encoded';
import {
  MPU_HIGH,
  MPU_INDEX,
  MPU_KIND,
  MPU_LOW,
  MPU_STRIDE,
  MPU_SUBJECT,
  MpuOutcome,
  MpuStepKind,
  OBSERVED_HIGH,
  OBSERVED_LOW,
  OBSERVED_OUTCOME,
  OBSERVED_STRIDE,
  addressOf,
} from '../contract/mpu-encoded';
import { hasMpuRegister, MPU_REGISTERS, MpuRegister } from '../contract/mpu-registers';
import type { MpuChoices } from './choices';
import { usualChoices } from './choices';
import { Mpu, UNDEFINED } from './mpu';
import { Hcr, VTCR_MSA, stageOf, statusOf, translate } from './translate';

const IMAGE_HEAD = 4;

/**
 * The two MPUs of one PE. Register writes are effective at once: the architecture promises them for
 * after the next DSB and ISB only (MPU-A-015), so a program without them may see something else.
 */
export class MpuSystem {
  readonly el1: Mpu;
  readonly el2: Mpu;
  /** HCR_EL2, the bits in `Hcr`. */
  hcr = 0;
  /** VTCR_EL2.MSA; PMSAv8-64 with VMSA only. */
  vtcr = 0;
  /** VSCTLR: VMID in bits 63:48 (PMSAv8-64), 23:16 (PMSAv8-32). */
  vsctlrLow = 0;
  vsctlrHigh = 0;
  /** What `read` found. */
  low = 0;
  high = 0;

  constructor(
    readonly machine: MpuMachine,
    readonly choices: MpuChoices = usualChoices,
  ) {
    this.el1 = new Mpu(machine.format, 1, machine.el1Regions, choices);
    this.el2 = new Mpu(machine.format, 2, machine.el2Regions, choices);
  }

  reset(): void {
    this.el1.reset();
    this.el2.reset();
    this.hcr = this.vtcr = this.vsctlrLow = this.vsctlrHigh = 0;
  }

  /**
   * Reads a register into `low` and `high`.
   * @param register `MpuRegister`
   * @param index number of a direct PRBAR or PRLAR, or −1
   * @returns `MpuOutcome.Value` or `.Undefined`
   */
  read(register: number, index = -1): number {
    this.low = this.high = 0;
    if (!hasMpuRegister(this.machine.format, register)) return MpuOutcome.Undefined;
    switch (register) {
      case MpuRegister.HCR_EL2:
        this.low = this.hcr;
        return MpuOutcome.Value;
      case MpuRegister.VTCR_EL2:
        this.low = this.vtcr;
        return MpuOutcome.Value;
      case MpuRegister.VSCTLR_EL2:
        this.low = this.vsctlrLow;
        this.high = this.vsctlrHigh;
        return MpuOutcome.Value;
    }
    const mpu = register < MPU_REGISTERS ? this.el1 : this.el2;
    switch (register % MPU_REGISTERS) {
      case MpuRegister.MPUIR_EL1:
        this.low = mpu.readMpuir();
        break;
      case MpuRegister.PRSELR_EL1:
        this.low = mpu.selector;
        break;
      case MpuRegister.PRENR_EL1:
        this.low = mpu.readPrenr();
        break;
      case MpuRegister.SCTLR_EL1:
        this.low = mpu.sctlr;
        break;
      case MpuRegister.MAIR_EL1:
        this.low = mpu.mairLow;
        this.high = mpu.mairHigh;
        break;
      default: {
        const region = mpu.regionOf(index);
        if (region === UNDEFINED) return MpuOutcome.Undefined;
        if (region < 0) break;
        const base = register % MPU_REGISTERS === MpuRegister.PRBAR_EL1;
        this.low = base ? mpu.readBarLow(region) : mpu.readLarLow(region);
        this.high = base ? mpu.readBarHigh(region) : mpu.readLarHigh(region);
      }
    }
    return MpuOutcome.Value;
  }

  /**
   * Writes a register. In PMSAv8-32 `high` counts for MAIR only.
   * @returns `MpuOutcome.None` or `.Undefined`
   */
  write(register: number, index: number, low: number, high: number): number {
    if (!hasMpuRegister(this.machine.format, register)) return MpuOutcome.Undefined;
    switch (register) {
      case MpuRegister.HCR_EL2:
        this.hcr = low & (Hcr.VM | Hcr.DC);
        return MpuOutcome.None;
      case MpuRegister.VTCR_EL2:
        this.vtcr = this.machine.vmsa ? low & VTCR_MSA : 0;
        return MpuOutcome.None;
      case MpuRegister.VSCTLR_EL2:
        // (MPU-A-021)
        this.vsctlrLow = this.machine.format === 32 ? low & 0xff0000 : 0;
        this.vsctlrHigh = this.machine.format === 64 ? high & ~0xffff : 0;
        return MpuOutcome.None;
    }
    const mpu = register < MPU_REGISTERS ? this.el1 : this.el2;
    switch (register % MPU_REGISTERS) {
      case MpuRegister.MPUIR_EL1:
        return MpuOutcome.Undefined;
      case MpuRegister.PRSELR_EL1:
        mpu.writePrselr(low);
        break;
      case MpuRegister.PRENR_EL1:
        mpu.writePrenr(low);
        break;
      case MpuRegister.SCTLR_EL1:
        mpu.writeSctlr(low);
        break;
      case MpuRegister.MAIR_EL1:
        mpu.mairLow = low;
        mpu.mairHigh = high;
        break;
      default: {
        const region = mpu.regionOf(index);
        if (region === UNDEFINED) return MpuOutcome.Undefined;
        if (region < 0) break;
        if (register % MPU_REGISTERS === MpuRegister.PRBAR_EL1) mpu.writeBar(region, low, high);
        else mpu.writeLar(region, low, high);
      }
    }
    return MpuOutcome.None;
  }

  /**
   * Does the MPU allow an access, and to what memory?
   * @returns as `translate`
   */
  probe(address: number, level: number, access: number): number {
    return translate(this, address, level, access);
  }

  /** Words of the image that `save` fills. */
  get imageWords(): number {
    return IMAGE_HEAD + this.el1.imageWords + this.el2.imageWords;
  }

  /** Copies the whole state into an image. */
  save(image: Int32Array): void {
    image[0] = this.hcr;
    image[1] = this.vtcr;
    image[2] = this.vsctlrLow;
    image[3] = this.vsctlrHigh;
    this.el1.save(image, IMAGE_HEAD);
    this.el2.save(image, IMAGE_HEAD + this.el1.imageWords);
  }

  /** The state of an image that a system of the same machine saved. */
  restore(image: Int32Array): void {
    this.hcr = image[0];
    this.vtcr = image[1];
    this.vsctlrLow = image[2];
    this.vsctlrHigh = image[3];
    this.el1.restore(image, IMAGE_HEAD);
    this.el2.restore(image, IMAGE_HEAD + this.el1.imageWords);
  }

  /**
   * Executes a program from the present state.
   * @param observations OBSERVED_STRIDE words for each step
   */
  run({ steps, length }: EncodedMpuProgram, observations: Int32Array): void {
    for (let number = 0; number < length; number++) {
      this.step(steps, number * MPU_STRIDE, observations, number * OBSERVED_STRIDE);
    }
  }

  protected step(steps: Int32Array, at: number, observations: Int32Array, to: number): void {
    const [subject, index] = [steps[at + MPU_SUBJECT], steps[at + MPU_INDEX]];
    const [low, high] = [steps[at + MPU_LOW], steps[at + MPU_HIGH]];
    this.low = this.high = 0;
    let outcome: number = MpuOutcome.None;
    switch (steps[at + MPU_KIND]) {
      case MpuStepKind.Write:
        outcome = this.write(subject, index, low, high);
        break;
      case MpuStepKind.Read:
        outcome = this.read(subject, index);
        break;
      case MpuStepKind.Probe: {
        const found = this.probe(addressOf(low, high), subject, index);
        outcome = found < 0 ? MpuOutcome.Fault : MpuOutcome.Allowed;
        this.low = found < 0 ? stageOf(found) : found;
        if (found < 0) this.high = statusOf(found);
      }
    }
    observations[to + OBSERVED_OUTCOME] = outcome;
    observations[to + OBSERVED_LOW] = this.low;
    observations[to + OBSERVED_HIGH] = this.high;
  }
}
