import assert from "node:assert/strict";
import { parse } from "dotenv";
import fc from "fast-check";
import { env } from "../../../src/cli/print/env.ts";
import { serverRows } from "../../../src/composition.ts";
import { UserError } from "../../../src/mcp/errors.ts";
import { openSources } from "../../../src/settings/sources.ts";
import { readSettings } from "../../../src/settings/table.ts";
import { emptySystem } from "../../support/command.ts";
import { hostileText, printOrder } from "./support.ts";

const rendered = async (...args: string[]) => await env.render(await printOrder(args));

/** What a start in a folder with this `.env` reads. */
async function readBack(text: string) {
  const readTextFile = () => Promise.resolve(text);
  const sources = await openSources(serverRows, { ...emptySystem, readTextFile });
  return { sources, ...readSettings(serverRows, sources) };
}

/** The file with every setting in force. */
const uncommented = (text: string) => text.replace(/^#(?=[A-Z_]+=)/gm, "");

const defaults = readSettings(serverRows, {
  values: new Map(),
  positionals: [],
  problems: [],
}).settings;

Deno.test("as it is printed it sets nothing", async () => {
  assert.deepEqual(parse(await rendered()), {});
});

Deno.test("with every setting in force it says what holds anyway", async () => {
  const { settings, notices } = await readBack(uncommented(await rendered()));
  assert.deepEqual(settings, defaults);
  assert.deepEqual(notices, []);
});

Deno.test("every setting is in it once, but for those that are on their way out or not there yet", async () => {
  const shown = Object.keys(parse(uncommented(await rendered())));
  const wanted = Object.entries(serverRows)
    .filter(([, row]) => row.env !== false && !row.hidden && !row.deprecated)
    .map(([key, row]) => `${row.env ?? key.toUpperCase()}${row.secret ? "_FILE" : ""}`);
  assert.deepEqual(shown.sort(), wanted.sort());
});

Deno.test("settings stand under what they belong to", async () => {
  const headings = [...(await rendered()).matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
  assert.deepEqual(headings.sort(), ["Kimai", "The HTTP server", "The server"]);
});

Deno.test("given settings are in force, and a given secret is only mentioned", async () => {
  const text = await rendered(
    "--kimai-url=https://kimai.example.com",
    "--no-registration",
    "--kimai-week-hours=8,8,8,8,6,0,0",
    "--kimai-token=s3cret",
  );
  assert.deepEqual(parse(text), {
    KIMAI_URL: "https://kimai.example.com",
    KIMAI_MCP_REGISTRATION: "false",
    KIMAI_WEEK_HOURS: "8,8,8,8,6,0,0",
  });
  assert.match(text, /It was given, and is not repeated here\.\n#KIMAI_API_TOKEN_FILE=$/m);
});

Deno.test("whatever stands in a value is read back, and nothing else is", async () => {
  let written = 0;
  const property = fc.asyncProperty(hostileText, async (value) => {
    try {
      const text = await rendered(`--ssl-verify=${value}`);
      assert.deepEqual(parse(text), { KIMAI_SSL_VERIFY: value });
      const { sources } = await readBack(text);
      assert.deepEqual(sources.values.get("ssl_verify"), { text: value, from: ".env" });
      written++;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
  });
  await fc.assert(property);
  assert(written > 50, `only ${written} values were written`);
});

Deno.test("a value that no quotes can hold is refused", async () => {
  await assert.rejects(rendered("--ssl-verify='\"`#"), {
    message:
      "Cannot write the value of --ssl-verify (KIMAI_SSL_VERIFY) into .env: no kind of quotes can hold it there, so set it in the environment",
  });
});
