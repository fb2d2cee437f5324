import { InterruptState } from './interrupt-state';
import { Mark, UNTIL_ACKNOWLEDGED, UNTIL_CLEARED, UNTIL_INACTIVE, UNTIL_STIMULUS } from './marks';

/** The operations that change the state of interrupts, in the order in which they happen to one. */
export class InterruptAccount extends InterruptState {
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
    if (!this.bothGroups) return;
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
    this.poisonBits(instance >> 5, 1 << (instance & 31));
  }

  poisonBits(word: number, bits: number): void {
    this.unknown[word] |= bits;
    this.touch(word);
  }
}
