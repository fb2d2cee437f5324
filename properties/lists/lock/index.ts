// Written by bin/write-indexes.js.
import lock001 from './LOCK-001';
import lock002 from './LOCK-002';
import lock003 from './LOCK-003';
import type { Requirement } from '../../requirement';

/** Requirements LOCK: discipline of locks. */
export const requirements: readonly Requirement[] = [lock001, lock002, lock003];
