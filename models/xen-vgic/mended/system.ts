import { State } from '../../architecture/list-registers';
import { Outcome } from '../../contract/observation';
import { MendedStateRegisters } from './state-registers';

/** GICD_IROUTER: Aff0 to Aff2 and IRM; Aff3 in the high word. */
const ROUTER_LOW = 0x80ffffff | 0;
const ROUTER_HIGH = 0xff;
/** ICC_SGI1R_EL1: Aff1; Aff2, RS and Aff3 in the high word; IRM. */
const SGI_AFFINITY_1 = 0x00ff0000;
const SGI_AFFINITY_HIGH = 0x00fff0ff;
const SGI_IRM = 1 << 8;
/** GICD_TYPER.No1N. */
const NO_1N = 1 << 25;
/** PIDR2 of GICv2. */
const ICPIDR2 = 0x2b;

/** Xen's classic VGIC with some of its deviations mended; here: priorities, targets, configuration. */
export class MendedXenVgic extends MendedStateRegisters {
  private routerLow!: Int32Array;
  private routerHigh!: Uint8Array;
  private targetMask!: Uint8Array;

  protected override resetHypervisor(): void {
    super.resetHypervisor();
    this.routerLow ??= new Int32Array(this.irqs.count);
    this.routerHigh ??= new Uint8Array(this.irqs.count);
    this.targetMask ??= new Uint8Array(this.irqs.count);
    this.routerLow.fill(0);
    this.routerHigh.fill(0);
    this.targetMask.fill(1);
  }

  protected override writeIpriorityr(
    rank: number,
    index: number,
    size: number,
    value: number,
  ): void {
    const bits = this.hardware[0].priority.priorityBits;
    const kept = ((0xff << (8 - bits)) & 0xff) * 0x01010101;
    super.writeIpriorityr(rank, index, size, this.repaired.keptPriorityBits ? value & kept : value);
    if (!this.repaired.reprioritises || rank < 0) return;
    const first = rank * 32 + (size === 1 ? index & 31 : (index & 7) * 4);
    for (let n = 0; n < (size === 1 ? 1 : 4); n++) this.reprioritise(first + n);
  }

  /** What waits is sorted in anew; what is active keeps its priority. */
  private reprioritise(irq: number): void {
    if (!this.inflight.isLinked(irq)) return;
    const owner = this.lockedVcpuOf(irq);
    const lock = this.lock.vcpu[owner];
    this.locks.acquire(lock);
    if (!this.isActive(irq)) this.sortAnew(owner, irq);
    else if ((this.shadow[irq] & State.Pending) !== 0) {
      this.withdraw(irq);
      this.edited[irq] = 1;
    }
    this.locks.release(lock);
    this.kickVcpu(owner);
  }

  protected override readTargetByte(vcpu: number, intid: number): number {
    if (this.vcpus === 1 && this.repaired.uniprocessorTargets) return 0;
    if (intid < 32 || intid >= this.irqs.intids) return super.readTargetByte(vcpu, intid);
    const mask = this.targetMask[this.irqs.of(0, intid)];
    if (this.repaired.targetMasks) return mask;
    if (mask === 0 && this.repaired.holdsUntargeted) return 0;
    return super.readTargetByte(vcpu, intid);
  }

  protected override writeTargetByte(intid: number, value: number): void {
    if (intid >= this.irqs.intids) return;
    if (this.vcpus === 1 && this.repaired.uniprocessorTargets) return;
    const irq = this.irqs.of(0, intid);
    const mask = value & ((1 << this.vcpus) - 1);
    if (mask === 0 && !this.repaired.holdsUntargeted) return;
    if (!this.repaired.targetMasks && (value & -value) !== (mask & -mask)) return;
    this.targetMask[irq] = mask;
    this.retarget(irq, mask === 0 ? this.nowhere : this.pick(mask));
  }

  /** What others may have as well leaves a vCPU that is switched off. */
  protected override save(vcpu: number): void {
    super.save(vcpu);
    if (this.isOn(vcpu)) return;
    const chooses = this.gic === 2 ? this.repaired.targetMasks : this.repaired.storesRoutingMode;
    if (!chooses) return;
    for (let irq = this.vcpus * 32; irq < this.irqs.count; irq++) {
      if (this.ranks.target[irq] !== vcpu) continue;
      const target = this.gic === 2 ? this.pick(this.targetMask[irq]) : this.routed(irq);
      if (target !== vcpu && this.targetMask[irq] !== 0) this.retarget(irq, target);
    }
  }

  protected override writePrivateTargets(size: number): void {
    if (!this.repaired.privateTargetBytes) super.writePrivateTargets(size);
  }

