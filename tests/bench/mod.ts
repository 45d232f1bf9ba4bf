/**
 * Benchmarks: printed figures beside their targets, and no figure fails. `--quick` leaves out what is
 * compiled and the long listings. `KIMAI_MCP_BIN` names a binary of ours, and `KIMAI_MCP_COMPILE` a
 * command that compiles (called `CMD OUT ARGS...`) where `deno compile` cannot.
 */

import { benchListings } from "./listings.ts";
import { benchScale } from "./scale.ts";
import { benchStart } from "./start.ts";
import { say } from "./table.ts";
import { benchTokens } from "./tokens.ts";

const quick = Deno.args.includes("--quick");

say(`Deno ${Deno.version.deno} on ${navigator.hardwareConcurrency} cores, ${Deno.build.target}`);
say();
await benchTokens();
if (!quick) {
  await benchListings();
  await benchScale();
}
await benchStart({ rounds: quick ? 15 : 25, compiled: !quick });
