// No test of its own: types, and a row that tests/e2e/stdio_test.ts uses.
/** What a command beside serving is: how it is called, its own settings, and what it does. */

import type { Log } from "../lib/log.ts";
import type { Catalogue } from "../mcp/catalogue.ts";
import type { Dispatch } from "../mcp/dispatch.ts";
import type { System } from "../settings/sources.ts";
import { flag, type SettingRows, type Sources } from "../settings/table.ts";

/** What a command is handed. */
export interface CommandContext {
  /** The words after the command's name. */
  words: readonly string[];
  /** Values of the server's rows and the command's own. */
  settings: Record<string, unknown>;
  /** The rows that these are values of. */
  rows: SettingRows;
  /** Where each value was found. */
  sources: Sources;
  /** The process and its machine: the only way to its variables. */
  system: System;
  /** The tools on offer, made when somebody asks. */
  catalogue(): Promise<Catalogue>;
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
  /** What may come first after the name, where that is one of a few words: for completions. */
  words?: readonly string[];
  rows: SettingRows;
  /** It tells of deprecated settings itself. */
  tellsNotices?: true;
  /** @returns the exit code: 0 done, 1 failed, 2 called wrongly. */
  run(context: CommandContext): Promise<number>;
}

/** The row of commands that can answer for programs as well. */
export const jsonRow: SettingRows = {
  json: { type: flag(false), env: false, help: "Print JSON instead of text" },
};
