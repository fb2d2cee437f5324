import { MpuRegister } from '../../../models/contract/mpu-registers';
import type { MpuTableEntry } from '../../../models/contract/mpu-script';
import { holds, Verdict } from '../../requirement';
import { Sctlr } from '../registers';
import { isRegionWrite } from '../replay';
import { isSameTable } from '../table';
import { onHypervisor } from '../requirement';

/** SCTLR_EL2.C */
const CACHE = 1 << 2;

export default onHypervisor({
  id: 'MPU-P-007',
  title:
    'Where the end of booting moves regions, it keeps all of them, those that stay enabled first ' +
    'and those that switch behind them, each in the order that they had, and leaves no gap; the ' +
    'MPU and the cache are off meanwhile',
  source: 'digest 3.1',
  formats: [32, 64],
  designs: ['2023'],
  on: 'step',
  check({ step, shown }, account) {
    if (step.step !== 'boot' || step.phase !== 'reorganise' || shown.result !== 'ok') {
      return Verdict.NotConcerned;
    }
    const { tableBefore, arrangement } = account;
    if (isSameTable(tableBefore, shown.table)) return Verdict.NotConcerned;
    const switching = arrangement.switching.map(({ index }) => index);
    const switches = ({ index }: MpuTableEntry): boolean => switching.includes(index);
    const old = [...tableBefore].sort((a, b) => a.index - b.index);
    const wanted = [...old.filter((entry) => !switches(entry)), ...old.filter(switches)];
    const now = [...shown.table].sort((a, b) => a.index - b.index);
    const isArranged =
      now.length === wanted.length &&
      wanted.every(
        ({ base, limit, barBits, larBits }, index) =>
          now[index].index === index &&
          now[index].base === base &&
          now[index].limit === limit &&
          now[index].barBits === barBits &&
          now[index].larBits === larBits,
      );
    let sctlr: number = Sctlr.M | CACHE;
    const isOff = shown.accesses.every((access) => {
      if (access.does === 'write' && access.register === MpuRegister.SCTLR_EL2) sctlr = access.low;
      return !isRegionWrite(access) || (sctlr & (Sctlr.M | CACHE)) === 0;
    });
    return holds(isArranged && isOff);
  },
});
