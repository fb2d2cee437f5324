import { holds, Verdict } from '../../requirement';
import { changeOf, EL1_ROOM, regionsTouched } from '../el1-switch';
import { onHypervisor } from '../requirement';

export default onHypervisor({
  id: 'MPU-P-040',
  title:
    'A switch reads PRBAR and PRLAR of every implemented region of the vCPU that ran, and writes ' +
    'those of the one that is to run, where these have PMSA; or of the first 32, where a vCPU has ' +
    'room for no more',
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
    const { el1Regions } = account.machine;
    const isAll = (regions: ReadonlySet<number>): boolean =>
      regions.size === el1Regions ||
      (regions.size === EL1_ROOM && [...regions].every((region) => region < EL1_ROOM));
    return holds(
      (!from || (isAll(touched.basesRead) && isAll(touched.limitsRead))) &&
        (!to || (isAll(touched.basesWritten) && isAll(touched.limitsWritten))),
    );
  },
});
