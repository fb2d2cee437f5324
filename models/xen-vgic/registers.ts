import { Outcome } from '../contract/observation';
import { ContextSwitch } from './context-switch';

/**
 * What the distributor of GICv2 and the frames of GICv3 have in common: registers with a field per
 * interrupt. What is beyond the interrupts that exist reads zero and ignores writes.
 */
export abstract class RankRegisters extends ContextSwitch {
  /** The rank behind register n of those with 32 interrupts a word, or -1. */
  protected rankOf(vcpu: number, n: number): number {
    if (n === 0) return vcpu;
    return n < this.irqs.ranks - this.vcpus + 1 ? this.vcpus + n - 1 : -1;
  }

  /** ISENABLER and ICENABLER. */
  protected readEnable(rank: number): number {
    if (rank < 0) return 0;
    const lock = this.lock.rank[rank];
    this.locks.acquire(lock);
    const value = this.ranks.enable[rank];
    this.locks.release(lock);
    return value;
  }

  protected writeIsenabler(rank: number, value: number): void {
    if (rank < 0) return;
    const lock = this.lock.rank[rank];
    const { enable, implemented } = this.ranks;
    this.locks.acquire(lock);
    const added = value & implemented[rank] & ~enable[rank];
    enable[rank] |= added;
    this.enableIrqs(rank, added);
    this.locks.release(lock);
  }

  protected writeIcenabler(rank: number, value: number): void {
    if (rank < 0) return;
    const lock = this.lock.rank[rank];
    const { enable } = this.ranks;
    this.locks.acquire(lock);
    const removed = value & enable[rank];
    enable[rank] &= ~removed;
    this.disableIrqs(rank, removed);
    this.locks.release(lock);
  }

  /** ISPENDR and ICPENDR read as zero. */
  protected readPending(_rank: number): number {
    return 0;
  }

  protected writeIspendr(rank: number, value: number): void {
    if (rank >= 0) this.setIrqsPending(rank, value & this.ranks.implemented[rank]);
  }

  protected writeIcpendr(rank: number, value: number): void {
    if (rank >= 0) this.clearIrqsPending(rank, value & this.ranks.implemented[rank]);
  }

  /** ISACTIVER and ICACTIVER read as zero. */
  protected readActive(_rank: number): number {
    return 0;
  }

  /** An abort; GICv2 lets a write of zero pass. */
  protected writeIsactiver(_rank: number, value: number): void {
    if (this.gic === 3 || value !== 0) this.outcome = Outcome.Abort;
  }

  protected writeIcactiver(_rank: number, _value: number): void {
    // Logged, and ignored.
  }

  /** IPRIORITYR without a lock. `index`: of the byte (`size` 1), else of the word. */
  protected readIpriorityr(rank: number, index: number, size: number): number {
    if (rank < 0) return 0;
    if (size === 1) return this.ranks.priority[rank * 32 + (index & 31)];
    return this.ranks.readPriorities(rank * 32 + (index & 7) * 4);
  }

  protected writeIpriorityr(rank: number, index: number, size: number, value: number): void {
    if (rank < 0) return;
    const lock = this.lock.rank[rank];
    this.locks.acquire(lock);
    if (size === 1) this.ranks.writePriority(rank * 32 + (index & 31), value);
    else this.ranks.writePriorities(rank * 32 + (index & 7) * 4, value);
    this.locks.release(lock);
  }

  /** ICFGR: both bits of each field as written. */
  protected readIcfgr(rank: number, half: number): number {
    if (rank < 0) return 0;
    const lock = this.lock.rank[rank];
    this.locks.acquire(lock);
    const value = this.ranks.configuration[rank * 2 + half];
    this.locks.release(lock);
    return value;
  }

  /** ICFGR0 cannot be written, nor ICFGR1 of GICv2. */
  protected writeIcfgr(rank: number, half: number, value: number): void {
    if (rank < 0) return;
    if (rank < this.vcpus && (half === 0 || this.gic === 2)) return;
    const lock = this.lock.rank[rank];
    this.locks.acquire(lock);
    this.ranks.configuration[rank * 2 + half] = value;
    this.locks.release(lock);
  }

  /** GICD_CTLR, under the domain's lock. */
  protected readCtlr(): number {
    this.locks.acquire(this.lock.domain);
    const value = this.ctlr;
    this.locks.release(this.lock.domain);
    return value;
  }

  /** @param enable the enable bit of this version; nothing but reads depends on it (DIFF-09) */
  protected writeCtlr(value: number, enable: number): void {
    this.locks.acquire(this.lock.domain);
    this.ctlr = value & enable;
    this.locks.release(this.lock.domain);
  }

  /** GICD_TYPER: ITLinesNumber and CPUNumber. */
  protected readTyper(): number {
    this.locks.acquire(this.lock.domain);
    const lines = this.irqs.ranks - this.vcpus;
    this.locks.release(this.lock.domain);
    return lines | ((this.vcpus - 1) << 5);
  }
}
