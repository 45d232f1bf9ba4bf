/**
 * Benchmarks: printed figures beside their targets, and no figure fails. Names choose among them, else all are
 * run: `tokens`, `listings`, `scale`, `start`, `http`, `oauth`. `--quick` leaves out what is compiled and the long
 * listings, and shortens the rest; `--json=FILE` writes the figures of `http` and `oauth` down. `KIMAI_MCP_BIN`
 * names a binary of ours, and `KIMAI_MCP_COMPILE` a command that compiles (called `CMD OUT ARGS...`) where
 * `deno compile` cannot.
 */

import { benchHttp } from "./http.ts";
import { benchListings } from "./listings.ts";
import { benchOAuth } from "./oauth.ts";
import { benchScale } from "./scale.ts";
import { benchStart } from "./start.ts";
import { say } from "./table.ts";
import { benchTokens } from "./tokens.ts";

const quick = Deno.args.includes("--quick");
const file = Deno.args.find((arg) => arg.startsWith("--json="))?.slice("--json=".length);
const chosen = Deno.args.filter((arg) => !arg.startsWith("--"));

const figures: Record<string, unknown> = {};

const benches: Record<string, () => Promise<void>> = {
  tokens: benchTokens,
  listings: benchListings,
  scale: benchScale,
  start: () => benchStart({ rounds: quick ? 15 : 25, compiled: !quick }),
  http: async () => void (figures.http = await benchHttp({ quick })),
  oauth: async () => void (figures.oauth = await benchOAuth({ quick })),
};
const usual = Object.keys(benches).filter((name) =>
  !quick || !["listings", "scale"].includes(name)
);

say(`Deno ${Deno.version.deno} on ${navigator.hardwareConcurrency} cores, ${Deno.build.target}`);
say();
for (const name of chosen.length > 0 ? chosen : usual) {
  if (!benches[name]) {
    throw new Error(`There is no bench "${name}": choose of ${Object.keys(benches)}`);
  }
  await benches[name]();
}
if (file) await Deno.writeTextFile(file, `${JSON.stringify(figures, undefined, 2)}\n`);
