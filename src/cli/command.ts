// No test of its own: types, and a row that tests/e2e/stdio_test.ts uses.
/** What a command beside serving is: how it is called, its own settings, and what it does. */

import type { Log } from "../lib/log.ts";
import type { Catalogue } from "../mcp/catalogue.ts";
import type { Dispatch } from "../mcp/dispatch.ts";
import { flag, type SettingRows } from "../settings/table.ts";

/** What a command is handed. */
export interface CommandContext {
  /** The words after the command's name. */
  words: readonly string[];
  /** Values of the command's own rows. */
  settings: Record<string, unknown>;
  catalogue: Catalogue;
  dispatch: Dispatch;
  log: Log;
  /** Fires on Ctrl-C and SIGTERM. */
  signal: AbortSignal;
  readStdin(): Promise<string>;
}

/** A command. */
export interface Command {
  /** As help shows it: `call TOOL [JSON]`. */
  usage: string;
  summary: string;
  rows: SettingRows;
  /** @returns the exit code: 0 done, 1 failed, 2 called wrongly. */
  run(context: CommandContext): Promise<number>;
}

/** The row of commands that can answer for programs as well. */
export const jsonRow: SettingRows = {
  json: { type: flag(false), env: false, help: "Print JSON instead of text" },
};
