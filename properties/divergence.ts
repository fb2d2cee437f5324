import type { Account } from './account/account';
import type { Moment } from './account/moment';

/**
 * A freedom that the architecture gives: where two correct implementations may differ.
 */
export interface Divergence {
  /** `DIV-07`. */
  id: string;
  title: string;
  /** How a comparison treats it, from the digest. */
  rule: string;
  /**
   * Who sees to it: the comparison recognises it; the generator never makes it arise (or only in
   * hostile workloads); the machine and the capabilities are made equal; it concerns hypervisor
   * models, LPIs or real time and cannot arise yet.
   */
  handledBy: 'comparison' | 'generator' | 'machine' | 'later';
  /** Differences between hypervisors that it allows: entries of the digest's table, tagged A there. */
  differences?: readonly string[];
  /** The two states differ afterwards, so that later differences follow from it. */
  changesState?: true;
  /**
   * Whether it explains a first difference: two observations of the same step after histories that
   * agreed, of which the account tells.
   */
  explains?(a: Moment, b: Moment, account: Account): boolean;
}

/** Defines an allowed divergence. */
export function divergence(definition: Divergence): Divergence {
  return definition;
}
