import { Mark } from '../../account/marks';
import { CPU_ACKNOWLEDGES } from '../../events';
import { requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'GIC-DIST-036',
  title: 'An interrupt activated through ISACTIVER is not delivered until it is deactivated',
  source: 'IHI 0048 4.3.9 GICD_ISACTIVER; IHI 0069 GICD_ISACTIVER<n> (H)',
  applies: { gic: [2, 3] },
  strength: 'after-barrier',
  on: CPU_ACKNOWLEDGES,
  check(m, account) {
    const i = account.interrupts;
    if (i.given[Mark.ActivatedByWrite] === 0) return Verdict.NotConcerned;
    const { vcpu } = m;
    let exercised = false;
    for (let word = vcpu; word < i.top; word = word < i.vcpus ? i.vcpus : word + 1) {
      const written = i.marked(Mark.ActivatedByWrite, word) & i.active[word] & ~i.unknown[word];
      if (written === 0) continue;
      if (m.instance >> 5 === word && (written >>> (m.instance & 31)) & 1) return Verdict.Broken;
      const wanting = i.pending(word) & i.enabled[word] & i.routed[vcpu * i.words + word];
      if ((written & wanting) !== 0) exercised = true;
    }
    return exercised ? Verdict.Held : Verdict.NotConcerned;
  },
});
