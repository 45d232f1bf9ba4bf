import assert from "node:assert/strict";
import fc from "fast-check";
import { artifacts, orderOf, print } from "../../src/cli/print.ts";
import { serverRows } from "../../src/composition.ts";
import { UserError } from "../../src/mcp/errors.ts";
import { openSources } from "../../src/settings/sources.ts";
import { readSettings } from "../../src/settings/table.ts";
import { commandContext, emptySystem } from "../support/command.ts";
import { inFolder } from "../support/folder.ts";
import { withOutput } from "../support/output.ts";
import { catalogue, hostileText, printOrder } from "./print/support.ts";

/** What a run with these words on the command line writes, and how it ends. */
async function runPrint(args: readonly string[], variables: Record<string, string> = {}) {
  const rows = { ...serverRows, ...print.rows };
  const system = { ...emptySystem, args, env: (name: string) => variables[name] };
  const sources = await openSources(rows, system);
  const { settings } = readSettings(rows, sources);
  const words = sources.positionals;
  const context = commandContext({ words, settings, rows, sources, catalogue });
  return await withOutput(() => print.run(context));
}

Deno.test("without a word it lists what there is, where each belongs, and nothing else", async () => {
  const { value, out, err } = await runPrint([]);
  assert.equal(value, 0);
  assert.equal(err, "");
  const names = out.trimEnd().split("\n").slice(1).map((line) => line.split(" ")[0]);
  assert.deepEqual(names, Object.keys(artifacts));
  for (const load of Object.values(artifacts)) {
    const { summary, file } = await load();
    assert(out.includes(summary) && out.includes(file), out);
  }
});

Deno.test("an unknown word is told the nearest, or all", async () => {
  const slip = await runPrint(["sytemd"]);
  assert.deepEqual([slip.value, slip.out], [2, ""]);
  assert.equal(slip.err, `Cannot print "sytemd": did you mean systemd?\n`);
  const strange = await runPrint(["constructor"]);
  assert.equal(strange.value, 2);
  assert.match(
    strange.err,
    /^Cannot print "constructor": choose systemd, compose, .+ or [\w-]+\n$/,
  );
  const more = await runPrint(["nginx", "caddy"]);
  assert.deepEqual([more.value, more.err], [2, `Cannot use "caddy": print takes one word\n`]);
});

Deno.test("a file goes to stdout, and where to put it to stderr", async () => {
  const { value, out, err } = await runPrint(["nginx"]);
  assert.equal(value, 0);
  const { nginx } = await import("../../src/cli/print/nginx.ts");
  assert.equal(out, await nginx.render(await printOrder()));
  assert.equal(err, "It belongs in /etc/nginx/conf.d/kimai-mcp.conf\n");
});

Deno.test("every file ends with one line break", async () => {
  for (const [name, load] of Object.entries(artifacts)) {
    const text = await (await load()).render(await printOrder());
    assert.match(text, /[^\n]\n$/, name);
  }
});

Deno.test("--output writes the file, but never over one that is there, unless --force says so", async () => {
  await inFolder(async (path) => {
    const output = path("site.conf");
    const first = await runPrint(["caddy", `--output=${output}`]);
    assert.deepEqual([first.value, first.out], [0, ""]);
    assert.equal(first.err, `Wrote ${output}, which belongs in /etc/caddy/Caddyfile\n`);
    const { caddy } = await import("../../src/cli/print/caddy.ts");
    const wanted = await caddy.render(await printOrder());
    assert.equal(await Deno.readTextFile(output), wanted);

    await Deno.writeTextFile(output, "mine");
    const second = await runPrint(["caddy", `--output=${output}`]);
    assert.equal(second.value, 1);
    assert.equal(
      second.err,
      `Cannot write ${JSON.stringify(output)}: it is there already, add --force to replace it\n`,
    );
    assert.equal(await Deno.readTextFile(output), "mine");

    const forced = await runPrint(["caddy", `--output=${output}`, "--force"]);
    assert.equal(forced.value, 0);
    assert.equal(await Deno.readTextFile(output), wanted);
  });
});

Deno.test({
  name:
    "a file that secrets will stand in is its owner's alone, another is for the program that reads it",
  ignore: Deno.build.os === "windows",
  fn: () =>
    inFolder(async (path) => {
      const modeOf = async (what: string) => {
        await runPrint([what, `--output=${path(what)}`]);
        return (await Deno.stat(path(what))).mode! & 0o777;
      };
      assert.equal(await modeOf("caddy"), 0o644);
      assert.equal(await modeOf("users"), 0o600);
      assert.equal(await modeOf("env"), 0o600);
    }),
});

