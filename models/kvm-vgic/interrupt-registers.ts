import { Irq } from './interrupts';
import type { Interrupts } from './interrupts';
import type { ApLists } from './ap-lists';
import type { KvmVgic } from './system';

/** ICFGR: two bits per interrupt, of which the upper one is "edge". */
const EDGE = 2;

/**
 * The registers that have fields per INTID, on a range of interrupts: `first` is the interrupt of
 * bit or byte 0, `count` how many are implemented from there on.
 */
export class InterruptRegisters {
  private readonly interrupts: Interrupts;
  private readonly lists: ApLists;

  constructor(private readonly vgic: KvmVgic) {
    this.interrupts = vgic.interrupts;
    this.lists = vgic.lists;
  }

  private lock(irq: number): void {
    this.vgic.locks.acquire(this.interrupts.lockOf(irq));
  }

  private unlock(irq: number): void {
    this.vgic.locks.release(this.interrupts.lockOf(irq));
  }

  /** IGROUPR, ISENABLER, ICENABLER: one bit of the state. */
  readBits(first: number, count: number, bit: number): number {
    const { state } = this.interrupts;
    let value = 0;
    for (let n = 0; n < count; n++) if ((state[first + n] & bit) !== 0) value |= 1 << n;
    return value;
  }

  /** Makes the vCPU exit that has an interrupt in a list register. */
  kickOwner(irq: number): void {
    if ((this.interrupts.state[irq] & Irq.OnLr) !== 0) this.vgic.kick(this.interrupts.owner[irq]);
  }

  /** All interrupts of the word are queued again, whatever is written. */
  writeIgroupr(first: number, count: number, value: number): void {
    for (let n = 0; n < count; n++) {
      this.lock(first + n);
      this.interrupts.set(first + n, Irq.Group1, ((value >>> n) & 1) !== 0);
      this.lists.queue(first + n);
    }
  }

  writeIsenabler(first: number, count: number, value: number): void {
    for (let n = 0; n < count; n++) {
      if (((value >>> n) & 1) === 0) continue;
      const irq = first + n;
      this.lock(irq);
      if (this.interrupts.isMappedLevel(irq)) this.lookAtLine(irq);
      this.interrupts.state[irq] |= Irq.Enabled;
      this.lists.queue(irq);
    }
  }

  /** The device may have changed its mind while its interrupt was disabled. */
  private lookAtLine(irq: number): void {
    const { interrupts, vgic } = this;
    const intid = interrupts.intidOf(irq);
    const wasHigh = (interrupts.state[irq] & Irq.Line) !== 0;
    const isHigh = vgic.physical.isPending(intid);
    interrupts.set(irq, Irq.Line, isHigh);
    const isActive = (interrupts.state[irq] & Irq.Active) !== 0;
    if (wasHigh && !isHigh && !isActive) vgic.physical.setActive(intid, false);
  }

  /** Repair of KVM-FALL: the physical line of a mapped level interrupt is low now. */
  lineFell(irq: number): void {
    const { interrupts, vgic } = this;
    if (!interrupts.isMappedLevel(irq)) return;
    const state = interrupts.state[irq];
    interrupts.state[irq] &= ~Irq.Line;
    if ((state & Irq.OnLr) !== 0) this.kickOwner(irq);
    else if ((state & (Irq.Line | Irq.Active)) === Irq.Line) {
      vgic.physical.setActive(interrupts.intidOf(irq), false);
    }
  }

  /** Nobody is kicked: what is in a list register of another vCPU stays there until its next exit. */
  writeIcenabler(first: number, count: number, value: number): void {
    for (let n = 0; n < count; n++) {
      if (((value >>> n) & 1) === 0) continue;
      this.lock(first + n);
      this.interrupts.state[first + n] &= ~Irq.Enabled;
      if (this.vgic.repairs.withdrawsDisabled) this.kickOwner(first + n);
      this.unlock(first + n);
    }
  }

  /** Latch and line in memory: a request in a list register of another vCPU is not seen. */
  readPending(first: number, count: number): number {
    const { vgic } = this;
    const halted = vgic.repairs.seesLoadedPending ? this.haltFor(first) : 0;
    let value = 0;
    for (let n = 0; n < count; n++) if (this.readsPending(first + n)) value |= 1 << n;
    vgic.locks.operations += 2 * count;
    vgic.resumeAll(halted);
    return value;
  }

  private readsPending(irq: number): boolean {
    const { interrupts, vgic } = this;
    if (!interrupts.isMappedLevel(irq)) return interrupts.isPending(irq);
    if (vgic.physical.isPending(interrupts.intidOf(irq))) return true;
    return vgic.repairs.seesMappedLatch && (interrupts.state[irq] & Irq.Latch) !== 0;
  }

  writeIspendr(first: number, count: number, value: number): void {
    const { interrupts, vgic } = this;
    // An acknowledge that was not seen yet must not end this request.
    const halted = vgic.repairs.keepsLaterLatch ? this.haltFor(first) : 0;
    for (let n = 0; n < count; n++) {
      const irq = first + n;
      if (((value >>> n) & 1) === 0 || interrupts.hasSources(irq)) continue;
      this.lock(irq);
      interrupts.state[irq] = (interrupts.state[irq] | Irq.Latch) & ~Irq.LatchTaken;
      if (interrupts.isMapped(irq)) vgic.physical.setActive(interrupts.intidOf(irq), true);
      this.lists.queue(irq);
    }
    vgic.resumeAll(halted);
  }

