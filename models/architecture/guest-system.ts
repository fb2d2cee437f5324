import { Costs } from '../contract/costs';
import type { System } from '../contract/implementation';
import type { Lists } from '../contract/lists';
import { Locks } from '../contract/locks';
import type { Machine } from '../contract/machine';
import { Line, Outcome } from '../contract/observation';
import { guestReads, guestWrites, isImplemented } from './guest-registers';
import type { PhysicalDeactivation } from './list-registers';
import { PhysicalDistributor } from './physical-distributor';
import { isSupported, packedRegisterAt, RESERVED } from './raw-accesses';
import { Register, registers } from './registers';
import { Hcr, VirtualInterface } from './virtual-interface';

/** Makes the list-register hardware of one physical CPU; a variant stands for other silicon. */
export type Hardware = (
  machine: Machine,
  pe: number,
  physical: PhysicalDeactivation,
) => VirtualInterface;

export const architecturalHardware: Hardware = (machine, pe, physical) =>
  new VirtualInterface(machine, pe, physical);

/** Where a vCPU is. */
const Place = {
  /** Not on a physical CPU: its list registers are saved. */
  Descheduled: 0,
  /** Loaded, but the hypervisor runs. */
  Hypervisor: 1,
  Guest: 2,
} as const;

const SUCCESS = 0;
const INVALID_PARAMETERS = -2;
const ALREADY_ON = -4;
/** Frame numbers of raw accesses. */
const GICR = 1;
const GICC = 2;
/** HCR bits that can cause a maintenance interrupt. */
const MAINTENANCE = 0xfe;

const isTrapped = Uint8Array.from(registers, ({ side }, id) =>
  side === 'distributor' ||
  side === 'redistributor' ||
  id === Register.ICC_SGI0R_EL1 ||
  id === Register.ICC_SGI1R_EL1
    ? 1
    : 0,
);
const isAcknowledge = Uint8Array.from(registers, ({ name }) =>
  /_A?IAR[01]?(_|$)/.test(name) ? 1 : 0,
);

/**
 * A guest on hardware with the virtualisation extensions, and the time model: a vCPU in the guest
 * acts on its list registers alone; the hypervisor acts at exits and entries. A trapped access is an
 * exit and an entry. A kick is one exit when the vCPU next runs. A maintenance interrupt that a
 * guest operation causes is one exit after it. Hypervisors derive from this class and say what they
 * do at each of these points.
 *
 * vCPU n starts on physical CPU n.
 */
export abstract class GuestSystem implements System, PhysicalDeactivation {
  outcome: Outcome = Outcome.None;
  high = 0;
  readonly vcpus: number;
  readonly gic: 2 | 3;
  readonly costs = new Costs();
  readonly locks = new Locks();
  readonly physical: PhysicalDistributor;
  /** List registers and guest-visible priority state of the physical CPU a vCPU runs on. */
  readonly hardware: VirtualInterface[] = [];
  /** Physical CPU of each vCPU. */
  readonly physicalCpu: Uint8Array;
  /** vCPUs that are powered off, as bits. */
  off = 0;
  /** GICv2: writes of GICC_DIR trap (the second page of the CPU interface is not mapped). */
  deactivateTraps = false;

  private readonly place: Uint8Array;
  private kicked = 0;
  private changedLinesOf = 0;
  private readonly shown: Uint8Array;
  private changedListsOf = 0;
  /** vCPUs, as bits, that entered the guest and did nothing since; the same as `describeLists` needs it. */
  private enteredOf = 0;
  private atEntryOf = 0;

  constructor(
    readonly machine: Machine,
    hardware: Hardware = architecturalHardware,
  ) {
    this.vcpus = machine.vcpus;
    this.gic = machine.gic;
    this.physical = new PhysicalDistributor(machine);
    this.physicalCpu = new Uint8Array(machine.vcpus);
    this.place = new Uint8Array(machine.vcpus);
    this.shown = new Uint8Array(machine.vcpus);
    for (let v = 0; v < machine.vcpus; v++) this.hardware.push(hardware(machine, v, this));
  }

