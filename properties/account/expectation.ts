import type { Account } from './account';
import type { Moment } from './moment';
import { Lens } from './moment';

/**
 * Whether the value of an acknowledge is one of those the account allows.
 * @returns undefined if something that decides is not known
 */
export function acknowledgeIsRight(account: Account, m: Moment): boolean | undefined {
  // Many requirements ask the same of one acknowledge.
  if (m.rightness === 'unasked') {
    const e = account.evaluate(m.vcpu, m.interface);
    if (e.uncertain) m.rightness = 'open';
    else {
      const signalled = (e.signal0 ? 1 : 0) | (e.signal1 ? 2 : 0);
      m.rightness = isRight(account, m, signalled) ? 'right' : 'wrong';
    }
  }
  return m.rightness === 'open' ? undefined : m.rightness === 'right';
}

/** The same for HPPIR, which looks at neither PMR nor running priority (GIC-CPU-026). */
export function highestPendingIsRight(account: Account, m: Moment): boolean | undefined {
  const e = account.evaluate(m.vcpu, m.interface);
  if (e.uncertain) return undefined;
  return isRight(account, m, (e.best0 ? 1 : 0) | (e.best1 ? 2 : 0));
}

function isRight(account: Account, m: Moment, signalled: number): boolean {
  const e = account.evaluate(m.vcpu, m.interface);
  const best = (e.best0 ? 1 : 0) | (e.best1 ? 2 : 0);
  const ackCtl = account.interface(m.vcpu, m.interface).ackCtl !== 0;
  const visible = m.lens === Lens.Both ? (ackCtl ? 3 : 1) : m.lens === Lens.Group0 ? 1 : 2;
  if (m.special) {
    const other = m.lens === Lens.Both && !ackCtl && (signalled & 2) !== 0;
    if (m.acknowledged === 1022) return other;
    if (m.acknowledged !== 1023) return false;
    if (other && best === 2) return false;
    // A special INTID is wrong when every choice among the best would have been valid.
    return best === 0 || signalled !== best || (best & ~visible) !== 0;
  }
  if (m.interface === 0) {
    if (!account.isCandidate(m.instance, m.vcpu)) return false;
    const group = (account.interrupts.group1[m.instance >> 5] >>> (m.instance & 31)) & 1 ? 2 : 1;
    if (account.interrupts.priority[m.instance] !== e.best) return false;
    if (account.machine.gic === 2 && m.acknowledged < 16) {
      if (((account.interrupts.sources[m.vcpu * 16 + m.acknowledged] >>> m.source) & 1) === 0) {
        return false;
      }
    }
    return (signalled & visible & group) !== 0;
  }
  const lrs = account.listRegisters[m.vcpu];
  const n = m.listRegister;
  if (n < 0 || lrs.priority[n] !== e.best) return false;
  return (signalled & visible & (lrs.group[n] ? 2 : 1)) !== 0;
}
