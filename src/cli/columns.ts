// No test of its own: tests/cli/users_test.ts reads what it lays out.
/** Rows of text as columns. */

/** Pads the cells of each column to its widest, two blanks between columns. @returns a line a row */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, at) => Math.max(...rows.map((row) => row[at].length)));
  return rows.map((row) => row.map((cell, at) => cell.padEnd(widths[at])).join("  ").trimEnd());
}
