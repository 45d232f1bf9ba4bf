import assert from "node:assert/strict";
import { demoKimai } from "../../src/cli/demo_kimai.ts";
import type { CommandContext } from "../../src/cli/command.ts";
import { silentLog } from "../../src/lib/log.ts";
import { type Found, readSettings, SettingsError } from "../../src/settings/table.ts";
import { withOutput } from "../support/output.ts";

/** The command's settings, from flags as somebody would write them. */
function settingsOf(flags: Record<string, string>): Record<string, unknown> {
  const given = Object.entries({ port: "0", ...flags });
  const values = new Map<string, Found>(
    given.map(([key, text]) => [key, { text, from: "the command line" }]),
  );
  return readSettings(demoKimai.rows, { values, positionals: [], problems: [] }).settings;
}

function contextOf(
  flags: Record<string, string>,
  signal: AbortSignal,
  words: string[] = [],
): CommandContext {
  const context = { words, settings: settingsOf(flags), log: silentLog, signal };
  return context as unknown as CommandContext;
}

/** Resolves with what is printed first, which is where the command listens. */
function firstPrint(): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const write = Deno.stdout.writeSync;
  Deno.stdout.writeSync = (bytes) => {
    resolve(new TextDecoder().decode(bytes));
    Deno.stdout.writeSync = write;
    return write(bytes);
  };
  return promise;
}

/** Runs the command, lets `use` talk to it, and ends it. */
async function whileServing(
  flags: Record<string, string>,
  use: (url: string) => Promise<void> = () => Promise.resolve(),
): Promise<{ value: number; out: string; err: string; url: string }> {
  const stop = new AbortController();
  let url = "";
  const output = await withOutput(async () => {
    const printed = firstPrint();
    const code = demoKimai.run(contextOf(flags, stop.signal));
    try {
      const early = code.then((code) => assert.fail(`ended with ${code}`));
      early.catch(() => {});
      url = /http:\S+/.exec(await Promise.race([printed, early]))![0];
      await use(url);
    } finally {
      stop.abort();
    }
    return await code;
  });
  return { ...output, url };
}

/** Runs the command where it cannot serve. */
const refusedRun = (flags: Record<string, string>, words?: string[]) =>
  withOutput(() => demoKimai.run(contextOf(flags, new AbortController().signal, words)));

const authorization = (token: string) => ({ headers: { Authorization: `Bearer ${token}` } });

async function get(url: string, token: string): Promise<[status: number, text: string]> {
  const response = await fetch(url, authorization(token));
  return [response.status, await response.text()];
}

Deno.test("demo-kimai: it says where it is, who is there and how to use it, and ends with 0", async () => {
  const { value, out, err, url } = await whileServing({});
  assert.deepEqual({ value, err }, { value: 0, err: "" });
  assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/);
  assert.deepEqual(out.split("\n"), [
    `The embedded Kimai answers at ${url}`,
    "",
    "User    Role         Zone              Token",
    "olivia  super admin  Europe/Berlin     token_olivia",
    "adrian  admin        Europe/Berlin     token_adrian",
    "lena    team lead    Europe/Berlin     token_lena",
    "ben     user         Europe/Berlin     token_ben",
    "maya    user         America/New_York  token_maya",
    "",
    `Use it: KIMAI_URL=${url} KIMAI_API_TOKEN=token_lena kimai-mcp call status`,
    "End it with Ctrl-C; what was changed is gone then",
    "",
  ]);
});

Deno.test("demo-kimai: it answers as Kimai does, until it is ended", async () => {
  const { url } = await whileServing({}, async (url) => {
    assert.deepEqual(await get(`${url}/api/ping`, "token_ben"), [200, `{"message":"pong"}`]);
    assert.deepEqual(await get(`${url}/api/ping`, "nope"), [401, ""]);
    const [status, text] = await get(`${url}/api/users/me`, "token_maya");
    assert.deepEqual([status, JSON.parse(text).timezone], [200, "America/New_York"]);
  });
  await assert.rejects(fetch(`${url}/api/ping`));
});

Deno.test("demo-kimai: --empty has the five users, --now stops the clock", async () => {
  const flags = { empty: "true", now: "2026-11-20T03:12:30Z" };
  const { out } = await whileServing(flags, async (url) => {
    const post = async (path: string, body: unknown) => {
      const { headers } = authorization("token_super");
      const init = {
        method: "POST",
        headers: { ...headers, "Content-Type": "application/json" },
        body: JSON.stringify(body),
      };
      return await (await fetch(`${url}/api${path}`, init)).json();
    };
    assert.deepEqual(await get(`${url}/api/customers`, "token_user"), [200, "[]"]);
    const customer = await post("/customers", { name: "ACME" });
    const project = await post("/projects", { name: "Website", customer: customer.id });
    const activity = await post("/activities", { name: "Design" });
    const timer = await post("/timesheets", { project: project.id, activity: activity.id });
    assert.equal(timer.begin, "2026-11-20T04:12:00+0100");
  });
  const rows = out.split("\n").slice(3, 8).map((line) => line.split(/ {2,}/));
  assert.deepEqual(rows, [
    ["super", "super admin", "Europe/Berlin", "token_super"],
    ["admin", "admin", "Europe/Berlin", "token_admin"],
    ["lead", "team lead", "Europe/Berlin", "token_lead"],
    ["user", "user", "Europe/Berlin", "token_user"],
    ["user2", "user", "America/New_York", "token_user2"],
  ]);
});

