/**
 * Which PEs have to look again, one bit per PE. Everything that can alter what a PE is offered marks
 * it here, so that nothing is computed for a PE to which nothing happened.
 */
export class Changes {
  /** The highest priority pending interrupt may be another one. */
  candidates = -1;
  /** The interrupt lines may be different. */
  lines = -1;

  /** What is offered to these PEs may have changed; their lines then may have changed as well. */
  mark(pes: number): void {
    this.candidates |= pes;
    this.lines |= pes;
  }

  reset(): void {
    this.candidates = -1;
    this.lines = -1;
  }
}
