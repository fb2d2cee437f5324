import type { Changes } from './changes';
import type { Interrupts } from './interrupts';
import type { Routing } from './routing';

/** Groups as bits: what a group enable register holds. */
export const GROUP_0 = 1;
export const GROUP_1 = 2;

/**
 * Prioritisation: which interrupt the distributor offers to a PE. The candidate of each PE is kept
 * until something changes that could alter it.
 */
export class Forwarding {
  /** GICD_CTLR.EnableGrp0 and EnableGrp1 as bits. */
  enabledGroups = 0;

  /** By PE: the instance found last, or −1, and the groups it was looked for in. */
  private readonly best: Int32Array;
  private readonly bestGroups: Uint8Array;

  constructor(
    private readonly interrupts: Interrupts,
    private readonly routing: Routing,
    private readonly changes: Changes,
  ) {
    this.best = new Int32Array(routing.vcpus);
    this.bestGroups = new Uint8Array(routing.vcpus);
  }

  reset(): void {
    this.enabledGroups = 0;
  }

  /** GICD_CTLR group enables: only forwarding stops, everything is still recorded (GIC-DIST-010). */
  setEnabledGroups(groups: number): void {
    if (groups === this.enabledGroups) return;
    this.enabledGroups = groups;
    this.changes.mark(-1);
  }

  /**
   * The interrupt of highest priority that is pending, not active, enabled, in one of these groups
   * and in a group the distributor forwards, and routed to this PE.
   * @returns the instance, or −1
   */
  highestPending(pe: number, groups: number): number {
    const bit = 1 << pe;
    if ((this.changes.candidates & bit) === 0 && this.bestGroups[pe] === groups) {
      return this.best[pe];
    }
    this.changes.candidates &= ~bit;
    this.bestGroups[pe] = groups;
    const offered = groups & this.enabledGroups;
    this.best[pe] = offered !== 0 && this.routing.participates(pe) ? this.search(pe, offered) : -1;
    return this.best[pe];
  }

  /** The search itself, over the words that hold anything, from low INTIDs to high ones. */
  search(pe: number, groups: number): number {
    const { forwardable, group1 } = this.interrupts;
    const { routed, spiWords, vcpus } = this.routing;
    // A bit of `group1` is a candidate's if, after `flip`, it is 1; with both groups all are.
    const flip = groups & GROUP_0 ? -1 : 0;
    const all = groups === (GROUP_0 | GROUP_1) ? -1 : 0;
    let best = -1;
    let bits = forwardable[pe];
    if (bits !== 0) best = this.searchWord(pe, bits & ((group1[pe] ^ flip) | all), best);
    for (let words = this.interrupts.forwardableWords; words !== 0; words &= words - 1) {
      const spiWord = 31 - Math.clz32(words & -words);
      const word = vcpus + spiWord;
      bits = forwardable[word] & routed[pe * spiWords + spiWord];
      if (bits !== 0) best = this.searchWord(word, bits & ((group1[word] ^ flip) | all), best);
    }
    return best;
  }

  /** The best of some instances of a word and the best one found before. */
  searchWord(word: number, candidates: number, before: number): number {
    let best = before;
    for (let bits = candidates; bits !== 0; bits &= bits - 1) {
      const instance = word * 32 + 31 - Math.clz32(bits & -bits);
      if (best < 0 || this.prefers(instance, best)) best = instance;
    }
    return best;
  }

  /** Whether an instance goes before the best one found so far, of lower INTID (DIV-07). */
  prefers(instance: number, best: number): boolean {
    const { priority } = this.interrupts;
    return priority[instance] < priority[best];
  }
}
