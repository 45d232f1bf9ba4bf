/** What every bench needs: medians, and tables on stdout. */

const encoder = new TextEncoder();

/** Writes a line to stdout. */
export function say(line = ""): void {
  let bytes = encoder.encode(`${line}\n`);
  while (bytes.length > 0) bytes = bytes.subarray(Deno.stdout.writeSync(bytes));
}

/** Prints rows under a heading, numbers to the right. */
export function printTable(heading: readonly string[], rows: readonly string[][]): void {
  const widths = heading.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column].length))
  );
  const isNumber = (column: number) => rows.every((row) => /^[\d.,-]*$/.test(row[column]));
  const line = (cells: readonly string[]) =>
    cells.map((cell, column) =>
      isNumber(column) ? cell.padStart(widths[column]) : cell.padEnd(widths[column])
    ).join("  ").trimEnd();
  for (const row of [heading, widths.map((width) => "-".repeat(width)), ...rows]) say(line(row));
  say();
}

/** The middle value; of an even number the mean of both. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const half = sorted.length / 2;
  return (sorted[Math.floor(half - 0.5)] + sorted[Math.floor(half)]) / 2;
}
