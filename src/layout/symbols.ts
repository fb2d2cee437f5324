/** Symbols of a program, as far as they are wanted. */
export interface Symbols {
  /** What errors call them: the file. */
  file: string;
  addresses: ReadonlyMap<string, bigint>;
  /** PMSAv8-32 or PMSAv8-64, where the file says which processor it is for. */
  format?: 32 | 64;
}
