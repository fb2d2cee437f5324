import { State } from '../../architecture/list-registers';
import { Register } from '../../architecture/registers';
import { Hcr } from '../../architecture/virtual-interface';
import { NO_LR, Status } from '../pending-irq';
import { MendedDelivery } from './delivery';
import { LEVELS, NONE } from './mended-state';

/** List registers run out: what is pending goes first, what is active may be held outside. */
export abstract class MendedSpill extends MendedDelivery {
  protected override resetHypervisor(): void {
    super.resetHypervisor();
    this.deactivateTraps = this.repaired.deactivatesRemotely && this.gic === 2;
    this.lastTrap = this.repaired.deactivatesRemotely && this.gic === 3 ? Hcr.Tdir : 0;
  }
  /** HCR.TDIR, where DIR is always trapped. */
  private lastTrap = 0;

  protected override syncToLrs(vcpu: number): void {
    super.syncToLrs(vcpu);
    const hardware = this.hardware[vcpu];
    let control = hardware.control & ~(Hcr.Lrenpie | Hcr.Npie);
    control |= this.lastTrap;
    if (this.repaired.spills) {
      if (this.loadSpilled(vcpu)) control |= Hcr.Lrenpie;
      if (!this.lrPending.isEmpty(vcpu) && this.forwards()) control |= Hcr.Npie;
    }
    hardware.control = control;
    const { priority } = hardware;
    for (let n = 0; n < priority.activePriorityRegisters; n++) {
      this.aprsAtEntry[vcpu * 4 + n] = priority.readActivePriorities(this.group, n);
    }
  }

  protected override restorePendingIrqs(vcpu: number): void {
    if (!this.forwards()) return;
    if (this.repaired.spills && this.repaired.evictsLowest) this.placePending(vcpu);
    else super.restorePendingIrqs(vcpu);
  }

  /** Always the first that waits, until it finds no place: those evicted on the way count too. */
  private placePending(vcpu: number): void {
    const { lrPending } = this;
    const lock = this.lock.vcpu[vcpu];
    this.locks.acquire(lock);
    const head = lrPending.head(vcpu);
    for (let irq = lrPending.next[head]; irq !== head; irq = lrPending.next[head]) {
      let lr = this.findUnusedLr(vcpu, 0);
      if (lr >= this.listRegisterCount) {
        const victim = this.findVictim(vcpu, this.inflight.head(vcpu), irq);
        if (victim === NONE) break;
        lr = this.evict(vcpu, victim);
      }
      this.useLr(vcpu, lr);
      this.setLr(vcpu, lr, irq);
      lrPending.unlink(irq);
    }
    this.locks.release(lock);
  }

  protected override findVictim(vcpu: number, cursor: number, irq: number): number {
    const victim = this.findPendingVictim(vcpu, cursor, irq);
    if (victim !== NONE || !this.repaired.spills) return victim;
    return this.findActiveVictim(vcpu);
  }

  private findPendingVictim(vcpu: number, cursor: number, irq: number): number {
    if (!this.repaired.evictsLowest) return super.findVictim(vcpu, cursor, irq);
    const { inflight, irqs } = this;
    const head = inflight.head(vcpu);
    for (let at = inflight.previous[head]; at !== head; at = inflight.previous[at]) {
      if (irqs.priority[at] <= irqs.priority[irq]) return NONE;
      if (irqs.has(at, Status.Visible) && !irqs.has(at, Status.Active)) return at;
    }
    return NONE;
  }

  /** The active one of the lowest priority: it is ended last. */
  private findActiveVictim(vcpu: number): number {
    const { inflight, irqs } = this;
    const head = inflight.head(vcpu);
    const wanted = Status.Visible | Status.Active;
    for (let at = inflight.previous[head]; at !== head; at = inflight.previous[at]) {
      if ((irqs.status[at] & wanted) === wanted) return at;
    }
    return NONE;
  }

  protected override evict(vcpu: number, victim: number): number {
    const { irqs } = this;
    if (!irqs.has(victim, Status.Active)) return super.evict(vcpu, victim);
    const lr = irqs.lr[victim];
    if ((this.shadow[victim] & State.Pending) !== 0) irqs.set(victim, Status.Queued);
    irqs.lr[victim] = NO_LR;
    irqs.clear(victim, Status.Visible);
    this.shadow[victim] = 0;
    this.spilled[victim] = 1;
    return lr;
  }

  /** Spilled ones go where there is room, the innermost first. @returns whether some are left outside */
  private loadSpilled(vcpu: number): boolean {
    const { inflight } = this;
    const head = inflight.head(vcpu);
    let lr = 0;
    for (let irq = inflight.next[head]; irq !== head; irq = inflight.next[irq]) {
      if (!this.spilled[irq]) continue;
      lr = this.findUnusedLr(vcpu, lr);
      if (lr >= this.listRegisterCount) return true;
      this.loadActive(vcpu, lr, irq);
    }
    return false;
  }

  private loadActive(vcpu: number, lr: number, irq: number): void {
    const { irqs } = this;
    this.useLr(vcpu, lr);
    this.writeLr(vcpu, lr, irqs.intidOf(irq), State.Active, irqs.priority[irq], irqs.desc[irq]);
    const { listRegisters } = this.hardware[vcpu];
    if (this.hasSources(irq)) listRegisters.source[lr] = this.lrSource[irq];
    irqs.set(irq, Status.Visible | Status.Active);
    irqs.lr[irq] = lr;
    this.shadow[irq] = State.Active;
    this.spilled[irq] = 0;
    const isHardware = irqs.desc[irq] !== 0;
    if (!isHardware && irqs.has(irq, Status.Queued)) {
      listRegisters.maintenance[lr >> 5] |= 1 << (lr & 31);
    }
  }

