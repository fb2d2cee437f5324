import { holds, Verdict } from '../../requirement';
import { byMatch } from '../lookup';
import { added, isSameTable } from '../table';
import { isLegal, isMisplaced, isWhole, PAGE, triedUpdate, wasInvalid } from '../updates';
import { onHypervisor } from '../requirement';

export default onHypervisor({
  id: 'MPU-X-011',
  title:
    'A range is from its start to the byte before its end, and not empty: one that is empty or ' +
    'not of whole pages is refused, a new region ends with the byte before the end, and a range ' +
    'that ends or begins next to a region is not one that meets it',
  source: 'digest 2.3, 2.4: xen_mpumap_update',
  formats: [32, 64],
  designs: ['upstream'],
  on: 'step',
  check(m, account) {
    const update = triedUpdate(m, account);
    if (!update || update.does === 'containing') return Verdict.NotConcerned;
    const { tableBefore } = account;
    const { span } = update;
    if (!isWhole(span)) {
      if (m.step.step === 'map-pages' && isMisplaced(m.step)) return Verdict.NotConcerned;
      return holds(wasInvalid(m.shown) && isSameTable(tableBefore, m.shown.table));
    }
    if (!isLegal(update)) return Verdict.NotConcerned;
    const isExact = added(tableBefore, m.shown.table).every(
      ({ base, limit }) => base === span.start && limit === span.end - 1,
    );
    const isClose = (edge: number): boolean =>
      Math.abs(edge - span.start) <= PAGE || Math.abs(edge - span.end) <= PAGE;
    const isNear = tableBefore.some(({ base, limit }) => isClose(base) || isClose(limit + 1));
    if (!isNear) return isExact ? Verdict.NotConcerned : Verdict.Broken;
    return isExact ? byMatch(m, update, account) : Verdict.Broken;
  },
});
