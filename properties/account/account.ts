import type { Machine } from '../../models/contract/machine';
import type { Capabilities } from '../../models/contract/implementation';
import type { Lists } from '../../models/contract/lists';
import { StepKind } from '../../models/contract/encoded';
import { ListsView } from '../../models/contract/lists';
import { Outcome } from '../../models/contract/observation';
import { Register, registers } from '../../models/architecture/registers';
import { InterfaceAccount } from './cpu-interface';
import { acknowledgeIsRight, highestPendingIsRight } from './expectation';
import { perRegister } from './prepare';
import { readEffects, writeEffects } from './effects';
import { Evaluation } from './evaluation';
import { InterruptAccount } from './interrupts';
import { ListRegisterAccount } from './list-registers';
import type { Moment } from './moment';
import { acknowledgeCpu, acknowledgeVirtual } from './acknowledging';
import { reroute } from './routing';

const isReadOnly = Uint8Array.from(registers, (entry) => (entry.access === 'RO' ? 1 : 0));
/** Writes that take effect in the PE's own interface and nowhere else. */
const isLocal = Uint8Array.from(registers, ({ name }) =>
  /^(GICC|GICV|ICC|ICV)_(PMR|BPR|ABPR|BPR0|BPR1)(_EL1)?$/.test(name) ? 1 : 0,
);
/** Distributor registers of which affinity routing makes the part of INTID 0-31, or all, RES0. */
const isLegacy = Uint8Array.from(registers, (entry, id) =>
  entry.side === 'distributor' &&
  id !== Register.GICD_IROUTER &&
  (entry.interruptsPerRegister > 0 || id === Register.GICD_SGIR)
    ? 1
    : 0,
);

/** What an account must know of the implementation beside its trace. */
export type AccountView = Pick<Capabilities, 'immediate' | 'groups' | 'groupAtReset'>;

/**
 * Everything that a trace so far says about the GIC under test. Requirements read it; only `apply`
 * changes it. The account holds the state *before* the step that is being judged.
 */
export class Account {
  readonly machine: Machine;
  readonly interrupts: InterruptAccount;
  /** Per vCPU: 0 GICC/ICC, 1 GICV/ICV. Index `vcpu * 2 + interface`. */
  readonly interfaces: InterfaceAccount[] = [];
  readonly listRegisters: ListRegisterAccount[] = [];
  /** The latest white-box record of each vCPU, and the one before it; empty before the first. */
  readonly records: ListsView[] = [];
  readonly recordsBefore: ListsView[] = [];
  /** GICD_CTLR group enables: bit n is group n. */
  distributorGroups = 0;
  /** GICv3: PEs whose redistributor sleeps (GICR_WAKER), as bits. */
  asleep = 0;
  /** PEs told to sleep of which ChildrenAsleep was not read yet (GIC-DIST-057, DIV-28). */
  maybeAsleep = 0;
  /** GICD_CTLR as last written. */
  distributorControl = 0;
  /** PEs that are powered off, as bits. */
  off = 0;
  /** PEs that were powered on again since reset, as bits. */
  poweredOn = 0;
  /**
   * Every effect so far is certain: always for an implementation without a hypervisor, else from a
   * barrier until the next step that changes something.
   */
  settled = true;
  /** First value read from TYPER, IIDR, PIDR2 and the like, by register id; -1 before. */
  readonly identification: Float64Array;
  /** GICD_IROUTER as written, per instance; the halves written so far as bits. */
  readonly routerLow: Int32Array;
  readonly routerHigh: Int32Array;
  readonly routerHalves: Uint8Array;
  /** PEs (as bits) whose SGIs were not read since an SGI register was written. */
  sgiWritten = 0;
  /** The same, of GICD_SGIR writes that name no PE or one that does not exist (GIC-DIST-071). */
  vainSgiWritten = 0;
  /** GICv3: a GICD register that affinity routing makes RES0 was written (GIC-DIST-008). */
  legacyWritten = false;
  /** Read-only registers that were written, by register id (GIC-DIST-006). */
  readonly readOnlyWritten: Uint8Array;
  /** Priority bits that an SPI written with 0xFF read back, or -1 (GIC-DIST-041). */
  maskSeen = -1;
  /** ICFGR of PPIs was written, per vCPU: what it reads now is open until read once (DIV-06). */
  readonly privateConfiguration: Float64Array;
  private readonly evaluations: Evaluation[] = [];
  private stale = -1;
  /** Capabilities.immediate of the implementation under test. */
  immediate = true;
  /** What happened, in all workloads since the account was made. */
  readonly counts = {
    acknowledges: 0,
    spuriousAcknowledges: 0,
    nestedPreemptions: 0,
    listRegisterOverflows: 0,
    endsOfInterrupt: 0,
    poplessEnds: 0,
    listRegisterMisses: 0,
    powerCycles: 0,
  };

