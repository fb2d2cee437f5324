import { StepKind } from '../../models/contract/encoded';
import type { ListsView } from '../../models/contract/lists';
import { EntryFlag, RecordFlag } from '../../models/contract/lists';
import type { Account } from '../account/account';
import { LR_ACTIVE } from '../account/list-registers';
import type { Moment } from '../account/moment';

/** Bits of HCR that requirements about records name (section 4.2). */
export const Control = { En: 1, UIE: 2, LRENPIE: 4, NPIE: 8, TDIR: 1 << 14 } as const;
/** HCR.EOIcount. */
export const EOI_COUNT_SHIFT = 27;
/** GICv2: a list register keeps these bits of a priority (GIC-LR-014). */
const GICV2_PRIORITY = 0xf8;

/** A set of INTIDs that costs nothing to empty. */
export class IntidSet {
  private readonly stamps = new Int32Array(1 << 16);
  private stamp = 0;

  clear(): void {
    this.stamp = (this.stamp + 1) | 0;
    if (this.stamp === 0) this.stamps.fill(0);
    if (this.stamp === 0) this.stamp = 1;
  }

  add(intid: number): void {
    this.stamps[intid] = this.stamp;
  }

  has(intid: number): boolean {
    return this.stamps[intid] === this.stamp;
  }
}

/** The moment is of the event `LISTS`, for requirements that have other events too. */
export function showsRecord(m: Moment): boolean {
  return !m.record.isEmpty && m.record.step === m.step;
}

/** The record says what the guest starts with. */
export function isAtEntry(record: ListsView): boolean {
  return (record.flags & RecordFlag.Entry) !== 0;
}

const OWN_WORK = RecordFlag.Entry | RecordFlag.Moved | RecordFlag.Off;

/**
 * The lists were changed by another vCPU or a device while the vCPU stayed in the guest, or out of
 * it. A vCPU that is off runs nothing that others could disturb.
 */
export function isChangedByOthers(m: Moment): boolean {
  if ((m.record.flags & OWN_WORK) !== 0) return false;
  switch (m.kind) {
    case StepKind.Raise:
    case StepKind.Lower:
    case StepKind.Pulse:
      return true;
    case StepKind.Barrier:
      return false;
    default:
      return m.vcpu !== m.record.vcpu;
  }
}

/** List register n is in use, by the map of the hypervisor. */
export function isUsed(record: ListsView, n: number): boolean {
  return (((n < 32 ? record.usedLow : record.usedHigh) >>> (n & 31)) & 1) !== 0;
}

/** Nothing at all is in list register n. */
export function isZero(record: ListsView, n: number): boolean {
  const held = record.registerIntid(n) | record.registerState(n) | record.registerPriority(n);
  const kind = record.registerGroup(n) | record.registerHw(n) | record.registerEoi(n);
  return (held | kind | record.registerExtra(n)) === 0;
}

/** The list register holds an interrupt that is active, or pending and active. */
export function holdsActive(record: ListsView, n: number): boolean {
  return record.registerState(n) >= LR_ACTIVE;
}

/** Priority bits that a list register keeps. */
export function keptPriority(account: Account): number {
  return account.machine.gic === 2 ? GICV2_PRIORITY : account.interrupts.priorityMask;
}

const HELD = EntryFlag.Listed | EntryFlag.Waiting;
const WANTED = EntryFlag.Deliverable | EntryFlag.Active;

/** Entry n is held for this vCPU and claims no list register. */
export function isOutside(record: ListsView, n: number): boolean {
  return (record.entryFlags(n) & HELD) !== 0 && record.entryRegister(n) < 0;
}

/** Entry n would be presented if there were a list register for it: pending, not active. */
export function isLeftPending(record: ListsView, n: number): boolean {
  const flags = record.entryFlags(n);
  return (
    (flags & EntryFlag.Deliverable) !== 0 &&
    (flags & EntryFlag.Active) === 0 &&
    isOutside(record, n)
  );
}

/** Entry n is active and in no list register. */
export function isSpilled(record: ListsView, n: number): boolean {
  return (record.entryFlags(n) & EntryFlag.Active) !== 0 && isOutside(record, n);
}

const SGI_HELD_BACK = EntryFlag.SourcesLeft | EntryFlag.Listed;

