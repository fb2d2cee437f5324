import { Register } from '../../../models/architecture/registers';
import type { Implementation, System } from '../../../models/contract/implementation';
import { EntryFlag, Lists, ListsView } from '../../../models/contract/lists';
import type { Machine } from '../../../models/contract/machine';

export const machineV2: Machine = {
  gic: 2,
  vcpus: 2,
  listRegisters: 4,
  priorityBits: 5,
  preemptionBits: 5,
  spis: 64,
  level: [],
  hardware: [],
  oneOfN: false,
};

export const machineV3: Machine = { ...machineV2, gic: 3, priorityBits: 8, preemptionBits: 7 };

/** The virtual SPI and the physical SPI that the tests use. */
export const SPI = 40;
export const HARDWARE_SPI = 50;

export interface Entry {
  intid: number;
  flags: number;
  lr: number;
  waitingAt: number;
}

/** A guest of two vCPUs in plain words. Every interrupt is enabled at the start. */
export class Guest {
  readonly system: System;
  private readonly isV2: boolean;

  constructor(implementation: Implementation, machine: Machine) {
    this.system = implementation.create(machine);
    this.system.reset();
    this.isV2 = machine.gic === 2;
    this.write(0, Register.GICD_CTLR, 0, this.isV2 ? 1 : 2);
    for (let word = 1; word < 3; word++) this.write(0, Register.GICD_ISENABLER, word, -1);
    for (let v = 0; v < machine.vcpus; v++) {
      this.write(v, this.isV2 ? Register.GICD_ISENABLER : Register.GICR_ISENABLER0, 0, -1, 4, v);
      this.write(v, this.isV2 ? Register.GICC_PMR : Register.ICC_PMR_EL1, 0, 0xff);
      this.write(v, this.isV2 ? Register.GICC_CTLR : Register.ICC_IGRPEN1_EL1, 0, 1);
    }
  }

  read(vcpu: number, register: number, index = 0, size = 4, aux = vcpu): number {
    return this.system.read(vcpu, register, index, size, aux);
  }

  write(vcpu: number, register: number, index: number, low: number, size = 4, aux = vcpu): void {
    this.system.write(vcpu, register, index, size, low, 0, aux);
  }

  private privateWrite(vcpu: number, gicd: number, gicr: number, index: number, low: number): void {
    this.write(vcpu, this.isV2 ? gicd : gicr, index, low, 4, vcpu);
  }

  setPriority(vcpu: number, intid: number, priority: number, owner = vcpu): void {
    const register = this.isV2 || intid >= 32 ? Register.GICD_IPRIORITYR : Register.GICR_IPRIORITYR;
    this.write(vcpu, register, intid, priority, 1, owner);
  }

  enable(vcpu: number, intid: number): void {
    const bit = 1 << (intid & 31);
    if (intid >= 32) this.write(vcpu, Register.GICD_ISENABLER, intid >> 5, bit);
    else this.privateWrite(vcpu, Register.GICD_ISENABLER, Register.GICR_ISENABLER0, 0, bit);
  }

  disable(vcpu: number, intid: number): void {
    const bit = 1 << (intid & 31);
    if (intid >= 32) this.write(vcpu, Register.GICD_ICENABLER, intid >> 5, bit);
    else this.privateWrite(vcpu, Register.GICD_ICENABLER, Register.GICR_ICENABLER0, 0, bit);
  }

  /** ISPENDR. */
  pend(vcpu: number, intid: number): void {
    const bit = 1 << (intid & 31);
    if (intid >= 32) this.write(vcpu, Register.GICD_ISPENDR, intid >> 5, bit);
    else this.privateWrite(vcpu, Register.GICD_ISPENDR, Register.GICR_ISPENDR0, 0, bit);
  }

  retarget(vcpu: number, intid: number, to: number): void {
    if (this.isV2) this.write(vcpu, Register.GICD_ITARGETSR, intid, 1 << to, 1);
    else this.write(vcpu, Register.GICD_IROUTER, intid, to, 8);
  }

  sgi(vcpu: number, intid: number, to: number): void {
    if (this.isV2) this.write(vcpu, Register.GICD_SGIR, 0, intid | (1 << (16 + to)));
    else this.write(vcpu, Register.ICC_SGI1R_EL1, 0, (intid << 24) | (1 << to), 8);
  }

  acknowledge(vcpu: number): number {
    return this.read(vcpu, this.isV2 ? Register.GICC_IAR : Register.ICC_IAR1_EL1);
  }

  eoi(vcpu: number, intid: number): void {
    this.write(vcpu, this.isV2 ? Register.GICC_EOIR : Register.ICC_EOIR1_EL1, 0, intid);
  }

  runningPriority(vcpu: number): number {
    return this.read(vcpu, this.isV2 ? Register.GICC_RPR : Register.ICC_RPR_EL1);
  }

  highestPending(vcpu: number): number {
    return this.read(vcpu, this.isV2 ? Register.GICC_HPPIR : Register.ICC_HPPIR1_EL1);
  }

  setMask(vcpu: number, pmr: number): void {
    this.write(vcpu, this.isV2 ? Register.GICC_PMR : Register.ICC_PMR_EL1, 0, pmr);
  }

  /** Exit and entry: a trapped read. */
  trap(vcpu: number): void {
    this.read(vcpu, Register.GICD_IIDR);
  }

  pulse(intid: number, vcpu = 0): void {
    this.system.setLine(intid, vcpu, true);
    this.system.setLine(intid, vcpu, false);
  }

  record(vcpu: number): ListsView {
    const lists = new Lists();
    this.system.describeLists!(vcpu, 0, lists);
    const view = new ListsView();
    view.show(lists, 0);
    return view;
  }

  /** Valid list registers, as vINTID by number; `a` behind what is active, `p` behind what is pending. */
  listRegisters(vcpu: number): string[] {
    const view = this.record(vcpu);
    const shown: string[] = [];
    for (let n = 0; n < view.registers; n++) {
      const state = view.registerState(n);
      shown.push(state === 0 ? '-' : `${view.registerIntid(n)}${['', 'p', 'a', 'pa'][state]}`);
    }
    return shown;
  }

  entries(vcpu: number): Entry[] {
    const view = this.record(vcpu);
    return Array.from({ length: view.entries }, (_, n) => ({
      intid: view.entryIntid(n),
      flags: view.entryFlags(n),
      lr: view.entryRegister(n),
      waitingAt: view.entryWaitingAt(n),
    }));
  }

  /** lr_pending, in its order. */
  waiting(vcpu: number): number[] {
    return this.entries(vcpu)
      .filter(({ flags }) => (flags & EntryFlag.Waiting) !== 0)
      .sort((a, b) => a.waitingAt - b.waitingAt)
      .map(({ intid }) => intid);
  }

  /** inflight_irqs, in its order. */
  inflight(vcpu: number): number[] {
    return this.entries(vcpu)
      .filter(({ flags }) => (flags & EntryFlag.Listed) !== 0)
      .map(({ intid }) => intid);
  }
}
