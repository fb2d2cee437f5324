import { regionsOfDomain } from '../board';
import type { Check, Subject } from './check';
import { settled } from './check';
import { violation } from './coverage';

/** A domain that the hypervisor does not switch to. */
interface Unswitched {
  name: string;
  where: string;
  /** Regions that it would need. */
  needed: number;
  /** Regions that Xen has after booting. */
  used: number;
}

function unswitched(subject: Subject): Unswitched[] {
  const { board, course, design } = subject;
  const boot = settled(subject).find(({ name }) => name === 'boot');
  if (!boot || course.steps.some(({ step }) => step === 'switch')) return [];
  return board.domains.map(({ name, where }, n) => ({
    ...{ name, where, needed: regionsOfDomain(board, n, design), used: boot.regions.length },
  }));
}

/** What domains would take of the regions that are left, where the hypervisor does not switch to them. */
export function roomForDomains(subject: Subject): string[] {
  const { el2Regions } = subject.machine;
  return unswitched(subject)
    .filter(({ needed, used }) => used + needed <= el2Regions)
    .map(
      ({ name, needed, used }) =>
        `${name} would need ${needed} of the ${el2Regions - used} regions left`,
    );
}

/**
 * MPU-P-022, where the hypervisor does not switch to domains: would their regions fit behind those
 * that it keeps? Where it does, a switch that fails says so itself.
 */
export const regionsSuffice: Check = (subject) => {
  const { el2Regions } = subject.machine;
  return unswitched(subject)
    .filter(({ needed, used }) => used + needed > el2Regions)
    .map(({ name, where, needed, used }) => {
      const tooMany = used + needed - el2Regions;
      const message = `${name} needs ${needed} regions, and Xen keeps ${used} of ${el2Regions}: ${tooMany} too many`;
      return violation('MPU-P-022', message, [where]);
    });
};
