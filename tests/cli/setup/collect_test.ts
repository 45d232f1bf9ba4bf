import assert from "node:assert/strict";
import { Stopped } from "../../../src/cli/setup/ask.ts";
import { type Answers, askAgain, collect } from "../../../src/cli/setup/collect.ts";
import { kimai } from "../../../src/connectors/kimai/mod.ts";
import type { Found } from "../../../src/settings/table.ts";

type Values = Record<string, string>;

function found(values: Values, from = "the command line"): Map<string, Found> {
  return new Map(Object.entries(values).map(([key, text]) => [key, { text, from }]));
}

/** A person or pipe that gives these answers in turn, with all that is asked and told. */
function personOf(answers: string[], isTerminal = true) {
  const left = [...answers];
  const heard: string[] = [];
  const hear = (kind: string) => (question: string) => {
    heard.push(`${kind}${question}`);
    return Promise.resolve(left.shift());
  };
  const dialog = { isTerminal, ask: hear(""), askSecret: hear("secret: ") };
  return { dialog, heard, tell: (sentence: string) => void heard.push(sentence) };
}

interface Situation {
  given?: Values;
  from?: string;
  earlier?: Map<string, Found>;
  answers?: string[];
  isTerminal?: boolean;
  quiet?: boolean;
}

async function collected(
  { given = {}, from, earlier = new Map(), answers = [], isTerminal, quiet = false }: Situation,
): Promise<{ result: Answers; heard: string[] }> {
  const { heard, ...person } = personOf(answers, isTerminal);
  const result = await collect(kimai, { given: found(given, from), earlier, quiet, ...person });
  return { result, heard };
}

const url = "https://kimai.test";

Deno.test("what the settings give is not asked for", async () => {
  const given = { kimai_url: `${url}/api/`, kimai_token: "abc", ssl_verify: "false" };
  const { result, heard } = await collected({ given });
  assert.deepEqual([result, heard], [{
    kimai_url: { text: url, file: undefined },
    kimai_token: { text: "abc", file: undefined },
    ssl_verify: { text: "false", file: undefined },
  }, []]);
});

Deno.test("a token that came from a file is known with its file", async () => {
  const given = { kimai_url: url, kimai_token: "abc" };
  const { result } = await collected({ given, from: `"/run/token"` });
  assert.deepEqual(result.kimai_token, { text: "abc", file: "/run/token" });
});

Deno.test("what is missing is asked for, secrets unseen, what has a default not at all", async () => {
  const { result, heard } = await collected({ answers: ["kimai.test", "abc"] });
  assert.deepEqual(result, { kimai_url: { text: url }, kimai_token: { text: "abc" } });
  assert.deepEqual(heard, [
    "Address of Kimai, such as https://kimai.example.com: ",
    "secret: API token, from your Kimai profile under API access: ",
  ]);
});

Deno.test("an answer that cannot be used is told and asked again", async () => {
  const { result, heard } = await collected({ answers: ["my kimai", "kimai.test", "abc"] });
  assert.equal(result.kimai_url.text, url);
  assert.equal(
    heard[1],
    `Cannot use "my kimai" as --kimai-url (KIMAI_URL): it has blanks in it`,
  );
});

Deno.test("Enter keeps what is set up already, and the token is not shown", async () => {
  const earlier = found({ kimai_url: url, kimai_token: "hidden" }, `"/run/token"`);
  const { result, heard } = await collected({ earlier, answers: ["", ""] });
  assert.deepEqual(result.kimai_token, { text: "hidden", file: "/run/token" });
  assert.deepEqual(heard, [
    "Address of Kimai, such as https://kimai.example.com [https://kimai.test]: ",
    "secret: API token, from your Kimai profile under API access [Enter keeps the present one]: ",
  ]);
});

Deno.test("who wants no questions keeps what is set up already", async () => {
  const earlier = found({ kimai_url: url, kimai_token: "abc", ssl_verify: "/ca.pem" });
  const { result, heard } = await collected({ earlier, quiet: true });
  assert.deepEqual(heard, []);
  assert.deepEqual(Object.values(result).map(({ text }) => text), [url, "abc", "/ca.pem"]);
});

Deno.test("an entry with a value of no use is as if it had none", async () => {
  const earlier = found({ kimai_url: "no address", kimai_token: "abc" });
  const { result } = await collected({ earlier, answers: [url, ""] });
  assert.equal(result.kimai_url.text, url);
});

Deno.test("a setting that cannot be used is a wrong use", async () => {
  await assert.rejects(collected({ given: { kimai_url: "my kimai", kimai_token: "x" } }), {
    name: "WrongUse",
    message: `Cannot use "my kimai" as --kimai-url (KIMAI_URL): it has blanks in it`,
  });
});

Deno.test("on a pipe that has ended, what is missing is a wrong use", async () => {
  await assert.rejects(collected({ given: { kimai_url: url }, isTerminal: false }), {
    name: "WrongUse",
    message: "Missing --kimai-token (KIMAI_API_TOKEN): give it, or run setup in a terminal",
  });
  const wrong = { answers: ["my kimai"], isTerminal: false };
  await assert.rejects(collected(wrong), { name: "WrongUse" });
});

Deno.test("a person who closes the input stops", async () => {
  await assert.rejects(collected({ answers: [] }), Stopped);
});

Deno.test("what was refused is asked again, the rest stays", async () => {
  const answers = { kimai_url: { text: url }, kimai_token: { text: "old", file: "/run/token" } };
  const { dialog, tell } = personOf(["new"]);
  assert.deepEqual(
    await askAgain(["kimai_token"], kimai.settings, answers, { dialog, tell }),
    { kimai_url: { text: url }, kimai_token: { text: "new" } },
  );
  assert.equal(answers.kimai_token.text, "old");
});
