import { Irq } from './interrupts';
import type { KvmVgic } from './system';

/** ICC_SGI1R_EL1.IRM, bit 40, in the high word. */
const IRM = 1 << 8;
/** ICC_SGI1R_EL1: Aff2 [39:32], RS [47:44] and Aff3 [55:48] in the high word. */
const OTHER_AFFINITY_HIGH = 0x00fff0ff;
/** ICC_SGI1R_EL1: Aff1 [23:16]. */
const AFFINITY_1 = 0x00ff0000;

/** SGIs: GICD_SGIR with its pending registers, ICC_SGI0R_EL1 and ICC_SGI1R_EL1. */
export class SoftwareGenerated {
  constructor(private readonly vgic: KvmVgic) {}

  /** GICD_SGIR; filter 3 is ignored. */
  writeSgir(vcpu: number, value: number): void {
    this.send(vcpu, this.sgirTargets(vcpu, value), value & 15, true);
  }

  private sgirTargets(vcpu: number, value: number): number {
    const everyone = (1 << this.vgic.vcpus) - 1;
    switch ((value >>> 24) & 3) {
      case 0:
        return (value >>> 16) & everyone;
      case 1:
        return everyone & ~(1 << vcpu);
      case 2:
        return 1 << vcpu;
      default:
        return 0;
    }
  }

  /** ICC_SGI1R_EL1 reaches both groups, ICC_SGI0R_EL1 only SGIs that are in Group 0 at the target. */
  writeSgiR(vcpu: number, low: number, high: number, reachesGroup1: boolean): void {
    const everyone = (1 << this.vgic.vcpus) - 1;
    let targets = 0;
    if ((high & IRM) !== 0) targets = everyone & ~(1 << vcpu);
    else if ((low & AFFINITY_1) === 0 && (high & OTHER_AFFINITY_HIGH) === 0) {
      targets = low & everyone;
    }
    this.send(vcpu, targets, (low >>> 24) & 15, reachesGroup1);
  }

  private send(sender: number, targets: number, intid: number, reachesGroup1: boolean): void {
    const { vgic } = this;
    const { interrupts } = vgic;
    for (let left = targets; left !== 0; left &= left - 1) {
      const irq = (31 - Math.clz32(left & -left)) * 32 + intid;
      const lock = interrupts.lockOf(irq);
      vgic.locks.acquire(lock);
      if ((interrupts.state[irq] & Irq.Group1) !== 0 && !reachesGroup1) {
        vgic.locks.release(lock);
        continue;
      }
      interrupts.state[irq] |= Irq.Latch;
      if (vgic.gic === 2) interrupts.source[irq] |= 1 << sender;
      vgic.lists.queue(irq);
    }
  }

  /** GICD_SPENDSGIR and GICD_CPENDSGIR: `count` bytes from an SGI of this vCPU on. */
  readSources(vcpu: number, intid: number, count: number): number {
    let value = 0;
    for (let n = 0; n < count; n++) {
      value |= this.vgic.interrupts.source[vcpu * 32 + intid + n] << (n * 8);
    }
    return value;
  }

  /** Sources are not checked: one that does not exist is presented as it is. */
  setSources(vcpu: number, intid: number, count: number, value: number): void {
    const { vgic } = this;
    const { interrupts } = vgic;
    const existing = vgic.repairs.checksSources ? (1 << vgic.vcpus) - 1 : 0xff;
    for (let n = 0; n < count; n++) {
      const irq = vcpu * 32 + intid + n;
      const lock = interrupts.lockOf(irq);
      vgic.locks.acquire(lock);
      interrupts.source[irq] |= (value >>> (n * 8)) & existing;
      if (interrupts.source[irq] !== 0) {
        interrupts.state[irq] |= Irq.Latch;
        vgic.lists.queue(irq);
      } else vgic.locks.release(lock);
    }
  }

  clearSources(vcpu: number, intid: number, count: number, value: number): void {
    const { vgic } = this;
    const { interrupts } = vgic;
    for (let n = 0; n < count; n++) {
      const irq = vcpu * 32 + intid + n;
      const lock = interrupts.lockOf(irq);
      vgic.locks.acquire(lock);
      interrupts.source[irq] &= ~((value >>> (n * 8)) & 0xff);
      if (interrupts.source[irq] === 0) interrupts.state[irq] &= ~Irq.Latch;
      vgic.locks.release(lock);
    }
  }
}
