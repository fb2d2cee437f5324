import { holds, Verdict } from '../../requirement';
import { onHypervisor } from '../requirement';
import type { Span } from '../script-account';
import { isEmpty } from '../script-account';

export default onHypervisor({
  id: 'MPU-P-002',
  title:
    'What only booting needs is enabled nowhere once it is given up: the device tree and the ' +
    'sections of boot modules, init text and init data',
  source: 'digest 3.1',
  formats: [32, 64],
  designs: ['2023'],
  on: 'step',
  check({ step, shown }, account) {
    if (step.step !== 'boot' || shown.result !== 'ok') return Verdict.NotConcerned;
    const { sections, arrangement, el2 } = account;
    const given: Span[] = [];
    if (step.phase === 'remove-early-mappings') {
      given.push(...arrangement.madeBy('early-fdt', 'boot-modules'));
    } else if (step.phase === 'free-init-memory') {
      given.push(sections.initText, sections.initData);
    }
    const spans = given.filter((span) => !isEmpty(span));
    if (spans.length === 0) return Verdict.NotConcerned;
    const reaches = ({ base, limit }: { base: number; limit: number }): boolean =>
      spans.some(({ start, end }) => base < end && start <= limit);
    return holds(!el2.enabled().some(reaches) && !shown.table.some(reaches));
  },
});
