import { holds, Verdict } from '../../requirement';
import { isWithin, madeIn } from '../arrangement';
import { onHypervisor } from '../requirement';
import { spanOf } from '../script-account';

export default onHypervisor({
  id: 'MPU-P-004',
  title:
    'Where Xen maps guest memory sections, a domain is made only with memory that lies in one of ' +
    'them; where it maps sections of boot modules, it boots only with modules that lie in one of ' +
    'them',
  source: 'digest 3.1: mpu,guest-memory-section, mpu,boot-module-section',
  formats: [32, 64],
  designs: ['2023'],
  on: 'step',
  check({ step, shown }, account) {
    if (shown.result !== 'ok') return Verdict.NotConcerned;
    const { layout, arrangement, tableBefore } = account;
    if (step.step === 'create-domain') {
      const sections = arrangement.madeBy('guest-sections');
      if (sections.length === 0) return Verdict.NotConcerned;
      const memory = layout.domains[step.domain].memory.map(spanOf);
      return holds(memory.every((span) => sections.some((section) => isWithin(span, section))));
    }
    if (step.step !== 'boot' || step.phase !== 'boot-modules') return Verdict.NotConcerned;
    const sections = madeIn(tableBefore, shown);
    if (sections.length === 0 || layout.bootModules.length === 0) return Verdict.NotConcerned;
    const modules = layout.bootModules.map(spanOf);
    return holds(modules.every((span) => sections.some((section) => isWithin(span, section))));
  },
});
