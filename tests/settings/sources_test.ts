import assert from "node:assert/strict";
import fc from "fast-check";
import {
  commandOf,
  openSources,
  readVariables,
  type System,
  systemSources,
} from "../../src/settings/sources.ts";
import {
  flag,
  integer,
  list,
  readSettings,
  SettingsError,
  text,
} from "../../src/settings/table.ts";

const rows = {
  kimai_url: { type: text(), help: "", placeholder: "URL" },
  kimai_token: { type: text(), env: "KIMAI_API_TOKEN", secret: true, help: "" },
  ssl_verify: { type: text("true"), env: "KIMAI_SSL_VERIFY", help: "" },
  kimai_user: { type: text(), env: "KIMAI_DEFAULT_USER", help: "", deprecated: "it is ignored" },
  demo: { type: flag(false), env: "KIMAI_MCP_DEMO", help: "" },
  help: { type: flag(false), env: false, short: "h", help: "" },
} as const;

type File = string | { content: string; mode: number | null } | Error;

/** As the system fails. */
const failure = (code: string, error = new Error(code)) => Object.assign(error, { code });

interface Given {
  args?: string[];
  env?: Record<string, string>;
  files?: Record<string, File>;
  windows?: boolean;
}

function machine({ args = [], env = {}, files = {}, windows = false }: Given): System {
  const open = (path: string) => {
    const file = files[path] ?? failure("ENOENT", new Deno.errors.NotFound());
    if (file instanceof Error) return Promise.reject(file);
    return Promise.resolve(typeof file === "string" ? { content: file, mode: 0o100600 } : file);
  };
  return {
    args,
    env: (name) => env[name],
    names: () => Object.keys(env),
    readTextFile: async (path) => (await open(path)).content,
    stat: async (path) => ({ mode: (await open(path)).mode, uid: 1000 }),
    readLink: () => Promise.reject(failure("EINVAL")),
    windows,
  };
}

async function read(given: Given) {
  return readSettings(rows, await openSources(rows, machine(given))).settings;
}

async function refused(given: Given): Promise<{ problems: string[]; exitCode: number }> {
  try {
    await read(given);
  } catch (error) {
    if (error instanceof SettingsError) {
      return { problems: error.problems, exitCode: error.exitCode };
    }
    throw error;
  }
  return { problems: [], exitCode: 0 };
}

Deno.test("flag, environment, .env and default count in this order for every setting", async () => {
  const value = fc.option(fc.constantFrom("", "  ", "a", "b c", "/Etc/X"), { nil: undefined });
  const level = fc.record({ flag: value, env: value, dotenv: value, direct: fc.boolean() });
  const names = {
    kimai_url: ["--kimai-url", "KIMAI_URL"],
    ssl_verify: ["--ssl-verify", "KIMAI_SSL_VERIFY"],
    kimai_user: ["--kimai-user", "KIMAI_DEFAULT_USER"],
    kimai_token: ["--kimai-token", "KIMAI_API_TOKEN"],
  } as const;
  const set = fc.record({
    kimai_url: level,
    ssl_verify: level,
    kimai_user: level,
    kimai_token: level,
  });
  await fc.assert(fc.asyncProperty(set, async (chosen) => {
    const args: string[] = [];
    const env: Record<string, string> = {};
    const dotenv: string[] = [];
    const expected: Record<string, string | undefined> = {};
    for (const key of Object.keys(names) as (keyof typeof names)[]) {
      const [flagName, variable] = names[key];
      const given = chosen[key];
      if (given.flag !== undefined) {
        args.push(...given.direct ? [`${flagName}=${given.flag}`] : [flagName, given.flag]);
      }
      if (given.env !== undefined) env[variable] = given.env;
      if (given.dotenv !== undefined) dotenv.push(`${variable}="${given.dotenv}"`);
      const first = [given.flag, given.env, given.dotenv].find((text) => text?.trim());
      expected[key] = first ?? (key === "ssl_verify" ? "true" : undefined);
    }
    const settings = await read({ args, env, files: { ".env": dotenv.join("\n") } });
    assert.deepEqual(settings, { ...expected, demo: false, help: false });
  }));
});

