// Written by bin/write-indexes.js.
import order001 from './ORDER-001';
import order002 from './ORDER-002';
import order003 from './ORDER-003';
import type { Requirement } from '../../requirement';

/** Requirements ORDER: who goes first when list registers run out. */
export const requirements: readonly Requirement[] = [order001, order002, order003];
