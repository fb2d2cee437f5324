import type { Costs } from './costs';
import type { EncodedWorkload, StepKind } from './encoded';
import type { GicState } from './interrupt-state';
import type { Lists } from './lists';
import type { Machine } from './machine';
import type { Outcome } from './observation';
import type { Trace } from './trace';

/**
 * What a hypervisor does when more interrupts are to be presented than there are list registers.
 * `active-first`: active ones stay in list registers, ahead of the pending ones, then by priority.
 * `active-resident`: pending ones are evicted by priority, active ones never. `pending-first`:
 * pending ones go first, and active ones may be held outside.
 */
export type OverflowRule = 'active-first' | 'active-resident' | 'pending-first';

/** The lists whose content an implementation can show. */
export interface ListsShown {
  /** Xen's classic VGIC (inflight_irqs, lr_pending), or the ap_list of KVM and its port to Xen. */
  kind: 'inflight' | 'ap_list';
  overflow: OverflowRule;
}

/** What an implementation offers. The generator draws from what all implementations under test offer. */
export interface Capabilities {
  /** GIC versions. */
  gic: readonly (2 | 3)[];
  /** Largest number of vCPUs. */
  vcpus: number;
  /** Steps and registers of the list-register interface (GICV, GICH, ICV, ICH) are offered. */
  listRegisterInterface: boolean;
  /** Smallest and largest number of list registers per GIC version. */
  listRegisters: { 2: readonly [number, number]; 3: readonly [number, number] };
  /** Largest number of SPIs. */
  spis: number;
  /** Both interrupt groups are visible. */
  groups: boolean;
  /**
   * Group of every interrupt before IGROUPR is written, per GIC version: IMPLEMENTATION DEFINED.
   * With one group only, the group they all are in. Group 0 if not given.
   */
  groupAtReset?: { 2: 0 | 1; 3: 0 | 1 };
  /** The interrupt lines of every PE are shown after every step. */
  lines: boolean;
  /** CPU_OFF and CPU_ON. */
  power: boolean;
  /**
   * Effects are immediate: there is no hypervisor between the guest and the hardware, so every
   * moment counts as "after a barrier".
   */
  immediate: boolean;
  /** The lists are shown (white-box observations). */
  lists?: ListsShown;
  /** What is kept per interrupt is shown after a workload, where that is asked for (`OpenOptions`). */
  state?: true;
  /** It can be saved and restored half-way through a workload, where asked for (`OpenOptions`). */
  migrates?: true;
  /** Kinds of step that cannot be done. None if not given. */
  without?: readonly StepKind[];
  /**
   * INTIDs of SPIs and PPIs whose input can be driven, beside those of `hardware` that a machine has.
   * All if not given.
   */
  inputs?: readonly number[];
  /**
   * INTIDs that Machine.hardware may name. They are level-sensitive, and their input can be driven.
   * All SPIs, wired in any way, if not given.
   */
  hardware?: readonly number[];
  /**
   * Interrupts of the lowest priority are left out: no mask lets them through, and where nothing else
   * takes them back (Xen), they would be there in the next workload.
   */
  withoutLowestPriority?: true;
  /**
   * GICv3: Group 0 is never enabled while Group 1 is not: KVM from 6.19 on QEMU never goes on from
   * there (correction C16).
   */
  withoutGroup0Alone?: true;
  /** PPIs of the implementation's own devices (timers): never driven, pended or activated. */
  ownPpis?: readonly number[];
  /** The PPI that the maintenance interrupt is wired to: left alone like those, and never enabled. */
  maintenancePpi?: number;
  /**
   * GICv2: GICD_SPENDSGIR is only written to one SGI, with a source: with none QEMU makes the SGI
   * pending nevertheless, and ends itself when it is acknowledged.
   */
  withoutEmptySgiSources?: true;
  /** PPIs are level-sensitive on every machine. */
  ppis?: 'level';
  /** What every machine of this implementation has: real hardware is as it is. */
  machine?: Readonly<Partial<Machine>>;
}

/**
 * A GIC with its PEs as a state machine: what a model implements. All operations act at once.
 * Values of 64 bits are two words: the result (low) and `high`.
 */
