import { Status } from './pending-irq';
import { Restore } from './restore';

/** Interrupts that become pending. */
export abstract class Inject extends Restore {
  /** A rising edge or request of an interrupt for its target (vgic_inject_irq, level = true). */
  protected injectToTarget(irq: number): void {
    // The target is looked up before it is locked.
    this.inject(this.lockedVcpuOf(irq), irq);
  }

  /** A request of an interrupt for this vCPU. */
  protected inject(vcpu: number, irq: number): void {
    const lock = this.lock.vcpu[vcpu];
    this.locks.acquire(lock);
    const isTaken = this.accepts(vcpu);
    if (isTaken) this.queue(vcpu, irq);
    this.locks.release(lock);
    if (isTaken) this.kickVcpu(vcpu);
  }

  /** A vCPU that is off loses what comes (DIFF-08). */
  protected accepts(vcpu: number): boolean {
    return this.isOn(vcpu);
  }

  protected queue(vcpu: number, irq: number): void {
    const { irqs, inflight } = this;
    irqs.set(irq, Status.Queued);
    if (inflight.isLinked(irq)) {
      this.raiseInflightIrq(vcpu, irq);
      return;
    }
    irqs.priority[irq] = this.ranks.priority[irq];
    if (irqs.has(irq, Status.Enabled)) this.raiseGuestIrq(vcpu, irq);
    this.joinInflight(vcpu, irq);
  }

  protected joinInflight(vcpu: number, irq: number): void {
    this.inflight.insertSorted(vcpu, irq, this.irqs.priority);
  }

  /** Its lists changed: unblocks it, and makes it exit if it is in the guest. */
  protected kickVcpu(vcpu: number): void {
    this.listsChanged(vcpu);
    this.kick(vcpu);
  }

  /** Off both lists; what is in a list register stays there (vgic_remove_irq_from_queues). */
  protected removeFromQueues(irq: number): void {
    this.irqs.clear(irq, Status.Queued);
    this.inflight.unlink(irq);
    this.lrPending.unlink(irq);
  }

  /** SGIs carry no source. Targets that are missing or off are left out (vgic_to_sgi). */
  protected sendSgi(_sender: number, intid: number, targets: number): void {
    for (let v = 0; v < this.vcpus; v++) {
      if ((targets >>> v) & 1 && this.accepts(v)) this.inject(v, this.irqs.of(v, intid));
    }
  }

  /** The device model calls in when an input rises; a falling input is ignored (step 1). */
  protected override softwareLine(intid: number, vcpu: number, high: boolean): void {
    const irq = this.irqs.of(vcpu, intid);
    const rises = high && this.line[irq] === 0;
    this.line[irq] = high ? 1 : 0;
    if (!rises) return;
    this.current = -1;
    this.injectToTarget(irq);
  }

  /** do_IRQ: the priority was dropped, the guest will deactivate it. */
  protected override hostInterrupt(intid: number): void {
    const irq = this.irqs.of(0, intid);
    const lock = this.lock.desc[intid];
    const target = this.targetOf(irq);
    const here = this.physical.affinityOf(intid);
    const isHere = this.physicalCpu[target] === here && this.isInHypervisor(target);
    const interrupted = this.current;
    this.current = isHere ? target : -1;
    this.locks.acquire(lock);
    this.injectToTarget(irq);
    this.locks.release(lock);
    this.current = interrupted;
  }

  /** Xen handles a trap with interrupts enabled: what comes to this physical CPU is taken in between. */
  protected takeHere(): void {
    if (this.current >= 0) this.takePhysicalInterruptsOn(this.physicalCpu[this.current]);
  }

  private isInHypervisor(vcpu: number): boolean {
    return this.isLoaded(vcpu) && !this.isInGuest(vcpu);
  }
}
