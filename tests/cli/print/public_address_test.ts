import assert from "node:assert/strict";
import { publicAddress } from "../../../src/cli/print/public_address.ts";
import { UserError } from "../../../src/mcp/errors.ts";
import { SettingsError } from "../../../src/settings/table.ts";
import { printOrder } from "./support.ts";

Deno.test("the public URL is taken as it is given, and an example without one", async () => {
  const given = await printOrder(["--public-url=https://mcp.acme.example:8443/kimai"]);
  assert.equal(publicAddress(given).href, "https://mcp.acme.example:8443/kimai");
  assert.equal(publicAddress(await printOrder()).href, "https://mcp.example.com/");
});

Deno.test("an address in place of a name, or one without https, is refused with what to give", async () => {
  for (const url of ["https://192.0.2.1", "https://[2001:db8::1]", "http://localhost:8000"]) {
    const order = await printOrder([`--public-url=${url}`]);
    assert.throws(
      () => publicAddress(order),
      new UserError(
        `Cannot print this for --public-url "${url}": give a name that everybody can reach, like https://mcp.example.com`,
      ),
    );
  }
});

Deno.test("what nobody can serve under is refused as serving refuses it", async () => {
  const order = await printOrder(["--public-url=http://mcp.acme.example"]);
  assert.throws(() => publicAddress(order), SettingsError);
});
