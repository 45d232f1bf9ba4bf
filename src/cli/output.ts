/** Where the commands write. Serving over stdio never comes here: stdout belongs to JSON-RPC. */

import { reasonOf } from "../lib/file_reasons.ts";
import { SettingsError } from "../settings/table.ts";

/** Writes a text as it is, such as a question or what is drawn over on a terminal. */
export function draw(text: string, stream: "stdout" | "stderr" = "stdout"): void {
  write(Deno[stream], text);
}

const line = (text: string) => text.endsWith("\n") ? text : `${text}\n`;

function write(stream: { writeSync(bytes: Uint8Array): number }, text: string): void {
  let bytes = new TextEncoder().encode(text);
  while (bytes.length > 0) bytes = bytes.subarray(stream.writeSync(bytes));
}

/**
 * Writes a text to stdout, with a line break at its end. A reader that has gone, such as `head`, has what it wanted.
 * @throws {SettingsError} with exit code 1, when stdout was given where nothing can be written: a full disk
 */
export function print(text: string): void {
  try {
    write(Deno.stdout, line(text));
  } catch (error) {
    if (error instanceof Deno.errors.BrokenPipe) return;
    throw new SettingsError([`Cannot write to stdout: ${reasonOf(error)}`], 1);
  }
}

/** Writes a text to stderr, with a line break at its end; without a reader it is lost. */
export function complain(text: string): void {
  try {
    write(Deno.stderr, line(text));
  } catch {
    // There is no other place to say so.
  }
}
