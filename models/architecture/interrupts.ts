import type { Machine } from '../contract/machine';
import { FIRST_SPECIAL_INTID, interruptWords } from '../contract/machine';
import type { Changes } from './changes';
import type { Routing } from './routing';

/** The bits of the SGIs in the first word of a PE. */
const SGI_BITS = 0xffff;

/**
 * Every interrupt instance that a distributor keeps, and its life cycle (digest section 1).
 *
 * An instance is a number: `word * 32 + bit`. Word v is the private bank of PE v (INTID 0–31); words
 * from `vcpus` on are the SPIs. One bit per instance in each bitmap, one word per 32 instances.
 */
export class Interrupts {
  readonly vcpus: number;
  /** All words, private banks first. */
  readonly words: number;
  /** Implemented INTIDs: 0 up to this, at most 1020. */
  readonly intids: number;
  /** The bits of each word that stand for an INTID below 1020. */
  readonly implemented: Int32Array;

  /** Individual enable (ISENABLER/ICENABLER). */
  readonly enabled: Int32Array;
  /** 1 = Group 1 (IGROUPR). */
  readonly group1: Int32Array;
  /** Software or edge pending latch; for an SGI of GICv2: some source is pending. */
  readonly latch: Int32Array;
  /** Level of the input. */
  readonly line: Int32Array;
  /** 1 = level-sensitive (ICFGR). */
  readonly level: Int32Array;
  /** Active, by acknowledge or ISACTIVER. */
  readonly active: Int32Array;
  /** Priority by instance, 0 highest (IPRIORITYR). */
  readonly priority: Uint8Array;
  /** GICv2: pending sources of an SGI, one bit per PE; at `pe * 16 + intid` (GIC-LC-015). */
  readonly sgiSources: Uint8Array;
  /** GICv2: the source of the active SGI, at `pe * 16 + intid`. */
  readonly sgiActiveSource: Uint8Array;

  /** Pending, enabled and not active: what may be forwarded if group and priority allow it. */
  readonly forwardable: Int32Array;
  /** SPI words of `forwardable` that are not zero; bit 0 is INTID 32–63. */
  forwardableWords = 0;

  private readonly configured: Int32Array;
  private readonly priorityMask: number;
  private readonly recordsSources: boolean;
  /** What an SPI's INTID is added to for its instance. */
  private readonly spiOffset: number;

  constructor(
    machine: Machine,
    private readonly routing: Routing,
    private readonly changes: Changes,
  ) {
    this.vcpus = machine.vcpus;
    this.words = machine.vcpus + interruptWords(machine) - 1;
    this.intids = Math.min(32 * interruptWords(machine), FIRST_SPECIAL_INTID);
    this.spiOffset = 32 * machine.vcpus - 32;
    this.priorityMask = (0xff << (8 - machine.priorityBits)) & 0xff;
    this.recordsSources = machine.gic === 2;
    const bitmap = (): Int32Array => new Int32Array(this.words);
    this.implemented = bitmap().fill(-1);
    if (this.intids % 32 !== 0) this.implemented[this.words - 1] = (1 << (this.intids % 32)) - 1;
    this.enabled = bitmap();
    this.group1 = bitmap();
    this.latch = bitmap();
    this.line = bitmap();
    this.level = bitmap();
    this.active = bitmap();
    this.forwardable = bitmap();
    this.priority = new Uint8Array(this.words * 32);
    this.sgiSources = new Uint8Array(machine.vcpus * 16);
    this.sgiActiveSource = new Uint8Array(machine.vcpus * 16);
    this.configured = bitmap();
    for (const intid of machine.level) {
      for (let pe = 0; pe < (intid < 32 ? machine.vcpus : 1); pe++) {
        const instance = this.instanceOf(pe, intid);
        this.configured[instance >> 5] |= 1 << (instance & 31);
      }
    }
    this.reset();
  }

