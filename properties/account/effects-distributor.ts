import { Register } from '../../models/architecture/registers';
import type { Account } from './account';
import type { Effect } from './effects';
import { pendSource } from './acknowledging';
import { ROUTE_ANY, ROUTE_NOWHERE } from './interrupt-state';
import { Mark } from './marks';
import type { Moment } from './moment';
import { reroute, setRoute, setTargets } from './routing';

/** Bits of SGIs, which GICD_ISPENDR0 and ICPENDR0 of GICv2 cannot write (GIC-DIST-031). */
const SGI_BITS = 0xffff;
const OWN_BYTE: readonly Mark[] = [Mark.NeighbourWritten];

function pendingBits(account: Account, m: Moment): number {
  if (m.word < account.interrupts.vcpus) {
    account.interrupts.give(Mark.SgiPendingWritten, m.word, m.low & SGI_BITS);
  }
  return account.machine.gic === 2 && m.word < account.interrupts.vcpus ? m.low & ~SGI_BITS : m.low;
}

/** Set or clear registers: remember the bits written with 0 (GIC-DIST-005), then act. */
function bitwise(act: (account: Account, m: Moment) => void): Effect {
  return (account, m) => {
    if (m.word < 0) return;
    const i = account.interrupts;
    const alive = i.enabled[m.word] | i.pending(m.word) | i.active[m.word];
    i.give(Mark.WrittenZero, m.word, ~m.low & alive);
    act(account, m);
  };
}

/** Remembers whose bytes a byte write must have left alone (GIC-DIST-001). */
function noteNeighbours(account: Account, m: Moment, word: number, index: number): void {
  const { interrupts } = account;
  const own = m.size === 1 ? 1 << (index & 31) : 0xf << ((index * 4) & 31);
  interrupts.take(OWN_BYTE, word, own);
  if (m.size === 1) interrupts.give(Mark.NeighbourWritten, word, (0xf << (index & 28)) & ~own);
}

/** Calls back for every byte a write of a byte-per-interrupt register covers. */
function eachByte(
  account: Account,
  m: Moment,
  act: (instance: number, value: number) => void,
): void {
  if (m.word < 0) return;
  const bank = m.word * 32;
  noteNeighbours(account, m, m.word, m.index);
  if (m.size === 1) {
    act(bank + (m.index & 31), m.low & 0xff);
    return;
  }
  const first = (m.index * 4) & 31;
  for (let n = 0; n < 4; n++) act(bank + first + n, (m.low >>> (8 * n)) & 0xff);
}

function writeRouter(account: Account, m: Moment): void {
  const { machine, interrupts } = account;
  const instance = m.index < 32 ? -1 : interrupts.instance(m.index, 0);
  if (instance < 0) return;
  const lowMask = machine.oneOfN ? 0x80ffffff | 0 : 0x00ffffff;
  if (m.size === 8 || m.aux === 0) account.routerLow[instance] = m.low & lowMask;
  if (m.size === 8) account.routerHigh[instance] = m.high & 0xff;
  else if (m.aux === 1) account.routerHigh[instance] = m.low & 0xff;
  account.routerHalves[instance] |= m.size === 8 ? 3 : 1 << m.aux;
  if (account.routerHalves[instance] !== 3) return;
  const low = account.routerLow[instance];
  const affinity = low & 0xffffff;
  const elsewhere = account.routerHigh[instance] !== 0 || affinity >= machine.vcpus;
  const route = low < 0 ? ROUTE_ANY : elsewhere ? ROUTE_NOWHERE : affinity;
  setRoute(interrupts, instance, route, account.asleep | account.off);
}

/** GICD_SGIR (GIC-DIST-070). */
function writeSgir(account: Account, m: Moment): void {
  const intid = m.low & 15;
  const everyone = (1 << account.machine.vcpus) - 1;
  const filter = (m.low >>> 24) & 3;
  const list = (m.low >>> 16) & 0xff;
  if (filter === 0 && (list === 0 || (list & ~everyone) !== 0)) account.vainSgiWritten = everyone;
  let targets = 0;
  if (filter === 0) targets = (m.low >>> 16) & everyone;
  else if (filter === 1) targets = everyone & ~(1 << m.vcpu);
  else if (filter === 2) targets = 1 << m.vcpu;
  else {
    for (let v = 0; v < account.machine.vcpus; v++) account.interrupts.poison(v * 32 + intid);
    return;
  }
  account.sgiWritten = everyone;
  for (let v = 0; v < account.machine.vcpus; v++) {
    if (((targets >>> v) & 1) === 0) continue;
    pendSource(account, v, intid, m.vcpu);
    account.interrupts.give(Mark.Sent, v, 1 << intid);
  }
}

