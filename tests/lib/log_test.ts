import assert from "node:assert/strict";
import fc from "fast-check";
import {
  createLog,
  type Fields,
  levelAliases,
  type LogLevel,
  logLevels,
  silentLog,
} from "../../src/lib/log.ts";

/** Writes one line and gives it back, parsed and as text. */
async function logged(fields: Fields, level: LogLevel = "info", message = "Said") {
  const lines: string[] = [];
  const log = createLog({ level, write: (line) => lines.push(line) });
  log.error(message, fields);
  await log.flush();
  assert.equal(lines.length, 1);
  const { time, level: _, message: __, ...rest } = JSON.parse(lines[0]);
  return { line: lines[0], time, fields: rest };
}

Deno.test("lines wait for the log library in order, each with its own time and log", async () => {
  const first: string[] = [];
  const second: string[] = [];
  const a = createLog({ level: "info", write: (line) => first.push(line) });
  const b = createLog({ level: "info", write: (line) => second.push(line) });
  for (const n of [1, 2, 3]) {
    a.info("a", { n });
    b.warning("b", { n });
  }
  await a.flush();
  a.info("a", { n: 4 });
  assert.deepEqual(first.map((line) => JSON.parse(line).n), [1, 2, 3, 4]);
  assert.deepEqual(second.map((line) => JSON.parse(line).n), [1, 2, 3]);
});

Deno.test("a line is one JSON object with time, level and message in front", async () => {
  const { line, time } = await logged({ user: 5, note: "two\nlines" }, "info", "Cannot {read} it");
  assert.equal(new Date(time).toISOString(), time);
  assert.equal(Math.abs(Date.parse(time) - Date.now()) < 60_000, true);
  assert.equal(
    line,
    `{"time":"${time}","level":"error","message":"Cannot {read} it","user":5,"note":"two\\nlines"}`,
  );
});

Deno.test("fields cannot take the place of time, level and message", async () => {
  const { line } = await logged({ level: "debug", message: "Other", time: 0 });
  const { level, message, time } = JSON.parse(line);
  assert.deepEqual([level, message, typeof time], ["error", "Said", "string"]);
});

Deno.test("lines below the level are dropped", async () => {
  const said = async (level: LogLevel) => {
    const levels: string[] = [];
    const log = createLog({ level, write: (line) => levels.push(JSON.parse(line).level) });
    log.debug("x");
    log.info("x");
    log.warning("x");
    log.error("x");
    await log.flush();
    return levels;
  };
  assert.deepEqual(await said("debug"), ["debug", "info", "warning", "error"]);
  assert.deepEqual(await said("warning"), ["warning", "error"]);
  assert.deepEqual(await said("error"), ["error"]);
});

const secretKeys = [
  ...["token", "X-AUTH-TOKEN", "plainApiToken", "secret", "client_secret", "password", "passwd"],
  ...["authorization", "cookie", "Set-Cookie", "api_key", "apiKey", "api-key", "private_key"],
];

Deno.test("a secret under a telling key is in no line, at any depth, in any case", async () => {
  const key = fc.tuple(fc.constantFrom(...secretKeys), fc.boolean())
    .map(([name, upper]) => upper ? name.toUpperCase() : name);
  const held = fc.constantFrom<(secret: string) => unknown>(
    (secret) => secret,
    (secret) => [secret],
    (secret) => ({ deep: { secret } }),
    (secret) => new Error(secret),
    (secret) => new Map([["a", secret]]),
  );
  const around = fc.array(
    fc.constantFrom<(inner: unknown) => unknown>(
      (inner) => ({ a: inner, b: 1 }),
      (inner) => ["first", inner],
      (inner) => new Map([["m", inner]]),
      (inner) => new Set([inner]),
    ),
    { maxLength: 12 },
  );
  await fc.assert(
    fc.asyncProperty(key, fc.uuid(), held, around, async (key, secret, hold, wraps) => {
      const inner: unknown = { [key]: hold(secret), kept: "kept" };
      const { line } = await logged({ fields: wraps.reduce((value, wrap) => wrap(value), inner) });
      assert.equal(line.includes(secret), false);
      assert.equal(line.includes(`{"${key}":"[redacted]","kept":"kept"}`), true);
    }),
  );
});

