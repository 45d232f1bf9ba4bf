import assert from "node:assert/strict";
import fc from "fast-check";
import { users } from "../../../src/cli/print/users.ts";
import { connectors } from "../../../src/connectors/mod.ts";
import { parseUsers } from "../../../src/accounts/users_file.ts";
import { UserError } from "../../../src/mcp/errors.ts";
import { hostileText, printOrder } from "./support.ts";

const rendered = async (...args: string[]) => await users.render(await printOrder(args));
const credentials = connectors.map((connector) => connector.credentials);

Deno.test("our reader finds nothing wrong with it, and nobody in it", async () => {
  assert.deepEqual(parseUsers(await rendered(), credentials), {
    accounts: [],
    problems: [],
    notices: [],
  });
});

Deno.test("the example has what an account needs, with the values for everybody", async () => {
  const { _example } = JSON.parse(
    await rendered("--kimai-url=https://kimai.example.com", "--kimai-token=s3cret"),
  );
  assert.deepEqual(_example, {
    kimai_url: "https://kimai.example.com",
    kimai_token: "API token, from your Kimai profile under API access",
    auth_secret_hash: "written by kimai-mcp users rotate",
  });
});

Deno.test("the example taken as it is, without its _, lets nobody in", async () => {
  const text = (await rendered()).replace('"_example"', '"example"');
  const { accounts, problems } = parseUsers(text, credentials);
  assert.deepEqual(accounts, []);
  assert.equal(problems.length, 1);
  assert.match(problems[0], /"example".*auth_secret_hash/);
});

Deno.test("whatever stands in a value is in its field, and nowhere else", async () => {
  const property = fc.asyncProperty(hostileText, async (value) => {
    try {
      const file = JSON.parse(await rendered(`--ssl-verify=${value}`));
      assert.deepEqual(Object.keys(file), ["_about", "_add", "_example"]);
      assert.equal(file._example.ssl_verify, value);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
  });
  await fc.assert(property);
});
