import type { Account } from './account';
import { LR_ACTIVE, LrMark } from './list-registers';
import { Mark } from './marks';
import type { Moment } from './moment';

/** A valid acknowledge was observed on GICC/ICC (GIC-CPU-020). */
export function acknowledgeCpu(account: Account, m: Moment): void {
  const iface = account.interface(m.vcpu, 0);
  const { interrupts } = account;
  if (m.instance < 0) {
    iface.lose();
  } else {
    if (account.priorityOpen(m.instance)) iface.guess();
    const group = (interrupts.group1[m.instance >> 5] >>> (m.instance & 31)) & 1;
    iface.push(interrupts.priority[m.instance], group, m.low);
    interrupts.acknowledge(m.instance, m.source);
    interrupts.takenBy[m.instance] = m.vcpu;
  }
  account.touch(m.vcpu, 0);
}

/** A valid acknowledge was observed on GICV/ICV: State 01 becomes 10 (GIC-LR-002). */
export function acknowledgeVirtual(account: Account, m: Moment): void {
  const iface = account.interface(m.vcpu, 1);
  const lrs = account.listRegisters[m.vcpu];
  const n = m.listRegister;
  if (n < 0) {
    iface.lose();
  } else {
    // Of two registers with one vINTID either may have been taken.
    if (lrs.unknown[n]) iface.guess();
    iface.push(lrs.priority[n], lrs.group[n], m.low);
    lrs.state[n] = LR_ACTIVE;
    lrs.marks[n] |= LrMark.Acknowledged;
  }
  account.touch(m.vcpu, 1);
}

/** A GICv2 SGI becomes pending from a source (GICD_SGIR, GICD_SPENDSGIR). */
export function pendSource(account: Account, target: number, intid: number, source: number): void {
  const { interrupts } = account;
  const at = target * 16 + intid;
  const bit = 1 << intid;
  const fresh = ((interrupts.sources[at] >>> source) & 1) === 0;
  const others = interrupts.sources[at] !== 0;
  interrupts.sources[at] |= 1 << source;
  if (fresh && others) {
    // A second source is a second instance: nothing collapses (GIC-LC-015).
    interrupts.give(Mark.MultiSource, target, bit);
    interrupts.credit[target * 32 + intid]++;
    interrupts.pendingTouched[target] |= bit;
    interrupts.touch(target);
  } else {
    interrupts.latchBits(target, bit);
  }
}