  /** Nothing enabled, pending or active; all inputs low; Group 0, priority 0; wired configuration. */
  reset(): void {
    this.enabled.fill(0);
    this.group1.fill(0);
    this.latch.fill(0);
    this.line.fill(0);
    this.level.set(this.configured);
    this.active.fill(0);
    this.forwardable.fill(0);
    this.forwardableWords = 0;
    this.priority.fill(0);
    this.sgiSources.fill(0);
    this.sgiActiveSource.fill(0);
  }

  /** The instance that a PE means by an INTID, or −1 where none is implemented. */
  instanceOf(pe: number, intid: number): number {
    if (intid < 32) return pe * 32 + intid;
    return intid < this.intids ? this.spiOffset + intid : -1;
  }

  /** The INTID of an instance. */
  intidOf(instance: number): number {
    return instance < this.vcpus * 32 ? instance & 31 : instance - this.spiOffset;
  }

  /** 0 or 1. */
  groupOf(instance: number): number {
    return (this.group1[instance >> 5] >>> (instance & 31)) & 1;
  }

  /** The pending bits of a word: latch, or line of a level interrupt (GIC-DIST-033). */
  pending(word: number): number {
    return this.latch[word] | (this.level[word] & this.line[word]);
  }

  /** The input goes or stays high: pending through the line, or latched if edge-triggered. */
  raise(instance: number): void {
    const word = instance >> 5;
    const bit = 1 << (instance & 31);
    if (this.line[word] & bit) return;
    this.line[word] |= bit;
    if ((this.level[word] & bit) === 0) this.latch[word] |= bit;
    this.changed(word, bit);
  }

  /** The input goes or stays low: no longer pending through the line (GIC-LC-003). */
  lower(instance: number): void {
    const word = instance >> 5;
    const bit = 1 << (instance & 31);
    if ((this.line[word] & bit) === 0) return;
    this.line[word] &= ~bit;
    this.changed(word, bit);
  }

  /** ISPENDR: latches, whether or not already pending through the line (GIC-DIST-030). */
  setPending(word: number, bits: number): void {
    this.latch[word] |= bits;
    this.changed(word, bits);
  }

  /** ICPENDR: clears the latch; an asserted level line stays pending (GIC-DIST-032, GIC-LC-005). */
  clearPending(word: number, bits: number): void {
    this.latch[word] &= ~bits;
    this.changed(word, bits);
  }

  /** An SGI of a source PE reaches a target PE; GICv3 does not record the source (GIC-LC-016). */
  generateSgi(source: number, target: number, intid: number): void {
    if (this.recordsSources) this.sgiSources[target * 16 + intid] |= 1 << source;
    this.setPending(target, 1 << intid);
  }

  /** GICD_CPENDSGIR<n>: withdraws the SGI of these sources (GIC-DIST-072). */
  clearSgi(target: number, intid: number, sources: number): void {
    const at = target * 16 + intid;
    this.sgiSources[at] &= ~sources;
    if (this.sgiSources[at] === 0) this.clearPending(target, 1 << intid);
  }

  /** The source of a pending SGI that is reported next: the lowest PE number (DIV-12). */
  firstSource(target: number, intid: number): number {
    const sources = this.sgiSources[target * 16 + intid];
    return sources === 0 ? 0 : 31 - Math.clz32(sources & -sources);
  }

  /** INTID [9:0] and, for an SGI of GICv2, source CPUID [12:10], as GICC_IAR shows them. */
  identify(instance: number): number {
    const intid = this.intidOf(instance);
    if (intid >= 16 || !this.recordsSources) return intid;
    return intid | (this.firstSource(instance >> 5, intid) << 10);
  }

  /**
   * A valid acknowledge: the latch is consumed, the interrupt is active (transitions C and D).
   * A level line that is still high, or another source of the SGI, leaves it active and pending.
   * @returns what `identify` said
   */
  acknowledge(instance: number): number {
    const identity = this.identify(instance);
    const word = instance >> 5;
    const bit = 1 << (instance & 31);
    this.latch[word] &= ~bit;
    this.active[word] |= bit;
    if (this.recordsSources && word < this.vcpus && (bit & SGI_BITS) !== 0) {
      this.takeSource(word, instance & 15, identity >> 10);
    }
    this.changed(word, bit);
    return identity;
  }

