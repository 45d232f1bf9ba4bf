import assert from "node:assert/strict";
import fc from "fast-check";
import { textLimit } from "../../src/mcp/result.ts";
import { fitting, nearlyFitting, repaired, type Schema } from "./arguments.ts";
import { hostileValue } from "./hostile.ts";
import { createFuzzed, type Fuzzed } from "./kimai.ts";
import { runs } from "./runs.ts";

interface Definition {
  name: string;
  inputSchema: Schema;
}

const folder = new URL("../golden/", import.meta.url);
const definitions: Definition[] = [];
for await (const { name } of Deno.readDir(folder)) {
  definitions.push(JSON.parse(await Deno.readTextFile(new URL(name, folder))));
}
definitions.sort((one, other) => one.name < other.name ? -1 : 1);

/** Longer than any call over an embedded Kimai takes: what lasts as long hangs. */
const hanging = 30_000;

const people = fc.constantFrom("super", "lead", "user", "user2");
const answers = fc.constantFrom(undefined, true, false);

/**
 * Holds whatever is asked: an answer, or a sentence that says why not; what only reads changes nothing.
 * @returns that sentence
 */
async function check(
  kimai: Fuzzed,
  tool: string,
  args: unknown,
  person?: boolean,
): Promise<string | undefined> {
  const effect = await kimai.effectOf(tool, args);
  const before = effect === "read" ? kimai.digest() : "";
  const { content, isError } = await kimai.call(tool, args, person);
  const [{ text }] = content;
  assert.deepEqual(kimai.faults, [], text);
  assert(text.length <= textLimit, `${text.length} characters`);
  if (isError) checkSentence(text);
  if (effect === "read") assert.equal(kimai.digest(), before, "a read changed something");
  return isError ? text : undefined;
}

/** Calls again and again as the refusals say, until there is an answer or nothing more to put right. */
async function insist(
  kimai: Fuzzed,
  { name, inputSchema }: Definition,
  given: { args: unknown; person?: boolean },
  make: (schema: Schema, name: string) => unknown,
): Promise<void> {
  let { args, person } = given;
  for (let round = 0; round < 4; round++) {
    const refusal = await check(kimai, name, args, person);
    const better = refusal === undefined ? args : repaired(args, refusal, inputSchema, make);
    if (better === args) return;
    args = better;
  }
}

/** Begins as a sentence does, says more than a word, and shows no insides. */
function checkSentence(text: string): void {
  assert.match(text, /^[A-Z"0-9].{10,}/s);
  assert.doesNotMatch(text, /^\s+at .+:\d+:\d+/m, "a stack");
  assert.doesNotMatch(text, /TypeError|RangeError|SyntaxError|ZodError/, text);
}

for (const definition of definitions) {
  const { name, inputSchema } = definition;
  const input = fc.oneof(
    { weight: 5, arbitrary: fitting(inputSchema) },
    { weight: 3, arbitrary: nearlyFitting(inputSchema) },
    { weight: 1, arbitrary: hostileValue },
  );
  Deno.test(`whatever ${name} is called with, it answers or refuses with a sentence, and reads change nothing`, async () => {
    const property = fc.asyncProperty(
      people,
      fc.array(fc.record({ args: input, person: answers }), { minLength: 1, maxLength: 6 }),
      fc.gen(),
      async (user, calls, g) => {
        const kimai = await createFuzzed(user);
        const make = (schema: Schema, field: string) => g(fitting, schema, field);
        for (const call of calls) await insist(kimai, definition, call, make);
      },
    );
    await fc.assert(property, { ...runs(25), timeout: hanging });
  });
}

Deno.test("a tool that does not exist is refused by name, whatever it is called", async () => {
  const kimai = await createFuzzed("user");
  const property = fc.asyncProperty(fc.string(), hostileValue, async (name, args) => {
    const { isError, content: [{ text }] } = await kimai.call(`no ${name}`, args);
    assert(isError);
    assert.match(text, /^There is no tool /);
  });
  await fc.assert(property, runs(100));
});
