import type { MpuMachine } from '../../models/contract/mpu';
import { MpuOutcome, MpuStepKind } from '../../models/contract/mpu-encoded';
import { MPU_REGISTERS, MpuRegister } from '../../models/contract/mpu-registers';
import { defaultKey, shownBy, viewOf } from './probe';
import { ProcessorState } from './processor-state';
import type { ProgramMoment } from './requirement';

/** What a trace tells of a processor. */
export class ProgramAccount extends ProcessorState {
  /** Every write is effective: a DSB and ISB came after it (MPU-A-015). */
  settled = true;
  /** The registers when they were last settled, before the writes that the last barrier made effective. */
  readonly previous: ProcessorState;
  /**
   * Something CONSTRAINED UNPREDICTABLE was done to one of the MPUs: a selector beyond the regions
   * (MPU-A-014) was used. Nothing is said about its regions any more.
   */
  unknown = false;
  /** By `defaultKey`: whether the default map was seen to allow it. */
  readonly defaultMap = new Map<number, boolean>();

  constructor(machine: MpuMachine) {
    super(machine);
    this.previous = new ProcessorState(machine);
  }

  /** Takes a step into the account. */
  apply(m: ProgramMoment): void {
    switch (m.kind) {
      case MpuStepKind.Barrier:
        this.settled = true;
        return;
      case MpuStepKind.Probe:
        return this.learn(m);
      case MpuStepKind.Write:
        if (m.outcome !== MpuOutcome.Undefined) this.applyWrite(m);
    }
  }

  private learn(m: ProgramMoment): void {
    if (!this.settled) return;
    const { finds } = viewOf(this, m).stage1;
    if (finds !== 'default' && finds !== 'background') return;
    this.defaultMap.set(defaultKey(m), shownBy(m) !== 'fault-1');
  }

  private applyWrite({ register, direct, low, high }: ProgramMoment): void {
    if (this.settled) this.previous.follow(this);
    this.settled = false;
    const mpu = this.mpuOf(register);
    const own = register % MPU_REGISTERS;
    if (mpu) {
      const isRegion = own === MpuRegister.PRBAR_EL1 || own === MpuRegister.PRLAR_EL1;
      if (own === MpuRegister.PRSELR_EL1 && (low & 0xff) >= mpu.count) this.unknown = true;
      if (isRegion && mpu.regionOf(direct) >= mpu.count) this.unknown = true;
    }
    this.write(register, direct, low, high);
  }
}
