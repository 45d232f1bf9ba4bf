import assert from "node:assert/strict";
import fc from "fast-check";
import { serverRows } from "../../src/composition.ts";
import { readPublicUrl } from "../../src/settings/public_url.ts";
import { openSources, type System } from "../../src/settings/sources.ts";
import {
  namesOf,
  readSettings,
  type SettingRows,
  SettingsError,
  variablesOf,
} from "../../src/settings/table.ts";
import { damage } from "./damage.ts";
import { hostileText } from "./hostile.ts";
import { runs } from "./runs.ts";

const rows: SettingRows = serverRows;
const names = Object.entries(rows).map(([key, row]) => ({ ...namesOf(key, row), row }));
const flags = names.map(({ flag }) => flag);
const variables = names.flatMap(variablesOf);
const secretFlags = names.filter(({ row }) => row.secret).map(({ flag }) => flag);

/** Nowhere but in what is given as a secret. */
const secret = "hunter2-hunter2-hunter2";

const value = fc.oneof(
  hostileText,
  fc.constantFrom(
    "true",
    "off",
    "0",
    "-1",
    "8000",
    "65536",
    "1e9",
    "a,b",
    "https://x.example",
    "[]",
  ),
);
/** Flags as they are, with what they do not take, misspelt, and words between them. */
const word = fc.oneof(
  fc.tuple(fc.constantFrom(...flags), value).map(([flag, value]) => [`--${flag}=${value}`]),
  fc.tuple(fc.constantFrom(...flags), value).map(([flag, value]) => [`--${flag}`, value]),
  fc.tuple(fc.constantFrom(...flags), damage).map(([flag, spoil]) => [`--${spoil(flag)}`]),
  fc.constantFrom(...secretFlags).map((flag) => [`--${flag}=${secret}`]),
  fc.tuple(fc.constantFrom(...secretFlags), fc.nat({ max: 8 }))
    .map(([flag, at]) => [`--${flag.slice(0, at)}x${flag.slice(at)}=${secret}`]),
  fc.constantFrom(["-h"], ["--"], ["-"], ["--no-http"], [`-k${secret}`], ["serve"], [
    "--no-kimai-url",
  ]),
  value.map((value) => [value]),
);
const environment = fc.dictionary(fc.constantFrom(...variables), value);

function machine(args: string[], env: Record<string, string>, dotenv: string): System {
  const absent = () => Promise.reject(new Deno.errors.NotFound());
  return {
    args,
    env: (name) => env[name],
    names: () => Object.keys(env),
    readTextFile: (path) => path === ".env" ? Promise.resolve(dotenv) : absent(),
    stat: absent,
    readLink: absent,
    windows: false,
  };
}

Deno.test("whatever is given on the command line, in the environment and in .env, settings are read or refused in sentences without secrets", async () => {
  const dotenv = fc.array(fc.tuple(fc.constantFrom(...variables), value), { maxLength: 3 })
    .map((lines) => lines.map(([name, value]) => `${name}=${value}`).join("\n"));
  const property = fc.asyncProperty(
    fc.array(word, { maxLength: 5 }),
    environment,
    fc.oneof(dotenv, hostileText),
    async (words, env, dotenv) => {
      const sources = await openSources(rows, machine(words.flat(), env, dotenv));
      try {
        const { notices } = readSettings(rows, sources);
        for (const notice of notices) assert.match(notice, /^(?:[A-Z]|--).{10,}/s);
      } catch (error) {
        assert(error instanceof SettingsError, `${error}`);
        for (const problem of error.problems) assert.match(problem, /^(?:[A-Z]|--).{10,}/s);
        assert(!error.message.includes(secret), error.message);
      }
    },
  );
  await fc.assert(property, runs(500));
});

Deno.test("an address is public by https, or this machine's own; every other text is refused in a sentence", () => {
  const hosts = [
    "localhost",
    "127.0.0.1",
    "[::1]",
    "a.localhost",
    "127.0.0.1.evil.example",
    "mcp.example.com",
    "10.0.0.1",
  ];
  const written = fc.tuple(
    fc.constantFrom("http://", "https://", "HTTP://", "ftp://", "//", ""),
    fc.constantFrom(...hosts),
    fc.oneof(fc.constantFrom("", ":8000", "/", "/path", "?q", "#f", "@evil.example"), hostileText),
  ).map((parts) => parts.join(""));
  fc.assert(
    fc.property(fc.oneof(written, hostileText, fc.webUrl()), (text) => {
      try {
        const { protocol, hostname, username, search } = readPublicUrl(text, 8000);
        const isOwn = /^(?:.*\.)?localhost$|^127\.\d+\.\d+\.\d+$|^\[::1\]$/.test(hostname);
        assert(protocol === "https:" || (protocol === "http:" && isOwn), text);
        assert.deepEqual([username, search], ["", ""]);
      } catch (error) {
        assert(error instanceof SettingsError, `${error}`);
        assert.match(error.message, /^Cannot use .+ as --public-url/s);
      }
    }),
    runs(1000),
  );
});
