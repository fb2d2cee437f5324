import { registers } from '../../models/architecture/registers';
import type { Account } from './account';
import { registerDistributorEffects } from './effects-distributor';
import { registerInterfaceEffects } from './effects-interface';
import type { Moment } from './moment';

/** What a write that was accepted does to the account. */
export type Effect = (account: Account, m: Moment) => void;

/** By register id; nothing for registers that cannot be written. */
export const writeEffects: (Effect | undefined)[] = new Array<Effect | undefined>(
  registers.length,
).fill(undefined);

/** By register id: reads that tell something (GICD_CTLR.RWP). */
export const readEffects: (Effect | undefined)[] = new Array<Effect | undefined>(
  registers.length,
).fill(undefined);

registerDistributorEffects(writeEffects, readEffects);
registerInterfaceEffects(writeEffects);
