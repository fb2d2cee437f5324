import { holds, Verdict } from '../../requirement';
import { isLegal, triedUpdate } from '../updates';
import { onHypervisor } from '../requirement';

export default onHypervisor({
  id: 'MPU-X-027',
  title: 'A range mapped inside another one can be unmapped after the outer one was',
  source: 'digest 2.4: xen_mpumap_free_entry',
  formats: [32, 64],
  designs: ['upstream'],
  on: 'step',
  check(m, account) {
    const update = triedUpdate(m, account);
    if (update?.does !== 'unmap' || !isLegal(update)) return Verdict.NotConcerned;
    const { found, mappingsBefore } = account;
    if (found?.match !== 'inside') return Verdict.NotConcerned;
    const entry = found.entry!;
    const whole = { start: entry.base, end: entry.limit + 1 };
    const isInner = mappingsBefore.has(entry, update.span) && !mappingsBefore.has(entry, whole);
    if (!isInner || !mappingsBefore.accountsFor(entry)) return Verdict.NotConcerned;
    return holds(m.shown.result === 'ok');
  },
});
