import { mpuAccessNames, mpuLevelNames } from '../contract/mpu';
import type { MpuMachine } from '../contract/mpu';
import type { MpuRegisterAccess, MpuResult, MpuScriptStep } from '../contract/mpu-script';
import { HypervisorRegister } from '../contract/mpu-script';
import type { MpuChoices } from '../pmsav8';
import { MpuSystem, stageOf, translate } from '../pmsav8';

const isOther = (register: number): boolean => register >= HypervisorRegister.VSTCR_EL2;

/** The processor under a hypervisor: every access to a register of the MPU is noted down. */
export class Hardware {
  readonly system: MpuSystem;
  private log: MpuRegisterAccess[] = [];
  /** Those of `HypervisorRegister`, which say nothing about what an MPU allows. */
  private readonly others = new Map<number, { low: number; high: number }>();

  constructor(machine: MpuMachine, choices?: MpuChoices) {
    this.system = new MpuSystem(machine, choices);
  }

  /**
   * @param register `MpuRegister` or `HypervisorRegister`
   * @param index number of a direct PRBAR or PRLAR, or −1
   */
  write(register: number, low: number, high = 0, index = -1): void {
    this.log.push({ does: 'write', register, index, low: low | 0, high: high | 0 });
    if (isOther(register)) this.others.set(register, { low: low | 0, high: high | 0 });
    else this.system.write(register, index, low | 0, high | 0);
  }

  /**
   * @param register `MpuRegister` or `HypervisorRegister`
   * @returns bits 31:0; `system.high` has the others
   */
  read(register: number, index = -1): number {
    const { system } = this;
    if (isOther(register)) Object.assign(system, this.others.get(register) ?? { low: 0, high: 0 });
    else system.read(register, index);
    const { low, high } = system;
    this.log.push({ does: 'read', register, index, low, high });
    return low;
  }

  /** DSB and ISB. */
  barrier(): void {
    this.log.push({ does: 'barrier' });
  }

  /** ISB alone. */
  isb(): void {
    this.log.push({ does: 'isb' });
  }

  /** The accesses since this was last called. */
  takeLog(): readonly MpuRegisterAccess[] {
    const { log } = this;
    this.log = [];
    return log;
  }

  /** Does the MPU allow an access as the registers are now? */
  probe(step: Extract<MpuScriptStep, { step: 'probe' }>): MpuResult {
    const level = mpuLevelNames.indexOf(step.level);
    const access = mpuAccessNames.indexOf(step.access);
    const found = translate(this.system, Number(step.address), level, access);
    if (found >= 0) return 'allowed';
    return `fault-${stageOf(found)}`;
  }
}