  protected override readIrouter(intid: number, size: number, aux: number): number {
    const target = super.readIrouter(intid, size, aux);
    const isKept = this.repaired.storesRouter || this.repaired.storesRoutingMode;
    if (!isKept || intid < 32 || intid >= this.irqs.intids) return target;
    const irq = this.irqs.of(0, intid);
    const stored = this.routerLow[irq];
    const low = this.repaired.storesRouter ? stored : target | (stored & ~0x7fffffff);
    const high = this.repaired.storesRouter ? this.routerHigh[irq] : 0;
    if (size === 4) return aux !== 0 ? high : low;
    this.high = high;
    return low;
  }

  protected override writeIrouter(
    intid: number,
    size: number,
    low: number,
    high: number,
    aux: number,
  ): void {
    const isKept = this.repaired.storesRouter || this.repaired.storesRoutingMode;
    if (!isKept || intid < 32 || intid >= this.irqs.intids) {
      super.writeIrouter(intid, size, low, high, aux);
      return;
    }
    const irq = this.irqs.of(0, intid);
    const hasMode = this.machine.oneOfN && this.repaired.storesRoutingMode;
    const kept = hasMode ? ROUTER_LOW : ROUTER_LOW & 0x7fffffff;
    if (size === 8 || aux === 0) this.routerLow[irq] = low & kept;
    if (size === 8) this.routerHigh[irq] = high & ROUTER_HIGH;
    else if (aux !== 0) this.routerHigh[irq] = low & ROUTER_HIGH;
    const target = this.routed(irq);
    if (target === this.nowhere && !this.repaired.storesRouter) return;
    const lock = this.lock.rank[irq >> 5];
    this.locks.acquire(lock);
    this.retarget(irq, target);
    this.locks.release(lock);
  }

  /** The vCPU that IROUTER names. */
  private routed(irq: number): number {
    const low = this.routerLow[irq];
    if (low < 0) return this.pick((1 << this.vcpus) - 1);
    const isMissing = (low & 0xffffff) >= this.vcpus || this.routerHigh[irq] !== 0;
    return isMissing ? this.nowhere : low & 0xff;
  }

  protected override writeIcfgr(rank: number, half: number, value: number): void {
    super.writeIcfgr(rank, half, value);
    if (!this.repaired.configures || rank < this.vcpus) return;
    for (const intid of this.machine.hardware) {
      const irq = this.irqs.of(0, intid);
      if (!this.setsTriggerType || irq >> 4 !== rank * 2 + half) continue;
      this.physical.setEdge(intid, this.ranks.isEdge(irq));
    }
  }

  protected override readIcfgr(rank: number, half: number): number {
    if (!this.repaired.configures || rank < 0) return super.readIcfgr(rank, half);
    let value = 0;
    for (let n = 0; n < 16; n++) {
      const irq = rank * 32 + half * 16 + n;
      const exists = (this.ranks.implemented[rank] >>> (half * 16 + n)) & 1;
      if (exists && !this.ranks.isLevel(irq)) value |= 2 << (n * 2);
    }
    return value;
  }

  protected override writeSgi0r(vcpu: number, low: number, high: number): void {
    // No SGI is in Group 0.
    if (!this.repaired.sgi0r) super.writeSgi0r(vcpu, low, high);
  }

  protected override writeSgi1r(vcpu: number, low: number, high: number): void {
    const isElsewhere = (low & SGI_AFFINITY_1) !== 0 || (high & SGI_AFFINITY_HIGH) !== 0;
    if (this.repaired.sgiAffinity && (high & SGI_IRM) === 0 && isElsewhere) return;
    super.writeSgi1r(vcpu, low, high);
  }

  protected override readSgiSourcesV3(size: number): number {
    return this.repaired.sgiSources ? 0 : super.readSgiSourcesV3(size);
  }

  protected override writeSgiSourcesV3(): void {
    if (!this.repaired.sgiSources) super.writeSgiSourcesV3();
  }

  protected override rankOfGicd(vcpu: number, n: number): number {
    return this.repaired.privateRankReserved && n === 0 ? -1 : super.rankOfGicd(vcpu, n);
  }

  protected override readTyper(): number {
    const hasNone = this.repaired.storesRoutingMode && this.gic === 3 && !this.machine.oneOfN;
    return super.readTyper() | (hasNone ? NO_1N : 0);
  }

  protected override sendToReserved(): void {
    if (!this.repaired.ignoresReservedFilter) super.sendToReserved();
  }

  protected override readIcpidr2(): number {
    if (!this.repaired.identifies) return super.readIcpidr2();
    this.outcome = Outcome.Value;
    return ICPIDR2;
  }

  protected override writeCtlr(value: number, enable: number): void {
    super.writeCtlr(value, enable);
    if (this.repaired.honoursCtlr) for (let v = 0; v < this.vcpus; v++) this.kickVcpu(v);
  }
}
