import { Irq, NONE } from './interrupts';
import type { Interrupts } from './interrupts';
import type { KvmVgic } from './system';

/** IROUTER.Interrupt_Routing_Mode. */
const IRM = 0x80000000 | 0;
/** IROUTER: Aff2.Aff1.Aff0. */
const AFFINITY = 0xffffff;

/** Where SPIs go: ITARGETSR and IROUTER. */
export class Routing {
  private readonly interrupts: Interrupts;

  constructor(private readonly vgic: KvmVgic) {
    this.interrupts = vgic.interrupts;
  }

  /** ITARGETSR: `count` bytes; of private interrupts, the reader. */
  readTargets(first: number, count: number): number {
    const { interrupts } = this;
    let value = 0;
    for (let n = 0; n < count; n++) {
      const irq = first + n;
      value |= (interrupts.isSpi(irq) ? interrupts.targets[irq] : 1 << (irq >> 5)) << (n * 8);
    }
    return value;
  }

  /** The lowest vCPU of the mask; vCPU 0 of an empty one. */
  writeTargets(first: number, count: number, value: number): void {
    const { interrupts, vgic } = this;
    const everyone = (1 << vgic.vcpus) - 1;
    const ofNone = vgic.repairs.holdsUntargeted ? NONE : 0;
    for (let n = 0; n < count; n++) {
      const irq = first + n;
      if (!interrupts.isSpi(irq)) continue;
      const mask = (value >>> (n * 8)) & everyone;
      vgic.locks.acquire(interrupts.lockOf(irq));
      interrupts.targets[irq] = mask;
      this.retarget(irq, mask === 0 ? ofNone : 31 - Math.clz32(mask & -mask));
    }
  }

  /** IROUTER [31:0]. */
  readRouter(irq: number): number {
    const irm = (this.interrupts.state[irq] & Irq.OneOfN) !== 0 ? IRM : 0;
    return this.interrupts.router[irq] | irm;
  }

  /** IROUTER [63:32]. */
  readRouterHigh(irq: number): number {
    return this.interrupts.affinity3[irq];
  }

  /** An affinity that no vCPU has leaves no target. Aff3 and IRM are not kept. */
  writeRouter(irq: number, low: number, high: number): void {
    const { interrupts, vgic } = this;
    const { comparesAffinity3, routesOneOfN } = vgic.repairs;
    vgic.locks.acquire(interrupts.lockOf(irq));
    interrupts.router[irq] = low & AFFINITY;
    interrupts.affinity3[irq] = comparesAffinity3 ? high & 0xff : 0;
    interrupts.set(irq, Irq.OneOfN, routesOneOfN && vgic.machine.oneOfN && (low & IRM) !== 0);
    this.retarget(irq, this.routeTarget(irq, vgic.off));
  }

  private routeTarget(irq: number, off: number): number {
    const { interrupts, vgic } = this;
    if ((interrupts.state[irq] & Irq.OneOfN) !== 0) {
      const on = ~off & ((1 << vgic.vcpus) - 1);
      return on === 0 ? 0 : 31 - Math.clz32(on & -on);
    }
    const affinity = interrupts.router[irq];
    return affinity < vgic.vcpus && interrupts.affinity3[irq] === 0 ? affinity : NONE;
  }

  /** Called with the irq_lock held, which is released. Nothing is queued, nobody is kicked. */
  private retarget(irq: number, target: number): void {
    const { interrupts, vgic } = this;
    const { kicksOldTarget, queuesWhenRouted } = vgic.repairs;
    const hasMoved = interrupts.target[irq] !== target;
    interrupts.target[irq] = target;
    if (kicksOldTarget && hasMoved) vgic.interruptRegisters.kickOwner(irq);
    if (queuesWhenRouted) vgic.lists.queue(irq);
    else vgic.locks.release(interrupts.lockOf(irq));
  }

  /** The vCPUs that are on changed: 1-of-N interrupts go to the lowest. */
  chooseAgain(off: number): void {
    const { interrupts, vgic } = this;
    for (let irq = interrupts.privates; irq < interrupts.size; irq++) {
      if ((interrupts.state[irq] & Irq.OneOfN) === 0) continue;
      vgic.locks.acquire(interrupts.lockOf(irq));
      this.retarget(irq, this.routeTarget(irq, off));
    }
  }
}
