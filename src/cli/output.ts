// No test of its own: tests/e2e/stdio_test.ts reads what it writes.
/** Where the commands write. Serving over stdio never comes here: stdout belongs to JSON-RPC. */

function write(stream: { writeSync(bytes: Uint8Array): number }, text: string): void {
  let bytes = new TextEncoder().encode(text.endsWith("\n") ? text : `${text}\n`);
  while (bytes.length > 0) bytes = bytes.subarray(stream.writeSync(bytes));
}

/** Writes a text to stdout, with a line break at its end. */
export function print(text: string): void {
  write(Deno.stdout, text);
}

/** Writes a text to stderr, with a line break at its end. */
export function complain(text: string): void {
  write(Deno.stderr, text);
}