Deno.test("what cannot be written is a sentence", async () => {
  await inFolder(async (path) => {
    const folder = path("");
    const there = await runPrint(["env", `--output=${folder}`, "--force"]);
    assert.equal(there.value, 1);
    assert.match(there.err, /^Cannot write ".+": it is a folder\n$/);
    const nowhere = await runPrint(["env", `--output=${path("none/there")}`]);
    assert.equal(nowhere.value, 1);
    assert.match(nowhere.err, /^Cannot write ".+": there is no such file or folder\n$/);
  });
});

Deno.test("values with a line break, another control character or a password are refused without being shown", async () => {
  const refused = async (args: string[]) => {
    const { value, out, err } = await runPrint(["env", ...args]);
    assert.deepEqual([value, out], [1, ""]);
    return err;
  };
  for (const inside of ["\n", "\r", "\0", "\x1b", "\x85", "\u2028"]) {
    assert.equal(
      await refused([`--users-config=a${inside}b`]),
      "Cannot print the value of --users-config (USERS_CONFIG_FILE) from the command line: there is a line break or another control character in it\n",
    );
  }
  assert.equal(
    await refused(["--kimai-url=https://anna:hunter2@kimai.example.com"]),
    "Cannot print the value of --kimai-url (KIMAI_URL) from the command line: there is a user name or password in it\n",
  );
});

Deno.test("an order knows who gave what, and no secret", async () => {
  const order = await printOrder(["--server-token=s3cret", "--port=9000"], {
    LOG_LEVEL: "chatty",
    KIMAI_WEEK_HOURS: "8,8,8,8,6,0,0",
  });
  // LOG_LEVEL means something to other programs, and this value means nothing to ours.
  assert.deepEqual([...order.explicit].sort(), ["kimai_week_hours", "port", "server_token"]);
  assert.deepEqual(Object.fromEntries(order.given), {
    port: "9000",
    kimai_week_hours: "8,8,8,8,6,0,0",
  });
  assert.equal(order.settings.port, 9000);
  assert.equal(order.settings.host, "127.0.0.1");
  assert.equal(JSON.stringify(order.settings).includes("s3cret"), false);
  assert.equal("server_token" in order.settings, false);
});

Deno.test("its own flags are no settings of the server", () => {
  const rows = { ...serverRows, ...print.rows };
  const sources = {
    values: new Map([["output", { text: "x", from: "the command line" }]]),
    positionals: [],
    problems: [],
  };
  const settings = { output: "x" };
  const order = orderOf(commandContext({ settings, rows, sources, catalogue }));
  assert.deepEqual(["output", "force"].filter((key) => key in order.rows), []);
  assert.deepEqual([...order.explicit], []);
});

const secretFlags = Object.entries(serverRows).filter(([, row]) => row.secret && !row.hidden)
  .map(([key]) => `--${key.replaceAll("_", "-")}`);

Deno.test("no file has a secret in it that was given", async () => {
  const secret = "Zx9-given-secret";
  const order = await printOrder(secretFlags.map((flag) => `${flag}=${secret}`));
  for (const [name, load] of Object.entries(artifacts)) {
    const text = await (await load()).render(order);
    assert.equal(text.includes(secret), false, name);
  }
});

/** The file, or nothing where it says that such a value cannot stand in it. */
async function rendered(name: string, args: readonly string[]): Promise<string | undefined> {
  try {
    return await (await artifacts[name]()).render(await printOrder(args));
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

const textFlags = [
  "--users-config",
  "--oauth-state-file",
  "--oauth-clients",
  "--audit",
  "--host",
  "--kimai-url",
  "--ssl-verify",
  "--tools",
  "--trusted-proxy",
];

for (const name of Object.keys(artifacts)) {
  Deno.test(`${name}: no value, whatever stands in it, adds or takes a line`, async () => {
    const linesOf = (text: string) => text.split("\n").length;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...textFlags), hostileText, async (flag, value) => {
        const hostile = await rendered(name, [`${flag}=${value}`]);
        if (hostile === undefined) return;
        assert.equal(linesOf(hostile), linesOf((await rendered(name, [`${flag}=harmless`]))!));
      }),
      { numRuns: 60 },
    );
  });
}
