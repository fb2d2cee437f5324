import * as fc from 'fast-check';

class Nothing implements fc.Command<Record<string, never>, Record<string, never>> {
  check(): boolean {
    return true;
  }
  run(): void {
    baselineSteps++;
  }
  toString(): string {
    return 'nothing';
  }
}

let baselineSteps = 0;

/**
 * Steps per second of fast-check's own `commands` runner with an empty model, measured now: what
 * every speed of ours is set against, because machines differ and are shared.
 * @param seconds how long to measure
 */
export function commandsPerSecond(seconds: number, maxCommands = 300): number {
  const commands = fc.commands(
    Array.from({ length: 8 }, () => fc.constant(new Nothing())),
    { maxCommands, size: 'max' },
  );
  const property = fc.property(commands, (sequence) => {
    fc.modelRun(() => ({ model: {}, real: {} }), sequence);
  });
  baselineSteps = 0;
  let seed = 1;
  const started = performance.now();
  let elapsed = 0;
  do {
    fc.check(property, { numRuns: 50, seed: seed++ });
    elapsed = performance.now() - started;
  } while (elapsed < seconds * 1000);
  return (baselineSteps / elapsed) * 1000;
}
