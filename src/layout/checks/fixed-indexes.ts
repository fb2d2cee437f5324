import { movesOf } from '../moves';
import type { Check } from './check';
import { tables } from './check';
import { violation } from './coverage';

/** Sections that stay. Data that is read-only after init joins rodata by design (MPU-X-040). */
const fixed = {
  upstream: ['text', 'rodata', 'data', 'bss'],
  '2023': ['text', 'rodata', 'roAfterInit', 'data', 'bss'],
};

/** MPU-P-001: what the assembly put into a region stays there. */
export const fixedIndexes: Check = (subject) => {
  const sections = fixed[subject.design];
  return movesOf(subject.board, tables(subject))
    .filter(({ what }) => sections.includes(what))
    .map(({ what, from, to, after }) =>
      violation('MPU-P-001', `${after}: ${what} moved from region ${from} to region ${to}`, []),
    );
};
