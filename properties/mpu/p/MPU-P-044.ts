import { MpuRegister } from '../../../models/contract/mpu-registers';
import { holds, Verdict } from '../../requirement';
import { changeOf } from '../el1-switch';
import { onHypervisor } from '../requirement';

const { PRBAR_EL1, PRLAR_EL1, MAIR_EL1, SCTLR_EL1 } = MpuRegister;
const { VTCR_EL2, VSCTLR_EL2, PRLAR_EL2 } = MpuRegister;

export default onHypervisor({
  id: 'MPU-P-044',
  title:
    'A switch to a vCPU writes its regions and MAIR of EL1 first, then SCTLR_EL1, VTCR_EL2 and ' +
    'VSCTLR_EL2, then enables regions of the domain; after the last write comes an ISB',
  source: 'digest 3.3',
  formats: [32, 64],
  designs: ['2023'],
  on: 'step',
  check(m, account) {
    if (!changeOf(m, account) || m.step.step !== 'switch') return Verdict.NotConcerned;
    const { accesses } = m.shown;
    const writesOf = (registers: readonly number[]): number[] =>
      accesses.flatMap((one, n) =>
        one.does === 'write' && registers.includes(one.register) ? [n] : [],
      );
    const first = writesOf([PRBAR_EL1, PRLAR_EL1, MAIR_EL1]);
    const then = writesOf([SCTLR_EL1, VTCR_EL2, VSCTLR_EL2]);
    const enabling = accesses.flatMap((one, n) =>
      one.does === 'write' && one.register === PRLAR_EL2 && (one.low & 1) !== 0 ? [n] : [],
    );
    if (then.length === 0) return Verdict.Broken;
    const isOrdered =
      Math.max(-1, ...first) < Math.min(...then) &&
      Math.max(...then) < Math.min(Infinity, ...enabling);
    const last = accesses.findLastIndex(({ does }) => does === 'write');
    const isSettled = accesses.slice(last).some(({ does }) => does === 'isb' || does === 'barrier');
    return holds(isOrdered && isSettled);
  },
});
