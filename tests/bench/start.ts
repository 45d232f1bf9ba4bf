/**
 * How long each program takes from its start to the answer to `initialize`, and what memory it holds
 * after `tools/list`: ours beside a server with one tool and a bare loop, all started alike. The
 * programs take turns, so that a machine that gets slower or faster does it to all of them.
 */

import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { flagsOf, permissions, Running } from "../support/program.ts";
import { median, printTable, say, verdict } from "./table.ts";

const subjects = {
  "bare loop": new URL("subjects/bare_loop.ts", import.meta.url),
  "one tool": new URL("subjects/one_tool.ts", import.meta.url),
  "kimai-mcp": new URL("../../src/main.ts", import.meta.url),
};
type Subject = keyof typeof subjects;
const names = Object.keys(subjects) as Subject[];

interface Variant {
  form: string;
  subject: Subject;
  command: string;
  args: string[];
}

interface Sample {
  start: number;
  memory: number;
}

/** An address where nothing is: neither `initialize` nor `tools/list` needs a Kimai. */
const settings = { KIMAI_URL: "http://127.0.0.1:1", KIMAI_API_TOKEN: "bench" };

/** Measures all forms that can be made here and prints a table of each. */
export async function benchStart({ rounds, compiled }: { rounds: number; compiled: boolean }) {
  const folder = await Deno.makeTempDir({ prefix: "bench" });
  try {
    const variants = [...fromSource(), ...await bundled(folder)];
    if (compiled) variants.push(...await compiledOnes(folder));
    const samples = await measure(variants, rounds, folder);
    for (const form of new Set(variants.map((variant) => variant.form))) {
      report(form, rounds, new Map(names.map((name) => [name, samples.get(`${form} ${name}`)!])));
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function fromSource(): Variant[] {
  return names.map((subject) => ({
    form: "deno run, source",
    subject,
    command: Deno.execPath(),
    args: ["run", ...permissions, fileURLToPath(subjects[subject])],
  }));
}

/** Bundled as the `bundle` task does it: what a start does not need stays in files of its own. @returns the entry file */
async function bundle(subject: Subject, folder: string): Promise<string> {
  const source = fileURLToPath(subjects[subject]);
  const out = `${folder}/${subject.replace(" ", "_")}`;
  await make(Deno.execPath(), ["bundle", ...flagsOf("bundle"), "--outdir", out, source]);
  return `${out}/${basename(source, ".ts")}.js`;
}

async function bundled(folder: string): Promise<Variant[]> {
  const variants: Variant[] = [];
  for (const subject of names) {
    const args = ["run", ...permissions, await bundle(subject, folder)];
    variants.push({ form: "deno run, bundle", subject, command: Deno.execPath(), args });
  }
  return variants;
}

/** Compiled with the command that `KIMAI_MCP_COMPILE` names, else with `deno compile`; ours may be there already. */
async function compiledOnes(folder: string): Promise<Variant[]> {
  const [command, ...first] = Deno.env.get("KIMAI_MCP_COMPILE")?.split(" ") ??
    [Deno.execPath(), "compile", "--output"];
  const ready = Deno.env.get("KIMAI_MCP_BIN");
  const variants: Variant[] = [];
  try {
    for (const subject of names) {
      let out = `${folder}/${subject.replace(" ", "_")}_binary`;
      if (subject === "kimai-mcp" && ready) out = await Deno.realPath(ready);
      else {await make(command, [
          ...first,
          out,
          ...flagsOf("compile"),
          await bundle(subject, folder),
        ]);}
      variants.push({ form: "compiled", subject, command: out, args: [] });
    }
  } catch (error) {
    say(`Nothing is compiled here: ${error instanceof Error ? error.message : error}`);
    return [];
  }
  for (const { subject, command } of variants) {
    const { size } = await Deno.stat(command);
    say(`${subject}: a binary of ${(size / 1e6).toFixed(1)} MB`);
  }
  say();
  return variants;
}

async function make(command: string, args: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(command, { args, stdin: "null" }).output();
  if (success) return;
  throw new Error(`${command} ${args.join(" ")}: ${new TextDecoder().decode(stderr)}`);
}

async function measure(
  variants: Variant[],
  rounds: number,
  cwd: string,
): Promise<Map<string, Sample[]>> {
  const samples = new Map<string, Sample[]>(
    variants.map(({ form, subject }) => [`${form} ${subject}`, []]),
  );
  // The first round fills caches and does not count; each later one begins one further on.
  for (let round = -1; round < rounds; round++) {
    for (let turn = 0; turn < variants.length; turn++) {
      const variant = variants[(turn + round + 1) % variants.length];
      const sample = await once(variant, cwd);
      if (round >= 0) samples.get(`${variant.form} ${variant.subject}`)!.push(sample);
    }
  }
  return samples;
}

async function once({ command, args }: Variant, cwd: string): Promise<Sample> {
  const env = { ...Deno.env.toObject(), ...settings };
  const began = performance.now();
  await using server = new Running({ command, args, env, cwd });
  await server.initialize();
  const start = performance.now() - began;
  await server.ask("tools/list");
  const memory = await residentMegabytes(server.pid);
  await server.endInput();
  await server.ended;
  return { start, memory };
}

async function residentMegabytes(pid: number): Promise<number> {
  const status = await Deno.readTextFile(`/proc/${pid}/status`);
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)![1]) * 1024 / 1e6;
}

function report(form: string, rounds: number, samples: Map<Subject, Sample[]>): void {
  const rows = [...samples].map(([subject, taken]) => {
    const starts = taken.map((sample) => sample.start);
    const memories = taken.map((sample) => sample.memory);
    return [
      subject,
      median(starts).toFixed(1),
      Math.min(...starts).toFixed(1),
      Math.max(...starts).toFixed(1),
      median(memories).toFixed(1),
    ];
  });
  say(`${form}: ${rounds} runs each, in turns`);
  printTable(["program", "start ms (median)", "min", "max", "memory MB (median)"], rows);
  const ours = samples.get("kimai-mcp")!;
  const theirs = samples.get("one tool")!;
  const ratio = median(ours.map(({ start }, round) => start / theirs[round].start));
  const extra = median(ours.map(({ memory }, round) => memory - theirs[round].memory));
  say(`start against one tool, pair by pair: ${verdict(ratio, 1.3, " x", 2)}`);
  say(`memory above one tool, pair by pair: ${verdict(extra, 15, " MB", 1)}`);
  say();
}
