import type { Hardware } from '../architecture/guest-system';
import { GuestSystem } from '../architecture/guest-system';
import type { Lists } from '../contract/lists';
import type { Machine } from '../contract/machine';
import { Outcome } from '../contract/observation';
import { ApLists } from './ap-lists';
import { describe } from './describe';
import { Distributor } from './distributor';
import { Interrupts, Irq } from './interrupts';
import { InterruptRegisters } from './interrupt-registers';
import { ListRegisterSync } from './list-register-sync';
import { MappedInterrupts } from './mapped';
import type { Repairs } from './repairs';

/** A guest on Xen with the new VGIC: GICv2, one interrupt group. */
export class XenNewVgicSystem extends GuestSystem {
  readonly interrupts: Interrupts;
  readonly lists: ApLists;
  readonly sync: ListRegisterSync;
  private readonly mapped: MappedInterrupts;
  private readonly registers: InterruptRegisters;
  private readonly distributor: Distributor;
  /** Saved GICH_VMCR and GICH_APR of vCPUs that are not loaded. */
  private readonly savedControl: Int32Array;
  private readonly savedPriorities: Int32Array;
  /** What the device models drive, by instance: they call for a change only. */
  private readonly inputs: Uint8Array;
  /** vCPUs halted for the register access that goes on, as bits. */
  private halted = 0;

  constructor(
    machine: Machine,
    private readonly repaired: Repairs,
    hardware?: Hardware,
  ) {
    super(machine, hardware);
    this.interrupts = new Interrupts(machine, repaired.uniprocessor && machine.vcpus === 1);
    this.mapped = new MappedInterrupts(machine, this.interrupts, this.physical, repaired);
    this.lists = new ApLists(machine, this.interrupts, this.mapped, this.locks, this, repaired);
    this.sync = new ListRegisterSync(
      machine,
      this.interrupts,
      this.lists,
      this.mapped,
      this.hardware,
      this.locks,
      this.costs,
      repaired,
    );
    this.registers = new InterruptRegisters(
      this,
      this.interrupts,
      this.lists,
      this.mapped,
      this.locks,
      repaired,
    );
    this.distributor = new Distributor(this, this.interrupts, this.registers, this.locks, repaired);
    this.inputs = new Uint8Array(this.interrupts.flags.length);
    this.savedControl = new Int32Array(machine.vcpus);
    this.savedPriorities = new Int32Array(machine.vcpus);
    this.deactivateTraps = repaired.remoteDeactivate || repaired.overflow;
    this.reset();
  }

  protected resetHypervisor(): void {
    this.interrupts.reset();
    this.lists.reset();
    this.sync.reset();
    this.inputs.fill(0);
    this.savedControl.fill(0);
    this.savedPriorities.fill(0);
    this.halted = 0;
  }

  protected guestExit(vcpu: number): void {
    if (this.lists.length[vcpu] === 0) return;
    this.sync.fold(vcpu);
    this.lists.prune(vcpu);
  }

  protected guestEntry(vcpu: number): void {
    this.sync.flush(vcpu);
  }

  /** All list registers are read, used or not; HCR is cleared with the hardware. */
  protected save(vcpu: number): void {
    const hardware = this.hardware[vcpu];
    this.costs.listRegisterReads += hardware.listRegisters.count;
    this.savedControl[vcpu] = hardware.readVmcr();
    this.savedPriorities[vcpu] = hardware.priority.readActivePriorities(0, 0);
  }

  protected load(vcpu: number): void {
    const hardware = this.hardware[vcpu];
    this.costs.listRegisterWrites += hardware.listRegisters.count;
    hardware.writeVmcr(this.savedControl[vcpu]);
    hardware.priority.writeActivePriorities(0, 0, this.savedPriorities[vcpu]);
  }

  protected override movedTo(vcpu: number, physicalCpu: number): void {
    this.mapped.follow(vcpu, physicalCpu);
  }

  protected trappedRead(vcpu: number, register: number, index: number, size: number): number {
    const value = this.distributor.read(vcpu, register, index, size);
    this.outcome = this.distributor.outcome;
    return value;
  }

