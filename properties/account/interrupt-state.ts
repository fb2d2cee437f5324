import type { Machine } from '../../models/contract/machine';
import { interruptWords } from '../../models/contract/machine';
import type { Mark } from './marks';
import { MARKS } from './marks';

/** A route to a PE that does not exist. */
export const ROUTE_NOWHERE = -1;
/** A 1-of-N route (GICD_IROUTER.IRM = 1). */
export const ROUTE_ANY = -2;

/** Number of bits set in a word. */
export function bitCount(word: number): number {
  word -= (word >>> 1) & 0x55555555;
  word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
  return (((word + (word >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

/**
 * What a trace so far says about every interrupt: table 1.1 of the digest applied to the stimuli and
 * to the acknowledges that were observed. It never asks an implementation.
 *
 * An instance is `word * 32 + bit`. Words 0 … vcpus−1 are the banked INTIDs 0–31 of each PE, the
 * words after them the SPIs.
 */
export class InterruptState {
  readonly vcpus: number;
  readonly words: number;
  /** Bits of each word that are implemented interrupts (no special INTIDs, none beyond the SPIs). */
  readonly implemented: Int32Array;
  readonly enabled: Int32Array;
  readonly group1: Int32Array;
  readonly latch: Int32Array;
  readonly line: Int32Array;
  readonly level: Int32Array;
  readonly active: Int32Array;
  /** Pending and active state not known, after something UNPREDICTABLE. Never judged again. */
  readonly unknown: Int32Array;
  /** Target not written yet. */
  readonly routeUnknown: Int32Array;
  /** Priority not written yet. */
  readonly priorityUnknown: Int32Array;
  readonly priority: Uint8Array;
  /** Priority or group changed since the last barrier: an acknowledge may have used the old one. */
  readonly regraded: Int32Array;
  /** GICv2: ITARGETSR mask. */
  readonly targets: Uint8Array;
  /** GICv3: routed vCPU, ROUTE_NOWHERE or ROUTE_ANY. */
  readonly route: Int8Array;
  /** Per vCPU and word: this PE may take the interrupt. Index `vcpu * words + word`. */
  readonly routed: Int32Array;
  /** GICv2: pending sources of each SGI. Index `vcpu * 16 + intid`. */
  readonly sources: Uint8Array;
  /** GICv2: source of the active SGI. */
  readonly activeSource: Uint8Array;
  /** GICv3: PE that last sent the SGI. */
  readonly sender: Int8Array;
  /** GICv3 SPIs that IROUTER sends to no PE, or to one that does not exist (DIV-10). */
  readonly nowhere: Int32Array;
  /** Group (enable) bits that were written: what they reset to is not judged. */
  readonly groupKnown: Int32Array;
  readonly enableKnown: Int32Array;
  /** Bitmaps of the marks. Index `mark * words + word`. */
  readonly marks: Int32Array;
  /** How often each mark was given, in all workloads since the account was made. */
  readonly counts = new Float64Array(MARKS);
  /** The pending (active) state of these bits may have changed since it was last read. */
  readonly pendingTouched: Int32Array;
  readonly activeTouched: Int32Array;
  /** What was last read of the pending (active) state, or -1 per word if nothing was. */
  readonly pendingRead: Float64Array;
  readonly activeRead: Float64Array;
  /** Priorities as written, with the bits that are not implemented. */
  readonly rawPriority: Uint8Array;
  /** Stimuli not yet taken by an acknowledge, per edge instance (GIC-LC-021). */
  readonly credit: Int32Array;
  /** PE that acknowledged the instance last. */
  readonly takenBy: Int8Array;
  /**
   * Routed to several PEs, of which the implementation may choose one (DIV-11): each of them may or
   * may not see the interrupt.
   */
  readonly shared: Int32Array;
  /** IGROUPR exists; if not, all interrupts are in the group they start in. */
  bothGroups = true;
  /** GICv2: some ITARGETSR byte was written with no target. */
  everHeld = false;
  /** Words from this one on are as they were at reset. */
  top = 0;
  /** Marks given since reset: 1 for those. */
  readonly given = new Uint8Array(MARKS);
  /** PEs (as bits) whose candidates changed since `evaluate` last looked. */
  changed = 0;

  readonly machine: Machine;
  readonly priorityMask: number;
  private readonly everyone: number;
  private readonly initialLevel: Int32Array;

  constructor(machine: Machine) {
    this.machine = machine;
    this.vcpus = machine.vcpus;
    const spiWords = interruptWords(machine) - 1;
    const words = (this.words = machine.vcpus + spiWords);
    this.everyone = (1 << machine.vcpus) - 1;
    this.priorityMask = (0xff << (8 - machine.priorityBits)) & 0xff;
    this.implemented = new Int32Array(words).fill(-1);
    if (machine.spis === 988) this.implemented[words - 1] = 0x0fffffff;
    this.enabled = new Int32Array(words);
    this.group1 = new Int32Array(words);
    this.latch = new Int32Array(words);
    this.line = new Int32Array(words);
    this.level = new Int32Array(words);
    this.active = new Int32Array(words);
    this.unknown = new Int32Array(words);
    this.routeUnknown = new Int32Array(words);
    this.priorityUnknown = new Int32Array(words);
    this.regraded = new Int32Array(words);
    this.priority = new Uint8Array(words * 32);
    this.targets = new Uint8Array(words * 32);
    this.route = new Int8Array(words * 32);
    this.routed = new Int32Array(words * machine.vcpus);
    this.sources = new Uint8Array(machine.vcpus * 16);
    this.activeSource = new Uint8Array(machine.vcpus * 16);
    this.sender = new Int8Array(machine.vcpus * 16);
    this.nowhere = new Int32Array(words);
    this.groupKnown = new Int32Array(words);
    this.enableKnown = new Int32Array(words);
    this.marks = new Int32Array(MARKS * words);
    this.pendingTouched = new Int32Array(words);
    this.activeTouched = new Int32Array(words);
    this.pendingRead = new Float64Array(words);
    this.activeRead = new Float64Array(words);
    this.rawPriority = new Uint8Array(words * 32);
    this.credit = new Int32Array(words * 32);
    this.takenBy = new Int8Array(words * 32);
    this.shared = new Int32Array(words);
    this.initialLevel = new Int32Array(words);
    for (const intid of machine.level) {
      if (intid < 32) for (let v = 0; v < this.vcpus; v++) this.initialLevel[v] |= 1 << intid;
      else this.initialLevel[this.vcpus + (intid >> 5) - 1] |= 1 << (intid & 31);
    }
    this.reset(0, true);
  }

  /**
   * @param group of every interrupt until IGROUPR is written
   * @param groups both groups are visible; if not, IGROUPR is RAZ/WI
   */
  reset(group: 0 | 1, groups: boolean): void {
    this.bothGroups = groups;
    this.enabled.fill(0);
    this.group1.fill(-group);
    this.latch.fill(0);
    this.line.fill(0);
    this.level.set(this.initialLevel);
    this.active.fill(0);
    this.unknown.fill(0);
    this.routeUnknown.fill(-1);
    this.priorityUnknown.fill(-1);
    this.regraded.fill(0);
    this.priority.fill(0);
    this.targets.fill(0);
    this.route.fill(0);
    this.routed.fill(0);
    for (let v = 0; v < this.vcpus; v++) {
      this.routeUnknown[v] = 0;
      this.routed[v * this.words + v] = -1;
    }
    if (this.machine.gic === 2 && this.vcpus === 1) {
      // Uniprocessor: ITARGETSR is RAZ/WI and everything goes to the one PE (GIC-DIST-050).
      this.routeUnknown.fill(0);
      this.routed.fill(-1);
    }
    this.sources.fill(0);
    this.activeSource.fill(0);
    this.sender.fill(-1);
    this.marks.fill(0);
    this.nowhere.fill(0);
    this.groupKnown.fill(0);
    this.enableKnown.fill(0);
    this.pendingTouched.fill(-1);
    this.activeTouched.fill(-1);
    this.pendingRead.fill(-1);
    this.activeRead.fill(-1);
    this.rawPriority.fill(0);
    this.credit.fill(0);
    this.takenBy.fill(-1);
    this.shared.fill(0);
    this.given.fill(0);
    this.everHeld = false;
    this.top = this.vcpus;
    this.changed = this.everyone;
  }

  /** The instance of an INTID as a vCPU sees it, or -1 where there is none. */
  instance(intid: number, vcpu: number): number {
    if (intid < 32) return vcpu * 32 + intid;
    const word = this.vcpus + (intid >> 5) - 1;
    if (word >= this.words || intid >= 1020) return -1;
    return word * 32 + (intid & 31);
  }

  /** The INTID of an instance. */
  intid(instance: number): number {
    const word = instance >> 5;
    return word < this.vcpus ? instance & 31 : (word - this.vcpus + 1) * 32 + (instance & 31);
  }

  /** `latch || (level && line)`, of a whole word. */
  pending(word: number): number {
    return this.latch[word] | (this.level[word] & this.line[word]);
  }

  isPending(instance: number): boolean {
    return ((this.pending(instance >> 5) >>> (instance & 31)) & 1) !== 0;
  }

  isActive(instance: number): boolean {
    return ((this.active[instance >> 5] >>> (instance & 31)) & 1) !== 0;
  }

  has(mark: Mark, instance: number): boolean {
    return ((this.marks[mark * this.words + (instance >> 5)] >>> (instance & 31)) & 1) !== 0;
  }

  marked(mark: Mark, word: number): number {
    return this.marks[mark * this.words + word];
  }

  give(mark: Mark, word: number, bits: number): void {
    if (bits === 0) return;
    const at = mark * this.words + word;
    const fresh = bits & ~this.marks[at];
    if (fresh !== 0) {
      this.marks[at] |= fresh;
      this.given[mark] = 1;
      this.counts[mark] += bitCount(fresh);
    }
  }

  take(marks: readonly Mark[], word: number, bits: number): void {
    const keep = ~bits;
    for (let i = 0; i < marks.length; i++) this.marks[marks[i] * this.words + word] &= keep;
  }

  protected takeOne(mark: Mark, word: number, bits: number): void {
    this.marks[mark * this.words + word] &= ~bits;
  }

  /** The candidates of every PE that this word can reach may have changed. */
  touch(word: number): void {
    if (word < this.vcpus) {
      this.changed |= 1 << word;
      return;
    }
    if (word >= this.top) this.top = word + 1;
    const anywhere = this.routeUnknown[word] & this.enabled[word];
    for (let v = 0; v < this.vcpus; v++) {
      if ((this.routed[v * this.words + word] | anywhere) !== 0) this.changed |= 1 << v;
    }
  }

  /** How many PEs may take an SPI. */
  sharers(instance: number): number {
    if (this.machine.gic === 2) return bitCount(this.targets[instance]);
    return this.route[instance] === ROUTE_ANY ? this.vcpus : 1;
  }
}
