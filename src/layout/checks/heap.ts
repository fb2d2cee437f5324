import { spanText } from '../addresses';
import { placedAs } from '../board';
import type { Check } from './check';

/** MPU-X-042: there is a static heap, and upstream uses one bank of it; the earlier design all. */
export const heap: Check = ({ board, design }) => {
  const [used, ...others] = placedAs(board, 'static-heap');
  if (!used) {
    const message = '/chosen has no xen,static-heap: without it Xen on an MPU has no heap';
    return [{ requirement: 'MPU-X-042', message, where: [] }];
  }
  if (design === '2023') return [];
  return others.map((bank) => ({
    requirement: 'MPU-X-042',
    message: `${bank.name} (${spanText(bank)}) is not used: Xen takes the first bank, ${spanText(used)}`,
    where: [bank.where],
  }));
};