  protected trappedWrite(
    vcpu: number,
    register: number,
    index: number,
    size: number,
    low: number,
  ): void {
    this.distributor.write(vcpu, register, index, size, low);
    this.outcome = this.distributor.outcome;
  }

  protected reservedAccess(): Outcome {
    return Outcome.Abort;
  }

  /**
   * N-DIR and DIFF-36 mended: the second page of the CPU interface traps. With DIFF-36 alone only
   * what is on this vCPU's list is looked for, as the list registers did.
   */
  protected trappedDeactivate(vcpu: number, value: number): void {
    const { interrupts } = this;
    const intid = value & 0x3ff;
    if (this.hardware[vcpu].priority.eoiMode === 0 || intid >= interrupts.end) return;
    const instance = interrupts.instance(intid, vcpu);
    const owner = interrupts.owner[instance];
    if (owner !== vcpu && !this.repaired.remoteDeactivate) return;
    const first = instance & ~31;
    this.haltHolders(vcpu, first, 1 << (instance & 31));
    this.locks.acquire(interrupts.locks[instance]);
    const isOther =
      interrupts.isSgi(instance) &&
      this.repaired.activeSource &&
      interrupts.activeSource[instance] !== ((value >>> 10) & 7);
    if (!isOther) this.registers.activate(vcpu, instance, false);
    this.lists.queue(instance);
    this.resumeHolders();
  }

  protected softwareLine(intid: number, vcpu: number, high: boolean): void {
    const instance = this.interrupts.instance(intid, vcpu);
    const input = high ? 1 : 0;
    if (this.inputs[instance] === input) return;
    this.inputs[instance] = input;
    this.inject(instance, high);
  }

  protected hostInterrupt(intid: number): void {
    const instance = this.interrupts.instance(intid, 0);
    const descriptor = this.mapped.locks[intid]!;
    this.locks.acquire(descriptor);
    this.inject(instance, true);
    // DIFF-47 mended: the host ends it itself.
    if (!this.mapped.hasHardwareBit(instance)) this.physical.setActive(intid, false);
    this.locks.release(descriptor);
  }

  /** Level: only a change of the line counts. Edge: only a rise. */
  private inject(instance: number, high: boolean): void {
    const { interrupts } = this;
    const { flags } = interrupts;
    this.locks.acquire(interrupts.locks[instance]);
    const isLevel = (flags[instance] & Irq.Level) !== 0;
    const changes = isLevel ? ((flags[instance] & Irq.Line) !== 0) !== high : high;
    if (!changes) {
      this.locks.release(interrupts.locks[instance]);
      return;
    }
    if (isLevel) interrupts.set(instance, Irq.Line, high);
    else flags[instance] |= Irq.Latch;
    this.lists.queue(instance);
  }

  protected wakes(vcpu: number): boolean {
    return this.lists.somethingWaits(vcpu);
  }

  protected turnedOff(): void {
    // Lists and saved state are left alone.
  }

  /** The reset hook is empty: the vCPU starts with the interface state it went down with. */
  protected turnedOn(_caller: number, vcpu: number): void {
    if (!this.repaired.powerOn) return;
    const hardware = this.hardware[vcpu];
    hardware.reset();
    this.savedControl[vcpu] = hardware.readVmcr();
    this.savedPriorities[vcpu] = 0;
    this.sync.running.stop(vcpu);
  }

  describeLists(vcpu: number, step: number, into: Lists): void {
    describe(this, this.interrupts, this.lists, this.sync.used[vcpu], vcpu, step, into);
  }

  /** What some repairs need, as KVM does it: others that hold these interrupts leave the guest. */
  haltHolders(vcpu: number, first: number, bits: number): void {
    const { interrupts } = this;
    if (first < interrupts.firstSpi) return;
    for (let rest = bits; rest !== 0; rest &= rest - 1) {
      const instance = first + 31 - Math.clz32(rest & -rest);
      const owner = interrupts.owner[instance];
      if (owner >= 0 && owner !== vcpu && this.halt(owner)) this.halted |= 1 << owner;
    }
  }

  resumeHolders(): void {
    for (let rest = this.halted; rest !== 0; rest &= rest - 1) {
      this.resume(31 - Math.clz32(rest & -rest));
    }
    this.halted = 0;
  }
}