Deno.test("a secret beside plain values is in no line, also once the log library is there", async () => {
  await logged({ first: 1 });
  for (const key of secretKeys) {
    const { fields } = await logged({ [key]: "of somebody", status: 200 });
    assert.deepEqual(fields, { [key]: "[redacted]", status: 200 });
  }
});

Deno.test("a bearer token is cut wherever it stands in text", async () => {
  const token = fc.stringMatching(/^[A-Za-z0-9._~-]{8,40}$/);
  const place = fc.constantFrom<(text: string) => Fields>(
    (text) => ({ header: text }),
    (text) => ({ list: [{ text: `before ${text} after` }] }),
    (text) => ({ error: new Error(`Refused "${text}"`) }),
    (text) => ({ json: JSON.stringify({ h: text }) }),
    (text) => ({ url: `https://k.test/?h=${encodeURIComponent(text)}` }),
    (text) => ({ at: new Map([["x", text]]) }),
  );
  const word = fc.constantFrom("Bearer ", "bearer ", "BEARER\t", "Bearer  ");
  await fc.assert(fc.asyncProperty(token, word, place, async (token, word, place) => {
    const { line } = await logged(place(word + token), "debug", `Sent ${word}${token}`);
    assert.equal(line.includes(token), false);
    assert.equal(JSON.parse(line).message.startsWith("Sent "), true);
  }));
});

Deno.test("an error says its name and message, and its stack at level debug only", async () => {
  const error = new TypeError("It broke");
  assert.deepEqual((await logged({ error })).fields, {
    error: { name: "TypeError", message: "It broke" },
  });
  const { stack, ...rest } = (await logged({ error }, "debug")).fields.error;
  assert.deepEqual(rest, { name: "TypeError", message: "It broke" });
  assert.equal(stack, error.stack);
});

Deno.test("values that are not plain are written as somebody would read them", async () => {
  const { fields } = await logged({
    day: new Date(0),
    url: new URL("https://k.test/a"),
    big: 12n,
    bytes: new Uint8Array(3),
    set: new Set([1, 2]),
    headers: new Headers({ "X-Auth-Token": "hush", accept: "*/*" }),
    query: new URLSearchParams("a=1"),
    none: null,
    missing: undefined,
    call: () => 1,
  });
  assert.deepEqual(fields, {
    day: "1970-01-01T00:00:00.000Z",
    url: "https://k.test/a",
    big: "12",
    bytes: "[3 bytes]",
    set: [1, 2],
    headers: { "x-auth-token": "[redacted]", accept: "*/*" },
    query: { a: "1" },
    none: null,
  });
});

Deno.test("what cannot be written does not fail the caller", async () => {
  const loop: Record<string, unknown> = { name: "loop" };
  loop.self = loop;
  assert.deepEqual((await logged({ loop })).fields, { loop: { name: "loop", self: "[circular]" } });
  let deep: unknown = "bottom";
  for (let n = 0; n < 10_000; n++) deep = { deep };
  assert.equal((await logged({ deep })).line.includes("[deep]"), true);
  const broken = {
    get value() {
      throw new Error("No");
    },
  };
  assert.deepEqual((await logged({ broken })).fields, { fields: "[unreadable]" });
});

Deno.test("a line that waits shows its fields as they were", async () => {
  const lines: string[] = [];
  const log = createLog({ level: "info", write: (line) => lines.push(line) });
  const fields = { list: [1] };
  log.info("x", fields);
  fields.list.push(2);
  await log.flush();
  assert.deepEqual(JSON.parse(lines[0]).list, [1]);
});

Deno.test("without a writer each line goes whole to stderr, however little it takes at once", async () => {
  const { writeSync } = Deno.stderr;
  const bytes: number[] = [];
  Deno.stderr.writeSync = (part) => bytes.push(part[0]) && 1;
  try {
    const log = createLog({ level: "info" });
    log.info("Grüße");
    await log.flush();
  } finally {
    Deno.stderr.writeSync = writeSync;
  }
  const text = new TextDecoder().decode(new Uint8Array(bytes));
  assert.equal(text.endsWith("\n"), true);
  assert.equal(JSON.parse(text).message, "Grüße");
});

