import type { Lists } from '../contract/lists';
import { EntryFlag, RecordFlag } from '../contract/lists';
import { NO_LR, Status } from './pending-irq';
import { RawAccesses } from './raw-accesses';

/** Not on lr_pending; in no list register. */
const NONE = -1;

/** `EntryFlag` of each value of `status`, without what depends on more than that. */
const flagsOfStatus = Uint16Array.from({ length: 32 }, (_, status) => {
  let flags: number = EntryFlag.Owned;
  if (status & Status.Queued) flags |= EntryFlag.Pending;
  if (status & Status.Active) flags |= EntryFlag.Active;
  if (status & Status.Visible) flags |= EntryFlag.Resident;
  if (status & Status.Enabled) flags |= EntryFlag.Enabled;
  if (status & Status.Migrating) flags |= EntryFlag.Migrating;
  const deliverable = Status.Queued | Status.Enabled;
  if ((status & deliverable) === deliverable) flags |= EntryFlag.Deliverable;
  return flags;
});

/** White-box observations: what the VGIC holds for a vCPU. */
export abstract class Describe extends RawAccesses {
  /** Position on the lr_pending described last; valid where `stamp` is the current one. */
  private waitingAt!: Int16Array;
  private waitingStamp!: Int32Array;
  private listedStamp!: Int32Array;
  private stamp = 0;
  /** By vCPU: what left inflight_irqs while it said that it was in a list register. */
  private readonly strays: number[][] = [];

  protected override resetHypervisor(): void {
    super.resetHypervisor();
    if (this.strays.length === 0) {
      this.waitingAt = new Int16Array(this.irqs.count);
      this.waitingStamp = new Int32Array(this.irqs.count);
      this.listedStamp = new Int32Array(this.irqs.count);
      for (let v = 0; v < this.vcpus; v++) this.strays.push([]);
    }
    for (let v = 0; v < this.vcpus; v++) this.strays[v].length = 0;
  }

  protected override forgotten(vcpu: number, irq: number): void {
    if (this.irqs.has(irq, Status.Visible) && !this.strays[vcpu].includes(irq)) {
      this.strays[vcpu].push(irq);
    }
  }

  describeLists(vcpu: number, step: number, into: Lists): void {
    const { inflight, lrPending } = this;
    this.stamp++;
    this.beginRecord(vcpu, step, into);
    into.bank(this.hardware[vcpu].listRegisters);
    const queue = lrPending.head(vcpu);
    let position = 0;
    for (let irq = lrPending.next[queue]; irq !== queue; irq = lrPending.next[irq]) {
      this.waitingAt[irq] = position++;
      this.waitingStamp[irq] = this.stamp;
    }
    const head = inflight.head(vcpu);
    for (let irq = inflight.next[head]; irq !== head; irq = inflight.next[irq]) {
      this.listedStamp[irq] = this.stamp;
      this.describeEntry(vcpu, irq, EntryFlag.Listed, into);
    }
    for (let irq = lrPending.next[queue]; irq !== queue; irq = lrPending.next[irq]) {
      this.describeStray(vcpu, irq, into);
    }
    this.describeStrays(vcpu, into);
    into.end();
  }

  private beginRecord(vcpu: number, step: number, into: Lists): void {
    let flags = this.isAtEntry(vcpu) ? RecordFlag.Entry : 0;
    if (this.forwards()) flags |= RecordFlag.DistributorOn;
    if (!this.isOn(vcpu)) flags |= RecordFlag.Off;
    if (this.hasMoved(vcpu)) flags |= RecordFlag.Moved;
    const low = this.lrMask[vcpu * 2];
    const high = this.lrMask[vcpu * 2 + 1];
    const faults = this.locks.takeFaults();
    into.begin(step, vcpu, flags, faults, this.hardware[vcpu].readHcr(), low, high);
  }

  /** Whatever GICD_CTLR says (DIFF-09). */
  protected forwards(): boolean {
    return true;
  }

  /** What is held for this vCPU without being on its inflight_irqs. */
  private describeStrays(vcpu: number, into: Lists): void {
    const { irqs } = this;
    const { intid } = this.hardware[vcpu].listRegisters;
    for (let word = 0; word < 2; word++) {
      for (let used = this.lrMask[vcpu * 2 + word]; used !== 0; used &= used - 1) {
        const lr = word * 32 + 31 - Math.clz32(used & -used);
        const irq = irqs.of(vcpu, intid[lr]);
        if (irqs.lr[irq] === lr) this.describeStray(vcpu, irq, into);
      }
    }
    const left = this.strays[vcpu];
    for (let n = 0; n < left.length; n++) {
      const irq = left[n];
      const claims = irqs.has(irq, Status.Visible) && !this.inflight.isLinked(irq);
      if (claims && (irqs.isPrivate(irq) || this.targetOf(irq) === vcpu)) {
        this.describeStray(vcpu, irq, into);
      }
    }
  }

  private describeStray(vcpu: number, irq: number, into: Lists): void {
    if (this.listedStamp[irq] === this.stamp) return;
    this.listedStamp[irq] = this.stamp;
    this.describeEntry(vcpu, irq, 0, into);
  }

  private describeEntry(vcpu: number, irq: number, listed: number, into: Lists): void {
    const { irqs } = this;
    const waits = this.waitingStamp[irq] === this.stamp;
    let flags = flagsOfStatus[irqs.status[irq] & 31] | listed;
    if (waits) flags |= EntryFlag.Waiting;
    if (!this.forwards()) flags &= ~EntryFlag.Deliverable;
    if (irqs.desc[irq]) flags |= EntryFlag.Hardware;
    if (this.ranks.isLevel(irq)) flags |= EntryFlag.Level;
    if (this.line[irq]) flags |= EntryFlag.Line;
    if ((this.hardware[vcpu].priority.groups >> this.group) & 1) flags |= EntryFlag.GroupOn;
    const lr = irqs.lr[irq] === NO_LR ? NONE : irqs.lr[irq];
    into.entry(
      irqs.intidOf(irq),
      irqs.priority[irq],
      flags,
      lr,
      waits ? this.waitingAt[irq] : NONE,
    );
  }
}
