import { holds, Verdict } from '../../requirement';
import { allowsSame, attributesOf, entryAt, isSameTable } from '../table';
import {
  isLegal,
  isMisplaced,
  isWhole,
  isWritableAndExecutable,
  triedUpdate,
  wasInvalid,
  wasRefused,
} from '../updates';
import type { ScriptMoment } from '../requirement';
import { onHypervisor } from '../requirement';
import type { ScriptAccount } from '../script-account';
import type { Update } from '../updates';

/** The counter is a byte. */
const MOST_REFERENCES = 255;

/** What was mapped is unmapped: one reference less, or the region is gone with the last. */
function unmaps({ shown }: ScriptMoment, { span }: Update, account: ScriptAccount): Verdict {
  const { found, mappingsBefore, tableBefore } = account;
  const entry = found?.entry;
  if (!entry) return Verdict.NotConcerned;
  const isMapped = mappingsBefore.has(entry, span);
  if (found.match === 'inside' && entry.references === 0) {
    // One whose outer range was unmapped before: MPU-X-027.
    if (isMapped) return Verdict.NotConcerned;
    return holds(wasInvalid(shown) && isSameTable(tableBefore, shown.table));
  }
  // What nobody mapped: MPU-X-028.
  if (!isMapped || !mappingsBefore.accountsFor(entry)) return Verdict.NotConcerned;
  const now = entryAt(shown.table, entry.index);
  const left = now ? now.references + 1 : 0;
  return holds(shown.result === 'ok' && left === entry.references);
}

export default onHypervisor({
  id: 'MPU-X-012',
  title:
    'What is mapped again with the same attributes has one reference more, and is refused at the ' +
    '256th; other permissions are for the whole of a region without further references; nothing ' +
    'may be writable and executable; unmapping takes back a reference, or the region with the ' +
    'last, and is refused for a part of a region without further references',
  source: 'digest 2.4: xen_mpumap_update_entry, xen_mpumap_free_entry',
  formats: [32, 64],
  designs: ['upstream'],
  on: 'step',
  check(m, account) {
    const update = triedUpdate(m, account);
    const { found, el2 } = account;
    if (update?.does === 'unmap' && isLegal(update)) return unmaps(m, update, account);
    if (update?.does !== 'map' || !isWhole(update.span)) return Verdict.NotConcerned;
    if (m.step.step === 'map-pages' && isMisplaced(m.step)) return Verdict.NotConcerned;
    if (isWritableAndExecutable(update.attributes)) return holds(wasInvalid(m.shown));
    if (!found?.entry) return Verdict.NotConcerned;
    const { entry, match } = found;
    const before = attributesOf(entry, el2);
    if (before.memory !== update.attributes.memory) return Verdict.NotConcerned;
    const now = entryAt(m.shown.table, entry.index);
    if (allowsSame(before, update.attributes)) {
      if (entry.references === MOST_REFERENCES) return holds(wasRefused(m.shown));
      return holds(m.shown.result === 'ok' && now?.references === entry.references + 1);
    }
    if (match === 'inside' || entry.references > 0) return holds(wasInvalid(m.shown));
    return holds(
      m.shown.result === 'ok' &&
        now !== undefined &&
        now.references === 0 &&
        allowsSame(attributesOf(now, el2), update.attributes),
    );
  },
});
