import { holds, Verdict } from '../../requirement';
import { changeOf, regionsTouched } from '../el1-switch';
import { onHypervisor } from '../requirement';

export default onHypervisor({
  id: 'MPU-P-040',
  title:
    'A switch reads PRBAR and PRLAR of every implemented region of the vCPU that ran, and writes ' +
    'those of the one that is to run, where these have PMSA',
  source: 'digest 3.3',
  formats: [32, 64],
  designs: ['2023'],
  on: 'step',
  check(m, account) {
    const change = changeOf(m, account);
    if (!change || account.machine.el1Regions === 0) return Verdict.NotConcerned;
    const { from, to } = change;
    if (!from && !to) return Verdict.NotConcerned;
    const touched = regionsTouched(m, account);
    const isAll = (regions: ReadonlySet<number>): boolean =>
      regions.size === account.machine.el1Regions;
    return holds(
      (!from || (isAll(touched.basesRead) && isAll(touched.limitsRead))) &&
        (!to || (isAll(touched.basesWritten) && isAll(touched.limitsWritten))),
    );
  },
});
