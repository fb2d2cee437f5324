import type { Hardware } from '../../architecture/guest-system';
import { State } from '../../architecture/list-registers';
import type { Machine } from '../../contract/machine';
import { Status } from '../pending-irq';
import { XenVgic } from '../system';
import type { Repaired } from './repairs';

/** SGIs of GICv2. */
const SGIS = 16;
/** Active priority registers of a group, and the bits of all. */
const APRS = 4;
export const LEVELS = 128;
/** No interrupt, or no active priority. */
export const NONE = -1;

/** What a VGIC that is mended in some points holds in addition. */
export abstract class MendedState extends XenVgic {
  /** The state of its list register as last read, with what the hypervisor changed since. */
  protected readonly shadow: Uint8Array;
  /** 1: `shadow` was changed and is to be written before the guest runs. */
  protected readonly edited: Uint8Array;
  /** 1: a level interrupt was made pending by software, and not acknowledged since. */
  protected readonly latch: Uint8Array;
  /** 1: active, but in no list register. */
  protected readonly spilled: Uint8Array;
  /** By vCPU and active priority bit: the interrupt whose acknowledge set that bit, or NONE. */
  protected readonly holders: Int16Array;
  /** Active priorities when the vCPU was last entered: four words each. */
  protected readonly aprsAtEntry: Int32Array;
  /** On whose inflight_irqs it is. */
  protected readonly owner: Uint8Array;
  /** GICv2 SGIs: sources that wait outside the list register; the source that is in it. */
  protected readonly sources: Uint8Array;
  protected readonly lrSource: Uint8Array;
  /** Left the lists of a vCPU and is to join those of its target; filled under the lock of the first. */
  protected readonly movers: number[] = [];
  /** The list of what has no target. */
  protected readonly nowhere: number;

  constructor(
    machine: Machine,
    readonly repaired: Repaired,
    hardware?: Hardware,
  ) {
    super(machine, hardware);
    const perIrq = (): Uint8Array => new Uint8Array(this.irqs.count);
    this.shadow = perIrq();
    this.edited = perIrq();
    this.latch = perIrq();
    this.spilled = perIrq();
    this.holders = new Int16Array(machine.vcpus * LEVELS);
    this.aprsAtEntry = new Int32Array(machine.vcpus * APRS);
    this.owner = perIrq();
    this.sources = perIrq();
    this.lrSource = perIrq();
    this.nowhere = machine.vcpus;
  }

  protected override resetHypervisor(): void {
    super.resetHypervisor();
    this.shadow.fill(0);
    this.edited.fill(0);
    this.latch.fill(0);
    this.spilled.fill(0);
    this.holders.fill(NONE);
    this.aprsAtEntry.fill(0);
    this.sources.fill(0);
    this.movers.length = 0;
  }

  /** Requests are counted by source. */
  protected hasSources(irq: number): boolean {
    return (
      this.repaired.sourceIds && this.gic === 2 && this.irqs.isPrivate(irq) && (irq & 31) < SGIS
    );
  }

  /** A level interrupt has a reason to be pending. */
  protected isAsserted(irq: number): boolean {
    if (this.latch[irq]) return true;
    if (this.irqs.desc[irq]) return this.physical.lineOf(this.irqs.intidOf(irq));
    return this.line[irq] === 1;
  }

  protected isActive(irq: number): boolean {
    return (this.shadow[irq] & 2) !== 0 || this.spilled[irq] === 1;
  }

  protected override forwards(): boolean {
    return !this.repaired.honoursCtlr || this.ctlr !== 0;
  }

  /** Active priority bits of word n that were set since the entry, or (`isNew` false) that are set. */
  private setBits(vcpu: number, n: number, isNew: boolean): number {
    const now = this.hardware[vcpu].priority.readActivePriorities(this.group, n);
    return isNew ? now & ~this.aprsAtEntry[vcpu * APRS + n] : now;
  }

  private isSet(vcpu: number, level: number, isNew: boolean): boolean {
    return ((this.setBits(vcpu, level >> 5, isNew) >>> (level & 31)) & 1) !== 0;
  }

