import assert from "node:assert/strict";
import { clientOf } from "../../../src/cli/setup/clients.ts";
import {
  keep,
  leftOver,
  planSecrets,
  requireSameAddress,
  unused,
} from "../../../src/cli/setup/secrets.ts";
import { Undo } from "../../../src/cli/setup/undo.ts";
import type { Use } from "../../../src/cli/setup/uses.ts";
import { kimai } from "../../../src/connectors/kimai/mod.ts";
import { inFolder } from "../../support/folder.ts";
import { machineIn } from "./machine_in.ts";

const machine = machineIn("/home/anna");
const naming = { machine, name: "kimai", usualName: "kimai" };
const ours = "/home/anna/.config/kimai-mcp/kimai_api_token";

function use(env: Record<string, string>): Use {
  return { client: clientOf("zed")!, name: "old", launch: { command: "x", args: [], env } };
}

Deno.test("a token gets a file of ours, one for each name of an entry; other values get none", async () => {
  const answers = { kimai_url: { text: "https://kimai.test" }, kimai_token: { text: "abc" } };
  assert.deepEqual(await planSecrets(kimai, answers, naming), {
    files: { kimai_token: ours },
    kept: [{ key: "kimai_token", path: ours, before: undefined, after: "abc", changes: true }],
  });
  const { files } = await planSecrets(kimai, answers, { ...naming, name: "work" });
  assert.deepEqual(files, { kimai_token: "/home/anna/.config/kimai-mcp/work.kimai_api_token" });
});

Deno.test("a token from a plain file stays there, one from a pipe is kept in a file of ours", () =>
  inFolder(async (path) => {
    await Deno.writeTextFile(path("token"), "abc");
    const answers = { kimai_token: { text: "abc", file: path("token") } };
    assert.deepEqual(await planSecrets(kimai, answers, naming), {
      files: { kimai_token: path("token") },
      kept: [],
    });
    const piped = { kimai_token: { text: "abc", file: "/dev/null" } };
    assert.deepEqual((await planSecrets(kimai, piped, naming)).files, { kimai_token: ours });
  }));

Deno.test("a secret is written with mode 0600, the same one not again, and what was written is taken back", () =>
  inFolder(async (path) => {
    const home = { ...naming, machine: machineIn(path("home")) };
    const plan = async (text: string) =>
      (await planSecrets(kimai, { kimai_token: { text } }, home)).kept[0];
    const first = await plan("abc");
    const undo = new Undo();
    await keep(first, undo);
    assert.equal(await Deno.readTextFile(first.path), "abc\n");
    if (Deno.build.os !== "windows") {
      assert.equal((await Deno.stat(first.path)).mode! & 0o777, 0o600);
      assert.equal((await plan("abc")).changes, false);
      await Deno.chmod(first.path, 0o644);
      assert.equal((await plan("abc")).changes, true);
    }
    await keep(await plan("other"), undo);
    assert.deepEqual(await undo.all(), []);
    await assert.rejects(Deno.stat(first.path), Deno.errors.NotFound);
  }));

Deno.test("a new token is not put where another entry would send it to another address", () => {
  const env = { KIMAI_URL: "https://new.test", KIMAI_API_TOKEN_FILE: ours };
  const other = use({ KIMAI_URL: "https://old.test", KIMAI_API_TOKEN_FILE: ours });
  const kept = [{ key: "kimai_token", path: ours, before: "old", after: "new", changes: true }];
  const check = (others: Use[], all = kept) => requireSameAddress(kimai, all, { env, others });
  assert.throws(() => check([other]), {
    name: "UserError",
    message:
      `"old" of Zed keeps its own secret in "${ours}" and sends it to another address: choose another name with --name`,
  });
  check([use({ ...env })]);
  check([use({ KIMAI_URL: "https://old.test", KIMAI_API_TOKEN_FILE: "/elsewhere" })]);
  check([other], [{ ...kept[0], after: "old", changes: false }]);
});

Deno.test("only a file of ours that nobody else uses is unused", () => {
  const [entry, foreign] = [ours, "/run/token"].map((file) => use({ KIMAI_API_TOKEN_FILE: file }));
  const removed = [entry, entry, foreign];
  assert.deepEqual(unused(kimai, { machine, removed, others: [] }), [ours]);
  assert.deepEqual(unused(kimai, { machine, removed, others: [entry] }), []);
  assert.deepEqual(unused(kimai, { machine, removed: [use({})], others: [] }), []);
});

Deno.test("a file of ours is left over once no entry refers to it, each name's its own", () => {
  const uses = [use({ KIMAI_API_TOKEN_FILE: ours })];
  assert.deepEqual(leftOver(kimai, { ...naming, uses }), []);
  assert.deepEqual(leftOver(kimai, { ...naming, uses: [use({})] }), [ours]);
  const other = "/home/anna/.config/kimai-mcp/work.kimai_api_token";
  assert.deepEqual(leftOver(kimai, { ...naming, name: "work", uses }), [other]);
});