Deno.test("the nearest place of a secret counts, and at one place the value counts more than its file", async () => {
  const places = ["flag", "flagFile", "env", "envFile", "dotenv", "dotenvFile"] as const;
  await fc.assert(fc.asyncProperty(fc.subarray([...places]), async (used) => {
    const has = (place: (typeof places)[number]) => used.includes(place);
    const settings = await read({
      args: [
        ...has("flagFile") ? ["--kimai-token-file", "/flagFile"] : [],
        ...has("flag") ? ["--kimai-token", "flag"] : [],
      ],
      env: {
        ...has("env") && { KIMAI_API_TOKEN: "env" },
        ...has("envFile") && { KIMAI_API_TOKEN_FILE: "/envFile" },
      },
      files: {
        ".env": [
          has("dotenv") ? "KIMAI_API_TOKEN=dotenv" : "",
          has("dotenvFile") ? "KIMAI_API_TOKEN_FILE=/dotenvFile" : "",
        ].join("\n"),
        "/flagFile": "flagFile\n",
        "/envFile": "envFile\r\n",
        "/dotenvFile": "dotenvFile",
      },
    });
    assert.equal(settings.kimai_token, places.find(has));
  }));
});

Deno.test("yes and no are flags alone, with a value, or with no- in front; the last one counts", async () => {
  const demo = async (...args: string[]) =>
    (await read({ args, env: { KIMAI_MCP_DEMO: "1" } })).demo;
  assert.equal(await demo(), true);
  assert.equal(await demo("--no-demo"), false);
  assert.equal(await demo("--demo=off"), false);
  assert.equal(await demo("--demo="), true);
  assert.equal(await demo("--demo", "--no-demo"), false);
  assert.equal(await demo("--no-demo", "--demo"), true);
});

Deno.test("a repeated flag: the last counts, also when it is empty", async () => {
  const env = { KIMAI_URL: "https://env.test" };
  assert.equal((await read({ args: ["--kimai-url", "a", "--kimai-url=b"], env })).kimai_url, "b");
  assert.equal(
    (await read({ args: ["--kimai-url=a", "--kimai-url="], env })).kimai_url,
    env.KIMAI_URL,
  );
});

Deno.test("a value may hold an equals sign, a dash alone or a negative number", async () => {
  assert.equal((await read({ args: ["--kimai-url=a=b"] })).kimai_url, "a=b");
  assert.equal((await read({ args: ["--kimai-url", "-"] })).kimai_url, "-");
  assert.equal((await read({ args: ["--kimai-url", "-5"] })).kimai_url, "-5");
  assert.equal((await read({ args: ["--kimai-url=--demo"] })).kimai_url, "--demo");
});

Deno.test("what is no flag is kept in order: words, JSON, a dash, and all after two dashes", async () => {
  const args = [
    "call",
    "--demo",
    "timesheet",
    '{"action":"list"}',
    "-",
    "--kimai-url",
    "u",
    "--",
    "--x",
    "-h",
  ];
  const sources = await openSources(rows, machine({ args }));
  assert.deepEqual(sources.positionals, [
    "call",
    "timesheet",
    '{"action":"list"}',
    "-",
    "--x",
    "-h",
  ]);
  assert.deepEqual(sources.problems, []);
});

Deno.test("the command is found before its own flags are known", () => {
  assert.equal(commandOf(rows, ["--kimai-url", "tools", "--demo", "call", "--json", "x"]), "call");
  assert.equal(commandOf(rows, ["--demo"]), undefined);
});

Deno.test("a command's flags are read beside the others", async () => {
  const all = { ...rows, json: { type: flag(false), env: false, help: "" } } as const;
  const sources = await openSources(all, machine({ args: ["call", "--json", "config"] }));
  const { settings } = readSettings(all, sources);
  assert.deepEqual([settings.json, sources.positionals], [true, ["call", "config"]]);
});

Deno.test("an unknown flag is told the nearest known one, never its value", async () => {
  const problem = async (...args: string[]) => await refused({ args });
  assert.deepEqual(await problem("--kimai-tokn=hush"), {
    problems: ["Unknown flag --kimai-tokn: did you mean --kimai-token?"],
    exitCode: 2,
  });
  assert.deepEqual(await problem("--kimai-u", "--kimai_url"), {
    problems: [
      "Unknown flag --kimai-u: did you mean --kimai-url?",
      "Unknown flag --kimai_url: did you mean --kimai-url?",
    ],
    exitCode: 2,
  });
  assert.deepEqual(await problem("--no-kimai-url", "--frobnicate", "--constructor", "--no-"), {
    problems: [
      "Unknown flag --no-kimai-url: did you mean --kimai-url?",
      "Unknown flag --frobnicate: --help lists all flags",
      "Unknown flag --constructor: --help lists all flags",
      "Unknown flag --no-: --help lists all flags",
    ],
    exitCode: 2,
  });
});

Deno.test("a value glued to an unknown letter is not spelt out", async () => {
  assert.deepEqual(await refused({ args: ["-phush"] }), {
    problems: ["Unknown flag -p: --help lists all flags"],
    exitCode: 2,
  });
});

