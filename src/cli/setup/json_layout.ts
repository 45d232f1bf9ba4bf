// No test of its own: tests/cli/setup/json_add_test.ts lays texts out with it.
/** How a text is laid out, and values written in the same way. */

/** Whether no line break stands between two places. */
export function isOnOneLine(text: string, from: number, to: number): boolean {
  return !/[\r\n]/.test(text.slice(from, to));
}

/** A value over several lines, laid out as the text is, for a place that is indented so. */
export function onLines(value: unknown, text: string, indent: string): string {
  const unit = unitOf(text);
  return JSON.stringify(value, null, unit).replaceAll("\n", newLineOf(text) + indent);
}

/** A value on one line, with blanks after colons where the text has them. A line break in a string is written as two characters. */
export function onOneLine(value: unknown, strict: string): string {
  if (!/:\s/.test(strict)) return JSON.stringify(value);
  return JSON.stringify(value, null, 1).replace(/\n\s*/g, " ");
}

/** What ends the lines of a text: as its first one has it, else a line feed. */
export function newLineOf(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? "\n";
}

/** One step of indentation: as the first indented line has it, else two blanks. */
export function unitOf(text: string): string {
  return /(?:^|[\r\n])(\t|[ ]{1,8})(?=["}\]/])/.exec(text)?.[1] ?? "  ";
}

/** The blanks at the beginning of the line that a place is in. */
export function indentOf(text: string, at: number): string {
  const line = text.slice(0, at).split(/[\r\n]/).at(-1)!;
  return /^[ \t]*/.exec(line.replace(/^\ufeff/, ""))![0];
}
