import type { GicState } from '../contract/interrupt-state';
import type { Lists } from '../contract/lists';
import { Lock } from '../contract/locks';
import type { Machine } from '../contract/machine';
import { Outcome } from '../contract/observation';
import { GuestSystem } from '../architecture/guest-system';
import type { Hardware } from '../architecture/guest-system';
import { ApLists } from './ap-lists';
import { SavedInterfaces } from './context';
import { describe } from './describe';
import { GuestSwitch } from './guest-switch';
import { InterruptRegisters } from './interrupt-registers';
import { InterfaceAccess } from './interface-access';
import { interruptStates } from './interrupt-state';
import { Interrupts, Irq, NONE } from './interrupts';
import { ListRegisterImage } from './list-register-image';
import { reads, writes } from './registers';
import type { Repairs } from './repairs';
import { Routing } from './routing';
import { SoftwareGenerated } from './software-generated';
import { UserAccess } from './user-access';

/** Place of config_lock in the lock order: outside all others that are used here. */
const CONFIG_LOCK_RANK = 0;
/** Frame number in raw accesses, and the offset of GICD_STATUSR. */
const GICD = 0;
const STATUSR = 0x10;

/**
 * Whose rules. `old`: up to 6.18, active interrupts stay in the list registers. `new`: from 6.19,
 * with the fix of March 2026; pending ones go first, and active ones may be outside.
 */
export type Era = 'old' | 'new';

/** A virtual machine with KVM's VGIC. */
export class KvmVgic extends GuestSystem {
  readonly interrupts: Interrupts;
  readonly lists: ApLists;
  readonly image: ListRegisterImage;
  readonly guestSwitch: GuestSwitch;
  readonly interruptRegisters: InterruptRegisters;
  readonly routing: Routing;
  readonly softwareGenerated: SoftwareGenerated;
  readonly userAccess: UserAccess;
  readonly configLock = new Lock('config_lock', CONFIG_LOCK_RANK, 0);

  /** Pending interrupts before active ones, when there are more than list registers. */
  readonly pendingFirst: boolean;
  /** GICv2: nothing of lower priority is loaded behind an SGI with further sources. */
  readonly holdsBackForSources: boolean;
  /** DIR reaches interrupts that are active on other vCPUs. */
  private readonly reachesOthers: boolean;
  private readonly saved: SavedInterfaces;

  constructor(
    machine: Machine,
    readonly era: Era,
    readonly repairs: Repairs,
    hardware?: Hardware,
    timers: readonly number[] = [],
  ) {
    super(machine, hardware);
    this.pendingFirst = era === 'new' || repairs.spillsActive;
    this.holdsBackForSources = era === 'old' && !repairs.presentsAllSources;
    this.reachesOthers = era === 'new' || repairs.trapsDeactivate;
    this.interrupts = new Interrupts(machine, repairs, timers);
    this.lists = new ApLists(this, this.interrupts, this.pendingFirst);
    this.image = new ListRegisterImage(this.interrupts, this.lists, this.physical, repairs);
    this.guestSwitch = new GuestSwitch(this);
    this.interruptRegisters = new InterruptRegisters(this);
    this.routing = new Routing(this);
    this.softwareGenerated = new SoftwareGenerated(this);
    this.saved = new SavedInterfaces(machine.vcpus);
    this.userAccess = new UserAccess(this, new InterfaceAccess(this.gic, this.saved));
    this.reset();
  }

  protected resetHypervisor(): void {
    this.interrupts.reset();
    this.lists.reset();
    this.guestSwitch.reset();
    this.deactivateTraps = this.gic === 2 && (this.pendingFirst || this.repairs.trapsDeactivate);
    for (const intid of this.machine.hardware) this.physical.setEnabled(intid, true);
  }

  protected guestExit(vcpu: number): void {
    this.guestSwitch.fold(vcpu);
    if (this.lists.length[vcpu] > 0) this.lists.prune(vcpu);
  }

  protected guestEntry(vcpu: number): void {
    if (this.repairs.kicksOldTarget && this.lists.length[vcpu] > 0) this.lists.prune(vcpu);
    this.guestSwitch.flush(vcpu);
  }

