import type { Board, Placed } from '../board';
import { regionsOfDomain } from '../board';
import type { Failure } from '../contexts';
import type { Check, Subject } from './check';
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

function placedAt(board: Board, range: { start: string; end: string }): Placed | undefined {
  const [start, end] = [Number(range.start), Number(range.end)];
  return board.placed.find((one) => one.start === start && one.end === end);
}

/** Where the device tree has what a step was about. */
function whereOf(board: Board, { step }: Failure): string[] {
  switch (step.step) {
    case 'ioremap':
    case 'copy-from-paddr':
      return [placedAt(board, step)?.where ?? ''].filter((where) => where !== '');
    case 'create-domain':
    case 'switch':
      return [board.domains[step.domain].where];
    default:
      return [];
  }
}

/** What a step was about, in words, and the requirement that it belongs to. */
function about({ board, design }: Subject, { step, result }: Failure): [id: string, words: string] {
  const domain = (n: number): string =>
    `${board.domains[n].name}, which needs ${regionsOfDomain(board, n, design)} regions beside Xen's`;
  const nameOf = (range: { start: string; end: string }): string =>
    placedAt(board, range)?.name ?? range.start;
  switch (step.step) {
    case 'boot':
      return [phases[step.phase] ?? 'MPU-X-004', `booting, ${step.phase}`];
    case 'ioremap':
      return ['MPU-X-025', `mapping ${nameOf(step)} (ioremap)`];
    case 'copy-from-paddr':
      return ['MPU-X-044', `reading ${nameOf(step)} (copy_from_paddr)`];
    case 'create-domain':
      if (result === 'ENOENT') {
        // Init sections, device tree and boot modules still have regions.
        return ['MPU-P-022', `making ${domain(step.domain)} and those of booting`];
      }
      return ['MPU-X-063', `making ${board.domains[step.domain].name}`];
    case 'switch':
      return ['MPU-P-022', `switching to ${domain(step.domain)}`];
    default:
      return ['MPU-X-020', step.step];
  }
}

/** What the hypervisor refused or could not do. */
export const failures: Check = (subject) =>
  subject.course.failures.map((failure) => {
    const { result } = failure;
    const [requirement, words] = about(subject, failure);
    const how = result === 'panic' ? 'panics' : result === 'stopped' ? 'stops' : `gets ${result}`;
    const regions = `${subject.machine.el2Regions} regions at EL2`;
    return violation(
      requirement,
      `Xen ${how} while ${words} (${regions})`,
      whereOf(subject.board, failure),
    );
  });