  // What a hypervisor does.

  /** Everything of the hypervisor back to the state after creating the VM. */
  protected abstract resetHypervisor(): void;
  /** The guest just left: read back the list registers. */
  protected abstract guestExit(vcpu: number): void;
  /** The guest is about to run: load the list registers. */
  protected abstract guestEntry(vcpu: number): void;
  /** The vCPU leaves its physical CPU: save list registers, active priorities, VMCR. */
  protected abstract save(vcpu: number): void;
  /** The vCPU comes to `physicalCpu[vcpu]`: restore them. */
  protected abstract load(vcpu: number): void;
  /** A trapped read; parameters as `System.read`. Sets `outcome` (Value by default) and `high`. */
  protected abstract trappedRead(
    vcpu: number,
    register: number,
    index: number,
    size: number,
    aux: number,
  ): number;
  /** A trapped write, SGI0R and SGI1R included. Sets `outcome` (None by default). */
  protected abstract trappedWrite(
    vcpu: number,
    register: number,
    index: number,
    size: number,
    low: number,
    high: number,
    aux: number,
  ): void;
  /** A trapped access at an offset, or of a size, that is no register's. */
  protected abstract reservedAccess(
    frame: number,
    offset: number,
    size: number,
    isWrite: boolean,
  ): Outcome;
  /** A trapped write of DIR (HCR.TDIR, or `deactivateTraps`). */
  protected abstract trappedDeactivate(vcpu: number, value: number): void;
  /** The device model of a software interrupt drives its line. `vcpu`: whose PPI. */
  protected abstract softwareLine(intid: number, vcpu: number, high: boolean): void;
  /** The host took this physical interrupt; it is active. */
  protected abstract hostInterrupt(intid: number): void;
  /** The input of a physical interrupt fell or rose: what the device model itself does, if anything. */
  protected hardwareLineChanged(_intid: number, _high: boolean): void {}
  /** WFI trapped: whether the vCPU is runnable at once. */
  protected abstract wakes(vcpu: number): boolean;
  protected abstract turnedOff(vcpu: number): void;
  /** CPU_ON by a caller; the target does not run yet. */
  protected abstract turnedOn(caller: number, vcpu: number): void;
  abstract describeLists(vcpu: number, step: number, into: Lists): void;

  // What hypervisors use.

  /** Makes a vCPU that is in the guest exit when it next runs. */
  kick(vcpu: number): void {
    if (this.place[vcpu] !== Place.Guest) return;
    this.costs.kicks++;
    this.kicked |= 1 << vcpu;
  }

  isInGuest(vcpu: number): boolean {
    return this.place[vcpu] === Place.Guest;
  }

  /** On a physical CPU: its list registers are in the hardware. */
  isLoaded(vcpu: number): boolean {
    return this.place[vcpu] !== Place.Descheduled;
  }

  /** Takes a vCPU out of the guest, if it is there (KVM halts all vCPUs for some accesses). */
  halt(vcpu: number): boolean {
    if (this.place[vcpu] !== Place.Guest) return false;
    this.leave(vcpu);
    return true;
  }

  /** Lets it go on. */
  resume(vcpu: number): void {
    this.arrive(vcpu);
  }

  /** The lists of a vCPU changed: describe them again. */
  listsChanged(vcpu: number): void {
    this.changedListsOf |= 1 << vcpu;
    this.enteredOf &= ~(1 << vcpu);
  }

  /** For `describeLists`: list registers and lists are as the entry left them (RecordFlag.Entry). */
  isAtEntry(vcpu: number): boolean {
    return ((this.atEntryOf >>> vcpu) & 1) !== 0;
  }

