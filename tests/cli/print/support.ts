/** Orders of files, as `kimai-mcp print` makes them from flags and variables. */

import fc from "fast-check";
import { orderOf } from "../../../src/cli/print.ts";
import type { PrintOrder } from "../../../src/cli/print/artifact.ts";
import { serverRows } from "../../../src/composition.ts";
import { openSources } from "../../../src/settings/sources.ts";
import { readSettings } from "../../../src/settings/table.ts";
import { commandContext, emptySystem } from "../../support/command.ts";
import { createServer } from "../../support/server.ts";

/** The home of who orders. */
const HOME = "/home/anna";

/** The tools on offer. */
export const { catalogue } = createServer();

/** The order that these words on the command line and these variables make. */
export async function printOrder(
  args: readonly string[] = [],
  variables: Record<string, string> = {},
): Promise<PrintOrder> {
  const system = { ...emptySystem, args, env: (name: string) => ({ HOME, ...variables })[name] };
  const sources = await openSources(serverRows, system);
  const { settings } = readSettings(serverRows, sources);
  return orderOf(commandContext({ settings, rows: serverRows, sources, system, catalogue }));
}

/** Values that mean something to shells, to YAML, to systemd and to proxies, as somebody may write them on one line. */
export const hostileText: fc.Arbitrary<string> = fc.string({
  unit: fc.constantFrom(..."ab/\\\"'`$%#;:{}[]()&*!|<>@,~=- .ä", "${X}", "%h", "$(id)", "#{", "*/"),
  minLength: 1,
  maxLength: 20,
}).map((text) => text.trim()).filter((text) => text !== "" && text !== "log" && text !== "off");
