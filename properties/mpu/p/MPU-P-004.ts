import { holds, Verdict } from '../../requirement';
import { isWithin, madeIn } from '../arrangement';
import { onHypervisor } from '../requirement';
import type { Span } from '../script-account';
import { spanOf } from '../script-account';

function liesIn(spans: readonly Span[], sections: readonly Span[]): boolean {
  return spans.every((span) => sections.some((section) => isWithin(span, section)));
}

export default onHypervisor({
  id: 'MPU-P-004',
  title:
    'Where Xen maps guest memory sections, a domain with memory that lies in none of them is not ' +
    'made; where it maps sections of boot modules, it does not boot with a module that lies in ' +
    'none of them. Which sections are mandatory is for a design to say',
  source: 'digest 3.1: mpu,guest-memory-section, mpu,boot-module-section',
  formats: [32, 64],
  designs: ['2023'],
  on: 'step',
  check({ step, shown }, account) {
    if (shown.result === 'skipped') return Verdict.NotConcerned;
    const { layout, arrangement, tableBefore } = account;
    const isOk = shown.result === 'ok';
    if (step.step === 'create-domain') {
      const sections = arrangement.madeBy('guest-sections');
      if (sections.length === 0) return Verdict.NotConcerned;
      const memory = layout.domains[step.domain].memory.map(spanOf);
      return liesIn(memory, sections) ? Verdict.NotConcerned : holds(!isOk);
    }
    if (step.step !== 'boot' || step.phase !== 'boot-modules') return Verdict.NotConcerned;
    const mapped = madeIn(tableBefore, shown);
    // It maps none of them.
    if (isOk && mapped.length === 0) return Verdict.NotConcerned;
    const sections = isOk ? mapped : layout.bootModuleSections.map(spanOf);
    const isIn = liesIn(layout.bootModules.map(spanOf), sections);
    return isIn ? Verdict.NotConcerned : holds(!isOk);
  },
});