Deno.test("a flag without its value says how to write it, and is not called missing", async () => {
  assert.deepEqual(await refused({ args: ["--kimai-url", "--demo", "--kimai-token"] }), {
    problems: [
      "--kimai-url needs a value: write --kimai-url=URL",
      "--kimai-token needs a value: write --kimai-token=TEXT",
    ],
    exitCode: 2,
  });
  assert.deepEqual(await refused({ args: ["--no-demo=1", "--demo=maybe"] }), {
    problems: [
      "--no-demo takes no value: write --demo=true or =false",
      'Cannot use "maybe" from the command line as --demo (KIMAI_MCP_DEMO): give true or false',
    ],
    exitCode: 2,
  });
});

Deno.test("a secret file that cannot be used ends with 1 and says why", async () => {
  const problem = async (file?: File) => {
    const { problems: [first], exitCode } = await refused({
      env: { KIMAI_API_TOKEN_FILE: "/t" },
      files: file ? { "/t": file } : {},
    });
    assert.equal(exitCode, 1);
    return first;
  };
  const which = 'the file "/t" of --kimai-token-file (KIMAI_API_TOKEN_FILE):';
  assert.equal(await problem(), `Cannot read ${which} there is no such file or folder`);
  assert.equal(await problem(new Error("Disk on fire")), `Cannot read ${which} Disk on fire`);
  const open = await problem({ content: "hush", mode: 0o100644 });
  assert(open.startsWith(`Cannot use ${which} its mode 0644 lets others in`), open);
});

Deno.test("an empty secret file is not set, and one that is not needed is not opened", async () => {
  const files = { "/empty": "\n", ".env": "KIMAI_API_TOKEN=dotenv" };
  const env = { KIMAI_API_TOKEN_FILE: "/empty" };
  assert.equal((await read({ env, files })).kimai_token, "dotenv");
  const gone = { KIMAI_API_TOKEN_FILE: "/gone" };
  assert.equal((await read({ args: ["--kimai-token=direct"], env: gone })).kimai_token, "direct");
});

Deno.test("only a secret has a file", async () => {
  const { kimai_url } = await read({ env: { KIMAI_URL_FILE: "/url" }, files: { "/url": "u" } });
  assert.equal(kimai_url, undefined);
  assert.equal((await refused({ args: ["--kimai-url-file=/url"] })).exitCode, 2);
});

Deno.test(".env is read with quotes, comments and export", async () => {
  const files = {
    ".env": '# Kimai\nexport KIMAI_URL="https://k.test" # here\nKIMAI_SSL_VERIFY=/Etc/CA.pem\n',
  };
  const { kimai_url, ssl_verify } = await read({ files });
  assert.deepEqual([kimai_url, ssl_verify], ["https://k.test", "/Etc/CA.pem"]);
});

Deno.test(".env may be missing, forbidden to Deno or a folder, but not unreadable", async () => {
  const { NotFound, NotCapable, IsADirectory, PermissionDenied } = Deno.errors;
  for (const error of [new NotFound(), new NotCapable(), new IsADirectory()]) {
    assert.equal((await read({ files: { ".env": error } })).kimai_url, undefined);
  }
  const denied = failure("EACCES", new PermissionDenied());
  assert.deepEqual(await refused({ files: { ".env": denied } }), {
    problems: ['Cannot read ".env": permission denied, give access to the user that runs this'],
    exitCode: 1,
  });
});

Deno.test("an unknown flag beside an open secret file ends with 2 and names both", async () => {
  const files = { "/t": { content: "hush", mode: 0o644 } };
  const { problems, exitCode } = await refused({
    args: ["--bogus", "--kimai-token-file=/t"],
    files,
  });
  assert.deepEqual([problems.length, exitCode], [2, 2]);
});

const perUser = /^KIMAI_USER_.|^USERS_CONFIG$/;

async function variablesOf(given: Given) {
  const { variables, problems } = await readVariables(perUser, machine(given));
  const texts = Object.fromEntries([...variables].map(([name, { text }]) => [name, text]));
  return { texts, problems: problems.map(({ text, exitCode }) => `${exitCode} ${text}`) };
}

Deno.test("variables without a row are found by their names, the environment before .env", async () => {
  assert.deepEqual(
    await variablesOf({
      env: { KIMAI_USER_A_URL: " a ", KIMAI_USER_A_TOKEN: "  ", KIMAI_USER_: "x", HOME: "/" },
      files: { ".env": "KIMAI_USER_A_URL=b\nKIMAI_USER_A_TOKEN=t\nUSERS_CONFIG={}" },
    }),
    { texts: { KIMAI_USER_A_URL: "a", KIMAI_USER_A_TOKEN: "t", USERS_CONFIG: "{}" }, problems: [] },
  );
});

