import { LockFault } from '../../../models/contract/locks';
import { LISTS } from '../../events';
import { holds, requirement } from '../../requirement';

export default requirement({
  id: 'LOCK-003',
  title: 'No lock is held when an operation returns',
  source: 'digest A.1 Lock order, B.1 Lock order',
  applies: { gic: [2, 3], lists: 'any' },
  strength: 'between-barriers',
  on: [LISTS],
  check({ record }) {
    return holds((record.lockFaults & LockFault.HeldOnReturn) === 0);
  },
});