  writeIcpendr(first: number, count: number, value: number): void {
    const { interrupts, vgic } = this;
    const halted = vgic.repairs.clearsLoadedPending ? this.haltFor(first) : 0;
    for (let n = 0; n < count; n++) {
      const irq = first + n;
      if (((value >>> n) & 1) === 0 || interrupts.hasSources(irq)) continue;
      this.lock(irq);
      interrupts.state[irq] &= ~Irq.Latch;
      if (interrupts.isMapped(irq)) this.clearPhysicalPending(irq);
      this.unlock(irq);
    }
    vgic.resumeAll(halted);
  }

  /** An active physical interrupt would never fire again: it goes too, unless the guest handles it. */
  private clearPhysicalPending(irq: number): void {
    const { interrupts, vgic } = this;
    const intid = interrupts.intidOf(irq);
    vgic.physical.setPending(intid, false);
    if ((interrupts.state[irq] & Irq.Active) === 0) vgic.physical.setActive(intid, false);
  }

  /** Exact: list registers that could hold the state are read back first. */
  readActive(first: number, count: number): number {
    const halted = this.haltFor(first);
    const value = this.readBits(first, count, Irq.Active);
    this.vgic.resumeAll(halted);
    return value;
  }

  writeIsactiver(vcpu: number, first: number, count: number, value: number): void {
    this.writeActive(vcpu, first, count, value, true);
  }

  writeIcactiver(vcpu: number, first: number, count: number, value: number): void {
    this.writeActive(vcpu, first, count, value, false);
  }

  private writeActive(
    vcpu: number,
    first: number,
    count: number,
    value: number,
    active: boolean,
  ): void {
    const halted = this.haltFor(first);
    const { configLock, locks } = this.vgic;
    locks.acquire(configLock);
    for (let n = 0; n < count; n++) {
      if (((value >>> n) & 1) !== 0) this.changeActive(first + n, active, vcpu);
    }
    locks.release(configLock);
    this.vgic.resumeAll(halted);
  }

  /** A private interrupt of GICv2 can only be in a list register of the caller, which is outside. */
  private haltFor(first: number): number {
    const isRemote = this.vgic.gic === 3 || this.interrupts.isSpi(first);
    return isRemote ? this.vgic.haltAll() : 0;
  }

  private changeActive(irq: number, active: boolean, requester: number): void {
    const { interrupts, vgic } = this;
    this.lock(irq);
    const wasActive = (interrupts.state[irq] & Irq.Active) !== 0;
    // After ICACTIVER and ISACTIVER an acknowledged interrupt still runs at its priority.
    if (active && !wasActive && (interrupts.state[irq] & Irq.Acknowledged) === 0) {
      interrupts.activePriority[irq] = interrupts.priority[irq];
    }
    interrupts.set(irq, Irq.Active, active);
    if (interrupts.isMapped(irq)) vgic.physical.setActive(interrupts.intidOf(irq), active);
    else if (active && interrupts.hasSources(irq)) {
      if (!wasActive || !vgic.repairs.keepsActiveSource) interrupts.activeSource[irq] = requester;
    }
    if (active) this.lists.queue(irq);
    else {
      this.unlock(irq);
      this.deactivated(irq);
    }
  }

  /** Repair of KVM-OFF: what was active on a vCPU that is powered off leaves its list. */
  deactivated(irq: number): void {
    const { interrupts, lists } = this;
    const owner = interrupts.owner[irq];
    if (owner < 0 || ((interrupts.unreachable >>> owner) & 1) === 0) return;
    lists.prune(owner);
    this.vgic.listsChanged(owner);
  }

  /** IPRIORITYR: `count` bytes. */
  readPriority(first: number, count: number): number {
    let value = 0;
    for (let n = 0; n < count; n++) value |= this.interrupts.priority[first + n] << (n * 8);
    return value;
  }

  /** Nothing is sorted again, and nobody is kicked. */
  writePriority(first: number, count: number, value: number): void {
    for (let n = 0; n < count; n++) {
      this.lock(first + n);
      this.interrupts.priority[first + n] = (value >>> (n * 8)) & this.interrupts.priorityMask;
      this.unlock(first + n);
    }
  }

  readIcfgr(first: number, count: number): number {
    const { state } = this.interrupts;
    let value = 0;
    for (let n = 0; n < count; n++)
      if ((state[first + n] & Irq.Level) === 0) value |= EDGE << (n * 2);
    return value;
  }

  /** Fixed for private interrupts. Latch and line stay as they are. */
  writeIcfgr(first: number, count: number, value: number): void {
    const { vgic } = this;
    for (let n = 0; n < count; n++) {
      const irq = first + n;
      if (!this.interrupts.isSpi(irq)) continue;
      this.lock(irq);
      const isEdge = ((value >>> (n * 2)) & EDGE) !== 0;
      this.interrupts.set(irq, Irq.Level, !isEdge);
      if ((this.interrupts.state[irq] & Irq.Hardware) !== 0 && vgic.repairs.configuresPhysical) {
        vgic.physical.setEdge(this.interrupts.intidOf(irq), isEdge);
      }
      this.unlock(irq);
    }
  }
}
