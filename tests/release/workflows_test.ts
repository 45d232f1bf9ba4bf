import assert from "node:assert/strict";
import { parse } from "yaml";
import config from "../../deno.json" with { type: "json" };
import { executableOf, targets } from "./targets.ts";

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}

interface Job {
  uses?: string;
  needs?: string | string[];
  permissions?: Record<string, string>;
  "timeout-minutes"?: number;
  strategy?: { matrix: { include: Record<string, string>[] } };
  env?: Record<string, string>;
  steps?: Step[];
}

interface Workflow {
  permissions: unknown;
  jobs: Record<string, Job>;
}

const root = new URL("../../", import.meta.url);
const names = ["ci.yml", "release.yml"];
const texts = new Map<string, string>();
for (const name of names) {
  texts.set(name, await Deno.readTextFile(new URL(`.github/workflows/${name}`, root)));
}
const workflows = new Map([...texts].map(([name, text]) => [name, parse(text) as Workflow]));
const release = workflows.get("release.yml")!;
const jobs = [...workflows.values()].flatMap((workflow) => Object.entries(workflow.jobs));
const steps = jobs.flatMap(([, { steps = [] }]) => steps);

Deno.test("no workflow is left out of these tests", async () => {
  const folder = new URL(".github/workflows/", root);
  const present = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
  assert.deepEqual(present.sort(), names);
});

Deno.test("every action is pinned to a commit, with its version beside it", () => {
  for (const [name, text] of texts) {
    const used = [...text.matchAll(/^\s*(?:- )?uses: (.+)$/gm)].map(([, action]) => action);
    assert(used.length > 0, name);
    for (const action of used) {
      assert.match(action, /^(?:[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|\.\/\.github\/.+)$/);
    }
  }
});

Deno.test("an action has one pin in all workflows", () => {
  const used = steps.flatMap(({ uses }) => uses ?? []);
  const pins = new Map(used.map((action) => [action.split("@")[0], action]));
  assert.deepEqual(used.filter((action) => pins.get(action.split("@")[0]) !== action), []);
});

Deno.test("every job says its permissions, and none has any by default", () => {
  for (const { permissions } of workflows.values()) assert.deepEqual(permissions, {});
  for (const [name, { permissions }] of jobs) assert(permissions, name);
});

Deno.test("only the jobs that publish may write", () => {
  const writing = jobs.filter(([, { permissions }]) =>
    Object.values(permissions ?? {}).includes("write")
  );
  assert.deepEqual(writing.map(([name]) => name), ["publish", "image"]);
  assert.deepEqual(release.jobs.publish.permissions, {
    contents: "write",
    "id-token": "write",
    attestations: "write",
  });
});

Deno.test("every job ends by itself", () => {
  for (const [name, { uses, ...job }] of jobs) {
    if (uses === undefined) assert(job["timeout-minutes"], name);
  }
});

Deno.test("a checkout leaves no token behind", () => {
  const checkouts = steps.filter(({ uses }) => uses?.startsWith("actions/checkout@"));
  assert(checkouts.length > 0);
  for (const step of checkouts) assert.equal(step.with?.["persist-credentials"], false);
});

Deno.test("no name that comes from outside is pasted into a script", () => {
  for (const { run = "" } of steps) {
    for (const [, expression] of run.matchAll(/\$\{\{(.*?)\}\}/g)) {
      assert.match(expression.trim(), /^matrix\./);
    }
  }
});

Deno.test("every task that a workflow runs is there, on the Deno that the checks run on", async () => {
  const check = await Deno.readTextFile(new URL(".ci/run", root));
  const version = /^deno_version=(.+)$/m.exec(check)![1];
  const called = steps.flatMap(({ run = "" }) =>
    [...run.matchAll(/deno@(\S+) task (\S+)/g)].map(([, deno, task]) => ({ deno, task }))
  );
  assert(called.length > 0);
  for (const { deno, task } of called) {
    assert.equal(deno, version);
    assert(task in config.tasks, task);
  }
});

Deno.test("a release has an executable of every target, tested on a machine of its kind", () => {
  const { strategy, env, steps = [] } = release.jobs.build;
  const built = strategy!.matrix.include;
  assert.deepEqual(built.map(({ target }) => target), targets.map(({ name }) => name));
  for (const [index, { target, suffix = "" }] of built.entries()) {
    const path = env!.KIMAI_MCP_BIN
      .replace("${{ matrix.target }}", target).replace("${{ matrix.suffix }}", suffix);
    assert.equal(path, `dist/${executableOf(targets[index])}`);
  }
  assert(steps.some(({ run }) => run?.endsWith("task e2e")));
});

Deno.test("nothing is published before the tests of all machines have passed", () => {
  assert.deepEqual(release.jobs.publish.needs, ["test", "build"]);
  assert.equal(release.jobs.image.needs, "publish");
  assert.equal(release.jobs.build.needs, "version");
});
