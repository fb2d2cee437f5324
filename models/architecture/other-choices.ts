import type { Implementation } from '../contract/implementation';
import type { Machine } from '../contract/machine';
import { Outcome } from '../contract/observation';
import { architecture } from './architecture';
import { ArchitectureGic } from './gic';
import { IDLE } from './priority-interface';
import { isSupported, packedRegisterAt, RESERVED } from './raw-accesses';
import { Register } from './registers';

/** Another implementer and product (DIV-18). */
const OTHER_IIDR = 0x0100143b;
const SGIS = 0xffff;

/**
 * The same GIC with other choices where the architecture leaves one: as correct as the reference.
 * It keeps the requirements honest, which must not ask for more than the architecture does, and the
 * allowed divergences alive, which must explain every difference between the two.
 */
export class OtherChoicesGic extends ArchitectureGic {
  constructor(machine: Machine) {
    super(machine);
    this.chooseHighestOfEqual();
    if (machine.gic === 2) this.fixSgiEnables();
    this.countEveryMiss();
  }

  /** Ties go to the highest INTID or list register (DIV-07), SGI sources likewise (DIV-12). */
  private chooseHighestOfEqual(): void {
    const { forwarding, interrupts } = this;
    forwarding.prefers = (instance, best) =>
      interrupts.priority[instance] <= interrupts.priority[best];
    interrupts.firstSource = (target, intid) => {
      const sources = interrupts.sgiSources[target * 16 + intid];
      return sources === 0 ? 0 : 31 - Math.clz32(sources);
    };
    for (const { listRegisters } of this.virtual) {
      listRegisters.prefers = (index, best) =>
        listRegisters.priority[index] <= listRegisters.priority[best];
    }
  }

  /** SGIs are always enabled (DIV-02). */
  private fixSgiEnables(): void {
    const { interrupts } = this;
    const reset = interrupts.reset.bind(interrupts);
    const disable = interrupts.disable.bind(interrupts);
    const enableSgis = (): void => {
      for (let word = 0; word < this.vcpus; word++) interrupts.enable(word, SGIS);
    };
    interrupts.reset = () => {
      reset();
      enableSgis();
    };
    interrupts.disable = (word, bits) => disable(word, word < this.vcpus ? bits & ~SGIS : bits);
    enableSgis();
  }

  /** An EOIR that drops no priority still counts in EOIcount when it finds nothing (DIV-16). */
  private countEveryMiss(): void {
    for (const virtual of this.virtual) {
      const { cpu, listRegisters } = virtual;
      const end = cpu.endOfInterrupt.bind(cpu);
      cpu.endOfInterrupt = (value, intid, group) => {
        const idle = cpu.priority.highestActive() === IDLE;
        end(value, intid, group);
        const lpi = listRegisters.isLpi(value);
        if (idle && !cpu.isSpecial(intid) && !lpi && listRegisters.findActive(value) < 0) {
          virtual.countMiss();
        }
      };
    }
  }

  override read(vcpu: number, register: number, index: number, size: number, aux: number): number {
    const value = super.read(vcpu, register, index, size, aux);
    return register === Register.GICD_IIDR || register === Register.GICR_IIDR ? OTHER_IIDR : value;
  }

  /** Reserved offsets and unsupported sizes abort (DIV-27). */
  override rawRead(vcpu: number, frame: number, offset: number, size: number): number {
    if (!this.supports(frame, offset, size)) {
      this.outcome = Outcome.Abort;
      this.high = 0;
      return 0;
    }
    return super.rawRead(vcpu, frame, offset, size);
  }

  override rawWrite(
    vcpu: number,
    frame: number,
    offset: number,
    size: number,
    low: number,
    high: number,
  ): void {
    if (this.supports(frame, offset, size)) super.rawWrite(vcpu, frame, offset, size, low, high);
    else this.outcome = Outcome.Abort;
  }

  private supports(frame: number, offset: number, size: number): boolean {
    const packed = packedRegisterAt(this.version, frame, offset);
    return packed !== RESERVED && isSupported(packed >> 12, offset, size);
  }
}

/** The reference's equal, with other choices. */
export const otherChoices: Implementation = {
  ...architecture,
  id: 'model:architecture+choices',
  title: 'The reference with other choices where the architecture leaves one',
  create: (machine) => new OtherChoicesGic(machine),
};