/**
 * GICv2, up to KVM 6.18: once an SGI with requests of further sources is in a list register, filling
 * stops at the first interrupt of lower priority than its own, and what stands behind that on the
 * list waits too, until the SGI is deactivated; its EOI bit makes that an exit.
 * @returns the position on the list from which on interrupts wait for that, or the list's length
 */
export function stoppedAt(record: ListsView): number {
  let priority = 256;
  for (let n = 0; n < record.entries; n++) {
    const register = record.entryRegister(n);
    if (register < 0) {
      if (record.entryPriority(n) > priority && isWanted(record, n)) return n;
      continue;
    }
    if ((record.entryFlags(n) & SGI_HELD_BACK) !== SGI_HELD_BACK) continue;
    if (register >= record.registers || !record.registerEoi(register)) continue;
    if (record.entryPriority(n) < priority) priority = record.entryPriority(n);
  }
  return record.entries;
}

/** Entry n is listed, and for a list register. */
function isWanted(record: ListsView, n: number): boolean {
  return (record.entryFlags(n) & WANTED) !== 0 && isOutside(record, n);
}

/** The list register that holds this interrupt in any state but inactive, or -1. */
export function registerOf(record: ListsView, intid: number): number {
  for (let n = 0; n < record.shown; n++) {
    if (record.registerState(n) !== 0 && record.registerIntid(n) === intid) return n;
  }
  return -1;
}

/** The entry of this interrupt, or -1. */
export function entryOf(record: ListsView, intid: number): number {
  for (let n = 0; n < record.entries; n++) if (record.entryIntid(n) === intid) return n;
  return -1;
}

const registered = new IntidSet();

/** Two list registers hold the same interrupt of INTID `first` to `last`. */
export function isDoubled(record: ListsView, first: number, last: number): boolean {
  registered.clear();
  for (let n = 0; n < record.shown; n++) {
    if (record.registerState(n) === 0) continue;
    const intid = record.registerIntid(n);
    if (intid < first || intid > last) continue;
    if (registered.has(intid)) return true;
    registered.add(intid);
  }
  return false;
}

/** How many list registers hold an interrupt of INTID `first` to `last`. */
export function countValid(record: ListsView, first: number, last: number): number {
  let count = 0;
  for (let n = 0; n < record.shown; n++) {
    const intid = record.registerIntid(n);
    if (record.registerState(n) !== 0 && intid >= first && intid <= last) count++;
  }
  return count;
}

const shared = new IntidSet();

/** Collects the SPIs of a record: listed, or (`registersToo`) in a list register at entry. */
function collectSpis(record: ListsView, registersToo: boolean): boolean {
  let any = false;
  shared.clear();
  for (let n = 0; n < record.entries; n++) {
    const intid = record.entryIntid(n);
    if (intid < 32 || (record.entryFlags(n) & EntryFlag.Listed) === 0) continue;
    shared.add(intid);
    any = true;
  }
  if (!registersToo || !isAtEntry(record)) return any;
  for (let n = 0; n < record.shown; n++) {
    if (record.registerState(n) === 0 || record.registerIntid(n) < 32) continue;
    shared.add(record.registerIntid(n));
    any = true;
  }
  return any;
}

/** The record holds a collected SPI. */
function sharesSpi(record: ListsView, registersToo: boolean): boolean {
  for (let n = 0; n < record.entries; n++) {
    if ((record.entryFlags(n) & EntryFlag.Listed) === 0) continue;
    if (record.entryIntid(n) >= 32 && shared.has(record.entryIntid(n))) return true;
  }
  if (!registersToo || !isAtEntry(record)) return false;
  for (let n = 0; n < record.shown; n++) {
    const intid = record.registerIntid(n);
    if (record.registerState(n) !== 0 && intid >= 32 && shared.has(intid)) return true;
  }
  return false;
}

/** SPIs of this record beside those of the other vCPUs. */
export const Sharing = { NoSpi: 0, Apart: 1, Shared: 2 } as const;

/**
 * Whether an SPI of this record is another vCPU's too.
 * @param registersToo list registers count as well as lists
 */
export function sharing(account: Account, record: ListsView, registersToo: boolean): number {
  const { records } = account;
  if (records.length < 2 || !collectSpis(record, registersToo)) return Sharing.NoSpi;
  for (let v = 0; v < records.length; v++) {
    if (v === record.vcpu || records[v].isEmpty) continue;
    if (sharesSpi(records[v], registersToo)) return Sharing.Shared;
  }
  return Sharing.Apart;
}
