/** Something the user gave is wrong. The message is for the user: what, where, what would be right. */
export class InputError extends Error {
  override name = 'InputError';
}

/** How a target came to an end that nobody asked for. */
export type Death = 'exited' | 'killed' | 'hung';

/** A target died, hung or aborted: a result, not an error of the harness. */
export class TargetDied extends Error {
  override name = 'TargetDied';

  /**
   * @param how what happened
   * @param status exit status or name of the signal; nothing where it hung
   * @param output the last lines that it printed
   */
  constructor(
    readonly target: string,
    readonly how: Death,
    readonly status: string,
    readonly output: string,
  ) {
    const what = how === 'hung' ? 'gave no answer in time' : `${how} (${status})`;
    super(`${target} ${what}${output ? `:\n${output}` : ''}`);
  }
}
