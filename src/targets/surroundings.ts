import type { Frames } from './addresses';
import type { Batch } from './mailbox';
import type { Pace } from './pacer';

/** What a plan must know of the place where the probe runs. */
export interface Surroundings {
  frames: Frames;
  /** At EL2 on bare hardware: the virtual interface is accessed from EL1. */
  isBare: boolean;
  /** How its vCPUs are run; nothing where there is no hypervisor. */
  pace?: Pace;
  /** The lines of all vCPUs are shown after every step, not only those of the one that acted. */
  showsAllLines?: true;
  /** PPIs, as bits, whose inputs are driven by the GIC itself: they are not shown as pending. */
  wiredToItself?: number;
  /** Drives the input of an SPI, or of the PPI of one vCPU. */
  setLine(batch: Batch, intid: number, vcpu: number, high: boolean): void;
  /** Saves everything, and restores it in a new VM; only where that is wanted. `off`: vCPUs, as bits. */
  migrate?(batch: Batch, off: number): void;
  /** Makes the GIC underneath look at its inputs again, after steps that can deactivate an SPI. */
  nudge?(batch: Batch): void;
  /** Takes a vCPU off its physical CPU. */
  leave(batch: Batch, vcpu: number): void;
}