/** PEs that an ICC_SGI1R or SGI0R value names (GIC-DIST-075). */
export function sgiTargets(vcpus: number, sender: number, low: number, high: number): number {
  const everyone = (1 << vcpus) - 1;
  if ((high >>> 8) & 1) return everyone & ~(1 << sender);
  const elsewhere = ((low >>> 16) & 0xff) | (high & 0xff) | ((high >>> 16) & 0xff);
  if (elsewhere !== 0 || ((high >>> 12) & 15) !== 0) return 0;
  return low & 0xffff & everyone;
}

/** ICC_SGI0R, ICC_SGI1R (GIC-DIST-075, 076). */
function writeSystemSgi(group0: boolean): Effect {
  return (account, m) => {
    const { interrupts } = account;
    const intid = (m.low >>> 24) & 15;
    const bit = 1 << intid;
    const targets = sgiTargets(account.machine.vcpus, m.vcpu, m.low, m.high);
    account.sgiWritten = (1 << account.machine.vcpus) - 1;
    for (let v = 0; v < account.machine.vcpus; v++) {
      if (((targets >>> v) & 1) === 0) continue;
      if (group0) interrupts.give(Mark.NamedBySgi0r, v, bit);
      const isGroup1 = (interrupts.group1[v] & bit) !== 0;
      if (group0 && isGroup1) continue;
      if (!group0 && !isGroup1) {
        // Whether SGI1R reaches a Group 0 SGI is open with one security state (DIV-34).
        interrupts.poison(v * 32 + intid);
        continue;
      }
      const at = v * 16 + intid;
      const pending = (interrupts.latch[v] & bit) !== 0;
      if (pending && interrupts.sender[at] !== m.vcpu) interrupts.give(Mark.Merged, v, bit);
      interrupts.latchBits(v, bit);
      interrupts.sender[at] = m.vcpu;
      interrupts.give(Mark.Sent, v, bit);
    }
  };
}

/** GICD_SPENDSGIR, GICD_CPENDSGIR: byte n holds the sources of SGI n (GIC-DIST-072). */
function writePendSgi(set: boolean): Effect {
  return (account, m) => {
    const { machine, interrupts } = account;
    if (machine.gic !== 2) return;
    const everyone = (1 << machine.vcpus) - 1;
    const first = m.size === 1 ? m.index : m.index * 4;
    noteNeighbours(account, m, m.vcpu, m.index);
    const count = m.size === 1 ? 1 : 4;
    for (let n = 0; n < count; n++) {
      const sources = (m.low >>> (8 * n)) & everyone;
      const intid = first + n;
      if (sources === 0 || intid > 15) continue;
      if (set) {
        for (let s = 0; s < machine.vcpus; s++) {
          if ((sources >>> s) & 1) pendSource(account, m.vcpu, intid, s);
        }
        interrupts.give(Mark.SetBySpendsgir, m.vcpu, 1 << intid);
      } else {
        const at = m.vcpu * 16 + intid;
        interrupts.sources[at] &= ~sources;
        if (interrupts.sources[at] === 0) interrupts.clearPending(m.vcpu, 1 << intid);
        else interrupts.pendingTouched[m.vcpu] |= 1 << intid;
      }
    }
  };
}

function writeWaker(account: Account, m: Moment): void {
  const bit = 1 << m.aux;
  if ((m.low >>> 1) & 1) account.maybeAsleep |= bit & ~account.asleep;
  else {
    account.asleep &= ~bit;
    account.maybeAsleep &= ~bit;
  }
  reroute(account.interrupts, account.asleep | account.off);
  account.touch(m.aux, 0);
}

/** Only ChildrenAsleep tells that a PE sleeps: GICR_WAKER may be RAZ/WI (DIV-28). */
function readWaker(account: Account, m: Moment): void {
  const bit = 1 << m.aux;
  if ((account.maybeAsleep & bit) === 0) return;
  account.maybeAsleep &= ~bit;
  if ((m.low >>> 2) & 1) account.asleep |= bit;
  reroute(account.interrupts, account.asleep | account.off);
  account.touch(m.aux, 0);
}

/** RWP read as 0: disables before it are complete (GIC-DIST-012). */
function disablesComplete(account: Account, first: number, last: number): void {
  const i = account.interrupts;
  for (let word = first; word <= last; word++) {
    i.give(Mark.DisableCompleted, word, i.marked(Mark.DisabledWhilePending, word));
  }
}

