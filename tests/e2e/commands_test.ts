import assert from "node:assert/strict";
import config from "../../deno.json" with { type: "json" };
import { program, run } from "../support/program.ts";
import { closedPort } from "./kimais.ts";

const demo = (...args: string[]) => run(program(["--demo", ...args]));

Deno.test("--help is on stdout, exit code 0, and names commands, flags and variables", async () => {
  for (const flag of ["--help", "-h"]) {
    const { code, stdout, stderr } = await run(program([flag]));
    assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
    for (const word of ["call TOOL", "tools", "--demo", "--kimai-url", "KIMAI_API_TOKEN"]) {
      assert(stdout.includes(word), word);
    }
  }
});

Deno.test("--version is one line on stdout, exit code 0", async () => {
  for (const flag of ["--version", "-V"]) {
    const { code, stdout, stderr } = await run(program([flag]));
    const expected = { code: 0, stdout: `kimai-mcp ${config.version}\n`, stderr: "" };
    assert.deepEqual({ code, stdout, stderr }, expected);
  }
});

Deno.test("help comes even where another setting is wrong", async () => {
  const { code, stdout } = await run(program(["--help", "--log-level=loud"]));
  assert.equal(code, 0);
  assert.match(stdout, /^kimai-mcp /);
});

Deno.test("call prints the answer on stdout, exit code 0", async () => {
  const { code, stdout, stderr } = await demo("call", "user_current");
  assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
  assert.match(stdout, /^Current User: \w+ \(ID: \d+\)\n/);
});

Deno.test("call --json prints structured content", async () => {
  const { code, stdout } = await demo("call", "--json", "timer", '{"action":"active"}');
  assert.equal(code, 0);
  const { action, result } = JSON.parse(stdout);
  assert.equal(action, "active");
  assert(Array.isArray(result.timers));
});

Deno.test("call - reads the arguments from stdin", async () => {
  const start = program(["--demo", "call", "config", "-"]);
  const { code, stdout } = await run(start, '{"type":\n"version"}\n');
  assert.equal(code, 0);
  assert.match(stdout, /^Kimai Version:\n {2}Version: 2\./);
});

Deno.test("a call that fails prints the error on stderr, exit code 1", async () => {
  const { code, stdout, stderr } = await demo("call", "timesheet", '{"action":"get","id":999999}');
  assert.deepEqual({ code, stdout }, { code: 1, stdout: "" });
  assert.match(stderr, /^[A-Z].*[^.]\n$/s);
});

Deno.test("a call without a Kimai prints why on stderr, exit code 1", async () => {
  const env = { KIMAI_URL: `http://127.0.0.1:${closedPort()}`, KIMAI_API_TOKEN: "any" };
  const { code, stdout, stderr } = await run(program(["call", "user_current"], env));
  assert.deepEqual({ code, stdout }, { code: 1, stdout: "" });
  assert.match(stderr, /^[A-Z].*[^.]\n$/s);
});

Deno.test("tools lists every tool with its size, as text and as JSON", async () => {
  const { code, stdout, stderr } = await run(program(["tools"]));
  assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
  const [heading, ...rows] = stdout.trimEnd().split("\n");
  assert.match(heading, /^Tool +Bytes +Tokens/);
  const json = JSON.parse((await run(program(["tools", "--json"]))).stdout);
  const names = json.map((tool: { name: string }) => tool.name);
  assert.deepEqual(rows.map((row) => row.split(" ")[0]), [...names, "all"]);
  assert(
    json.every((tool: { inputSchema: { type: string } }) => tool.inputSchema.type === "object"),
  );
});

const wrong: [usage: string, args: string[], stdin: string, says: RegExp][] = [
  ["an unknown command", ["frobnicate"], "", /"frobnicate".*call, tools/],
  ["call without a tool", ["call"], "", /name one of .*timesheet/],
  ["call with an unknown tool", ["call", "timesheets"], "", /"timesheets".*timesheet/],
  ["call with arguments that are no JSON", ["call", "timer", "active"], "", /JSON object/],
  ["call with JSON that is no object", ["call", "timer", "[1]"], "", /JSON object/],
  ["call with stdin that is no JSON", ["call", "timer", "-"], "active", /JSON object/],
  ["call with too many words", ["call", "timer", "{}", "more"], "", /"more"/],
  ["an unknown flag", ["--kimai-ulr=https://kimai.example.com"], "", /--kimai-ulr.*--kimai-url\?/],
  ["a flag of another command", ["tools", "--jsn"], "", /--jsn.*--json\?/],
  ["a flag without its value", ["--kimai-url"], "", /--kimai-url needs a value/],
  ["a value that cannot be", ["--log-level=loud"], "", /"loud".*debug/],
];

for (const [usage, args, stdin, says] of wrong) {
  Deno.test(`${usage} is told on stderr, exit code 2`, async () => {
    const { code, stdout, stderr } = await run(program(args), stdin);
    assert.deepEqual({ code, stdout }, { code: 2, stdout: "" });
    assert.match(stderr, says);
  });
}

Deno.test("two problems are both told", async () => {
  const { code, stderr } = await run(program(["--log-levl=info", "--kimai-timeout=soon"]));
  assert.equal(code, 2);
  assert.match(stderr, /--log-levl.*--log-level\?/);
  assert.match(stderr, /"soon".*--kimai-timeout/);
  assert.equal(stderr.trimEnd().split("\n").length, 2);
});

Deno.test("a secret's file that others may read ends the start, exit code 1, its content untold", async () => {
  const file = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(file, "token-in-a-file");
    await Deno.chmod(file, 0o644);
    const { code, stdout, stderr } = await run(program([], { KIMAI_API_TOKEN_FILE: file }));
    assert.deepEqual({ code, stdout }, { code: 1, stdout: "" });
    assert.match(stderr, /chmod 600/);
    assert(!stderr.includes("token-in-a-file"));
  } finally {
    await Deno.remove(file);
  }
});

Deno.test("tools can be narrowed by name, by set and to reading", async () => {
  const names = async (...flags: string[]) => {
    const { stdout } = await run(program(["tools", "--json", ...flags]));
    return (JSON.parse(stdout) as { name: string }[]).map(({ name }) => name);
  };
  const always = ["status", "find", "user_current", "config"];
  assert.deepEqual(
    (await names("--toolsets", "time")).sort(),
    [...always, "timer", "timesheet"].sort(),
  );
  assert.deepEqual((await names("--tools=timer", "--exclude-tools=find")).sort(), [
    "config",
    "status",
    "timer",
    "user_current",
  ]);
  assert(!(await names("--read-only")).includes("team_access"));
  const { code, stderr } = await run(program(["tools", "--toolsets", "times"]));
  assert.deepEqual([code, stderr], [
    2,
    'There is no toolset "times", choose from time, manage, absence, insight\n',
  ]);
});

Deno.test("read-only offers and runs only what reads", async () => {
  const start = JSON.stringify({ action: "start", data: { project: 1, activity: 1 } });
  const { code, stderr } = await run(program(["call", "timer", start, "--demo", "--read-only"]));
  assert.equal(code, 1);
  assert.match(stderr, /"start" is switched off here \(read-only\), choose one of active, recent/);
});
