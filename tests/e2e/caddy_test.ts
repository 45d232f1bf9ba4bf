import assert from "node:assert/strict";
import { caddy } from "../../src/cli/print/caddy.ts";
import { printOrder } from "../cli/print/support.ts";
import type { Kind } from "../support/clients.ts";
import { programTest } from "../support/installed.ts";
import {
  type Behind,
  elsewhere,
  hearsProgress,
  reachesKimai,
  serveBehind,
  spoofed,
} from "./behind.ts";
import { startCaddy, validate } from "./caddy.ts";

const caddyTest = (name: string, fn: () => Promise<void>) => programTest(["caddy"], name, fn);
const serveBehindCaddy = (behind: Behind) => serveBehind(startCaddy, behind);

const kinds: Kind[] = ["legacy", "2026-07-28"];

for (const kind of kinds) {
  caddyTest(
    `${kind}: through Caddy a client hears how far a long read is while it goes on`,
    () => hearsProgress((env) => serveBehindCaddy({ env }), kind),
  );

  caddyTest(
    `${kind}: cancelling through Caddy reaches Kimai`,
    () => reachesKimai((env) => serveBehindCaddy({ env }), kind),
  );
}

caddyTest("Caddy tells the client's address, whatever the client says", async () => {
  await using behind = await serveBehindCaddy({ args: ["--demo"] });
  assert.equal(await behind.addressOf({}), elsewhere);
  assert.equal(await behind.addressOf(spoofed), elsewhere);
  assert.equal(await behind.addressOf({ "Forwarded": "for=203.0.113.9" }), elsewhere);
});

caddyTest("/metrics is not for what comes through Caddy", async () => {
  await using behind = await serveBehindCaddy({ args: ["--demo"] });
  const { status, body } = await behind.fetch(behind.url("/metrics"));
  await body?.cancel();
  assert.equal(status, 404);
});

caddyTest("Caddy finds nothing wrong with the file for other settings", async () => {
  const args = ["--public-url=https://mcp.localhost:8443", "--host=::1", "--max-body=1025"];
  const { success, said } = await validate(await caddy.render(await printOrder(args)));
  assert(success, said);
});
