import { Outcome } from '../contract/observation';
import type { ArchitectureGic } from './gic';
import { registers } from './registers';

/** A read of a register; parameters as for `System.read`. Sets `gic.high` of 64-bit values. */
export type Read = (
  gic: ArchitectureGic,
  vcpu: number,
  index: number,
  size: number,
  aux: number,
) => number;

/** A write of a register; parameters as for `System.write`. */
export type Write = (
  gic: ArchitectureGic,
  vcpu: number,
  index: number,
  size: number,
  low: number,
  high: number,
  aux: number,
) => void;

const readAsZero: Read = () => 0;
const writeIgnored: Write = () => undefined;

/** An access to a system register that does not exist in this direction. */
export function undefinedAccess(gic: ArchitectureGic): number {
  gic.outcome = Outcome.Undefined;
  return 0;
}

/**
 * What each register id does, read and written. Until defined, a memory-mapped register is RAZ/WI
 * (so are write-only ones when read, read-only ones when written), and a system register UNDEFINED.
 */
export const reads: Read[] = registers.map((entry) => (entry.frame ? readAsZero : undefinedAccess));
export const writes: Write[] = registers.map((entry) =>
  entry.frame ? writeIgnored : undefinedAccess,
);