  /** The lowest priority from `level` up that is set, or NONE. */
  private lastSet(vcpu: number, level: number, isNew: boolean): number {
    for (let at = level; at >= 0; at--) if (this.isSet(vcpu, at, isNew)) return at;
    return NONE;
  }

  /**
   * The active priority bit that the acknowledge of this interrupt set since the entry. The binary
   * point may have changed after it, so that the bit is not the one that its priority makes now.
   */
  private levelOf(vcpu: number, irq: number): number {
    const { priority } = this.hardware[vcpu];
    const shift = 8 - priority.preemptionBits;
    const level = priority.groupPriority(this.irqs.priority[irq], this.group) >> shift;
    if (this.isSet(vcpu, level, true)) return level;
    if (this.isSet(vcpu, level, false) && !this.isHeld(vcpu, level)) return level;
    const own = this.irqs.priority[irq] >> shift;
    const fresh = this.lastSet(vcpu, own, true);
    if (fresh !== NONE) return fresh;
    return this.isSet(vcpu, level, false) ? level : this.lastSet(vcpu, own, false);
  }

  /**
   * The guest acknowledged it since the entry. Of several with the same bit, all but the last one had
   * their priority dropped (EOImode 1): the last has the lowest priority.
   */
  protected hold(vcpu: number, irq: number): void {
    const { holders, irqs } = this;
    const level = this.levelOf(vcpu, irq);
    if (level === NONE) return;
    const holder = holders[vcpu * LEVELS + level];
    const isEarlier =
      this.isSet(vcpu, level, true) &&
      this.isHeld(vcpu, level) &&
      irqs.priority[irq] < irqs.priority[holder];
    if (!isEarlier) holders[vcpu * LEVELS + level] = irq;
  }

  /** What set this active priority bit is still active. */
  private isHeld(vcpu: number, level: number): boolean {
    const holder = this.holders[vcpu * LEVELS + level];
    if (holder === NONE || this.spilled[holder] || !this.irqs.has(holder, Status.Visible)) {
      return holder !== NONE;
    }
    return (this.hardware[vcpu].listRegisters.stateOf(this.irqs.lr[holder]) & State.Active) !== 0;
  }

  /** It leaves the vCPU on whose lists it is when its target changes. */
  protected followsTarget(irq: number): boolean {
    return this.irqs.desc[irq] ? this.repaired.movesHardware : this.repaired.movesVirtual;
  }

  /** Its pending state may be in a list register of this vCPU. */
  protected isPresentable(vcpu: number, irq: number): boolean {
    const { repaired } = this;
    if (repaired.disableWithdraws && !this.irqs.has(irq, Status.Enabled)) return false;
    if (!this.forwards()) return false;
    if (this.followsTarget(irq) && this.targetOf(irq) !== vcpu) return false;
    if (!repaired.withdrawsLevel || !this.ranks.isLevel(irq)) return true;
    return this.isAsserted(irq);
  }

  protected override lockedVcpuOf(irq: number): number {
    const isLeftBehind =
      this.irqs.has(irq, Status.Migrating) && !this.irqs.has(irq, Status.Visible);
    if (isLeftBehind && !this.repaired.movesDisabled && !this.spilled[irq]) {
      return this.targetOf(irq);
    }
    const isMoved = this.followsTarget(irq) || this.repaired.movesDisabled;
    return isMoved && this.inflight.isLinked(irq) ? this.owner[irq] : this.targetOf(irq);
  }

  protected override joinInflight(vcpu: number, irq: number): void {
    super.joinInflight(vcpu, irq);
    this.owner[irq] = vcpu;
  }

  /** The one of several possible targets that gets it: the first that is on. */
  protected pick(mask: number): number {
    const on = mask & ~this.off;
    const among = on !== 0 ? on : mask;
    return 31 - Math.clz32(among & -among);
  }

  /** Joins the lists of its target, with what is pending of it. */
  protected moveToTarget(irq: number): void {
    const target = this.targetOf(irq);
    const lock = this.lock.vcpu[target];
    this.locks.acquire(lock);
    this.queue(target, irq);
    this.locks.release(lock);
    this.kickVcpu(target);
  }

  protected moveAll(): void {
    while (this.movers.length > 0) this.moveToTarget(this.movers.pop()!);
  }
}