  protected override syncFromLrs(vcpu: number): void {
    super.syncFromLrs(vcpu);
    const hardware = this.hardware[vcpu];
    if (!this.repaired.spills) return;
    const lock = this.lock.vcpu[vcpu];
    this.locks.acquire(lock);
    for (; hardware.eoiCount > 0; hardware.eoiCount--) this.endInnermost(vcpu);
    this.noteDropped(vcpu);
    this.locks.release(lock);
  }

  /** What set an active priority bit that is gone cannot be ended by an EOI any more. */
  private noteDropped(vcpu: number): void {
    const { priority } = this.hardware[vcpu];
    for (let n = 0; n < priority.activePriorityRegisters; n++) {
      let ended = this.aprsAtEntry[vcpu * 4 + n] & ~priority.readActivePriorities(this.group, n);
      for (; ended !== 0; ended &= ended - 1) {
        this.holders[vcpu * LEVELS + n * 32 + 31 - Math.clz32(ended & -ended)] = NONE;
      }
    }
  }

  /** An EOI found no list register: it is for what set the active priority bit that is gone. */
  private endInnermost(vcpu: number): void {
    const level = this.endedLevel(vcpu);
    if (level === NONE) return;
    const irq = this.holders[vcpu * LEVELS + level];
    if (irq !== NONE && this.spilled[irq] && this.owner[irq] === vcpu) {
      this.deactivateSpilled(vcpu, irq);
    }
  }

  /** The outermost priority that was active at the last entry and is no more, as a bit number. */
  private endedLevel(vcpu: number): number {
    const { priority } = this.hardware[vcpu];
    for (let n = priority.activePriorityRegisters - 1; n >= 0; n--) {
      const now = priority.readActivePriorities(this.group, n);
      const ended = this.aprsAtEntry[vcpu * 4 + n] & ~now;
      if (ended !== 0) return n * 32 + 31 - Math.clz32(ended);
    }
    return NONE;
  }

  protected deactivateSpilled(vcpu: number, irq: number): void {
    const { irqs } = this;
    this.spilled[irq] = 0;
    irqs.clear(irq, Status.Active);
    if (irqs.desc[irq]) this.physical.setActive(irqs.intidOf(irq), false);
    this.requeue(vcpu, irq);
  }

  /** Ends an active state wherever it is held (DIR, ICACTIVER). */
  protected deactivate(irq: number): void {
    const { irqs } = this;
    if (!this.isActive(irq)) return;
    const owner = this.owner[irq];
    const lock = this.lock.vcpu[owner];
    this.locks.acquire(lock);
    if (this.spilled[irq]) this.deactivateSpilled(owner, irq);
    else {
      this.shadow[irq] &= ~State.Active;
      this.edited[irq] = 1;
      irqs.clear(irq, Status.Active);
      if (irqs.desc[irq]) this.physical.setActive(irqs.intidOf(irq), false);
      this.settleSaved(owner, irq, false);
    }
    this.locks.release(lock);
    this.moveAll();
    this.kickVcpu(owner);
  }

  protected override trappedDeactivate(vcpu: number, value: number): void {
    this.current = vcpu;
    if (this.hardware[vcpu].priority.eoiMode === 0) return;
    const intid = value & (this.gic === 2 ? 0x3ff : 0xffffff);
    if (intid >= this.irqs.intids) return;
    const irq = this.irqs.of(vcpu, intid);
    if (this.hasSources(irq) && ((value >>> 10) & 7) !== this.lrSource[irq]) return;
    const halted = this.haltOthers(vcpu);
    this.deactivate(irq);
    this.resumeOthers(vcpu, halted);
  }

  /** Takes the other vCPUs out of the guest, so that what they did is known. @returns which, as bits */
  protected haltOthers(vcpu: number): number {
    let halted = 0;
    for (let v = 0; v < this.vcpus; v++) if (v !== vcpu && this.halt(v)) halted |= 1 << v;
    this.current = vcpu;
    return halted;
  }

  protected resumeOthers(vcpu: number, halted: number): void {
    this.locks.returned();
    // What moves from one to another does so before either runs.
    for (let v = 0; v < this.vcpus; v++) if ((halted >>> v) & 1) this.bringInLine(v);
    for (let v = 0; v < this.vcpus; v++) if ((halted >>> v) & 1) this.resume(v);
    this.current = vcpu;
  }

  /** Registers whose accesses need to know what all vCPUs did. */
  protected needsHalt(register: number, isWrite: boolean): boolean {
    switch (register) {
      case Register.GICD_ISPENDR:
      case Register.GICD_ICPENDR:
      case Register.GICR_ISPENDR0:
      case Register.GICR_ICPENDR0:
      case Register.GICD_ISACTIVER:
      case Register.GICD_ICACTIVER:
      case Register.GICR_ISACTIVER0:
      case Register.GICR_ICACTIVER0:
      case Register.GICD_SPENDSGIR:
      case Register.GICD_CPENDSGIR:
        return true;
      case Register.GICD_CTLR:
      case Register.GICD_ICENABLER:
      case Register.GICR_ICENABLER0:
      case Register.GICD_ISENABLER:
      case Register.GICR_ISENABLER0:
      case Register.GICD_ITARGETSR:
      case Register.GICD_IROUTER:
      case Register.GICD_ICFGR:
      case Register.GICD_IPRIORITYR:
      case Register.GICR_IPRIORITYR:
        return isWrite;
      default:
        return false;
    }
  }
}
