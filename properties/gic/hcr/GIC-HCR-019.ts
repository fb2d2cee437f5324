import { LISTS } from '../../events';
import { requirement, Verdict } from '../../requirement';
import { Control, isAtEntry, isSpilled } from '../../lists/record';

export default requirement({
  id: 'GIC-HCR-019',
  title:
    'With an active interrupt outside the list registers at entry LRENPIE is set, and with EOImode 1 of GICv3 DIR is trapped',
  source: 'derived; IHI 0048 GICH_HCR.EOIcount; IHI 0069 ICH_HCR_EL2.EOIcount, TDIR (H)',
  applies: { gic: [2, 3], lists: 'any' },
  strength: 'between-barriers',
  on: [LISTS],
  check({ record }, account) {
    if (!isAtEntry(record)) return Verdict.NotConcerned;
    let spilled = false;
    for (let n = 0; n < record.entries && !spilled; n++) spilled = isSpilled(record, n);
    if (!spilled) return Verdict.NotConcerned;
    if ((record.control & Control.LRENPIE) === 0) return Verdict.Broken;
    const iface = account.interface(record.vcpu, 0);
    // A DIR that the hypervisor of a GICv2 traps is not seen in HCR.
    if (account.machine.gic === 2 || !iface.controlKnown || iface.eoiMode === 0) {
      return Verdict.Held;
    }
    return (record.control & Control.TDIR) !== 0 ? Verdict.Held : Verdict.Broken;
  },
});