Deno.test("demo-kimai: --kimai-version behaves as that release", async () => {
  const { out, url } = await whileServing({ kimai_version: "2.40.0" }, async (url) => {
    const [, version] = await get(`${url}/api/version`, "token_lena");
    assert.equal(JSON.parse(version).versionId, 24000);
    assert.equal((await get(`${url}/api/customers/1/comments`, "token_lena"))[0], 404);
    const [, mine] = await get(`${url}/api/timesheets?size=1`, "token_ben");
    assert("rate" in JSON.parse(mine)[0] && !("break" in JSON.parse(mine)[0]));
  });
  assert(out.startsWith(`Kimai 2.40.0 answers at ${url}\n`), out);
});

Deno.test("demo-kimai: --fail lets requests fail in each way, the connection too", async () => {
  await whileServing({ fail: "50" }, async (url) => {
    const seen: (number | string)[] = [];
    for (let count = 0; count < 10; count++) {
      const asked = get(`${url}/api/ping`, "token_ben");
      seen.push(await asked.then(([status]) => status, (error) => error.name));
    }
    assert.deepEqual(seen, [200, 500, 200, 502, 200, 503, 200, 429, 200, "TypeError"]);
  });
});

Deno.test("demo-kimai: --latency holds every answer back", async () => {
  await whileServing({ latency: "1" }, async (url) => {
    assert.equal((await get(`${url}/api/ping`, "token_ben"))[0], 200);
  });
});

Deno.test("demo-kimai: a request that was given up does not keep it from ending", async () => {
  const { value } = await whileServing({ latency: "600000" }, async (url) => {
    const stop = new AbortController();
    const asked = fetch(`${url}/api/ping`, { signal: stop.signal });
    stop.abort(new Error("Enough"));
    await assert.rejects(asked, { message: "Enough" });
  });
  assert.equal(value, 0);
});

Deno.test("demo-kimai: a port in use is one sentence on stderr, exit code 1", async () => {
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = taken.addr;
  assert.deepEqual(await refusedRun({ port: `${port}` }), {
    value: 1,
    out: "",
    err:
      `Cannot listen on 127.0.0.1, port ${port}: something else listens there, choose another --port, or 0 for any that is free\n`,
  });
});

Deno.test("demo-kimai: a release that cannot be imitated, or a word too many, is exit code 2", async () => {
  assert.deepEqual(await refusedRun({ kimai_version: "3.0.0" }), {
    value: 2,
    out: "",
    err: `Cannot behave as Kimai "3.0.0": give a version from 2.0.0 to 2.66\n`,
  });
  assert.deepEqual(await refusedRun({}, ["agency"]), {
    value: 2,
    out: "",
    err: `Cannot use "agency": demo-kimai takes flags only\n`,
  });
});

const wrong: [flags: Record<string, string>, problem: string][] = [
  [
    { now: "today" },
    `Cannot use "today" from the command line as --now: give a time with offset or Z, such as 2026-11-20T03:12:30Z`,
  ],
  [
    { now: "2026-11-20T03:12:30" },
    `Cannot use "2026-11-20T03:12:30" from the command line as --now: give a time with offset or Z, such as 2026-11-20T03:12:30Z`,
  ],
  [
    { fail: "101" },
    `Cannot use "101" from the command line as --fail: give a whole number from 0 up to 100`,
  ],
  [
    { latency: "slow" },
    `Cannot use "slow" from the command line as --latency: give a whole number from 0 up to 600000`,
  ],
];

for (const [flags, problem] of wrong) {
  Deno.test(`demo-kimai: ${JSON.stringify(flags)} is a problem of the settings`, () => {
    assert.throws(() => settingsOf(flags), (error) => {
      assert(error instanceof SettingsError);
      assert.deepEqual([error.problems, error.exitCode], [[problem], 2]);
      return true;
    });
  });
}

Deno.test("demo-kimai: its flags have no variables, so that nothing in the environment turns them", () => {
  assert.deepEqual(Object.values(demoKimai.rows).filter(({ env }) => env !== false), []);
});