Deno.test("a variable without a row may name a file with its value, if the pattern fits that name", async () => {
  const env = {
    KIMAI_USER_A_TOKEN_FILE: "/t",
    KIMAI_USER_B_TOKEN_FILE: "/open",
    USERS_CONFIG: "{}",
    USERS_CONFIG_FILE: "/users.json",
  };
  const files = { "/t": "hush\n", "/open": { content: "hush", mode: 0o644 } };
  assert.deepEqual(await variablesOf({ env, files }), {
    texts: { KIMAI_USER_A_TOKEN: "hush", USERS_CONFIG: "{}" },
    problems: [
      `1 Cannot use the file "/open" of KIMAI_USER_B_TOKEN_FILE: its mode 0644 lets others in, but a secret is for its file's owner alone, and for the group only to read a file of root: run chmod 600 "/open"`,
    ],
  });
});

Deno.test({
  name: "without permission for the environment every variable is absent",
  permissions: { env: false },
  fn: () => {
    const { env, names } = systemSources();
    assert.deepEqual([env("HOME"), names()], [undefined, []]);
  },
});

Deno.test({
  name: "a file of the machine is read with its mode",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    const path = await Deno.makeTempFile();
    try {
      await Deno.writeTextFile(path, "hush\n");
      const system = {
        ...systemSources(),
        args: ["--kimai-token-file", path],
        env: () => undefined,
      };
      const secret = (await openSources(rows, system)).values.get("kimai_token");
      assert.deepEqual(secret, { text: "hush", from: JSON.stringify(path) });
      await Deno.chmod(path, 0o644);
      const [problem] = (await openSources(rows, system)).problems;
      assert.equal(problem.text.includes("its mode 0644 lets others in"), true);
    } finally {
      await Deno.remove(path);
    }
  },
});

Deno.test("a host's placeholder for an option that was left empty counts as not set", async () => {
  const env = {
    KIMAI_URL: "${user_config.kimai_url}",
    KIMAI_API_TOKEN: " ${user_config.kimai_token} ",
    KIMAI_API_TOKEN_FILE: "${user_config.file}",
  };
  const { values, problems } = await openSources(rows, machine({ env }));
  assert.deepEqual([[...values], problems], [[], []]);
});

Deno.test("a setting's further variables count after its own, in order, an empty one not at all", async () => {
  const port = { port: { type: text(), env: "MCP_PORT", also: ["PORT", "SERVER_PORT"], help: "" } };
  const portOf = async (given: Given) =>
    readSettings(port, await openSources(port, machine(given))).settings.port;
  const env = { MCP_PORT: " ", PORT: "2", SERVER_PORT: "3" };
  assert.equal(await portOf({ env }), "2");
  assert.equal(await portOf({ env: { ...env, MCP_PORT: "1" } }), "1");
  assert.equal(await portOf({ env, args: ["--port=4"] }), "4");
  assert.equal(await portOf({ env: { SERVER_PORT: "3" }, files: { ".env": "MCP_PORT=1" } }), "3");
});

Deno.test("what a list is given several times adds up", async () => {
  const proxies = { trusted_proxy: { type: list(), env: "PROXIES", help: "" } };
  const proxiesOf = async (given: Given) =>
    readSettings(proxies, await openSources(proxies, machine(given))).settings.trusted_proxy;
  const args = ["--trusted-proxy=10.0.0.1", "--trusted-proxy", "10.0.0.2,10.0.0.3"];
  const env = { PROXIES: "10.9.9.9" };
  assert.deepEqual(await proxiesOf({ args, env }), ["10.0.0.1", "10.0.0.2", "10.0.0.3"]);
  assert.deepEqual(await proxiesOf({ env }), ["10.9.9.9"]);
});

Deno.test("a value that cannot be used is a problem in our own variable, and ignored in one that others use", async () => {
  const rows = {
    port: { type: integer({ default: 8000 }), env: "MCP_PORT", also: ["PORT"], help: "" },
  };
  const readPort = async (given: Given) =>
    readSettings(rows, await openSources(rows, machine(given)));
  assert.deepEqual(await readPort({ env: { PORT: "tcp://10.0.0.7:80" } }), {
    settings: { port: 8000 },
    notices: ["Ignored PORT from the environment: give a whole number"],
  });
  await assert.rejects(readPort({ env: { MCP_PORT: "tcp://10.0.0.7:80" } }), SettingsError);
});
