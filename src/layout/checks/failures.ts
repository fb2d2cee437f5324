import type { MpuScriptStep } from '../../../models/contract/mpu-script';
import type { Board } from '../board';
import { regionsOfDomain } from '../board';
import type { Check } from './check';
import { violation } from './coverage';

/** The requirement that says what a phase of booting does. */
const phases: Record<string, string> = {
  assembly: 'MPU-X-004',
  'early-fdt': 'MPU-X-043',
  'static-heap': 'MPU-X-042',
  'virtual-paging': 'MPU-X-060',
  'modify-after-init': 'MPU-X-040',
  'free-init-memory': 'MPU-X-041',
};

function nameOf(board: Board, range: { start: string; end: string }): string {
  const [start, end] = [Number(range.start), Number(range.end)];
  return board.placed.find((one) => one.start === start && one.end === end)?.name ?? range.start;
}

/** What a step was about, in words, and the requirement that it belongs to. */
function about(board: Board, step: MpuScriptStep): [requirement: string, words: string] {
  switch (step.step) {
    case 'boot':
      return [phases[step.phase] ?? 'MPU-X-004', `booting, ${step.phase}`];
    case 'ioremap':
      return ['MPU-X-025', `mapping ${nameOf(board, step)} (ioremap)`];
    case 'copy-from-paddr':
      return ['MPU-X-044', `reading ${nameOf(board, step)} (copy_from_paddr)`];
    case 'create-domain':
      return ['MPU-X-063', `making ${board.domains[step.domain].name}`];
    case 'switch': {
      const needed = regionsOfDomain(board, step.domain);
      const { name } = board.domains[step.domain];
      return ['MPU-P-022', `switching to ${name}, which needs ${needed} regions beside Xen's`];
    }
    default:
      return ['MPU-X-020', step.step];
  }
}

/** What the hypervisor refused or could not do. */
export const failures: Check = ({ board, course, machine }) =>
  course.failures.map(({ step, result }) => {
    const [requirement, words] = about(board, step);
    const how = result === 'panic' ? 'panics' : result === 'stopped' ? 'stops' : `gets ${result}`;
    const regions = `${machine.el2Regions} regions at EL2`;
    return violation(requirement, `Xen ${how} while ${words} (${regions})`, []);
  });