export function registerDistributorEffects(
  writes: (Effect | undefined)[],
  reads: (Effect | undefined)[],
): void {
  writes[Register.GICD_CTLR] = (account, m) => {
    account.distributorGroups = m.low & 3;
    account.distributorControl = m.low;
    account.touchAll();
  };
  reads[Register.GICD_CTLR] = (account, m) => {
    if (account.machine.gic === 3 && m.low >= 0) {
      disablesComplete(account, account.interrupts.vcpus, account.interrupts.words - 1);
    }
  };
  reads[Register.GICR_CTLR] = (account, m) => {
    if (((m.low >>> 3) & 1) === 0) disablesComplete(account, m.aux, m.aux);
  };
  for (const id of [
    Register.GICD_ISPENDR,
    Register.GICD_ICPENDR,
    Register.GICR_ISPENDR0,
    Register.GICR_ICPENDR0,
  ]) {
    reads[id] = (account, m) => {
      if (!account.settled) return;
      account.interrupts.pendingWasRead(m.word, m.low);
      if (m.word < 0 || m.word >= account.interrupts.vcpus) return;
      account.sgiWritten &= ~(1 << m.word);
      account.vainSgiWritten &= ~(1 << m.word);
    };
  }
  for (const id of [
    Register.GICD_ISACTIVER,
    Register.GICD_ICACTIVER,
    Register.GICR_ISACTIVER0,
    Register.GICR_ICACTIVER0,
  ]) {
    reads[id] = (account, m) => {
      if (account.settled) account.interrupts.activeWasRead(m.word, m.low);
    };
  }
  for (const id of [Register.GICD_ICFGR, Register.GICR_ICFGR]) {
    reads[id] = (account, m) => {
      const vcpu = m.register === Register.GICR_ICFGR ? m.aux : m.vcpu;
      if (m.index === 1 && m.word >= 0) account.privateConfiguration[vcpu] = m.value;
    };
  }
  reads[Register.GICD_IPRIORITYR] = (account, m) => {
    if (m.word >= account.interrupts.vcpus) account.priorityWasRead(m);
  };
  const pairs: [number[], Effect][] = [
    [
      [Register.GICD_IGROUPR, Register.GICR_IGROUPR0],
      (account, m) => {
        if (m.word >= 0) account.interrupts.setGroup(m.word, m.low);
      },
    ],
    [
      [Register.GICD_ISENABLER, Register.GICR_ISENABLER0],
      bitwise((account, m) => account.interrupts.enable(m.word, m.low)),
    ],
    [
      [Register.GICD_ICENABLER, Register.GICR_ICENABLER0],
      bitwise((account, m) => account.interrupts.disable(m.word, m.low)),
    ],
    [
      [Register.GICD_ISPENDR, Register.GICR_ISPENDR0],
      bitwise((account, m) => account.interrupts.setPending(m.word, pendingBits(account, m))),
    ],
    [
      [Register.GICD_ICPENDR, Register.GICR_ICPENDR0],
      bitwise((account, m) => account.interrupts.clearPending(m.word, pendingBits(account, m))),
    ],
    [
      [Register.GICD_ISACTIVER, Register.GICR_ISACTIVER0],
      bitwise((account, m) => {
        account.interrupts.setActive(m.word, m.low);
        account.activeWritten();
      }),
    ],
    [
      [Register.GICD_ICACTIVER, Register.GICR_ICACTIVER0],
      bitwise((account, m) => {
        account.interrupts.clearActive(m.word, m.low);
        account.activeWritten();
      }),
    ],
    [
      [Register.GICD_IPRIORITYR, Register.GICR_IPRIORITYR],
      (account, m) =>
        eachByte(account, m, (instance, value) => account.setPriority(instance, value)),
    ],
    [
      [Register.GICD_ICFGR, Register.GICR_ICFGR],
      (account, m) => {
        // SGIs are edge, and the fields of PPIs may be read-only (DIV-06).
        const word = m.register === Register.GICD_ICFGR ? m.word : -1;
        if (word >= account.interrupts.vcpus) {
          account.interrupts.setConfiguration(word, (m.index & 1) !== 0, m.low);
        } else if (m.index === 1) account.privateConfigurationWritten(m);
      },
    ],
  ];
  for (const [ids, effect] of pairs) for (const id of ids) writes[id] = effect;
  writes[Register.GICD_ITARGETSR] = (account, m) => {
    if (account.machine.gic !== 2 || m.word < account.interrupts.vcpus) return;
    if (account.machine.vcpus === 1) return;
    eachByte(account, m, (instance, value) => setTargets(account.interrupts, instance, value));
  };
  writes[Register.GICD_IROUTER] = writeRouter;
  writes[Register.GICD_SGIR] = (account, m) => {
    if (account.machine.gic === 2) writeSgir(account, m);
  };
  writes[Register.GICD_SPENDSGIR] = writePendSgi(true);
  writes[Register.GICD_CPENDSGIR] = writePendSgi(false);
  writes[Register.ICC_SGI0R_EL1] = writeSystemSgi(true);
  writes[Register.ICC_SGI1R_EL1] = writeSystemSgi(false);
  writes[Register.GICR_WAKER] = writeWaker;
  reads[Register.GICR_WAKER] = readWaker;
}
