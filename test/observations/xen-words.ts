/**
 * A line of a Xen observation file as words. Lines list a value for every operation, writes with
 * 0x0; a word with `~` was done without being listed, and with `reads` no write is.
 */
export interface XenScenario {
  /** How the label of the line begins. */
  label: string;
  words: string;
  /** Writes are not listed. */
  reads?: true;
  /** Labels of the scenarios of the same file that ran before on the same guest. */
  after?: string[];
  /** Why the values under `leave` are not compared. */
  left?: string;
}
