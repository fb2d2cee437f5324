import type { Lists } from '../contract/lists';
import { EntryFlag, RecordFlag } from '../contract/lists';
import { Irq, NONE } from './interrupts';
import type { KvmVgic } from './system';

/** Each bit of `Irq` at its place in the flags of an entry. */
function entryFlags(vgic: KvmVgic, vcpu: number, irq: number, isListed: boolean): number {
  const { interrupts } = vgic;
  const state = interrupts.state[irq];
  const group = (state & Irq.Group1) !== 0 ? 1 : 0;
  let flags = isListed ? EntryFlag.Listed : 0;
  if (interrupts.isPending(irq)) flags |= EntryFlag.Pending;
  if ((state & Irq.Active) !== 0) flags |= EntryFlag.Active;
  if ((state & Irq.Enabled) !== 0) flags |= EntryFlag.Enabled;
  if ((state & Irq.OnLr) !== 0) flags |= EntryFlag.Resident;
  if ((state & Irq.Hardware) !== 0) flags |= EntryFlag.Hardware;
  if ((state & Irq.Level) !== 0) flags |= EntryFlag.Level;
  if ((state & Irq.Latch) !== 0) flags |= EntryFlag.Latch;
  if ((state & Irq.Line) !== 0) flags |= EntryFlag.Line;
  if (interrupts.targetOf(irq) === vcpu) flags |= EntryFlag.Deliverable;
  if (interrupts.owner[irq] === vcpu) flags |= EntryFlag.Owned;
  if (interrupts.hasSources(irq) && interrupts.source[irq] !== 0) flags |= EntryFlag.SourcesLeft;
  if (((vgic.hardware[vcpu].priority.groups >> group) & 1) !== 0) flags |= EntryFlag.GroupOn;
  return flags;
}

function describeEntry(
  vgic: KvmVgic,
  vcpu: number,
  irq: number,
  isListed: boolean,
  into: Lists,
): void {
  const { interrupts } = vgic;
  const isResident = (interrupts.state[irq] & Irq.OnLr) !== 0;
  into.entry(
    interrupts.intidOf(irq),
    interrupts.priority[irq],
    entryFlags(vgic, vcpu, irq, isListed),
    isResident ? interrupts.listRegister[irq] : NONE,
    NONE,
  );
}

/** Interrupts that say that they belong to a vCPU without being on its list. */
function describeStrays(vgic: KvmVgic, vcpu: number, into: Lists): void {
  const { interrupts, lists } = vgic;
  const listed = lists.entries[vcpu].subarray(0, lists.length[vcpu]);
  for (let irq = 0; irq < interrupts.size; irq++) {
    if (interrupts.owner[irq] === vcpu && !listed.includes(irq)) {
      describeEntry(vgic, vcpu, irq, false, into);
    }
  }
}

/** Writes down the ap_list of a vCPU and its list registers. */
export function describe(vgic: KvmVgic, vcpu: number, step: number, into: Lists): void {
  const { interrupts, lists } = vgic;
  const hardware = vgic.hardware[vcpu];
  const { listRegisters } = hardware;
  const used = vgic.guestSwitch.used[vcpu];
  into.begin(
    step,
    vcpu,
    (vgic.isAtEntry(vcpu) ? RecordFlag.Entry : 0) |
      (vgic.hasMoved(vcpu) ? RecordFlag.Moved : 0) |
      (interrupts.enabledGroups !== 0 ? RecordFlag.DistributorOn : 0) |
      (vgic.isOn(vcpu) ? 0 : RecordFlag.Off),
    vgic.locks.takeFaults(),
    hardware.readHcr(),
    used >= 32 ? -1 : (1 << used) - 1,
    used <= 32 ? 0 : used === 64 ? -1 : (1 << (used - 32)) - 1,
  );
  // Outside the guest everything is in memory.
  if (vgic.isInGuest(vcpu)) into.bank(listRegisters);
  else into.emptyBank(listRegisters.count);
  const list = lists.entries[vcpu];
  for (let at = 0; at < lists.length[vcpu]; at++) describeEntry(vgic, vcpu, list[at], true, into);
  if (lists.owned[vcpu] !== lists.length[vcpu]) describeStrays(vgic, vcpu, into);
  into.end();
}
