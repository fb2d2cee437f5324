import { Register } from '../../../models/architecture/registers';
import type { Account } from '../../account/account';
import type { Moment } from '../../account/moment';
import { PRIORITY_READS, reading } from '../../events';
import { requirement, Verdict } from '../../requirement';

/** What byte of an interrupt reads, or -1 if not known. */
function expectedByte(m: Moment, account: Account, instance: number): number {
  const i = account.interrupts;
  const word = instance >> 5;
  const bit = 1 << (instance & 31);
  if ((i.implemented[word] & bit) === 0) return -1;
  if (m.register !== Register.GICD_ITARGETSR) {
    return i.priorityUnknown[word] & bit ? -1 : i.priority[instance];
  }
  if (account.machine.gic !== 2 || word < i.vcpus || i.vcpus === 1) return -1;
  // Masks of one PE only: what others read back has a requirement of its own (DIV-13, DIV-14).
  const mask = i.targets[instance];
  if (i.routeUnknown[word] & bit || mask === 0 || (mask & (mask - 1)) !== 0) return -1;
  return mask;
}

export default requirement({
  id: 'GIC-DIST-007',
  title: 'Byte n of a register is bits [8n+7:8n]: memory-mapped registers are little-endian',
  source: "IHI 0048 programmers' model; IHI 0069 programmers' model (C)",
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: [...PRIORITY_READS, ...reading(Register.GICD_ITARGETSR)],
  check(m, account) {
    if (m.word < 0) return Verdict.NotConcerned;
    const first = m.word * 32 + ((m.size === 1 ? m.index : m.index * 4) & 31);
    let telling = false;
    for (let n = 0; n < m.size; n++) {
      const expected = expectedByte(m, account, first + n);
      const mirrored = expectedByte(m, account, (first + n) ^ 3);
      // Only a byte that differs from the one at the mirrored place tells the order.
      if (expected < 0 || mirrored < 0 || expected === mirrored) continue;
      telling = true;
      if (((m.low >>> (8 * n)) & 0xff) !== expected) return Verdict.Broken;
    }
    return telling ? Verdict.Held : Verdict.NotConcerned;
  },
});
