import type { ListsShown, OverflowRule } from '../models/contract/implementation';
import type { Account } from './account/account';
import type { Moment } from './account/moment';

/** What a checker says about one moment. */
export const Verdict = {
  /** The requirement says nothing about this moment: not exercised. */
  NotConcerned: 0,
  /** Exercised, and what was shown is what the requirement asks. */
  Held: 1,
  /** Exercised, and what was shown breaks the requirement. */
  Broken: 2,
} as const;
export type Verdict = (typeof Verdict)[keyof typeof Verdict];

/** What an implementation must offer for a requirement to apply to it. */
export interface Applies {
  /** GIC versions. */
  gic: readonly (2 | 3)[];
  /** Needs GICV, GICH, ICV, ICH. */
  listRegisterInterface?: true;
  /** Needs both interrupt groups. */
  groups?: true;
  /** Needs the interrupt lines shown. */
  lines?: true;
  /** Needs CPU_OFF and CPU_ON. */
  power?: true;
  /** Needs the lists of a hypervisor shown, of this kind. */
  lists?: ListsShown['kind'] | 'any';
  /** Only hypervisors that treat overflow this way. */
  overflow?: OverflowRule;
}

/**
 * When a moment can be judged. `after-barrier`: only when every earlier effect is certain, which is
 * always so for hardware and for the reference. `between-barriers`: at any moment, because the
 * requirement allows every order in which earlier effects may have arrived.
 */
export type Strength = 'after-barrier' | 'between-barriers';

/** One numbered statement about the GIC, with its checker. */
export interface Requirement {
  /** `GIC-LR-003`. */
  id: string;
  /** One sentence. */
  title: string;
  /** Register or manual section that carries the rule, and the digest's confidence. */
  source: string;
  applies: Applies;
  strength: Strength;
  /** Events that concern it: see events.ts. */
  on: readonly number[];
  /** Also called for accesses that aborted, were UNDEFINED or trapped. */
  allOutcomes?: true;
  /**
   * Judges one moment. The account holds the state before the step, except for `LINES`, which comes
   * after it.
   */
  check: (m: Moment, account: Account) => Verdict;
}

/** Defines a requirement. */
export function requirement(definition: Requirement): Requirement {
  return definition;
}

/** `Held` or `Broken`. */
export function holds(condition: boolean): Verdict {
  return condition ? Verdict.Held : Verdict.Broken;
}

/** As `holds`, but what is held counts as exercised only where something was at stake. */
export function holdsAtStake(condition: boolean, isAtStake: boolean): Verdict {
  return atStake(holds(condition), isAtStake);
}

/** A verdict that counts as held only where something was at stake. */
export function atStake(verdict: Verdict, isAtStake: boolean): Verdict {
  return verdict === Verdict.Held && !isAtStake ? Verdict.NotConcerned : verdict;
}

/**
 * Judges bits of a value: those `concerned` must equal `expected`; with none concerned the
 * requirement is not exercised.
 */
export function bitsAre(value: number, expected: number, concerned: number): Verdict {
  if (concerned === 0) return Verdict.NotConcerned;
  return ((value ^ expected) & concerned) === 0 ? Verdict.Held : Verdict.Broken;
}