  constructor(machine: Machine) {
    this.machine = machine;
    this.interrupts = new InterruptAccount(machine);
    const virtualBits = machine.gic === 2 ? 5 : machine.priorityBits;
    const virtualPreemption = machine.gic === 2 ? 5 : machine.preemptionBits;
    for (let v = 0; v < machine.vcpus; v++) {
      this.interfaces.push(new InterfaceAccount(machine.priorityBits, machine.preemptionBits));
      this.interfaces.push(new InterfaceAccount(virtualBits, virtualPreemption));
      this.listRegisters.push(new ListRegisterAccount(machine));
      this.evaluations.push(new Evaluation(), new Evaluation());
      this.records.push(new ListsView());
      this.recordsBefore.push(new ListsView());
    }
    this.identification = new Float64Array(registers.length).fill(-1);
    this.readOnlyWritten = new Uint8Array(registers.length);
    this.routerLow = new Int32Array(this.interrupts.words * 32);
    this.routerHigh = new Int32Array(this.interrupts.words * 32);
    this.routerHalves = new Uint8Array(this.interrupts.words * 32);
    this.privateConfiguration = new Float64Array(machine.vcpus).fill(-1);
  }

  /** Back to the start of a workload, for an implementation with these capabilities. */
  reset(view: AccountView): void {
    const { immediate } = view;
    this.interrupts.reset(view.groupAtReset?.[this.machine.gic] ?? 0, view.groups);
    for (const iface of this.interfaces) iface.reset();
    for (const list of this.listRegisters) list.reset();
    for (const record of this.records) record.clear();
    for (const record of this.recordsBefore) record.clear();
    this.distributorGroups = this.sgiWritten = 0;
    this.asleep = this.maybeAsleep = this.off = this.poweredOn = 0;
    this.distributorControl = this.vainSgiWritten = 0;
    this.legacyWritten = false;
    this.readOnlyWritten.fill(0);
    this.maskSeen = -1;
    this.routerLow.fill(0);
    this.routerHigh.fill(0);
    this.routerHalves.fill(0);
    this.privateConfiguration.fill(-1);
    this.immediate = immediate;
    this.settled = immediate;
    this.identification.fill(-1);
    this.stale = -1;
  }

  /** Takes in the next white-box record: it becomes the latest of its vCPU. @returns the vCPU */
  takeRecord(lists: Lists, at: number): number {
    const vcpu = lists.vcpuOf(at);
    const record = this.recordsBefore[vcpu];
    this.recordsBefore[vcpu] = this.records[vcpu];
    this.records[vcpu] = record;
    record.show(lists, at);
    return vcpu;
  }

  interface(vcpu: number, iface: number): InterfaceAccount {
    return this.interfaces[vcpu * 2 + iface];
  }

  /** The candidates of an interface changed. */
  touch(vcpu: number, iface: number): void {
    this.stale |= 1 << (vcpu * 2 + iface);
  }

