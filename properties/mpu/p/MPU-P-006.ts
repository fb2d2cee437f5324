import { holdsAtStake, Verdict } from '../../requirement';
import { added } from '../table';
import { onHypervisor } from '../requirement';

/** Entries of the table that the proof of concept boots with. */
const BOOT_ENTRIES = 16;

export default onHypervisor({
  id: 'MPU-P-006',
  title: 'While booting, no region is made behind the end of the table or of the hardware',
  source: 'digest 3.1',
  formats: [32, 64],
  designs: ['2023'],
  on: 'step',
  check({ step, shown }, account) {
    if (step.step !== 'boot' || shown.result === 'skipped') return Verdict.NotConcerned;
    const { machine, tableBefore } = account;
    const fresh = added(tableBefore, shown.table);
    const room = Math.min(machine.el2Regions, BOOT_ENTRIES);
    const isNear = tableBefore.length + Math.max(1, fresh.length) >= room;
    const wants = fresh.length > 0 || shown.result === 'panic' || shown.result === 'stopped';
    const fits = shown.strayBytes === 0 && fresh.every(({ index }) => index < machine.el2Regions);
    return holdsAtStake(fits, isNear && wants);
  },
});