  /** A list register with HW = 1 was deactivated by the guest. */
  deactivatePhysical(_pe: number, intid: number): void {
    if (this.physical.has(intid)) this.physical.setActive(intid, false);
  }

  // System.

  reset(): void {
    this.outcome = Outcome.None;
    this.high = 0;
    this.off = this.kicked = 0;
    this.changedLinesOf = this.changedListsOf = (1 << this.vcpus) - 1;
    this.physical.reset();
    for (let v = 0; v < this.vcpus; v++) {
      this.physicalCpu[v] = v;
      this.place[v] = Place.Hypervisor;
      this.hardware[v].reset();
    }
    this.resetHypervisor();
    for (let v = 0; v < this.vcpus; v++) this.arrive(v);
    this.locks.returned();
  }

  read(vcpu: number, register: number, index: number, size: number, aux: number): number {
    this.outcome = Outcome.Value;
    this.high = 0;
    this.arrive(vcpu);
    let value = 0;
    if (isTrapped[register]) {
      this.leave(vcpu);
      value = this.trappedRead(vcpu, register, index, size, aux);
      this.arrive(vcpu);
    } else {
      const hardware = this.hardware[vcpu];
      const read = guestReads[register];
      if (!read || !isImplemented(hardware, register, index)) {
        if (!registers[register].frame) this.outcome = Outcome.Undefined;
        return 0;
      }
      value = read(hardware, index);
      if (isAcknowledge[register]) this.acted(vcpu);
    }
    this.settle();
    return value;
  }

  write(
    vcpu: number,
    register: number,
    index: number,
    size: number,
    low: number,
    high: number,
    aux: number,
  ): void {
    this.outcome = Outcome.None;
    this.arrive(vcpu);
    const hardware = this.hardware[vcpu];
    if (isTrapped[register]) {
      this.leave(vcpu);
      this.trappedWrite(vcpu, register, index, size, low, high, aux);
      this.arrive(vcpu);
    } else if (this.trapsDeactivate(hardware, register)) {
      this.leave(vcpu);
      this.trappedDeactivate(vcpu, low);
      this.arrive(vcpu);
    } else {
      const write = guestWrites[register];
      if (!write || !isImplemented(hardware, register, index)) {
        if (!registers[register].frame) this.outcome = Outcome.Undefined;
        return;
      }
      write(hardware, index, low);
      this.acted(vcpu);
    }
    this.settle();
  }

  /** The frame is decoded as the register table has it; what is no register is the hypervisor's. */
  rawRead(vcpu: number, frame: number, offset: number, size: number): number {
    const packed = packedRegisterAt(this.gic, frame, offset);
    const register = packed >> 12;
    if (packed === RESERVED || !isSupported(register, offset, size)) {
      return this.rawReserved(vcpu, frame, offset, size, false);
    }
    const index = packed & 0xfff;
    if (size === 1)
      return this.read(vcpu, register, index * 4 + (offset & 3), 1, this.auxOf(frame, vcpu));
    const isHigh = registers[register].width === 8 && (offset & 4) !== 0;
    const aux = frame === GICR ? vcpu : isHigh ? 1 : 0;
    if (size === 8 || registers[register].width === 4 || frame !== GICR) {
      return this.read(vcpu, register, index, size, aux);
    }
    const low = this.read(vcpu, register, index, 8, aux);
    const half = isHigh ? this.high : low;
    this.high = 0;
    return half;
  }

  rawWrite(
    vcpu: number,
    frame: number,
    offset: number,
    size: number,
    low: number,
    high: number,
  ): void {
    const packed = packedRegisterAt(this.gic, frame, offset);
    const register = packed >> 12;
    if (packed === RESERVED || !isSupported(register, offset, size)) {
      this.rawReserved(vcpu, frame, offset, size, true);
      return;
    }
    const index = packed & 0xfff;
    const number = size === 1 ? index * 4 + (offset & 3) : index;
    const isHigh = registers[register].width === 8 && (offset & 4) !== 0;
    this.write(vcpu, register, number, size, low, high, frame === GICR ? vcpu : isHigh ? 1 : 0);
  }

