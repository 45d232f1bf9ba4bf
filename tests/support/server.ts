/** The real server, put together as the program does it, over the embedded Kimai or a `fetch` of the test's own. */

import { silentLog } from "../../src/lib/log.ts";
import { compose, type Composition, serverRows } from "../../src/composition.ts";
import { readSettings } from "../../src/settings/table.ts";

/** Values of all settings where nothing is set, with changes. */
export function settingsWith(changes: Record<string, unknown> = {}): Record<string, unknown> {
  const nothing = { values: new Map(), positionals: [], problems: [] };
  return { ...readSettings(serverRows, nothing).settings, ...changes };
}

/** A server whose answers are checked against their schemas. */
export function createServer(
  { settings, ...others }: Partial<Composition> = {},
): ReturnType<typeof compose> {
  return compose({
    settings: settingsWith(settings),
    log: silentLog,
    now: () => Temporal.Now.instant(),
    checkAnswers: true,
    ...others,
  });
}