  protected save(vcpu: number): void {
    this.saved.save(vcpu, this.hardware[vcpu]);
  }

  protected load(vcpu: number): void {
    this.saved.load(vcpu, this.hardware[vcpu]);
  }

  protected trappedRead(
    vcpu: number,
    register: number,
    index: number,
    size: number,
    aux: number,
  ): number {
    return reads[register](this, vcpu, index, size, aux);
  }

  protected trappedWrite(
    vcpu: number,
    register: number,
    index: number,
    size: number,
    low: number,
    high: number,
    aux: number,
  ): void {
    writes[register](this, vcpu, index, size, low, high, aux);
  }

  /** GICD_STATUSR of GICv3 reads as ones. */
  override rawRead(vcpu: number, frame: number, offset: number, size: number): number {
    const value = super.rawRead(vcpu, frame, offset, size);
    const isStatus = this.gic === 3 && frame === GICD && offset === STATUSR && size === 4;
    return isStatus ? -1 : value;
  }

  /**
   * Read as zero, ignored when written; nothing aborts. (GICR_PROPBASER and GICR_PENDBASER, which keep
   * what is written even without LPIs, are not modelled.)
   */
  protected reservedAccess(
    _frame: number,
    _offset: number,
    _size: number,
    isWrite: boolean,
  ): Outcome {
    return isWrite ? Outcome.None : Outcome.Value;
  }

  /** DIR (from 6.19): deactivates whatever the INTID is active on, on any vCPU. */
  protected trappedDeactivate(vcpu: number, value: number): void {
    if (this.hardware[vcpu].priority.eoiMode === 0) return;
    const { interrupts, locks } = this;
    const irq = interrupts.indexOf(vcpu, value & (this.gic === 2 ? 0x3ff : 0xffffff));
    if (irq === NONE) return;
    const lock = interrupts.lockOf(irq);
    locks.acquire(lock);
    const owner = interrupts.owner[irq];
    const isBeyond = owner !== vcpu && !this.reachesOthers;
    if (owner === NONE || isBeyond) {
      locks.release(lock);
      return;
    }
    if ((interrupts.state[irq] & Irq.OnLr) !== 0) {
      // In a list register of a vCPU that is in the guest.
      locks.release(lock);
      this.interruptRegisters.writeIcactiver(vcpu, irq, 1, 1);
      return;
    }
    const source = (value >>> 10) & 7;
    if (!interrupts.hasSources(irq) || interrupts.activeSource[irq] === source) {
      this.guestSwitch.endOutside(irq);
      this.kick(owner);
    }
    locks.release(lock);
    this.interruptRegisters.deactivated(irq);
  }

  protected softwareLine(intid: number, vcpu: number, high: boolean): void {
    if (this.repairs.seesRisingEdges) {
      // An edge interrupt that is driven high while it is high has no new edge.
      const irq = this.interrupts.indexOf(vcpu, intid);
      const state = this.interrupts.state[irq];
      this.interrupts.set(irq, Irq.Input, high);
      if (high && (state & Irq.Input) !== 0 && (state & Irq.Level) === 0) return;
    }
    this.inject(intid, vcpu, high);
  }

  /** KVM does not look at the physical line unless a list register tells it to. */
  protected override hardwareLineChanged(intid: number, high: boolean): void {
    if (high || !this.repairs.seesFallingLine) return;
    const irq = this.interrupts.indexOf(0, intid);
    this.locks.acquire(this.interrupts.lockOf(irq));
    this.interruptRegisters.lineFell(irq);
    this.locks.release(this.interrupts.lockOf(irq));
  }

  /** The host's handler passes it on; it stays active until the guest deactivates it. */
  protected hostInterrupt(intid: number): void {
    if (!this.interrupts.isMapped(this.interrupts.indexOf(0, intid))) {
      this.physical.setActive(intid, false);
    }
    this.inject(intid, 0, true);
  }

