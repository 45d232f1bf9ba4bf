import assert from "node:assert/strict";
import { createReport, type ReportOptions } from "../../../src/cli/doctor/report.ts";
import type { Finding } from "../../../src/connectors/connector.ts";

/** A report, what it wrote, and its clock. */
function open(options: Partial<ReportOptions> = {}) {
  const written: string[] = [];
  const tasks: (() => void)[] = [];
  const report = createReport({
    json: false,
    isTerminal: false,
    write: (text) => void written.push(text),
    draw: (text) => void written.push(text),
    version: "1.2.3",
    platform: "linux x86_64, Deno 2.9.6",
    secrets: [],
    schedule: (task) => {
      tasks.push(task);
      return () => void tasks.splice(tasks.indexOf(task), 1);
    },
    ...options,
  });
  const text = () => written.join("");
  return { ...report, text, tick: () => tasks.forEach((task) => task()), tasks };
}

const green: Finding = { name: "Token", outcome: "ok", text: "Kimai accepts it" };
const red: Finding = {
  name: "Clock",
  outcome: "failed",
  text: "It is 12 min ahead",
  fix: "Set it",
};

Deno.test("in a pipe a report is words: a line each, a fix under what is red, a summary", async () => {
  const report = open();
  await report.add("Kimai", [green, red]);
  await report.add("Server", [{ name: "Slow", outcome: "skipped", text: "Not asked for" }]);
  assert.equal(report.end(), false);
  assert.equal(
    report.text(),
    `kimai-mcp 1.2.3, linux x86_64, Deno 2.9.6

Kimai
  ok       Token                Kimai accepts it
  failed   Clock                It is 12 min ahead
           Fix: Set it

Server
  skipped  Slow                 Not asked for

1 ok, 1 failed, 1 skipped
`,
  );
});

Deno.test("only what is red makes it fail", async () => {
  const report = open();
  await report.add("Kimai", [green, { ...red, outcome: "warning" }]);
  assert.equal(report.end(), true);
  assert.match(report.text(), /\n1 ok, 1 warning\n$/);
});

Deno.test("a group that is added to twice has one heading", async () => {
  const report = open();
  await report.add("Settings", [green]);
  await report.add("Settings", []);
  await report.add("Settings", [red]);
  assert.equal(report.text().split("Settings").length, 2);
});

Deno.test("for programs it is one object, written at the end", async () => {
  const report = open({ json: true });
  await report.add("Kimai", [green, red]);
  assert.equal(report.text(), "");
  report.end();
  assert.deepEqual(JSON.parse(report.text()), {
    version: "1.2.3",
    platform: "linux x86_64, Deno 2.9.6",
    ok: false,
    findings: [{ group: "Kimai", ...green }, { group: "Kimai", ...red }],
  });
});

Deno.test("a secret that should turn up is cut out, in every place and form of report", async () => {
  const leaky = { ...red, text: "It says hunter2hunter2", fix: "Try hunter2hunter2" };
  for (const json of [false, true]) {
    const report = open({ json, secrets: ["hunter2hunter2", "ok"] });
    await report.add("Kimai", [leaky]);
    report.end();
    assert.doesNotMatch(report.text(), /hunter2/);
    assert.match(report.text(), /It says \[redacted\]/);
  }
});

Deno.test("on a terminal a look that takes long shows a sign of life, which is gone with its line", async () => {
  const report = open({ isTerminal: true });
  await report.add(
    "Kimai",
    (async function* () {
      await Promise.resolve();
      for (let tick = 0; tick < 4; tick++) report.tick();
      yield green;
      for (let tick = 0; tick < 6; tick++) report.tick();
      yield red;
    })(),
  );
  const [before, after] = report.text().split("Kimai accepts it\n");
  assert.doesNotMatch(before, /\r/);
  // deno-lint-ignore no-control-regex
  assert.match(after, /^\r {2}. Kimai \.\.\.\r {2}. Kimai \.\.\.\r\x1b\[2K.*It is 12 min ahead\n/s);
  assert.deepEqual(report.tasks, []);
});

Deno.test("in a pipe there is no sign of life", async () => {
  const report = open();
  await report.add(
    "Kimai",
    (async function* () {
      for (let tick = 0; tick < 9; tick++) report.tick();
      await Promise.resolve();
      yield green;
    })(),
  );
  assert(!report.text().includes("\r") && !report.text().includes("\x1b"));
});

Deno.test("marks on a terminal differ in more than colour", async () => {
  const report = open({ isTerminal: true });
  const outcomes = ["ok", "warning", "failed", "skipped"] as const;
  await report.add("Kimai", outcomes.map((outcome) => ({ ...green, outcome })));
  const marks = report.text().split("\n").filter((line) => line.includes("Token"))
    // deno-lint-ignore no-control-regex
    .map((line) => line.replace(/\x1b\[\d+m/g, "").trim()[0]);
  assert.deepEqual(marks, ["✓", "!", "✗", "-"]);
});
