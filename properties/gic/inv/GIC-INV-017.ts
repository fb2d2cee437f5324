import { Register } from '../../../models/architecture/registers';
import { EntryFlag } from '../../../models/contract/lists';
import type { ListsView } from '../../../models/contract/lists';
import type { Account } from '../../account/account';
import type { Moment } from '../../account/moment';
import { LISTS, reading } from '../../events';
import { bitsAre, holds, requirement, Verdict } from '../../requirement';
import { isAtEntry, registerOf, showsRecord } from '../../lists/record';

const running = reading(Register.GICC_RPR, Register.ICC_RPR_EL1);

/** The interrupt of list register n is held for this vCPU as being in it. */
function isTracked(record: ListsView, n: number): boolean {
  for (let entry = 0; entry < record.entries; entry++) {
    if (record.entryRegister(entry) !== n) continue;
    if ((record.entryFlags(entry) & EntryFlag.Listed) === 0) continue;
    if (record.entryIntid(entry) === record.registerIntid(n)) return true;
  }
  return false;
}

/** The first entries after CPU_ON: lists and list registers agree. */
function agree(record: ListsView, account: Account): Verdict {
  const { vcpu } = record;
  if (((account.poweredOn >>> vcpu) & 1) === 0 || !isAtEntry(record)) return Verdict.NotConcerned;
  if (!account.interface(vcpu, 0).poweredUp) return Verdict.NotConcerned;
  for (let n = 0; n < record.shown; n++) {
    if (record.registerState(n) !== 0 && !isTracked(record, n)) return Verdict.Broken;
  }
  for (let n = 0; n < record.entries; n++) {
    const register = record.entryRegister(n);
    if (register < 0) continue;
    if (register >= record.registers || registerOf(record, record.entryIntid(n)) !== register) {
      return Verdict.Broken;
    }
  }
  return Verdict.Held;
}

function hasNoActivePriority(m: Moment, account: Account): Verdict {
  const iface = account.interface(m.vcpu, 0);
  if (!iface.poweredUp || iface.aprRestored) return Verdict.NotConcerned;
  if (running.includes(m.register)) return bitsAre(m.low, 0xff, iface.priorityMask);
  return holds(m.low === 0);
}

export default requirement({
  id: 'GIC-INV-017',
  title:
    'A PE that was powered off and on again has no active priority, and its list registers and the lists of its hypervisor agree',
  source: 'derived; IHI 0048 GICC_RPR, IHI 0069 ICC_AP0R<n>_EL1, ICC_AP1R<n>_EL1, ICC_RPR_EL1',
  applies: { gic: [2, 3], power: true },
  // The priorities of a PE that was just powered on are its own: no effect of others is awaited.
  strength: 'between-barriers',
  on: [...running, ...reading(Register.ICC_AP0R_EL1, Register.ICC_AP1R_EL1), LISTS],
  check(m, account) {
    if (showsRecord(m)) return agree(m.record, account);
    return hasNoActivePriority(m, account);
  },
});
