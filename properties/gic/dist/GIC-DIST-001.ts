import { Outcome } from '../../../models/contract/observation';
import { Register, registers } from '../../../models/architecture/registers';
import type { Account } from '../../account/account';
import { Mark } from '../../account/marks';
import type { Moment } from '../../account/moment';
import { reading, writing } from '../../events';
import { requirement, Verdict } from '../../requirement';

const words = registers.flatMap((entry, id) =>
  entry.frame !== undefined && entry.width === 4 ? [id] : [],
);

/** Masks of one PE only: what others read back has a requirement of its own (DIV-13, DIV-14). */
function singleTarget(mask: number): number {
  return mask !== 0 && (mask & (mask - 1)) === 0 ? mask : -1;
}

/** What a byte that a write to another byte must have left alone reads, or -1 if not known. */
function expectedByte(m: Moment, account: Account, instance: number): number {
  const i = account.interrupts;
  const word = instance >> 5;
  const bit = 1 << (instance & 31);
  if ((i.marked(Mark.NeighbourWritten, word) & i.implemented[word] & bit) === 0) return -1;
  switch (m.register) {
    case Register.GICD_IPRIORITYR:
    case Register.GICR_IPRIORITYR:
      return i.priorityUnknown[word] & bit ? -1 : i.priority[instance];
    case Register.GICD_ITARGETSR:
      if (account.machine.gic !== 2 || word < i.vcpus || i.vcpus === 1) return -1;
      return i.routeUnknown[word] & bit ? -1 : singleTarget(i.targets[instance]);
    case Register.GICD_SPENDSGIR:
    case Register.GICD_CPENDSGIR:
      if (account.machine.gic !== 2 || i.unknown[word] & bit) return -1;
      return i.sources[word * 16 + (instance & 15)];
    default:
      return -1;
  }
}

export default requirement({
  id: 'GIC-DIST-001',
  title:
    'Registers accept 32-bit accesses, byte-per-interrupt registers also bytes, and a byte write affects that byte only',
  source: 'IHI 0048 4.1; IHI 0069 register access (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: [...reading(...words), ...writing(...words)],
  allOutcomes: true,
  check(m, account) {
    const entry = registers[m.register];
    if (m.size !== 4 && !(m.size === 1 && entry.bytes)) return Verdict.NotConcerned;
    if (entry.interruptsPerRegister > 0 && m.word < 0) return Verdict.NotConcerned;
    // Whether the wrong direction of a read-only or write-only register aborts is not said here.
    if (entry.access === (m.isWrite ? 'RO' : 'WO')) return Verdict.NotConcerned;
    if (m.outcome !== (m.isWrite ? Outcome.None : Outcome.Value)) return Verdict.Broken;
    if (m.isWrite || !entry.bytes) return Verdict.Held;
    const first = m.word * 32 + ((m.size === 1 ? m.index : m.index * 4) & 31);
    for (let n = 0; n < m.size; n++) {
      const expected = expectedByte(m, account, first + n);
      if (expected >= 0 && ((m.low >>> (8 * n)) & 0xff) !== expected) return Verdict.Broken;
    }
    return Verdict.Held;
  },
});
