import type { Machine } from './machine';
import type { Outcome } from './observation';

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
  /** The interrupt lines of every PE are shown after every step. */
  lines: boolean;
  /** CPU_OFF and CPU_ON. */
  power: boolean;
  /**
   * Effects are immediate: there is no hypervisor between the guest and the hardware, so every
   * moment counts as "after a barrier".
   */
  immediate: boolean;
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
  /** PEs, as bits, whose lines may have changed since `lines` was last called for them. */
  changedLines(): number;
  /** The lines of a PE, as bits of `Line`. */
  lines(vcpu: number): number;
}

/** Something that can be tested, in a version. */
export interface Implementation {
  /** Profile, as on the command line: `model:architecture`. */
  id: string;
  version: string;
  title: string;
  capabilities: Capabilities;
  /** A fresh system for a machine, in its reset state. */
  create(machine: Machine): System;
  /** Requirements that this profile is documented to break. */
  deviations: readonly Deviation[];
}

/** A requirement that a profile is documented to break. */
export interface Deviation {
  requirement: string;
  reason: string;
  evidence: string;
}
