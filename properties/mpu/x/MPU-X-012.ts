import { holds, Verdict } from '../../requirement';
import { allowsSame, attributesOf, entryAt } from '../table';
import {
  isMisplaced,
  isWhole,
  isWritableAndExecutable,
  triedUpdate,
  wasInvalid,
  wasRefused,
} from '../updates';
import { onHypervisor } from '../requirement';

/** The counter is a byte. */
const MOST_REFERENCES = 255;

export default onHypervisor({
  id: 'MPU-X-012',
  title:
    'What is mapped again with the same attributes has one reference more, and is refused at the ' +
    '256th; other permissions are for the whole of a region without further references; nothing ' +
    'may be writable and executable',
  source: 'digest 2.4: xen_mpumap_update_entry',
  formats: [32, 64],
  designs: ['upstream'],
  on: 'step',
  check(m, account) {
    const update = triedUpdate(m, account);
    const { found, el2 } = account;
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
