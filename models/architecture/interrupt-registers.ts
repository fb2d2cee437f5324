import type { Machine } from '../contract/machine';
import type { Interrupts } from './interrupts';

/** Bits of the SGIs in the first word of a PE. */
const SGI_BITS = 0xffff;

/**
 * The registers that hold one field per INTID, by word of `Interrupts`: those of GICD_*, and those of
 * the SGI_base frame of a redistributor, which have the same meaning (GIC-RD-002). Set and clear
 * registers: writing 1 acts, 0 does not, and both read the same bit (GIC-DIST-005).
 */
export class InterruptRegisters {
  /** GICv2: ISPENDR0 and ICPENDR0 do not change SGIs (GIC-DIST-031). */
  private readonly sgiPendingReadOnly: boolean;

  constructor(
    machine: Machine,
    private readonly interrupts: Interrupts,
  ) {
    this.sgiPendingReadOnly = machine.gic === 2;
  }

  readIgroupr(word: number): number {
    return this.interrupts.group1[word];
  }

  writeIgroupr(word: number, value: number): void {
    this.interrupts.setGroups(word, value & this.interrupts.implemented[word]);
  }

  /** ISENABLER and ICENABLER. SGI enables are programmable (DIV-02). */
  readEnable(word: number): number {
    return this.interrupts.enabled[word];
  }

  writeIsenabler(word: number, value: number): void {
    this.interrupts.enable(word, value & this.interrupts.implemented[word]);
  }

  writeIcenabler(word: number, value: number): void {
    this.interrupts.disable(word, value);
  }

  /** ISPENDR and ICPENDR (GIC-DIST-033). */
  readPending(word: number): number {
    return this.interrupts.pending(word);
  }

  writeIspendr(word: number, value: number): void {
    this.interrupts.setPending(word, this.writablePending(word, value));
  }

  writeIcpendr(word: number, value: number): void {
    this.interrupts.clearPending(word, this.writablePending(word, value));
  }

  /** The bits of a write to ISPENDR or ICPENDR that have an effect. */
  writablePending(word: number, value: number): number {
    const bits = value & this.interrupts.implemented[word];
    return this.sgiPendingReadOnly && word < this.interrupts.vcpus ? bits & ~SGI_BITS : bits;
  }

  /** ISACTIVER and ICACTIVER. */
  readActive(word: number): number {
    return this.interrupts.active[word];
  }

  writeIsactiver(word: number, value: number): void {
    this.interrupts.setActive(word, value & this.interrupts.implemented[word]);
  }

  writeIcactiver(word: number, value: number): void {
    this.interrupts.clearActive(word, value);
  }

  /** IPRIORITYR: four priorities, `quarter` 0–7 of the word. */
  readIpriorityr(word: number, quarter: number): number {
    const { priority } = this.interrupts;
    const first = word * 32 + quarter * 4;
    return (
      priority[first] |
      (priority[first + 1] << 8) |
      (priority[first + 2] << 16) |
      (priority[first + 3] << 24)
    );
  }

  writeIpriorityr(word: number, quarter: number, value: number): void {
    for (let byte = 0; byte < 4; byte++) {
      this.writePriorityByte(word, quarter * 4 + byte, (value >>> (byte * 8)) & 0xff);
    }
  }

  readPriorityByte(word: number, bit: number): number {
    return this.interrupts.priority[word * 32 + bit];
  }

  /** One byte of IPRIORITYR affects one interrupt only (GIC-DIST-001). */
  writePriorityByte(word: number, bit: number, priority: number): void {
    if (((this.interrupts.implemented[word] >>> bit) & 1) === 0) return;
    this.interrupts.setPriority(word * 32 + bit, priority);
  }

  /** ICFGR: the upper bit of each field is 1 for edge (GIC-DIST-060); `half` 0 or 1 of the word. */
  readIcfgr(word: number, half: number): number {
    const edge = ~this.interrupts.level[word] & this.interrupts.implemented[word];
    return spread((edge >>> (half * 16)) & 0xffff) << 1;
  }

  /** SPIs only: SGIs are always edge, PPIs are as wired (GIC-DIST-061, DIV-06). */
  writeIcfgr(word: number, half: number, value: number): void {
    if (word < this.interrupts.vcpus) return;
    const mask = (0xffff << (half * 16)) & this.interrupts.implemented[word];
    this.interrupts.configure(word, mask, ~(gather(value >>> 1) << (half * 16)));
  }
}

/** Sixteen bits to the even bits of a word. */
function spread(bits: number): number {
  let word = (bits | (bits << 8)) & 0x00ff00ff;
  word = (word | (word << 4)) & 0x0f0f0f0f;
  word = (word | (word << 2)) & 0x33333333;
  return (word | (word << 1)) & 0x55555555;
}

/** The even bits of a word to sixteen bits. */
function gather(word: number): number {
  let bits = word & 0x55555555;
  bits = (bits | (bits >>> 1)) & 0x33333333;
  bits = (bits | (bits >>> 2)) & 0x0f0f0f0f;
  bits = (bits | (bits >>> 4)) & 0x00ff00ff;
  return (bits | (bits >>> 8)) & 0xffff;
}
