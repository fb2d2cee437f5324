import type { GuestSystem } from '../architecture/guest-system';
import type { Lists } from '../contract/lists';
import { EntryFlag, RecordFlag } from '../contract/lists';
import type { ApLists } from './ap-lists';
import type { Interrupts } from './interrupts';
import { Irq, NOWHERE } from './interrupts';

/** Writes down the list registers, of which the first `used` are in use, and the ap_list of a vCPU. */
export function describe(
  system: GuestSystem,
  interrupts: Interrupts,
  lists: ApLists,
  used: number,
  vcpu: number,
  step: number,
  into: Lists,
): void {
  const { listRegisters, priority } = system.hardware[vcpu];
  let flags = system.isAtEntry(vcpu) ? RecordFlag.Entry : 0;
  if (system.hasMoved(vcpu)) flags |= RecordFlag.Moved;
  if (interrupts.distributorOn) flags |= RecordFlag.DistributorOn;
  if (!system.isOn(vcpu)) flags |= RecordFlag.Off;
  const control = system.hardware[vcpu].readHcr();
  into.begin(
    step,
    vcpu,
    flags,
    system.locks.takeFaults(),
    control,
    bitsBelow(used),
    bitsBelow(used - 32),
  );
  into.bank(listRegisters);
  const groupOn = (priority.groups & 1) !== 0;
  const list = lists.entries[vcpu];
  for (let at = 0; at < lists.length[vcpu]; at++) {
    const instance = list[at];
    into.entry(
      interrupts.intidOf(instance),
      interrupts.priority[instance],
      entryFlags(interrupts, instance, vcpu) | (groupOn ? EntryFlag.GroupOn : 0),
      interrupts.register[instance],
      -1,
    );
  }
  into.end();
}

/** The lowest `count` bits. */
function bitsBelow(count: number): number {
  return count >= 32 ? -1 : count <= 0 ? 0 : (1 << count) - 1;
}

function flagsOf(state: number): number {
  const causes = (state & Irq.Level) !== 0 ? Irq.Latch | Irq.Line : Irq.Latch;
  let flags: number = EntryFlag.Listed;
  if ((state & causes) !== 0) flags |= EntryFlag.Pending;
  if ((state & Irq.Active) !== 0) flags |= EntryFlag.Active;
  if ((state & Irq.Enabled) !== 0) flags |= EntryFlag.Enabled;
  if ((state & Irq.Hardware) !== 0) flags |= EntryFlag.Hardware;
  if ((state & Irq.Level) !== 0) flags |= EntryFlag.Level;
  if ((state & Irq.Latch) !== 0) flags |= EntryFlag.Latch;
  if ((state & Irq.Line) !== 0) flags |= EntryFlag.Line;
  return flags;
}

/** What of an entry follows from the bits of `Irq` alone, by these. */
const flagsByState = Uint16Array.from({ length: 256 }, (_, state) => flagsOf(state));

function entryFlags(interrupts: Interrupts, instance: number, vcpu: number): number {
  let flags = flagsByState[interrupts.flags[instance]];
  if (interrupts.register[instance] !== NOWHERE) flags |= EntryFlag.Resident;
  if (interrupts.owner[instance] === vcpu) flags |= EntryFlag.Owned;
  if (interrupts.oracle(instance) === vcpu) flags |= EntryFlag.Deliverable;
  if (interrupts.source[instance] !== 0) flags |= EntryFlag.SourcesLeft;
  return flags;
}
