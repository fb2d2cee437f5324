import type { PhysicalDistributor } from '../architecture/physical-distributor';
import type { Machine } from '../contract/machine';
import { Lock } from '../contract/locks';
import type { Interrupts } from './interrupts';
import type { Repairs } from './repairs';
import { Irq, LockRank, NOWHERE } from './interrupts';

/** The physical side of mapped SPIs; physical and virtual INTID are the same. */
export class MappedInterrupts {
  /** Lock of the descriptor of a physical interrupt, by INTID. */
  readonly locks: (Lock | undefined)[] = [];

  constructor(
    private readonly machine: Machine,
    private readonly interrupts: Interrupts,
    private readonly physical: PhysicalDistributor,
    private readonly repaired: Repairs,
  ) {
    for (const intid of machine.hardware) {
      this.locks[intid] = new Lock(`desc.lock of ${intid}`, LockRank.Descriptor, intid);
    }
  }

  /** Presented with HW = 1. */
  hasHardwareBit(instance: number): boolean {
    const flags = this.interrupts.flags[instance];
    if ((flags & Irq.Hardware) === 0) return false;
    return (flags & (Irq.Level | Irq.PhysicalLevel)) !== 0 || !this.repaired.unmappedEdge;
  }

  /** Level, so that the VGIC sees only its rising edges: the line is to be sampled otherwise. */
  isLevel(instance: number): boolean {
    const both = Irq.Hardware | Irq.Level;
    return (this.interrupts.flags[instance] & both) === both;
  }

  /** ISENABLER, ICENABLER: the physical interrupt is unmasked or masked. */
  enable(instance: number, on: boolean): void {
    const intid = this.interrupts.intidOf(instance);
    if (on) this.setTriggerType(instance);
    this.physical.setEnabled(intid, on);
  }

  setTriggerType(instance: number): void {
    const isEdge = (this.interrupts.flags[instance] & Irq.Level) === 0;
    this.interrupts.set(instance, Irq.PhysicalLevel, !isEdge);
    this.physical.setEdge(this.interrupts.intidOf(instance), isEdge);
  }

  /**
   * N-ICFGR mended: the physical trigger type follows at once. An edge interrupt is not active for
   * the host: what the line made active as a level interrupt ends here.
   */
  reconfigure(instance: number, isLevel: boolean): void {
    const { interrupts } = this;
    const wasLevel = (interrupts.flags[instance] & Irq.Level) !== 0;
    interrupts.set(instance, Irq.Level, isLevel);
    this.setTriggerType(instance);
    if (isLevel || !wasLevel || this.hasHardwareBit(instance)) return;
    interrupts.flags[instance] &= ~Irq.Line;
    this.physical.setActive(interrupts.intidOf(instance), false);
  }

  /** ISPENDR: what the guest will deactivate must be active. */
  pended(instance: number): void {
    if (this.hasHardwareBit(instance)) {
      this.physical.setActive(this.interrupts.intidOf(instance), true);
    }
  }

  /** ICPENDR, after the latch was cleared. */
  pendingCleared(instance: number): void {
    if (this.interrupts.isPending(instance)) return;
    const intid = this.interrupts.intidOf(instance);
    this.physical.setPending(intid, false);
    if ((this.interrupts.flags[instance] & Irq.Active) === 0) this.physical.setActive(intid, false);
  }

  /** ISACTIVER, ICACTIVER, DIR of the guest. */
  setActive(instance: number, active: boolean): void {
    if (this.hasHardwareBit(instance)) {
      this.physical.setActive(this.interrupts.intidOf(instance), active);
    }
  }

  /** ITARGETSR: the physical interrupt follows the vCPU. */
  route(instance: number, physicalCpu: number): void {
    this.physical.setAffinity(this.interrupts.intidOf(instance), physicalCpu);
  }

  /** The guest did not acknowledge it: its line may have fallen meanwhile. */
  readLine(instance: number): void {
    const { interrupts, physical } = this;
    const intid = interrupts.intidOf(instance);
    const high = physical.isPending(intid);
    interrupts.set(instance, Irq.Line, high);
    // Otherwise it would never be taken again.
    if (!high && !this.isActive(instance)) physical.setActive(intid, false);
  }

  private isActive(instance: number): boolean {
    return (this.interrupts.flags[instance] & Irq.Active) !== 0;
  }

  /** N-LINE mended: the line is read as well while no list register holds the interrupt. */
  sample(instance: number): void {
    const { flags, register } = this.interrupts;
    const state = flags[instance] & (Irq.Hardware | Irq.Level | Irq.Line);
    if (state !== (Irq.Hardware | Irq.Level | Irq.Line) || register[instance] !== NOWHERE) return;
    this.readLine(instance);
  }

  /** Pending as a guest should read it: what the host has not taken yet is pending too. */
  isPending(instance: number): boolean {
    if ((this.interrupts.flags[instance] & Irq.Hardware) === 0) {
      return this.interrupts.isPending(instance);
    }
    if (this.repaired.sampleLine) this.sample(instance);
    const isWaiting = this.physical.isPending(this.interrupts.intidOf(instance));
    return isWaiting || this.interrupts.isPending(instance);
  }

  /** The vCPU moves to another physical CPU, and the SPIs that target it with it. */
  follow(vcpu: number, physicalCpu: number): void {
    for (const intid of this.machine.hardware) {
      const instance = this.interrupts.instance(intid, 0);
      if (this.interrupts.target[instance] === vcpu) this.route(instance, physicalCpu);
    }
  }

  /** K-D1 mended: what is presented with HW = 1 is active in the physical distributor. */
  present(instance: number): void {
    const intid = this.interrupts.intidOf(instance);
    if (!this.physical.isActive(intid)) this.physical.setActive(intid, true);
  }
}
