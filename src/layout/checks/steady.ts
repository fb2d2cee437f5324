import type { Check } from './check';
import { violation } from './coverage';

/** MPU-P-020: the regions while a domain runs do not depend on what ran before. */
export const steady: Check = ({ board, course }) =>
  course.unsteady.map((n) => {
    const { name, where } = board.domains[n];
    const message = `${name}: coming from another domain it has other regions than coming from idle`;
    return violation('MPU-P-020', message, [where]);
  });
