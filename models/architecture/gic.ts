import type { System } from '../contract/implementation';
import type { Machine } from '../contract/machine';
import { Line, Outcome } from '../contract/observation';
import { reads, writes } from './accesses';
import './accesses-cpu';
import './accesses-distributor';
import './accesses-hypervisor';
import { Changes } from './changes';
import { CpuInterfaceV2 } from './cpu-interface-v2';
import { CpuInterfaceV3 } from './cpu-interface-v3';
import { Distributor } from './distributor';
import { Forwarding } from './forwarding';
import { InterruptRegisters } from './interrupt-registers';
import { Interrupts } from './interrupts';
import { PhysicalSource } from './physical-source';
import { PriorityInterface } from './priority-interface';
import {
  isSupported,
  packedRegisterAt,
  readRegisterAt,
  RESERVED,
  writeRegisterAt,
} from './raw-accesses';
import { Redistributor } from './redistributor';
import { Routing } from './routing';
import { SoftwareGenerated } from './software-generated';
import { VirtualInterface } from './virtual-interface';

/** PSCI return codes of CPU_ON. */
const SUCCESS = 0;
const INVALID_PARAMETERS = -2;
const ALREADY_ON = -4;

/** What wakes a PE from WFI. */
const WAKING = Line.Irq | Line.Fiq | Line.Virq | Line.Vfiq;

/**
 * A GIC and its PEs as the specification has them (GICv2 or GICv3; one security state, both groups,
 * affinity routing always on in GICv3). Values read are signed 32-bit words.
 *
 * Every operation is a method of one of the parts below and is called through it, so that a seeded
 * fault can replace one: `gic.interrupts.acknowledge = ...`. A replacement that changes state on its
 * own calls `interrupts.changed` or `changes.mark`.
 */
export class ArchitectureGic implements System {
  outcome: Outcome = Outcome.None;
  high = 0;

  readonly version: 2 | 3;
  readonly vcpus: number;
  readonly changes = new Changes();
  readonly routing: Routing;
  readonly interrupts: Interrupts;
  readonly forwarding: Forwarding;
  readonly interruptRegisters: InterruptRegisters;
  readonly distributor: Distributor;
  readonly redistributor: Redistributor;
  readonly softwareGenerated: SoftwareGenerated;
  /** Physical CPU interface by PE. */
  readonly cpus: (CpuInterfaceV2 | CpuInterfaceV3)[] = [];
  /** Virtual CPU interface by PE. */
  readonly virtual: VirtualInterface[] = [];

  /** Lines by PE, as computed when they last could have changed. */
  private readonly shown: Uint8Array;

  constructor(readonly machine: Machine) {
    this.version = machine.gic;
    this.vcpus = machine.vcpus;
    this.routing = new Routing(machine, this.changes);
    this.interrupts = new Interrupts(machine, this.routing, this.changes);
    this.forwarding = new Forwarding(this.interrupts, this.routing, this.changes);
    this.interruptRegisters = new InterruptRegisters(machine, this.interrupts);
    this.distributor = new Distributor(machine, this.interrupts, this.routing, this.forwarding);
    this.redistributor = new Redistributor(machine, this.routing);
    this.softwareGenerated = new SoftwareGenerated(this.interrupts, this.routing);
    for (let pe = 0; pe < machine.vcpus; pe++) {
      const source = new PhysicalSource(pe, machine.gic, this.interrupts, this.forwarding);
      const priority = new PriorityInterface({ ...machine, sharedActivePriorities: false });
      this.cpus.push(
        machine.gic === 2
          ? new CpuInterfaceV2(source, priority)
          : new CpuInterfaceV3(source, priority),
      );
      this.virtual.push(new VirtualInterface(machine, pe, this.interrupts));
    }
    this.shown = new Uint8Array(machine.vcpus);
  }

  reset(): void {
    this.outcome = Outcome.None;
    this.high = 0;
    this.routing.reset();
    this.interrupts.reset();
    this.forwarding.reset();
    for (let pe = 0; pe < this.vcpus; pe++) {
      this.cpus[pe].reset();
      this.virtual[pe].reset();
    }
    this.changes.reset();
  }

  setLine(intid: number, vcpu: number, high: boolean): void {
    this.outcome = Outcome.None;
    const instance = intid < 16 ? -1 : this.interrupts.instanceOf(vcpu, intid);
    if (instance < 0) return;
    if (high) this.interrupts.raise(instance);
    else this.interrupts.lower(instance);
  }

  read(vcpu: number, register: number, index: number, size: number, aux: number): number {
    this.outcome = Outcome.Value;
    this.high = 0;
    return reads[register](this, vcpu, index, size, aux);
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
    this.changes.lines |= 1 << vcpu;
    writes[register](this, vcpu, index, size, low, high, aux);
  }

  /** Reserved offsets and unsupported sizes read as zero (DIV-27). */
  rawRead(vcpu: number, frame: number, offset: number, size: number): number {
    const packed = packedRegisterAt(this.version, frame, offset);
    if (packed !== RESERVED && isSupported(packed >> 12, offset, size)) {
      return readRegisterAt(this, vcpu, frame, packed, offset, size);
    }
    this.outcome = Outcome.Value;
    this.high = 0;
    return 0;
  }

  /** Reserved offsets and unsupported sizes ignore writes (DIV-27). */
  rawWrite(
    vcpu: number,
    frame: number,
    offset: number,
    size: number,
    low: number,
    high: number,
  ): void {
    this.outcome = Outcome.None;
    const packed = packedRegisterAt(this.version, frame, offset);
    if (packed === RESERVED || !isSupported(packed >> 12, offset, size)) return;
    writeRegisterAt(this, vcpu, frame, packed, offset, size, low, high);
  }

  waitForInterrupt(vcpu: number): boolean {
    this.outcome = Outcome.Value;
    return (this.lines(vcpu) & WAKING) !== 0;
  }

  isOn(vcpu: number): boolean {
    return ((this.routing.off >>> vcpu) & 1) === 0;
  }

  powerOff(vcpu: number): void {
    this.outcome = Outcome.None;
    this.routing.setOff(vcpu, true);
  }

  /** The CPU interfaces of the target come out of reset; the distributor knows nothing of it. */
  powerOn(_vcpu: number, target: number): number {
    this.outcome = Outcome.Value;
    if (target < 0 || target >= this.vcpus) return INVALID_PARAMETERS;
    if (this.isOn(target)) return ALREADY_ON;
    this.cpus[target].reset();
    this.virtual[target].reset();
    this.routing.setOff(target, false);
    return SUCCESS;
  }

  /** PEs whose lines may have changed since `lines` was last called for them. */
  changedLines(): number {
    return this.changes.lines;
  }

  /** There is no hypervisor. */
  exit(_vcpu: number): void {
    this.outcome = Outcome.None;
  }

  enter(_vcpu: number): void {
    this.outcome = Outcome.None;
  }

  preempt(_vcpu: number): void {
    this.outcome = Outcome.None;
  }

  schedule(_vcpu: number, _physicalCpu: number): void {
    this.outcome = Outcome.None;
  }

  lines(vcpu: number): number {
    if (((this.changes.lines >>> vcpu) & 1) !== 0) {
      this.changes.lines &= ~(1 << vcpu);
      this.shown[vcpu] = this.sampleLines(vcpu);
    }
    return this.shown[vcpu];
  }

  /** The lines of a PE as its interfaces drive them now; a PE that is off has none. */
  sampleLines(vcpu: number): number {
    if (!this.isOn(vcpu)) return 0;
    return this.cpus[vcpu].lines() | this.virtual[vcpu].lines();
  }
}