  setLine(intid: number, vcpu: number, high: boolean): void {
    this.outcome = Outcome.None;
    // A pulse is two of these in one step: the entry for its rise does not know of its fall.
    this.enteredOf = 0;
    if (intid < 16 || intid >= 32 + this.machine.spis) return;
    if (this.physical.has(intid)) {
      this.physical.setLine(intid, high);
      this.hardwareLineChanged(intid, high);
    } else this.softwareLine(intid, vcpu, high);
    this.settle();
  }

  waitForInterrupt(vcpu: number): boolean {
    this.outcome = Outcome.Value;
    this.arrive(vcpu);
    this.leave(vcpu);
    const woke = this.wakes(vcpu);
    this.arrive(vcpu);
    this.settle();
    return woke;
  }

  isOn(vcpu: number): boolean {
    return ((this.off >>> vcpu) & 1) === 0;
  }

  powerOff(vcpu: number): void {
    this.outcome = Outcome.None;
    this.arrive(vcpu);
    this.leave(vcpu);
    this.turnedOff(vcpu);
    this.off |= 1 << vcpu;
    this.deschedule(vcpu);
    this.settle();
  }

  powerOn(vcpu: number, target: number): number {
    this.outcome = Outcome.Value;
    this.arrive(vcpu);
    this.leave(vcpu);
    const result = this.switchOn(vcpu, target);
    this.arrive(vcpu);
    this.settle();
    return result;
  }

  private switchOn(caller: number, target: number): number {
    if (target < 0 || target >= this.vcpus) return INVALID_PARAMETERS;
    if (this.isOn(target)) return ALREADY_ON;
    this.turnedOn(caller, target);
    this.locks.returned();
    this.off &= ~(1 << target);
    this.arrive(target);
    return SUCCESS;
  }

  exit(vcpu: number): void {
    this.outcome = Outcome.None;
    if (this.isOn(vcpu)) this.leave(vcpu);
    this.settle();
  }

  enter(vcpu: number): void {
    this.outcome = Outcome.None;
    this.arrive(vcpu);
    this.settle();
  }

  preempt(vcpu: number): void {
    this.outcome = Outcome.None;
    if (!this.isOn(vcpu)) return;
    this.leave(vcpu);
    this.deschedule(vcpu);
    this.settle();
  }

  schedule(vcpu: number, physicalCpu: number): void {
    this.outcome = Outcome.None;
    if (!this.isOn(vcpu)) return;
    this.leave(vcpu);
    if (this.physicalCpu[vcpu] !== physicalCpu) {
      this.deschedule(vcpu);
      this.movedTo(vcpu, physicalCpu);
      this.physicalCpu[vcpu] = physicalCpu;
    }
    this.arrive(vcpu);
    this.settle();
  }

  /** A vCPU is about to move to another physical CPU. */
  protected movedTo(_vcpu: number, _physicalCpu: number): void {}

  changedLines(): number {
    return this.changedLinesOf;
  }

  /** The guest sees its virtual IRQ and FIQ as its IRQ and FIQ. */
  lines(vcpu: number): number {
    if (((this.changedLinesOf >>> vcpu) & 1) !== 0) {
      this.changedLinesOf &= ~(1 << vcpu);
      const visible = this.place[vcpu] !== Place.Descheduled && this.isOn(vcpu);
      this.shown[vcpu] = visible ? (this.hardware[vcpu].lines() >> 2) & (Line.Irq | Line.Fiq) : 0;
    }
    return this.shown[vcpu];
  }

  changedLists(): number {
    const changed = this.changedListsOf;
    this.changedListsOf = 0;
    this.atEntryOf = this.enteredOf;
    this.enteredOf = 0;
    return changed;
  }

  // How it works.

