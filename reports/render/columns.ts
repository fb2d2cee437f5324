/** The width of each column of a table. */
export function widthsOf(rows: readonly (readonly string[])[]): number[] {
  return rows[0].map((_, n) => Math.max(...rows.map((row) => row[n].length)));
}

/** A row of a table as a line. @param isRight whether a column is aligned on the right */
export function aligned(
  row: readonly string[],
  widths: readonly number[],
  isRight: (column: number) => boolean,
): string {
  return row
    .map((cell, n) => (isRight(n) ? cell.padStart(widths[n]) : cell.padEnd(widths[n])))
    .join('  ')
    .trimEnd();
}
