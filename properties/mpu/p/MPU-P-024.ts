import { holds, Verdict } from '../../requirement';
import { isSpan, wantedP2m } from '../arrangement';
import { onHypervisor } from '../requirement';
import { isEmpty, meet } from '../script-account';

export default onHypervisor({
  id: 'MPU-P-024',
  title:
    'A domain is not made whose ranges overlap each other or what Xen has always, nor given such a ' +
    'range, nor made where its guest addresses are not the physical ones',
  source: 'digest 3.2: p2m_set_entry',
  formats: [32, 64],
  designs: ['2023'],
  on: 'step',
  check({ step, shown }, account) {
    const wanted = wantedP2m(step, account);
    if (!wanted || shown.result === 'skipped') return Verdict.NotConcerned;
    const { layout, sections } = account;
    const isMapped = step.step === 'create-domain' && !layout.domains[step.domain].directMap;
    const spans = wanted.map(([, span]) => span).filter((span) => !isEmpty(span));
    const { arrangement } = account;
    const heap = arrangement
      .madeBy('static-heap')
      .filter((span) => arrangement.idle.some((entry) => isSpan(entry, span)));
    const own = (['text', 'rodata', 'roAfterInit', 'data', 'bss'] as const)
      .map((name) => sections[name])
      .concat(heap)
      .filter((span) => !isEmpty(span));
    const collides = spans.some(
      (span, n) =>
        spans.slice(n + 1).some((other) => meet(span, other)) ||
        own.some((other) => meet(span, other)),
    );
    if (!collides && !isMapped) return Verdict.NotConcerned;
    return holds(shown.result !== 'ok');
  },
});