  touchAll(): void {
    this.stale = -1;
  }

  /**
   * Interfaces of which something changed that decides about their candidates, since they were
   * evaluated: bit `vcpu * 2 + interface`.
   */
  staleInterfaces(): number {
    this.collectChanges();
    return this.stale;
  }

  private collectChanges(): void {
    const { changed } = this.interrupts;
    if (changed === 0) return;
    for (let rest = changed; rest !== 0; rest &= rest - 1) {
      this.stale |= 1 << ((31 - Math.clz32(rest & -rest)) * 2);
    }
    this.interrupts.changed = 0;
  }

  /** What may be signalled on an interface now. */
  evaluate(vcpu: number, iface: number): Evaluation {
    const at = vcpu * 2 + iface;
    if (this.interrupts.changed !== 0 || (this.stale >>> at) & 1) this.reevaluate(vcpu, iface);
    return this.evaluations[at];
  }

  private reevaluate(vcpu: number, iface: number): void {
    this.collectChanges();
    const at = vcpu * 2 + iface;
    if (((this.stale >>> at) & 1) === 0) return;
    this.stale &= ~(1 << at);
    const evaluation = this.evaluations[at];
    if (iface === 1) {
      evaluation.ofListRegisters(this.listRegisters[vcpu], this.interfaces[at]);
      return;
    }
    const silent = ((this.off | this.asleep) >>> vcpu) & 1;
    const groups = silent ? 0 : this.distributorGroups;
    evaluation.ofDistributor(vcpu, this.interrupts, this.interfaces[at], groups);
    if ((this.maybeAsleep >>> vcpu) & 1) evaluation.uncertain = true;
  }

  /** The cpu interface would take this instance: a candidate, whatever PMR and priorities say. */
  isCandidate(instance: number, vcpu: number): boolean {
    if (instance < 0) return false;
    const word = instance >> 5;
    const bit = 1 << (instance & 31);
    const i = this.interrupts;
    const group = (i.group1[word] & bit) !== 0 ? 2 : 1;
    return (
      (i.pending(word) & i.enabled[word] & ~i.active[word] & bit) !== 0 &&
      (i.routed[vcpu * i.words + word] & bit) !== 0 &&
      (this.interface(vcpu, 0).groups & this.distributorGroups & group) !== 0
    );
  }

  /** The priority or group that an acknowledge of this instance used is not certain. */
  priorityOpen(instance: number): boolean {
    const i = this.interrupts;
    const open = this.immediate ? 0 : i.regraded[instance >> 5];
    return (((i.priorityUnknown[instance >> 5] | open) >>> (instance & 31)) & 1) !== 0;
  }

  /** IPRIORITYR, with what it means for interrupts that are being handled (GIC-DIST-043). */
  setPriority(instance: number, value: number): void {
    if (this.interrupts.isActive(instance)) {
      for (const iface of this.interfaces) if (iface.depth > 0) iface.reprioritised = true;
    }
    this.interrupts.setPriority(instance, value);
  }

  /** An SPI's IPRIORITYR was read: remember the implemented bits that a 0xFF left (GIC-DIST-041). */
  priorityWasRead(m: Moment): void {
    const instance = m.word * 32 + ((m.size === 1 ? m.index : m.index * 4) & 31);
    if (this.interrupts.rawPriority[instance] === 0xff) this.maskSeen = m.low & 0xff;
  }

  /** ISACTIVER or ICACTIVER was written (GIC-DIST-034). */
  activeWritten(): void {
    for (const iface of this.interfaces) if (iface.anyActive()) iface.activeWritten = true;
  }

  /** ICFGR1 was written: the PPIs may or may not have changed, so they are judged no more. */
  privateConfigurationWritten(m: Moment): void {
    const vcpu = m.register === Register.GICR_ICFGR ? m.aux : m.vcpu;
    this.privateConfiguration[vcpu] = -1;
    this.interrupts.unknown[vcpu] |= 0xffff0000;
  }

