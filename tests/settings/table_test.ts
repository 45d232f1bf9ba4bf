import assert from "node:assert/strict";
import { z } from "zod";
import {
  choice,
  flag,
  type Found,
  integer,
  list,
  readSettings,
  type SettingRows,
  SettingsError,
  type Sources,
  text,
} from "../../src/settings/table.ts";

function given(values: Record<string, string>, problems: Sources["problems"] = []): Sources {
  const found = Object.entries(values).map(([key, text]): [string, Found] => [
    key,
    { text, from: "the environment" },
  ]);
  return { values: new Map(found), positionals: [], problems };
}

function refused(rows: SettingRows, sources: Sources): SettingsError {
  try {
    readSettings(rows, sources);
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
  }
  throw new Error("Nothing was refused");
}

Deno.test("a list is names between commas or blanks, each once, and empty unless set", () => {
  assert.deepEqual(list().parse("a, b,,a c"), ["a", "b", "c"]);
  assert.deepEqual(list().parse(undefined), []);
});

Deno.test("a setting that nobody gives has its default", () => {
  const rows = {
    kimai_url: { type: text(), help: "" },
    ssl_verify: { type: text("true"), help: "" },
    demo: { type: flag(false), help: "" },
    port: { type: integer({ default: 8000 }), help: "" },
    limit: { type: integer(), help: "" },
    level: { type: choice(["low", "high"], "high"), help: "" },
  };
  const { settings, notices } = readSettings(rows, given({}));
  // The types are part of the fact: text without default may be absent, the others may not.
  const typed: {
    kimai_url: string | undefined;
    ssl_verify: string;
    demo: boolean;
    port: number;
    limit: number | undefined;
    level: "low" | "high";
  } = settings;
  assert.deepEqual(typed, {
    kimai_url: undefined,
    ssl_verify: "true",
    demo: false,
    port: 8000,
    limit: undefined,
    level: "high",
  });
  assert.deepEqual(notices, []);
});

Deno.test("yes and no have four words each, in any case", () => {
  const read = (text: string, fallback: boolean) =>
    readSettings({ x: { type: flag(fallback), help: "" } }, given({ x: text })).settings.x;
  for (const word of ["true", "1", "yes", "on", "TRUE", "Yes"]) {
    assert.equal(read(word, false), true);
  }
  for (const word of ["false", "0", "no", "off", "FALSE", "Off"]) {
    assert.equal(read(word, true), false);
  }
});

Deno.test("a path keeps its case", () => {
  const rows = { ssl_verify: { type: text("true"), help: "" } };
  const { settings } = readSettings(rows, given({ ssl_verify: "/Etc/CA.pem" }));
  assert.equal(settings.ssl_verify, "/Etc/CA.pem");
});

Deno.test("a number has decimal digits only and keeps to its bounds", () => {
  const rows = { port: { type: integer({ min: 1, max: 65535 }), help: "" } };
  const read = (port: string) => readSettings(rows, given({ port })).settings.port;
  assert.equal(read("1"), 1);
  assert.equal(read("65535"), 65535);
  assert.equal(read("0080"), 80);
  for (const port of ["0", "65536", "8e3", "0x10", "80.0", "8 0", "-", "Infinity", "eighty"]) {
    assert.deepEqual(refused(rows, given({ port })).problems, [
      `Cannot use "${port}" from the environment as --port (PORT): give a whole number from 1 up to 65535`,
    ]);
  }
});

Deno.test("a number that would lose digits is refused", () => {
  const rows = { n: { type: integer(), help: "" } };
  assert.equal(readSettings(rows, given({ n: "-9007199254740991" })).settings.n, -9007199254740991);
  assert.deepEqual(refused(rows, given({ n: "9007199254740993" })).problems, [
    'Cannot use "9007199254740993" from the environment as --n (N): give a whole number',
  ]);
});

Deno.test("a choice is read in any case, and a wrong one is told what there is", () => {
  const rows = { log_level: { type: choice(["debug", "info", "error"]), help: "" } };
  assert.equal(readSettings(rows, given({ log_level: "INFO" })).settings.log_level, "info");
  assert.deepEqual(refused(rows, given({ log_level: "loud" })).problems, [
    'Cannot use "loud" from the environment as --log-level (LOG_LEVEL): give debug, info or error',
  ]);
});

Deno.test("all problems are named at once", () => {
  const rows = {
    demo: { type: flag(false), env: "KIMAI_MCP_DEMO", help: "" },
    port: { type: integer(), help: "" },
    json: { type: flag(false), env: false, help: "" },
    file: { type: z.string(), help: "" },
  } satisfies SettingRows;
  const earlier = { text: "Unknown flag --x: --help lists all flags", exitCode: 2 } as const;
  const error = refused(rows, given({ demo: "maybe", port: "p", json: "j" }, [earlier]));
  assert.equal(error.exitCode, 2);
  assert.deepEqual(error.problems, [
    "Unknown flag --x: --help lists all flags",
    'Cannot use "maybe" from the environment as --demo (KIMAI_MCP_DEMO): give true or false',
    'Cannot use "p" from the environment as --port (PORT): give a whole number',
    'Cannot use "j" from the environment as --json: give true or false',
    "Missing --file (FILE): it has no default",
  ]);
  assert.equal(error.message, error.problems.join("\n"));
});

Deno.test("a secret is not shown, not even by its own type's message", () => {
  const talkative = z.string().refine((value) => value.length > 9, {
    error: (issue) => `${issue.input} is short`,
  });
  const rows = {
    kimai_token: { type: talkative, env: "KIMAI_API_TOKEN", secret: true, help: "" },
    pin: { type: integer(), secret: true, help: "" },
  } satisfies SettingRows;
  assert.deepEqual(refused(rows, given({ kimai_token: "hush", pin: "12a" })).problems, [
    "Cannot use the value from the environment as --kimai-token (KIMAI_API_TOKEN): it is not valid",
    "Cannot use the value from the environment as --pin (PIN): give a whole number",
  ]);
});

Deno.test("a long value is quoted in part", () => {
  const [problem] = refused({ n: { type: integer(), help: "" } }, given({ n: "x".repeat(999) }))
    .problems;
  assert.equal(
    problem,
    `Cannot use "${"x".repeat(79)}…" from the environment as --n (N): give a whole number`,
  );
});

Deno.test("a deprecated setting is accepted and told about only when it is set", () => {
  const rows = {
    kimai_user: {
      type: text(),
      env: "KIMAI_DEFAULT_USER",
      help: "",
      deprecated: "it is ignored, the token says who you are",
    },
  };
  assert.deepEqual(readSettings(rows, given({ kimai_user: "5" })).notices, [
    "--kimai-user (KIMAI_DEFAULT_USER) is deprecated: it is ignored, the token says who you are",
  ]);
  assert.deepEqual(readSettings(rows, given({})).notices, []);
});

Deno.test("a file at fault alone ends with 1, and its setting is not called missing as well", () => {
  const rows = { token: { type: z.string(), secret: true, help: "" } } satisfies SettingRows;
  const problem = { text: "Cannot read it", key: "token", exitCode: 1 } as const;
  const error = refused(rows, given({}, [problem]));
  assert.deepEqual([error.problems, error.exitCode], [["Cannot read it"], 1]);
});