  /** A level interrupt: its line changes. An edge interrupt: each `true` is an edge. */
  inject(intid: number, vcpu: number, high: boolean): void {
    const { interrupts, locks } = this;
    const irq = interrupts.indexOf(vcpu, intid);
    if (irq === NONE) return;
    const lock = interrupts.lockOf(irq);
    locks.acquire(lock);
    const state = interrupts.state[irq];
    if ((state & Irq.Level) === 0) {
      if (!high) {
        locks.release(lock);
        return;
      }
      interrupts.state[irq] |= Irq.Latch;
    } else {
      if (high === ((state & Irq.Line) !== 0)) {
        locks.release(lock);
        return;
      }
      interrupts.set(irq, Irq.Line, high);
    }
    this.lists.queue(irq);
  }

  /** An entry of the list that could be signalled: running priority and groups do not count. */
  protected wakes(vcpu: number): boolean {
    const { interrupts, lists, locks } = this;
    if (interrupts.enabledGroups === 0) return false;
    const { pmr } = this.hardware[vcpu].priority;
    const list = lists.entries[vcpu];
    const lock = lists.lockOf(vcpu);
    let found = false;
    locks.acquire(lock);
    for (let at = 0; at < lists.length[vcpu] && !found; at++) {
      const irq = list[at];
      locks.operations += 2;
      found =
        (interrupts.state[irq] & (Irq.Enabled | Irq.Active)) === Irq.Enabled &&
        interrupts.isPending(irq) &&
        interrupts.priority[irq] < pmr;
    }
    locks.release(lock);
    return found;
  }

  /** What is pending, active and listed stays; so do VMCR and active priorities. */
  protected turnedOff(vcpu: number): void {
    const { leavesPoweredOff, routesOneOfN } = this.repairs;
    if (leavesPoweredOff) this.interrupts.unreachable |= 1 << vcpu;
    if (routesOneOfN) this.routing.chooseAgain(this.off | (1 << vcpu));
    if (leavesPoweredOff) this.lists.prune(vcpu);
  }

  /** The vCPU starts with what it left. */
  protected turnedOn(_caller: number, vcpu: number): void {
    const { leavesPoweredOff, resetsPriorities } = this.repairs;
    if (resetsPriorities) this.saved.clear(vcpu);
    if (leavesPoweredOff) {
      this.interrupts.unreachable &= ~(1 << vcpu);
      this.queueAll();
    }
  }

  /** GICD_CTLR: honoured by the target oracle. */
  enableGroups(groups: number): void {
    const { interrupts, locks } = this;
    locks.acquire(this.configLock);
    const before = interrupts.enabledGroups;
    interrupts.enabledGroups = groups;
    locks.release(this.configLock);
    if ((groups & ~before) === 0) return;
    if (this.repairs.queuesWhenEnabled) this.queueAll();
    this.lists.kickAll();
  }

  private queueAll(): void {
    const { interrupts, lists, locks } = this;
    for (let irq = 0; irq < interrupts.size; irq++) {
      if (interrupts.targetOf(irq) === NONE) continue;
      locks.acquire(interrupts.lockOf(irq));
      lists.queue(irq);
    }
  }

  /** Takes all vCPUs out of the guest. @returns those that were in it, as bits */
  haltAll(): number {
    let halted = 0;
    for (let vcpu = 0; vcpu < this.vcpus; vcpu++) if (this.halt(vcpu)) halted |= 1 << vcpu;
    return halted;
  }

  resumeAll(halted: number): void {
    for (let left = halted; left !== 0; left &= left - 1) {
      this.resume(31 - Math.clz32(left & -left));
    }
  }

  describeLists(vcpu: number, step: number, into: Lists): void {
    describe(this, vcpu, step, into);
  }

  /**
   * User space saves the GIC, makes a new VM with the same vCPUs on, and restores it there. All vCPUs are
   * off their physical CPUs then.
   */
  migrate(): void {
    const { off } = this;
    this.preemptAll();
    const values = this.userAccess.save();
    this.reset();
    this.preemptAll();
    this.userAccess.restore(values);
    this.off = off;
  }

  private preemptAll(): void {
    for (let vcpu = 0; vcpu < this.vcpus; vcpu++) this.preempt(vcpu);
  }

  describeState(): GicState {
    return interruptStates(this.interrupts);
  }
}