  /**
   * Whether the value of an acknowledge is one of those the account allows.
   * @returns undefined if something that decides is not known
   */
  acknowledgeIsRight(m: Moment): boolean | undefined {
    return acknowledgeIsRight(this, m);
  }

  /** The same for HPPIR, which looks at neither PMR nor running priority (GIC-CPU-026). */
  highestPendingIsRight(m: Moment): boolean | undefined {
    return highestPendingIsRight(this, m);
  }

  /** Takes a judged step into the account. */
  apply(m: Moment): void {
    if (m.kind === StepKind.Barrier) {
      this.settled = true;
      this.interrupts.regraded.fill(0);
      return;
    }
    if (m.outcome === Outcome.Skipped) return;
    if (m.register >= 0) {
      if (m.isWrite) {
        if (!this.immediate && !isLocal[m.register]) this.settled = false;
        this.readOnlyWritten[m.register] = isReadOnly[m.register];
        if (isLegacy[m.register] && this.machine.gic === 3) {
          const first = m.size === 1 ? m.index : m.index * perRegister[m.register];
          if (first < 32) this.legacyWritten = true;
        }
        if (m.outcome === Outcome.None) writeEffects[m.register]?.(this, m);
      } else if (m.outcome === Outcome.Value) {
        readEffects[m.register]?.(this, m);
        if (this.identification[m.register] < 0) this.identification[m.register] = m.value;
        if (m.isAcknowledge) {
          if (!this.immediate) this.settled = false;
          this.countAcknowledge(m);
          if (m.special) this.interface(m.vcpu, m.interface).specialAcknowledge = true;
          else {
            if (m.interface === 0) acknowledgeCpu(this, m);
            else acknowledgeVirtual(this, m);
          }
        }
      }
      return;
    }
    this.applyEvent(m);
  }

  private countAcknowledge(m: Moment): void {
    const { counts } = this;
    if (m.special) {
      counts.spuriousAcknowledges++;
      return;
    }
    counts.acknowledges++;
    if (this.interface(m.vcpu, m.interface).anyActive()) counts.nestedPreemptions++;
    if (m.interface === 0 && this.evaluate(m.vcpu, 0).alive > this.machine.listRegisters) {
      counts.listRegisterOverflows++;
    }
  }

  private applyEvent(m: Moment): void {
    if (!this.immediate && m.kind !== StepKind.Wfi) this.settled = false;
    switch (m.kind) {
      case StepKind.Raise:
      case StepKind.Lower:
      case StepKind.Pulse: {
        const instance = this.interrupts.instance(m.intid, m.vcpu);
        if (instance < 0) return;
        if (m.kind !== StepKind.Lower) this.interrupts.setLine(instance, true);
        if (m.kind !== StepKind.Raise) this.interrupts.setLine(instance, false);
        return;
      }
      case StepKind.CpuOff:
        this.off |= 1 << m.vcpu;
        this.listRegisters[m.vcpu].powerUp();
        this.powerChanged(m.vcpu);
        return;
      case StepKind.CpuOn: {
        const target = m.index;
        if (m.low !== 0 || target >= this.machine.vcpus) return;
        this.counts.powerCycles++;
        this.poweredOn |= 1 << target;
        this.off &= ~(1 << target);
        this.interfaces[target * 2].powerUp();
        this.interfaces[target * 2 + 1].powerUp();
        this.listRegisters[target].powerUp();
        // Whether private state survives the power cycle is open (DIV-35).
        if (!this.immediate) this.interrupts.poisonPrivate(target);
        this.powerChanged(target);
        return;
      }
      default:
        return;
    }
  }

  private powerChanged(vcpu: number): void {
    reroute(this.interrupts, this.asleep | this.off);
    this.touch(vcpu, 0);
    this.touch(vcpu, 1);
  }
}
