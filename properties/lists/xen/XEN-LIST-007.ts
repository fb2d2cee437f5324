import { EntryFlag } from '../../../models/contract/lists';
import { bitCount } from '../../account/interrupt-state';
import { LISTS } from '../../events';
import { holds, requirement, Verdict } from '../../requirement';

export default requirement({
  id: 'XEN-LIST-007',
  title: 'lr_mask has as many bits as the vCPU has VISIBLE interrupts',
  source: 'digest A.1 X-I7',
  applies: { gic: [2, 3], lists: 'inflight' },
  strength: 'between-barriers',
  on: [LISTS],
  check({ record }) {
    let visible = 0;
    for (let n = 0; n < record.entries; n++) {
      if ((record.entryFlags(n) & EntryFlag.Resident) !== 0) visible++;
    }
    const used = bitCount(record.usedLow) + bitCount(record.usedHigh);
    return visible + used === 0 ? Verdict.NotConcerned : holds(visible === used);
  },
});
