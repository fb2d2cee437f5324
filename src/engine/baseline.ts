import * as fc from 'fast-check';

/** A command that does nothing, with one operand, as commands usually have. */
class Nothing implements fc.Command<Record<string, never>, Record<string, never>> {
  constructor(readonly operand: number) {}

  check(): boolean {
    return true;
  }

  run(): void {
    steps++;
  }

  toString(): string {
    return `nothing(${this.operand})`;
  }
}

let steps = 0;

/** How fast-check's runner is called. */
export interface BaselineOptions {
  /** How long to measure. */
  seconds: number;
  /**
   * Sequences as long as our workloads instead of fast-check's default of about ten commands: the
   * cost of each sequence then spreads over more commands.
   */
  maxCommands?: number;
}

/**
 * Steps per second of fast-check's own `commands` runner with an empty model, measured now: what
 * every speed of ours is set against, because machines differ and are shared.
 */
export function commandsPerSecond({ seconds, maxCommands }: BaselineOptions): number {
  const kinds = Array.from({ length: 8 }, () => fc.nat(1023).map((n) => new Nothing(n)));
  const commands =
    maxCommands === undefined
      ? fc.commands(kinds)
      : fc.commands(kinds, { maxCommands, size: 'max' });
  const property = fc.property(commands, (sequence) => {
    fc.modelRun(() => ({ model: {}, real: {} }), sequence);
  });
  steps = 0;
  let seed = 1;
  let elapsed = 0;
  const started = performance.now();
  do {
    fc.check(property, { numRuns: 100, seed: seed++ });
    elapsed = performance.now() - started;
  } while (elapsed < seconds * 1000);
  return (steps / elapsed) * 1000;
}
