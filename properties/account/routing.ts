import { Mark } from './marks';
import type { InterruptAccount } from './interrupts';
import { ROUTE_ANY, ROUTE_NOWHERE } from './interrupt-state';

/** PEs that can be chosen for a 1-of-N interrupt: bit n is vCPU n. */
function participants(account: InterruptAccount, asleep: number): number {
  return ~asleep & ((1 << account.vcpus) - 1);
}

function setRouted(account: InterruptAccount, instance: number, mask: number): void {
  const word = instance >> 5;
  const bit = 1 << (instance & 31);
  if ((mask & (mask - 1)) !== 0) account.shared[word] |= bit;
  else account.shared[word] &= ~bit;
  // Whoever could take it before, and whoever can now.
  account.touch(word);
  for (let v = 0; v < account.vcpus; v++) {
    const at = v * account.words + word;
    if ((mask >>> v) & 1) account.routed[at] |= bit;
    else account.routed[at] &= ~bit;
  }
  account.touch(word);
}

function noteRetarget(
  account: InterruptAccount,
  instance: number,
  held: boolean,
  reaches: boolean,
): void {
  const word = instance >> 5;
  const bit = 1 << (instance & 31);
  const pending = account.pending(word) & bit;
  if ((account.routeUnknown[word] & bit) === 0) {
    if (held && reaches) account.give(Mark.ReleasedByTarget, word, pending & ~account.active[word]);
    if (!held && reaches) {
      account.give(Mark.RetargetedWhilePending, word, pending & ~account.active[word]);
    }
    account.give(Mark.RetargetedWhileActive, word, account.active[word] & bit);
  }
  account.give(Mark.Written, word, bit);
}

/** GICD_ITARGETSR byte of an SPI (GIC-DIST-051, 052, 053). */
export function setTargets(account: InterruptAccount, instance: number, value: number): void {
  const word = instance >> 5;
  const bit = 1 << (instance & 31);
  if ((account.implemented[word] & bit) === 0) return;
  const mask = value & ((1 << account.vcpus) - 1);
  const was = account.targets[instance];
  if (was !== mask) noteRetarget(account, instance, was === 0, mask !== 0);
  account.targets[instance] = mask;
  if (mask === 0) account.everHeld = true;
  account.routeUnknown[word] &= ~bit;
  setRouted(account, instance, mask);
}

/** GICD_IROUTER of an SPI: a vCPU, ROUTE_NOWHERE or ROUTE_ANY (GIC-DIST-054, 055). */
export function setRoute(
  account: InterruptAccount,
  instance: number,
  route: number,
  asleep: number,
): void {
  const word = instance >> 5;
  const bit = 1 << (instance & 31);
  if ((account.implemented[word] & bit) === 0) return;
  const was = account.route[instance];
  if (was !== route) {
    noteRetarget(account, instance, was === ROUTE_NOWHERE, route !== ROUTE_NOWHERE);
  }
  account.route[instance] = route;
  if (route === ROUTE_NOWHERE) account.nowhere[word] |= bit;
  else account.nowhere[word] &= ~bit;
  account.routeUnknown[word] &= ~bit;
  applyRoute(account, instance, asleep);
}

function applyRoute(account: InterruptAccount, instance: number, asleep: number): void {
  const route = account.route[instance];
  if (route === ROUTE_ANY) setRouted(account, instance, participants(account, asleep));
  else if (route === ROUTE_NOWHERE) setRouted(account, instance, 0);
  else setRouted(account, instance, 1 << route);
}

/** The set of PEs that sleep or are off changed: 1-of-N interrupts may go elsewhere (GIC-DIST-057). */
export function reroute(account: InterruptAccount, asleep: number): void {
  if (account.machine.gic === 2) return;
  for (let instance = account.vcpus * 32; instance < account.words * 32; instance++) {
    if (account.route[instance] === ROUTE_ANY) applyRoute(account, instance, asleep);
  }
}
