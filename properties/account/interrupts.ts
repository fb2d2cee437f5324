import type { Machine } from '../../models/contract/machine';
import { interruptWords } from '../../models/contract/machine';
import {
  Mark,
  MARKS,
  UNTIL_ACKNOWLEDGED,
  UNTIL_CLEARED,
  UNTIL_INACTIVE,
  UNTIL_STIMULUS,
} from './marks';

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
export class InterruptAccount {
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
    this.reset();
  }

  reset(): void {
    this.enabled.fill(0);
    this.group1.fill(0);
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

  private takeOne(mark: Mark, word: number, bits: number): void {
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

  /** An edge, an SGI or an ISPENDR write latches these bits (GIC-LC-002, GIC-LC-007). */
  latchBits(word: number, bits: number): void {
    if (bits === 0) return;
    this.give(Mark.Collapsed, word, bits & this.latch[word]);
    this.take(UNTIL_STIMULUS, word, bits);
    this.latch[word] |= bits;
    this.give(Mark.PendingSinceInactive, word, bits);
    this.pendingTouched[word] |= bits;
    for (let rest = bits; rest !== 0; rest &= rest - 1) {
      this.credit[word * 32 + 31 - Math.clz32(rest & -rest)]++;
    }
    this.touch(word);
  }

  /** A device drives an input. */
  setLine(instance: number, high: boolean): void {
    const word = instance >> 5;
    const bit = 1 << (instance & 31);
    const was = (this.line[word] & bit) !== 0;
    if (was === high) return;
    const isLevel = (this.level[word] & bit) !== 0;
    if (high) {
      this.line[word] |= bit;
      if (isLevel) {
        this.take(UNTIL_STIMULUS, word, bit);
        this.give(Mark.PendingSinceInactive, word, bit);
      } else {
        this.latchBits(word, bit);
        this.give(Mark.EdgeLatched, word, bit);
      }
    } else {
      if (isLevel && (this.latch[word] & bit) === 0) {
        this.give(Mark.LineFell, word, bit);
        this.withdraw(word, bit & ~this.active[word] & this.enabled[word]);
        this.takeOne(Mark.DeactivatedWhilePending, word, bit);
        this.takeOne(Mark.PendingAfterDeactivateWrite, word, bit);
      }
      this.line[word] &= ~bit;
      this.takeOne(Mark.HighAtDeactivation, word, bit);
      this.takeOne(Mark.HighAtVirtualDeactivation, word, bit);
    }
    this.pendingTouched[word] |= bit;
    this.touch(word);
  }

  private withdraw(word: number, bits: number): void {
    this.give(Mark.Withdrawn, word, bits);
  }

  /** ISPENDR (GIC-DIST-030). GICv2 SGI bits do not reach here. */
  setPending(word: number, bits: number): void {
    bits &= this.implemented[word];
    const level = this.level[word];
    this.give(
      Mark.SoftPendedWhileActive,
      word,
      bits & level & this.active[word] & ~this.line[word] & ~this.latch[word],
    );
    this.give(Mark.LatchedOverLine, word, bits & level & this.line[word] & ~this.latch[word]);
    this.latchBits(word, bits);
    this.give(Mark.Written, word, bits);
  }

  /** ICPENDR (GIC-DIST-032). */
  clearPending(word: number, bits: number): void {
    bits &= this.implemented[word];
    const pending = this.pending(word);
    const asserted = this.level[word] & this.line[word];
    this.give(Mark.ClearedWhileAsserted, word, bits & asserted);
    this.give(Mark.Cleared, word, bits & pending);
    this.withdraw(word, bits & pending & ~asserted & ~this.active[word] & this.enabled[word]);
    this.take(UNTIL_CLEARED, word, bits);
    this.takeOne(Mark.DeactivatedWhilePending, word, bits & ~asserted);
    this.takeOne(Mark.PendingAfterDeactivateWrite, word, bits & ~asserted);
    this.latch[word] &= ~bits;
    for (let rest = bits & ~asserted; rest !== 0; rest &= rest - 1) {
      this.credit[word * 32 + 31 - Math.clz32(rest & -rest)] = 0;
    }
    this.pendingTouched[word] |= bits;
    this.give(Mark.Written, word, bits & pending);
    this.touch(word);
  }

  /** ISENABLER (GIC-DIST-021). */
  enable(word: number, bits: number): void {
    const fresh = bits & this.implemented[word] & ~this.enabled[word];
    this.give(Mark.EnabledWhilePending, word, fresh & this.pending(word));
    this.takeOne(Mark.DisabledWhileAlive, word, fresh);
    this.takeOne(Mark.DisabledWhilePending, word, fresh);
    this.takeOne(Mark.DisableCompleted, word, fresh);
    this.takeOne(Mark.Withdrawn, word, fresh);
    this.give(Mark.Written, word, fresh);
    this.enabled[word] |= fresh;
    this.enableKnown[word] |= bits;
    this.touch(word);
  }

  /** ICENABLER (GIC-LC-010, GIC-DIST-023). */
  disable(word: number, bits: number): void {
    const fresh = bits & this.enabled[word];
    const pending = this.pending(word);
    this.give(Mark.DisabledWhileAlive, word, fresh & (pending | this.active[word]));
    this.give(Mark.DisabledWhilePending, word, fresh & pending);
    this.withdraw(word, fresh & pending & ~this.active[word]);
    this.takeOne(Mark.EnabledWhilePending, word, fresh);
    this.give(Mark.Written, word, fresh);
    this.touch(word);
    this.enabled[word] &= ~fresh;
    this.enableKnown[word] |= bits;
  }

  /** ISACTIVER (GIC-DIST-034). */
  setActive(word: number, bits: number): void {
    const fresh = bits & this.implemented[word] & ~this.active[word];
    this.give(Mark.ActivatedByWrite, word, fresh);
    this.takeOne(Mark.DeactivatedByWrite, word, fresh);
    this.takeOne(Mark.ReleasedByListRegister, word, fresh);
    this.active[word] |= fresh;
    this.activeTouched[word] |= bits;
    this.touch(word);
  }

  /** ICACTIVER (GIC-DIST-035). */
  clearActive(word: number, bits: number): void {
    const fresh = bits & this.active[word];
    this.deactivateBits(word, fresh);
    this.give(Mark.DeactivatedByWrite, word, fresh);
    this.give(Mark.PendingAfterDeactivateWrite, word, fresh & this.pending(word));
    this.activeTouched[word] |= bits;
  }

  /** An acknowledge returned this instance (table 1.1). GICv2 SGIs: one source. */
  acknowledge(instance: number, source: number): void {
    const word = instance >> 5;
    const bit = 1 << (instance & 31);
    const collapsed = this.marked(Mark.Collapsed, word) & bit;
    const merged = this.marked(Mark.Merged, word) & bit;
    const moved = this.marked(Mark.RetargetedWhilePending, word) & bit;
    let latched = 0;
    if (word < this.vcpus && (instance & 31) < 16 && this.machine.gic === 2) {
      const sgi = word * 16 + (instance & 31);
      this.sources[sgi] &= ~(1 << source);
      this.activeSource[sgi] = source;
      latched = this.sources[sgi] !== 0 ? bit : 0;
    }
    this.latch[word] = (this.latch[word] & ~bit) | latched;
    this.credit[instance] = latched ? Math.max(1, this.credit[instance] - 1) : 0;
    this.active[word] |= bit;
    this.take(UNTIL_ACKNOWLEDGED, word, bit);
    this.take(UNTIL_STIMULUS, word, bit);
    this.give(Mark.Acknowledged, word, bit);
    if (!latched) {
      this.give(Mark.CollapsedTaken, word, collapsed);
      this.give(Mark.MergedTaken, word, merged);
      this.give(Mark.RetargetedTaken, word, moved);
    }
    if (word >= this.vcpus && this.sharers(instance) > 1) this.give(Mark.SharedTaken, word, bit);
    this.pendingTouched[word] |= bit;
    this.activeTouched[word] |= bit;
    this.touch(word);
  }

  /** How many PEs may take an SPI. */
  sharers(instance: number): number {
    if (this.machine.gic === 2) return bitCount(this.targets[instance]);
    return this.route[instance] === ROUTE_ANY ? this.vcpus : 1;
  }

  /** EOIR with EOImode 0, DIR, or the virtual deactivation of a HW=1 list register. */
  deactivate(instance: number): void {
    const word = instance >> 5;
    const bit = 1 << (instance & 31);
    if ((this.active[word] & bit) === 0) return;
    const pending = this.pending(word) & bit;
    this.deactivateBits(word, bit);
    this.give(Mark.DeactivatedWhilePending, word, pending);
    this.activeTouched[word] |= bit;
  }

  private deactivateBits(word: number, bits: number): void {
    if (bits === 0) return;
    const level = this.level[word] & bits;
    this.give(Mark.HighAtDeactivation, word, level & this.line[word]);
    this.give(Mark.LowAtDeactivation, word, level & ~this.line[word] & ~this.latch[word]);
    this.take(UNTIL_INACTIVE, word, bits);
    this.takeOne(Mark.MultiSource, word, bits & ~this.pending(word));
    this.takeOne(Mark.PendingSinceInactive, word, bits & ~this.pending(word));
    this.active[word] &= ~bits;
    this.touch(word);
  }

  setPriority(instance: number, value: number): void {
    const word = instance >> 5;
    const bit = 1 << (instance & 31);
    if ((this.implemented[word] & bit) === 0) return;
    const priority = value & this.priorityMask;
    this.rawPriority[instance] = value;
    if (priority !== this.priority[instance]) {
      this.regraded[word] |= bit & (this.pending(word) | this.active[word] | this.enabled[word]);
      this.give(Mark.ReprioritisedWhilePending, word, this.pending(word) & bit);
      this.give(Mark.ReprioritisedWhileActive, word, this.active[word] & bit);
      this.give(Mark.Written, word, bit);
      this.priority[instance] = priority;
    }
    this.priorityUnknown[word] &= ~bit;
    this.touch(word);
  }

  setGroup(word: number, value: number): void {
    const bits = value & this.implemented[word];
    this.regraded[word] |=
      (bits ^ this.group1[word]) & (this.pending(word) | this.active[word] | this.enabled[word]);
    this.give(Mark.Written, word, bits ^ this.group1[word]);
    this.group1[word] = bits;
    this.groupKnown[word] = -1;
    this.touch(word);
  }

  /** ICFGR: 16 interrupts a register. Legal only while disabled, idle and low (GIC-DIST-063). */
  setConfiguration(word: number, upper: boolean, value: number): void {
    let edge = 0;
    for (let i = 0; i < 16; i++) if ((value >>> (2 * i + 1)) & 1) edge |= 1 << i;
    const shift = upper ? 16 : 0;
    const half = 0xffff << shift;
    const wanted = ~(edge << shift) & half & this.implemented[word];
    const changed = (this.level[word] ^ wanted) & half & this.implemented[word];
    const busy = this.enabled[word] | this.pending(word) | this.active[word] | this.line[word];
    this.unknown[word] |= changed & busy;
    this.level[word] = (this.level[word] & ~half) | wanted;
    this.give(Mark.Reconfigured, word, changed & ~busy);
    this.pendingTouched[word] |= changed;
    this.touch(word);
  }

  pendingWasRead(word: number, value: number): void {
    if (word < 0) return;
    this.pendingRead[word] = value >>> 0;
    this.pendingTouched[word] = 0;
  }

  activeWasRead(word: number, value: number): void {
    if (word < 0) return;
    this.activeRead[word] = value >>> 0;
    this.activeTouched[word] = 0;
  }

  /** The private interrupts of a PE may have been reset or kept: those not at reset are not known. */
  poisonPrivate(vcpu: number): void {
    this.unknown[vcpu] |= this.pending(vcpu) | this.active[vcpu] | this.enabled[vcpu];
    this.touch(vcpu);
  }

  /** State of these bits is no longer known. */
  poison(instance: number): void {
    this.unknown[instance >> 5] |= 1 << (instance & 31);
    this.touch(instance >> 5);
  }
}
