/** Something the user gave is wrong. The message is for the user: what, where, what would be right. */
export class InputError extends Error {
  override name = 'InputError';
}
