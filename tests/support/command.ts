/** What a command is handed, for tests of one by itself. */

import type { CommandContext } from "../../src/cli/command.ts";
import { silentLog } from "../../src/lib/log.ts";
import type { System } from "../../src/settings/sources.ts";

/** A process without arguments, variables and files. */
export const emptySystem: System = {
  args: [],
  env: () => undefined,
  names: () => [],
  readTextFile: () => Promise.reject(new Deno.errors.NotFound()),
  stat: () => Promise.reject(new Deno.errors.NotFound()),
  readLink: () => Promise.reject(new Deno.errors.NotFound()),
  windows: false,
};

/** A context whose parts are the given ones; the others must not be used, or are empty. */
export function commandContext(parts: Partial<CommandContext> = {}): CommandContext {
  const unused = () => Promise.reject(new Error("unused"));
  return {
    words: [],
    settings: {},
    rows: {},
    sources: { values: new Map(), positionals: [], problems: [] },
    system: emptySystem,
    catalogue: unused,
    dispatch: unused,
    log: silentLog,
    signal: new AbortController().signal,
    readStdin: unused,
    ...parts,
  };
}
