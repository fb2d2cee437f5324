import type { ArchitectureGic } from '../../models/architecture';

/**
 * A small fault put into the reference: one named operation overridden. Faults test the suite: each
 * must be caught by the requirement meant for it.
 */
export interface Fault {
  /** Short name; the implementation is `fault:NAME`. */
  id: string;
  /** What is wrong, in one sentence. */
  title: string;
  /** Requirements that must catch it, the one it is meant for first. */
  caughtBy: readonly [string, ...string[]];
  /** Overrides the operation on a fresh system. */
  override(gic: ArchitectureGic): void;
}

/** Defines a fault. */
export function fault(definition: Fault): Fault {
  return definition;
}

/** Replaces one method of an object; the replacement gets the original, bound. */
export function overrideMethod<T extends object, K extends keyof T>(
  target: T,
  name: K,
  replacement: (original: T[K]) => T[K],
): void {
  const original = target[name];
  const bound = (typeof original === 'function' ? original.bind(target) : original) as T[K];
  target[name] = replacement(bound);
}
