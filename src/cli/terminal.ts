// No test of its own: one call of the platform.
/** Colours for people: on a terminal that has them and unless `NO_COLOR` is set, plain text everywhere else. */

import process from "node:process";
import { styleText } from "node:util";

export type Style = "bold" | "dim" | "red" | "green" | "yellow" | "cyan";

/** The text in this style where it ends up on a terminal, else as it is. */
export function styled(style: Style, text: string, stream: "stdout" | "stderr" = "stdout"): string {
  // Older runtimes look at nothing but the style.
  return Deno[stream].isTerminal() ? styleText(style, text, { stream: process[stream] }) : text;
}
