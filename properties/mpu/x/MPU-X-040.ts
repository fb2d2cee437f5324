import { holds, Verdict } from '../../requirement';
import { granuleUp, isAt } from '../boot-regions';
import { isInverted, overlap } from '../registers';
import { isAlways } from '../replay';
import { spanOf } from '../script-account';
import { onHypervisor } from '../requirement';

export default onHypervisor({
  id: 'MPU-X-040',
  title:
    'When what is read-only after init goes over to rodata, the two regions end up next to each ' +
    'other, and no byte is in both of them at any time; a region that has nothing left is ' +
    'disabled; who accesses that range meanwhile no trace shows',
  source: 'digest 2.5: modify_after_init_mappings',
  formats: [32, 64],
  designs: ['upstream'],
  on: 'step',
  check({ step, shown }, account) {
    if (step.step !== 'boot' || step.phase !== 'modify-after-init' || shown.result !== 'ok') {
      return Verdict.NotConcerned;
    }
    const [rodata, data] = [account.fixed.find('rodata'), account.fixed.find('data')];
    if (!rodata || !data) return Verdict.NotConcerned;
    const isApart = isAlways(shown, account, (el2) => {
      const [one, two] = [el2.region(rodata.index), el2.region(data.index)];
      return (
        !one.enabled || !two.enabled || isInverted(one) || isInverted(two) || !overlap(one, two)
      );
    });
    const boundary = spanOf(account.layout.sections.roAfterInit).end;
    const [one, two] = [account.el2.region(rodata.index), account.el2.region(data.index)];
    const isLeft = boundary <= data.limit;
    const areAdjacent =
      isAt(one, { ...rodata, limit: granuleUp(boundary) - 1 }) &&
      (isLeft ? isAt(two, { ...data, base: one.limit + 1 }) : !two.enabled);
    return holds(isApart && areAdjacent);
  },
});