  /** The SGI of one source becomes the active one; those of other sources stay pending. */
  takeSource(target: number, intid: number, source: number): void {
    const at = target * 16 + intid;
    this.sgiSources[at] &= ~(1 << source);
    this.sgiActiveSource[at] = source;
    if (this.sgiSources[at] !== 0) this.latch[target] |= 1 << intid;
  }

  /**
   * Deactivation by EOI or DIR (E1, E2). An SGI of GICv2 has to be named with its source; another
   * source's number deactivates nothing (UNPREDICTABLE, GIC-CPU-042).
   */
  deactivate(instance: number, source: number): void {
    const word = instance >> 5;
    const bit = instance & 31;
    if (this.recordsSources && word < this.vcpus && bit < 16) {
      if (this.sgiActiveSource[word * 16 + bit] !== source) return;
    }
    this.clearActive(word, 1 << bit);
  }

  /** The virtual deactivation of a list register with HW = 1 reaches its interrupt (GIC-LR-004). */
  deactivatePhysical(pe: number, intid: number): void {
    const instance = intid < 16 ? -1 : this.instanceOf(pe, intid);
    if (instance >= 0) this.clearActive(instance >> 5, 1 << (instance & 31));
  }

  /** ISACTIVER: active without an acknowledge (GIC-DIST-034). */
  setActive(word: number, bits: number): void {
    if (this.recordsSources && word < this.vcpus) {
      for (let sgis = bits & ~this.active[word] & SGI_BITS; sgis !== 0; sgis &= sgis - 1) {
        this.sgiActiveSource[word * 16 + 31 - Math.clz32(sgis & -sgis)] = 0;
      }
    }
    this.active[word] |= bits;
    this.changed(word, bits);
  }

  /** ICACTIVER: no longer active; what is pending can be delivered again (GIC-DIST-035). */
  clearActive(word: number, bits: number): void {
    this.active[word] &= ~bits;
    this.changed(word, bits);
  }

  /** ISENABLER: what is already pending becomes eligible (GIC-DIST-021). */
  enable(word: number, bits: number): void {
    this.enabled[word] |= bits;
    this.changed(word, bits);
  }

  /** ICENABLER: forwarding stops; pending and active stay (GIC-LC-010). */
  disable(word: number, bits: number): void {
    this.enabled[word] &= ~bits;
    this.changed(word, bits);
  }

  /** IGROUPR: all groups of a word. */
  setGroups(word: number, bits: number): void {
    const before = this.group1[word];
    this.group1[word] = bits;
    this.reordered(word, before ^ this.group1[word]);
  }

  /** IPRIORITYR: bits that are not implemented are RAZ/WI (GIC-DIST-040). */
  setPriority(instance: number, priority: number): void {
    this.priority[instance] = priority & this.priorityMask;
    this.reordered(instance >> 5, 1 << (instance & 31));
  }

  /** ICFGR: 1 = level-sensitive for the bits of the mask. The latch stays as it is. */
  configure(word: number, mask: number, level: number): void {
    this.level[word] = (this.level[word] & ~mask) | (level & mask);
    this.changed(word, mask);
  }

  /** Brings `forwardable` up to date after the state of these bits changed. */
  changed(word: number, bits: number): void {
    const forwardable =
      (this.latch[word] | (this.level[word] & this.line[word])) &
      this.enabled[word] &
      ~this.active[word];
    if (forwardable === this.forwardable[word]) return;
    this.forwardable[word] = forwardable;
    if (word >= this.vcpus) {
      const summary = 1 << (word - this.vcpus);
      if (forwardable === 0) this.forwardableWords &= ~summary;
      else this.forwardableWords |= summary;
    }
    this.reordered(word, bits);
  }

  /** The PEs that could be offered these interrupts have to look again. */
  private reordered(word: number, bits: number): void {
    if (word < this.vcpus) this.changes.mark(1 << word);
    else this.changes.mark(this.routing.targetsOf(word - this.vcpus, bits));
  }
}
