import assert from "node:assert/strict";
import fc from "fast-check";
import { inUnits, siteOf } from "../../../src/cli/print/site.ts";
import { UserError } from "../../../src/mcp/errors.ts";
import { SettingsError } from "../../../src/settings/table.ts";
import { hostileText, printOrder } from "./support.ts";

const site = async (...args: string[]) => siteOf(await printOrder(args));

Deno.test("without settings it is the example that documents have", async () => {
  assert.deepEqual(await site(), {
    name: "mcp.example.com",
    publicPort: 443,
    upstream: "127.0.0.1:8000",
    maxBody: 4_194_304,
    bodyTimeout: 30,
  });
});

Deno.test("names, ports and limits are those of the settings", async () => {
  const given = await site(
    "--public-url=https://time.example.org:8443",
    "--host=::1",
    "--port=9000",
    "--max-body=2048",
    "--body-timeout=5",
  );
  assert.deepEqual(given, {
    name: "time.example.org",
    publicPort: 8443,
    upstream: "[::1]:9000",
    maxBody: 2048,
    bodyTimeout: 5,
  });
});

Deno.test("who listens on all addresses is found on this machine's own", async () => {
  assert.equal((await site("--host=0.0.0.0")).upstream, "127.0.0.1:8000");
  assert.equal((await site("--host=::")).upstream, "[::1]:8000");
});

Deno.test("what no proxy can serve is refused with what to do", async () => {
  await assert.rejects(site("--public-url=https://example.com/kimai"), {
    message:
      'Cannot print this for "https://example.com/kimai": such a file serves a whole name, so give the server one of its own, such as "https://example.com"',
  });
  await assert.rejects(site("--port=0"), {
    message: "Cannot print this for --port 0: that is another port at every start, choose one",
  });
  await assert.rejects(site("--public-url=http://mcp.example.com"), SettingsError);
});

Deno.test("a name is a name, or it is refused", async () => {
  await fc.assert(
    fc.asyncProperty(hostileText, fc.boolean(), async (text, isPublic) => {
      const args = isPublic ? [`--public-url=https://${text}`] : [`--host=${text}`];
      try {
        const { name, upstream } = await site(...args);
        assert.match(`${name} ${upstream}`, /^[\w.:[\]-]+ [\w.:[\]-]+$/);
      } catch (error) {
        assert(error instanceof UserError || error instanceof SettingsError, String(error));
      }
    }),
  );
});

Deno.test("bytes are told in the largest unit that is exact", () => {
  assert.deepEqual(inUnits(4_194_304), [4, "MiB"]);
  assert.deepEqual(inUnits(2048), [2, "KiB"]);
  assert.deepEqual(inUnits(1_048_577), [1_048_577, ""]);
});
