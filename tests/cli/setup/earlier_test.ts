import assert from "node:assert/strict";
import { fileOf, settingsIn } from "../../../src/cli/setup/earlier.ts";
import type { Launch } from "../../../src/cli/setup/clients.ts";
import { kimai } from "../../../src/connectors/kimai/mod.ts";
import { emptySystem } from "../../support/command.ts";

const files: Record<string, string> = { "/run/token": "from-a-file\n", ".env": "KIMAI_URL=x" };
const system = {
  ...emptySystem,
  env: () => "from this shell",
  readTextFile: (path: string) =>
    path in files ? Promise.resolve(files[path]) : Promise.reject(new Deno.errors.NotFound()),
  stat: () => Promise.resolve({ mode: 0o100600, uid: null }),
};

async function valuesOf(launch: Partial<Launch>): Promise<Record<string, string>> {
  const all = { command: "x", args: [], env: {}, ...launch };
  const found = await settingsIn(all, kimai.settings, system);
  return Object.fromEntries([...found].map(([key, { text }]) => [key, text]));
}

Deno.test("the Python server's flags are understood, with and without a module before them", async () => {
  const flags = ["--kimai-url=https://kimai.test", "--kimai-token", "abc", "--ssl-verify=false"];
  const expected = { kimai_url: "https://kimai.test", kimai_token: "abc", ssl_verify: "false" };
  assert.deepEqual(await valuesOf({ args: flags }), expected);
  assert.deepEqual(await valuesOf({ args: ["-m", "kimai_mcp.server", ...flags] }), expected);
});

Deno.test("variables and the files they name are understood, this shell's and its .env are not", async () => {
  const env = { KIMAI_URL: "https://kimai.test", KIMAI_API_TOKEN_FILE: "/run/token" };
  const expected = { kimai_url: "https://kimai.test", kimai_token: "from-a-file" };
  assert.deepEqual(await valuesOf({ env }), expected);
  assert.deepEqual(await valuesOf({}), {});
});

Deno.test("what cannot be read or is filled in by the assistant is left out", async () => {
  const env = { KIMAI_URL: "${input:url}", KIMAI_API_TOKEN_FILE: "/run/gone" };
  assert.deepEqual(await valuesOf({ env }), {});
});

Deno.test("where a value was read from a file, its path is known", async () => {
  const env = { KIMAI_URL: "https://kimai.test", KIMAI_API_TOKEN_FILE: "/run/token" };
  const found = await settingsIn({ command: "x", args: [], env }, kimai.settings, system);
  assert.equal(fileOf(found.get("kimai_token")!), "/run/token");
  assert.equal(fileOf(found.get("kimai_url")!), undefined);
});
