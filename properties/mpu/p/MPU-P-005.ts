import { holds, Verdict } from '../../requirement';
import { isWithin, madeIn } from '../arrangement';
import { onHypervisor } from '../requirement';
import { spanOf } from '../script-account';
import { lookUp } from '../table';

/** Entries of the table that the proof of concept boots with. */
const BOOT_ENTRIES = 16;

export default onHypervisor({
  id: 'MPU-P-005',
  title: 'A boot module may end where its section ends, and not a byte behind',
  source: 'digest 3.1',
  formats: [32, 64],
  designs: ['2023'],
  on: 'step',
  check({ step, shown }, account) {
    if (step.step !== 'boot' || step.phase !== 'boot-modules' || shown.result === 'skipped') {
      return Verdict.NotConcerned;
    }
    const { layout, tableBefore } = account;
    const sections = layout.bootModuleSections.map(spanOf);
    const isMapped = madeIn(tableBefore, shown).length > 0;
    if (shown.result === 'ok' && !isMapped) return Verdict.NotConcerned;
    const modules = layout.bootModules.map(spanOf);
    const isAtEnd = modules.some((module) =>
      sections.some(({ start, end }) => start <= module.start && Math.abs(module.end - end) <= 1),
    );
    if (!isAtEnd) return Verdict.NotConcerned;
    const lie = modules.every((module) => sections.some((section) => isWithin(module, section)));
    if (!lie) return holds(shown.result === 'panic');
    // There may be other reasons for a panic: no region left, or one in the way.
    const isFree = sections.every((section) => lookUp(tableBefore, section)?.match === 'none');
    // The number that the early UART had may be left unused.
    const taken = tableBefore.length + (layout.earlyUart ? 1 : 0);
    const room = Math.min(account.machine.el2Regions, BOOT_ENTRIES);
    const hasRoom = taken + sections.length <= room;
    return isFree && hasRoom && sections.length === 1
      ? holds(shown.result === 'ok')
      : Verdict.NotConcerned;
  },
});
