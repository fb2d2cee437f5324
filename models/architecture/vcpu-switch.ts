import { Costs } from '../contract/costs';
import type { Lists } from '../contract/lists';
import { Locks } from '../contract/locks';
import type { Machine } from '../contract/machine';
import { Line } from '../contract/observation';
import type { PhysicalDeactivation } from './list-registers';
import { PhysicalDistributor } from './physical-distributor';
import { VirtualInterface } from './virtual-interface';

/** Makes the list-register hardware of one physical CPU; a variant stands for other silicon. */
export interface Hardware {
  (machine: Machine, pe: number, physical: PhysicalDeactivation): VirtualInterface;
  /** Its distributor, if that is another than the architecture's. */
  distributor?(machine: Machine): PhysicalDistributor;
}

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

/** Physical interrupts in a row after which nothing else will ever happen. */
const STORM = 10_000;
/** HCR bits that can cause a maintenance interrupt. */
const MAINTENANCE = 0xfe;

/**
 * When a hypervisor acts. A vCPU in the guest acts on its list registers alone; the hypervisor acts
 * at exits and entries. A kick is one exit when the vCPU next runs. A maintenance interrupt that a
 * guest operation causes is one exit after it; a physical interrupt is one at once.
 *
 * vCPU n starts on physical CPU n.
 */
export abstract class VcpuSwitch implements PhysicalDeactivation {
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

  private readonly place: Uint8Array;
  /**
   * A vCPU entered the guest with its maintenance interrupt asserted: it exits before it does anything,
   * and again, for ever. (Here it goes on, so that the rest of a workload has a meaning.)
   */
  isStuck = false;
  private kicked = 0;
  private changedLinesOf = 0;
  private readonly shown: Uint8Array;
  private changedListsOf = 0;
  /** vCPUs, as bits, that entered the guest and did nothing since; the same as `describeLists` needs it. */
  private enteredOf = 0;
  private atEntryOf = 0;
  /** vCPUs, as bits, that left or entered the guest; the same as `describeLists` needs it. */
  private movedOf = 0;
  private hasMovedOf = 0;

  constructor(
    readonly machine: Machine,
    hardware: Hardware = architecturalHardware,
  ) {
    this.vcpus = machine.vcpus;
    this.gic = machine.gic;
    this.physical = hardware.distributor?.(machine) ?? new PhysicalDistributor(machine);
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
  /** The host took this physical interrupt; it is active. */
  protected abstract hostInterrupt(intid: number): void;
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

  /** For `describeLists`: the vCPU left or entered the guest in this step (RecordFlag.Moved). */
  hasMoved(vcpu: number): boolean {
    return ((this.hasMovedOf >>> vcpu) & 1) !== 0;
  }

  /** A list register with HW = 1 was deactivated by the guest. */
  deactivatePhysical(_pe: number, intid: number): void {
    if (this.physical.has(intid)) this.physical.setActive(intid, false);
  }

  isOn(vcpu: number): boolean {
    return ((this.off >>> vcpu) & 1) === 0;
  }

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
    this.hasMovedOf = this.movedOf;
    this.movedOf = 0;
    return changed;
  }

  // How it works.

  /** All vCPUs on and in the guest of a hypervisor that has just made the VM. */
  protected restart(): void {
    this.off = this.kicked = 0;
    this.isStuck = false;
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

  /** A device changed its output: what entered before does not know of it. */
  protected deviceActed(): void {
    this.enteredOf = 0;
  }

  /** Into the guest, if the vCPU is not there; a kick makes it exit first. */
  protected arrive(vcpu: number): void {
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
    if (this.isMaintenanceDue(vcpu)) this.isStuck = true;
    this.place[vcpu] = Place.Guest;
    this.kicked &= ~(1 << vcpu);
    this.changedLinesOf |= 1 << vcpu;
    this.changedListsOf |= 1 << vcpu;
    this.enteredOf |= 1 << vcpu;
    this.movedOf |= 1 << vcpu;
  }

  protected leave(vcpu: number): void {
    if (this.place[vcpu] !== Place.Guest) return;
    this.place[vcpu] = Place.Hypervisor;
    this.enteredOf &= ~(1 << vcpu);
    this.movedOf |= 1 << vcpu;
    this.changedListsOf |= 1 << vcpu;
    this.costs.exits++;
    this.guestExit(vcpu);
    this.locks.returned();
    this.changedLinesOf |= 1 << vcpu;
  }

  /** The vCPU must not be in the guest. */
  protected deschedule(vcpu: number): void {
    if (this.place[vcpu] !== Place.Hypervisor) return;
    this.save(vcpu);
    this.hardware[vcpu].reset();
    this.place[vcpu] = Place.Descheduled;
    this.changedLinesOf |= 1 << vcpu;
  }

  /** The guest changed its interface: its lines may differ, and a maintenance interrupt may be due. */
  protected acted(vcpu: number): void {
    this.changedLinesOf |= 1 << vcpu;
    // The guest acted on its list registers: they are no longer as an entry left them.
    this.enteredOf &= ~(1 << vcpu);
    if (!this.isMaintenanceDue(vcpu)) return;
    this.costs.maintenanceInterrupts++;
    this.leave(vcpu);
    // What the same operation let fire is taken with it.
    this.takePhysicalInterruptsOn(this.physicalCpu[vcpu]);
    this.arrive(vcpu);
  }

  private isMaintenanceDue(vcpu: number): boolean {
    const hardware = this.hardware[vcpu];
    const { maintenance } = hardware.listRegisters;
    const possible = (hardware.control & MAINTENANCE) | maintenance[0] | maintenance[1];
    return possible !== 0 && hardware.maintenance();
  }

  /** Physical interrupts that became due are taken: the vCPU running there exits for them. */
  protected takePhysicalInterrupts(): void {
    for (let turns = 0; this.physical.raised; turns++) {
      const physicalCpu = this.physical.signalled();
      if (physicalCpu < 0) break;
      if (turns === STORM) {
        throw new Error('a physical interrupt fires for ever: the hypervisor never silences it');
      }
      const on = this.vcpuOn(physicalCpu);
      // What the exit does may take the interrupt elsewhere.
      if (on >= 0) this.leave(on);
      this.takePhysicalInterruptsOn(physicalCpu);
      if (on >= 0) this.arrive(on);
    }
    this.locks.returned();
    this.costs.lockOperations = this.locks.operations;
  }

  /** The hypervisor runs on a physical CPU, and takes all that is signalled to it. */
  protected takePhysicalInterruptsOn(physicalCpu: number): void {
    if (!this.physical.raised) return;
    for (let turns = 0; turns < STORM; turns++) {
      const intid = this.physical.acknowledge(physicalCpu);
      if (intid < 0) return;
      this.hostInterrupt(intid);
      this.locks.returned();
    }
    throw new Error(`physical CPU ${physicalCpu} never comes to an end with its interrupts`);
  }

  /** The vCPU in the guest on a physical CPU, or -1. */
  private vcpuOn(physicalCpu: number): number {
    for (let v = 0; v < this.vcpus; v++) {
      if (this.physicalCpu[v] === physicalCpu && this.place[v] === Place.Guest) return v;
    }
    return -1;
  }
}