Deno.test("lines that may wait are written together, before the next that may not and when the log is flushed", async () => {
  const { writeSync } = Deno.stderr;
  const writes: string[] = [];
  Deno.stderr.writeSync = (part) => {
    writes.push(new TextDecoder().decode(part));
    return part.length;
  };
  try {
    const log = createLog({ level: "debug" });
    log.info("one", {}, true);
    log.debug("two", {}, true);
    assert.equal(writes.length, 0);
    log.info("three");
    assert.deepEqual(messagesIn(writes), [["one", "two", "three"]]);
    log.info("four", {}, true);
    await log.flush();
    assert.deepEqual(messagesIn(writes), [["one", "two", "three"], ["four"]]);
    log.info("five", {}, true);
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.deepEqual(messagesIn(writes), [["one", "two", "three"], ["four"], ["five"]]);
  } finally {
    Deno.stderr.writeSync = writeSync;
  }
});

/** The messages of each write. */
function messagesIn(writes: readonly string[]): string[][] {
  return writes.map((text) => text.trimEnd().split("\n").map((line) => JSON.parse(line).message));
}

Deno.test("a stderr that is gone does not fail the caller", async () => {
  const log = createLog({
    level: "info",
    write: () => {
      throw new Deno.errors.BrokenPipe();
    },
  });
  log.info("x");
  await log.flush();
  log.info("x");
});

/** Writes one line for people and gives it back, the time checked and cut off. */
async function simple(message: string, fields: Fields = {}): Promise<string> {
  const lines: string[] = [];
  const log = createLog({ level: "info", format: "simple", write: (line) => lines.push(line) });
  log.warning(message, fields);
  await log.flush();
  assert.equal(lines.length, 1);
  const [time] = lines[0].split(" ");
  assert.equal(new Date(time).toISOString(), time);
  return lines[0].slice(time.length + 1);
}

Deno.test("a simple line is time, level, message and fields, quoted only where it needs to be", async () => {
  const fields = {
    user: 5,
    name: "Jörg",
    note: "two words",
    quote: 'say "a=b"',
    empty: "",
    list: [1, "x"],
    deep: { a: true },
    "odd key": null,
    missing: undefined,
    call: () => 1,
  };
  assert.equal(
    await simple("Cannot read it", fields),
    'WARNING Cannot read it user=5 name=Jörg note="two words" quote="say \\"a=b\\"" empty="" ' +
      'list=[1,"x"] deep={"a":true} "odd key"=null',
  );
  assert.equal(await simple("Said"), "WARNING Said");
});

Deno.test("fields cannot take the place of time, level and message in a simple line", async () => {
  const fields = { level: "debug", message: "Other", time: 0, a: 1 };
  assert.equal(await simple("Said", fields), "WARNING Said a=1");
});

Deno.test("nothing ends a simple line early or moves the cursor of a terminal", async () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.constantFrom(..."\r\n\x1b\x85\u2028\u2029a ") }),
  );
  await fc.assert(fc.asyncProperty(text, text, text, async (message, key, value) => {
    const line = await simple(message, { [key]: value, last: "here" });
    assert.doesNotMatch(line, /[\p{Cc}\u2028\u2029]/u);
    assert.equal(line.endsWith(" last=here"), true);
  }));
  assert.equal(await simple("a\nb", { c: "d\ne" }), 'WARNING a\\u000ab c="d\\ne"');
});

Deno.test("secrets are cut from simple lines as from JSON", async () => {
  const fields = { client_secret: "hush", deep: { password: "hush", kept: 1 }, h: "Bearer hush" };
  assert.equal(
    await simple("Sent Bearer hush", fields),
    'WARNING Sent Bearer [redacted] client_secret=[redacted] deep={"password":"[redacted]","kept":1} ' +
      'h="Bearer [redacted]"',
  );
});

Deno.test("each other name of a level, in lower case, stands for one of ours", () => {
  for (const [name, level] of Object.entries(levelAliases)) {
    assert.equal(name, name.toLowerCase());
    assert.equal(logLevels.includes(level), true);
    assert.equal((logLevels as readonly string[]).includes(name), false);
  }
});

Deno.test("the silent log takes lines and says nothing", () => {
  assert.deepEqual(
    [silentLog.debug("x"), silentLog.info("x"), silentLog.warning("x"), silentLog.error("x")],
    [undefined, undefined, undefined, undefined],
  );
});
