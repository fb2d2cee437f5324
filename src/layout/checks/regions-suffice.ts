import { regionsOfDomain } from '../board';
import type { Check } from './check';
import { settled } from './check';
import { violation } from './coverage';

/**
 * MPU-P-022, where the hypervisor does not switch to domains: would their regions fit behind those
 * that it keeps? Where it does, a switch that fails says so itself.
 */
export const regionsSuffice: Check = (subject) => {
  const { board, machine, course, design } = subject;
  const boot = settled(subject).find(({ name }) => name === 'boot');
  if (!boot) return [];
  if (course.steps.some(({ step }) => step === 'switch')) return [];
  return board.domains.flatMap(({ name, where }, n) => {
    const needed = regionsOfDomain(board, n, design);
    const [used, all] = [boot.regions.length, machine.el2Regions];
    if (used + needed <= all) return [];
    const message = `${name} needs ${needed} regions, and Xen keeps ${used} of ${all}: ${used + needed - all} too many`;
    return [violation('MPU-P-022', message, [where])];
  });
};
