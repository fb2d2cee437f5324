import { spanText } from '../addresses';
import { placedAs } from '../board';
import type { Check } from './check';

/** MPU-X-042: there is a static heap, and one bank of it is used. */
export const heap: Check = ({ board }) => {
  const [used, ...others] = placedAs(board, 'static-heap');
  if (!used) {
    const message = '/chosen has no xen,static-heap: without it Xen on an MPU has no heap';
    return [{ requirement: 'MPU-X-042', message, where: [] }];
  }
  return others.map((bank) => ({
    requirement: 'MPU-X-042',
    message: `${bank.name} (${spanText(bank)}) is not used: Xen takes the first bank, ${spanText(used)}`,
    where: [bank.where],
  }));
};