  /** Into the guest, if the vCPU is not there; a kick makes it exit first. */
  private arrive(vcpu: number): void {
    if (this.isInGuest(vcpu)) {
      if (((this.kicked >>> vcpu) & 1) === 0) return;
      this.leave(vcpu);
    }
    if (!this.isOn(vcpu)) return;
    if (!this.isLoaded(vcpu)) {
      this.load(vcpu);
      this.place[vcpu] = Place.Hypervisor;
    }
    this.guestEntry(vcpu);
    this.locks.returned();
    this.place[vcpu] = Place.Guest;
    this.kicked &= ~(1 << vcpu);
    this.changedLinesOf |= 1 << vcpu;
    this.changedListsOf |= 1 << vcpu;
    this.enteredOf |= 1 << vcpu;
  }

  private leave(vcpu: number): void {
    if (this.place[vcpu] !== Place.Guest) return;
    this.place[vcpu] = Place.Hypervisor;
    this.enteredOf &= ~(1 << vcpu);
    this.changedListsOf |= 1 << vcpu;
    this.costs.exits++;
    this.guestExit(vcpu);
    this.locks.returned();
    this.changedLinesOf |= 1 << vcpu;
  }

  /** The vCPU must not be in the guest. */
  private deschedule(vcpu: number): void {
    if (this.place[vcpu] !== Place.Hypervisor) return;
    this.save(vcpu);
    this.hardware[vcpu].reset();
    this.place[vcpu] = Place.Descheduled;
    this.changedLinesOf |= 1 << vcpu;
  }

  /** The guest changed its interface: its lines may differ, and a maintenance interrupt may be due. */
  private acted(vcpu: number): void {
    this.changedLinesOf |= 1 << vcpu;
    // The guest acted on its list registers: they are no longer as an entry left them.
    this.enteredOf &= ~(1 << vcpu);
    this.changedListsOf |= 1 << vcpu;
    const hardware = this.hardware[vcpu];
    const { maintenance } = hardware.listRegisters;
    const possible = (hardware.control & MAINTENANCE) | maintenance[0] | maintenance[1];
    if (possible === 0 || !hardware.maintenance()) return;
    this.costs.maintenanceInterrupts++;
    this.leave(vcpu);
    this.arrive(vcpu);
  }

  /** Physical interrupts that became due are taken: the vCPU running there exits for them. */
  private settle(): void {
    while (this.physical.raised) {
      const intid = this.physical.acknowledge();
      if (intid < 0) break;
      const on = this.vcpuOn(this.physical.affinityOf(intid));
      if (on >= 0) this.leave(on);
      this.hostInterrupt(intid);
      this.locks.returned();
      if (on >= 0) this.arrive(on);
    }
    this.locks.returned();
    this.costs.lockOperations = this.locks.operations;
  }

  /** The vCPU in the guest on a physical CPU, or -1. */
  private vcpuOn(physicalCpu: number): number {
    for (let v = 0; v < this.vcpus; v++) {
      if (this.physicalCpu[v] === physicalCpu && this.place[v] === Place.Guest) return v;
    }
    return -1;
  }

  private trapsDeactivate(hardware: VirtualInterface, register: number): boolean {
    if (register === Register.GICC_DIR) return this.deactivateTraps;
    return register === Register.ICC_DIR_EL1 && (hardware.control & Hcr.Tdir) !== 0;
  }

  private auxOf(frame: number, vcpu: number): number {
    return frame === GICR ? vcpu : 0;
  }

  private rawReserved(
    vcpu: number,
    frame: number,
    offset: number,
    size: number,
    isWrite: boolean,
  ): number {
    this.high = 0;
    this.outcome = isWrite ? Outcome.None : Outcome.Value;
    if (frame === GICC) return 0;
    this.arrive(vcpu);
    this.leave(vcpu);
    this.outcome = this.reservedAccess(frame, offset, size, isWrite);
    this.arrive(vcpu);
    this.settle();
    return 0;
  }
}
