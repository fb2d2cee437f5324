import { Outcome } from '../../models/contract/observation';
import { registers } from '../../models/architecture/registers';
import type { Account } from './account';
import { LR_PENDING } from './list-registers';
import type { Moment, Lens } from './moment';
import { acknowledgeRegisters, pendingRegisters } from './moment';

/** Lens and interface by register id, for the hot path: interface * 4 + lens + 1, 0 for none. */
function lensTable(map: ReadonlyMap<number, { lens: Lens; interface: 0 | 1 }>): Uint8Array {
  const table = new Uint8Array(registers.length);
  for (const [register, entry] of map) table[register] = entry.interface * 4 + entry.lens + 1;
  return table;
}
const acknowledgeLens = lensTable(acknowledgeRegisters);
const pendingLens = lensTable(pendingRegisters);
/** Interrupts per register, by register id. */
export const perRegister = Uint8Array.from(registers, (entry) => entry.interruptsPerRegister);
const isRedistributor = Uint8Array.from(registers, (entry) =>
  entry.side === 'redistributor' ? 1 : 0,
);
const isSgiFrame = Uint8Array.from(registers, (entry) =>
  entry.side === 'redistributor' && (entry.offset ?? 0) >= 0x10000 && (entry.offset ?? 0) < 0x1fff0
    ? entry.interruptsPerRegister || 32
    : 0,
);
const interfaceOf = Uint8Array.from(registers, (entry) => (entry.side === 'virtual' ? 1 : 0));

/** Fills in what a step is about, before it is judged and applied. */
export function prepare(account: Account, m: Moment): void {
  m.word = -1;
  m.linesOf = -1;
  m.isAcknowledge = false;
  m.rightness = 'unasked';
  if (m.register < 0) return;
  const per = perRegister[m.register];
  if (isRedistributor[m.register]) {
    if (isSgiFrame[m.register]) m.word = m.aux;
  } else if (per > 0) {
    const intid = m.size === 1 ? m.index : m.index * per;
    const word = intid >> 5;
    if (word === 0) m.word = account.machine.gic === 2 ? m.vcpu : -1;
    else if (account.interrupts.vcpus + word - 1 < account.interrupts.words) {
      m.word = account.interrupts.vcpus + word - 1;
    }
  }
  m.interface = interfaceOf[m.register];
  if (m.isWrite || m.outcome !== Outcome.Value) return;
  const lens = acknowledgeLens[m.register] || pendingLens[m.register];
  if (lens !== 0) {
    m.isAcknowledge = acknowledgeLens[m.register] !== 0;
    m.lens = ((lens - 1) & 3) as Lens;
    identify(account, m);
  }
}

/** Finds what an acknowledge or HPPIR value names. */
function identify(account: Account, m: Moment): void {
  if (account.machine.gic === 2) {
    m.acknowledged = m.low & 0x3ff;
    m.source = (m.low >>> 10) & 7;
  } else {
    m.acknowledged = m.low & 0xffffff;
    m.source = 0;
  }
  m.instance = -1;
  m.listRegister = -1;
  if (m.special) return;
  if (m.interface === 0) m.instance = account.interrupts.instance(m.acknowledged, m.vcpu);
  else m.listRegister = account.listRegisters[m.vcpu].find(m.acknowledged, 1 << LR_PENDING);
}