export interface System {
  /** What the last operation showed. */
  outcome: Outcome;
  /** High word of the last value read. */
  high: number;
  /** Back to reset, with the inputs of the machine wired and low. */
  reset(): void;
  /**
   * Reads a register.
   * @param register id from the architecture's register table
   * @param index number of the register; for a byte access the byte's number counted from register 0
   * @param size bytes: 1, 4 or 8
   * @param aux GICR: whose redistributor; 64-bit registers read with size 4: 1 for the high half
   */
  read(vcpu: number, register: number, index: number, size: number, aux: number): number;
  /** Writes a register; parameters as for `read`. */
  write(
    vcpu: number,
    register: number,
    index: number,
    size: number,
    low: number,
    high: number,
    aux: number,
  ): void;
  /** Reads `size` bytes at an offset of a frame (0 GICD, 1 own GICR, 2 GICC). */
  rawRead(vcpu: number, frame: number, offset: number, size: number): number;
  rawWrite(
    vcpu: number,
    frame: number,
    offset: number,
    size: number,
    low: number,
    high: number,
  ): void;
  /** Drives the input of an SPI, or of the PPI of one PE. */
  setLine(intid: number, vcpu: number, high: boolean): void;
  /** Bounded WFI: true if the PE woke. */
  waitForInterrupt(vcpu: number): boolean;
  /** Whether the PE is powered on; steps of a PE that is off are skipped. */
  isOn(vcpu: number): boolean;
  powerOff(vcpu: number): void;
  /** PSCI CPU_ON: 0 SUCCESS, -4 ALREADY_ON. */
  powerOn(vcpu: number, target: number): number;
  /** Guest to hypervisor. Nothing where there is no hypervisor. */
  exit(vcpu: number): void;
  enter(vcpu: number): void;
  preempt(vcpu: number): void;
  schedule(vcpu: number, physicalCpu: number): void;
  /**
   * Exit and entry of all vCPUs, where that is something else than `exit` of each and then `enter` of
   * each.
   */
  barrier?(): void;
  /** A step of this vCPU had nothing to act on (an EOI with nothing acknowledged). */
  skipped?(vcpu: number): void;
  /** PEs, as bits, whose lines may have changed since `lines` was last called for them. */
  changedLines(): number;
  /** The lines of a PE, as bits of `Line`. */
  lines(vcpu: number): number;
  /** vCPUs, as bits, whose lists may have changed since `describeLists` was last called for them. */
  changedLists?(): number;
  /** Writes down what is held for a vCPU (Capabilities.lists). */
  describeLists?(vcpu: number, step: number, into: Lists): void;
  /** Everything is saved as user space does for a migration, and restored in a new VM. */
  migrate?(): void;
  /** What is kept per interrupt, when all vCPUs have left the guest: in a paced system it makes them. */
  describeState?(): GicState | undefined;
  /** A vCPU came to where the real one makes no progress any more. */
  readonly isStuck?: boolean;
  /** What the hypervisor spent so far. */
  readonly costs?: Costs;
}

/** An implementation that runs elsewhere: a real hypervisor, a process. */
export interface Remote {
  /**
   * Runs a workload from a fresh start, and writes what it showed into a trace.
   * @throws TargetDied if it dies, hangs or aborts; the next workload gets a new one
   */
  run(workload: EncodedWorkload, trace: Trace): Promise<void>;
  close(): Promise<void>;
}

/** How something that runs elsewhere is started. */
export interface OpenOptions {
  /** Every trace comes with what is kept per interrupt after its workload (Capabilities.state). */
  state?: boolean;
  /** Half-way through each workload everything is saved and restored (Capabilities.migrates). */
  migrates?: boolean;
}

/** Something that can be tested, in a version. */
export interface Implementation {
  /** Profile, as on the command line: `model:architecture`. */
  id: string;
  version: string;
  title: string;
  capabilities: Capabilities;
  /** A fresh system for a machine, in its reset state. What runs elsewhere has none: see `open`. */
  create(machine: Machine): System;
  /** What runs elsewhere: starts one. Nothing is booted before the first workload. */
  open?(options?: OpenOptions): Remote;
  /** What runs elsewhere: the model that answers as it does, step by step. */
  twin?: Implementation;
  /**
   * Its vCPUs also exit when nobody made them. Of a model: an `exit` step is such an exit. What a real
   * one shows is right if the model shows the same with exits at some places.
   */
  isFree?: true;
  /** What this profile is documented to do otherwise than the requirements ask. */
  deviations: readonly Deviation[];
  /**
   * The same implementation with the deviations of these ids mended. Only models can do that; it
   * serves to tell which deviation a failure or a difference comes from.
   */
  repaired?(ids: readonly string[]): Implementation;
}

/** Something that a profile is documented to do otherwise than the requirements ask. */
export interface Deviation {
  /** Unique in the profile. The digest's, where it has one: `DIFF-03`, `K-D4`. */
  id: string;
  /** One sentence: what happens. */
  title: string;
  /** `known`: documented or obvious (the digest's K). `bug`: candidate (B). */
  kind: 'known' | 'bug';
  /** Requirements that it breaks by itself; others may fail as a consequence. */
  requirements: readonly string[];
  /** Where it comes from: the digest's entry, a measurement on a real binary, a source. */
  evidence: string;
  /** Why no workload can show it, where none can (no LPIs, for example). */
  notShown?: string;
}
