/** A copy of the tree in which mutants are tried, one after the other. The tree itself is never touched. */

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Mutant, mutated } from "./mutant.ts";

/** How it went with one mutant. */
export interface Trial {
  mutant: Mutant;
  /** `broken`: it proves nothing, because it cannot be made, does not type-check, or its tests do not even load. */
  verdict: "killed" | "SURVIVED" | "broken";
  seconds: number;
  /** The test that noticed it, or why it is broken. */
  by: string;
}

/** How a run of tests went. */
export interface TestRun {
  outcome: "green" | "red" | "unloadable" | "late";
  /** The first test that failed, or the first error. */
  first: string;
}

export interface Workshop extends AsyncDisposable {
  /** Runs test files on the copy as it is, each to its end. */
  run(tests: readonly string[]): Promise<TestRun>;
  /** Makes a mutant, runs its tests, and puts the file back. */
  attempt(mutant: Mutant, options: { types: boolean }): Promise<Trial>;
}

const root = fileURLToPath(new URL("../../", import.meta.url));
/** What tests read. Some is not there in every copy of the project. */
const parts = ["src", "tests", "deno.json", "deno.lock", "README.md", "Dockerfile", ".github"];
/** Milliseconds after which tests hang: a mutant may wait for what never comes. */
const patience = 240_000;

/** Makes a copy; it is gone with the block that holds it. */
export async function openWorkshop(): Promise<Workshop> {
  const folder = await Deno.makeTempDir({ prefix: "mutants-" });
  for (const part of parts) await copy(join(root, part), join(folder, part));
  const run = (tests: readonly string[], flags: string[] = []) => runTests(folder, tests, flags);
  return {
    run,
    attempt: async (mutant, { types }) => {
      const started = performance.now();
      const ended = await tryOut(mutant, folder, types, () => run(mutant.tests, ["--fail-fast"]));
      return { mutant, ...ended, seconds: (performance.now() - started) / 1000 };
    },
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

async function copy(from: string, to: string): Promise<void> {
  const info = await Deno.stat(from).catch(() => undefined);
  if (info?.isFile) return await Deno.copyFile(from, to);
  if (!info?.isDirectory) return;
  await Deno.mkdir(to);
  for await (const { name } of Deno.readDir(from)) await copy(join(from, name), join(to, name));
}

async function tryOut(
  mutant: Mutant,
  folder: string,
  types: boolean,
  run: () => Promise<TestRun>,
): Promise<Pick<Trial, "verdict" | "by">> {
  const path = join(folder, "src", mutant.file);
  const text = await Deno.readTextFile(path);
  try {
    await Deno.writeTextFile(path, mutated(text, mutant));
    const wrong = types ? await typeError(folder, mutant.file) : undefined;
    if (wrong) return { verdict: "broken", by: wrong };
    return verdictOf(await run());
  } catch (error) {
    return { verdict: "broken", by: error instanceof Error ? error.message : String(error) };
  } finally {
    await Deno.writeTextFile(path, text);
  }
}

function verdictOf({ outcome, first }: TestRun): Pick<Trial, "verdict" | "by"> {
  switch (outcome) {
    case "green":
      return { verdict: "SURVIVED", by: "" };
    case "red":
      return { verdict: "killed", by: first };
    case "late":
      return { verdict: "killed", by: `nothing within ${patience / 1000} s` };
    case "unloadable":
      return { verdict: "broken", by: first };
  }
}

/** Names that a mutant leaves unused are no mistake of it (TS6133, TS6192, TS6196, TS6198). */
async function typeError(folder: string, file: string): Promise<string | undefined> {
  const { text } = await deno(folder, ["check", join("src", file)]);
  const errors = text.split("\n").filter((line) => /^(?:error: )?TS\d+ \[ERROR\]/.test(line));
  return errors.find((line) => !/TS6(?:133|192|196|198) /.test(line));
}

async function runTests(
  folder: string,
  tests: readonly string[],
  flags: readonly string[],
): Promise<TestRun> {
  const paths = tests.map((test) => join("tests", test));
  const args = ["test", "--no-check", "--no-prompt", "--allow-all", ...flags, ...paths];
  return testRunOf(await deno(folder, args));
}

/** What came of a run of tests, by its exit code and by what the runner printed. */
export function testRunOf({ code, text }: { code: number; text: string }): TestRun {
  if (code === 0) return { outcome: "green", first: "" };
  if (code < 0) return { outcome: "late", first: "" };
  const failed = /^(.+) => \.\/tests\//m.exec(text)?.[1];
  if (failed && !/\(uncaught error\)/.test(text)) return { outcome: "red", first: failed };
  const error = /^error: (.+)/m.exec(text)?.[1] ?? `exit code ${code}`;
  return { outcome: "unloadable", first: error };
}

/** Runs this Deno in the copy. @returns what it printed, and a code below 0 when it had to be ended */
async function deno(
  folder: string,
  args: readonly string[],
): Promise<{ code: number; text: string }> {
  const controller = new AbortController();
  const { signal } = controller;
  const timer = setTimeout(() => controller.abort(), patience);
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd: folder,
    env: { NO_COLOR: "1" },
    signal,
  }).output();
  clearTimeout(timer);
  const decoder = new TextDecoder();
  const text = decoder.decode(stdout) + decoder.decode(stderr);
  return { code: signal.aborted ? -1 : code, text };
}
