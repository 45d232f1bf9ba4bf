/**
 * How long each program takes from its start to the answer to `initialize`, and what memory it holds then, after
 * `tools/list` and after a thousand calls: ours, with a Kimai and without one, beside a server with one tool and a
 * bare loop, all started alike. The programs take turns, so that a machine that gets slower or faster does it to
 * all of them.
 */

import { createDemoKimai } from "../../src/connectors/kimai/demo/mod.ts";
import { closedPort, serve } from "../e2e/kimais.ts";
import { createFolder } from "../support/folder.ts";
import { atMost, type Goal, type Part, sayGoals, surelyAtMost } from "./goals.ts";
import { residentOf } from "./processes.ts";
import { spreadOf } from "./spread.ts";
import {
  type Executables,
  type Form,
  forms,
  type SubjectName,
  subjects,
  type Variant,
  variantsIn,
} from "./start_variants.ts";
import { StdioSubject } from "./stdio_subject.ts";
import { median, printTable, say } from "./table.ts";
import { orderOf } from "./turns.ts";

/** What one start came to. */
interface Sample {
  /** Milliseconds. */
  start: number;
  /** Bytes that are resident. */
  memory: Record<Moment, number | undefined>;
}

/** When memory is looked at. */
const moments = ["start", "list", "calls"] as const;
type Moment = typeof moments[number];

/** Bytes that are resident at each moment, start by start. After calls there are fewer of them, or none. */
export type MemorySamples = Record<Moment, number[]>;

/** What all starts of one program in one form came to. */
export interface StartFigures {
  form: Form;
  subject: SubjectName;
  /** Milliseconds until `initialize` was answered, start by start. */
  start: number[];
  memory: MemorySamples;
}

export interface StartEffort {
  rounds: number;
  /** In every so many-th round calls are made as well: they take their time. */
  callsEvery: number;
}

/** Calls after which memory is looked at. */
const calls = 1000;

/** What is called: both answer from what they have, ours because it asks Kimai no more than once in a minute. */
export const called: Partial<Record<SubjectName, Record<string, unknown>>> = {
  "one tool": { name: "add", arguments: { a: 1, b: 2 } },
  "kimai-mcp": { name: "user_current", arguments: {} },
};

/** Measures all forms that can be made here and prints a table of each. */
export async function benchStart(
  effort: StartEffort,
): Promise<Part<{ starts: StartFigures[]; executables?: Executables }>> {
  await using folder = await createFolder();
  const { fetch, tokens, defaultUser } = createDemoKimai();
  await using kimai = serve((request) => fetch(request));
  const { variants, executables } = await variantsIn(folder.path, {
    there: { url: kimai.url, token: tokens[defaultUser] },
    nowhere: `http://127.0.0.1:${closedPort()}`,
  });
  const starts = await measure(variants, effort);
  const goals = forms.flatMap((form) => {
    const own = starts.filter((one) => one.form === form);
    return own.length > 0 ? report(form, own, effort) : [];
  });
  return { figures: { starts, executables }, goals: [...goals, ...sizeGoals(executables)] };
}

async function measure(
  variants: readonly Variant[],
  { rounds, callsEvery }: StartEffort,
): Promise<StartFigures[]> {
  const figures = variants.map(({ form, subject }): StartFigures => ({
    ...{ form, subject, start: [] },
    memory: { start: [], list: [], calls: [] },
  }));
  // The first round fills caches and does not count.
  for (let round = -1; round < rounds; round++) {
    for (const index of orderOf([...variants.keys()], round + 1)) {
      const { start, memory } = await once(variants[index], round >= 0 && round % callsEvery === 0);
      if (round < 0) continue;
      figures[index].start.push(start);
      for (const moment of moments) {
        const bytes = memory[moment];
        if (bytes !== undefined) figures[index].memory[moment].push(bytes);
      }
    }
  }
  return figures;
}

async function once({ subject, start: how }: Variant, withCalls: boolean): Promise<Sample> {
  const began = performance.now();
  await using server = new StdioSubject(how);
  await server.initialize();
  const start = performance.now() - began;
  const memory: Sample["memory"] = { start: undefined, list: undefined, calls: undefined };
  memory.start = await residentOf(server.pid);
  await server.ask("tools/list");
  memory.list = await residentOf(server.pid);
  const call = called[subject];
  if (withCalls && call) {
    for (let count = 0; count < calls; count++) await server.ask("tools/call", call);
    memory.calls = await residentOf(server.pid);
  }
  await server.end();
  return { start, memory };
}

/** How many times as long a start takes, pair by pair. */
export function startRatios(one: StartFigures, other: StartFigures): number[] {
  return one.start.map((ms, round) => ms / other.start[round]);
}

/** Megabytes that are held above another program, pair by pair. */
function memoryAbove(one: StartFigures, other: StartFigures, moment: Moment): number[] {
  return one.memory[moment].map((bytes, round) => (bytes - other.memory[moment][round]) / 1e6);
}

/** The median in megabytes, or a dash where there is none. */
export function megabytesOf(bytes: readonly number[]): string {
  return bytes.length > 0 ? (median(bytes) / 1e6).toFixed(1) : "-";
}

function report(form: Form, starts: readonly StartFigures[], effort: StartEffort): Goal[] {
  const oneTool = starts.find(({ subject }) => subject === "one tool")!;
  const rows = starts.map((one) => [
    one.subject,
    ...[median(one.start), Math.min(...one.start), Math.max(...one.start)].map((ms) =>
      ms.toFixed(1)
    ),
    median(startRatios(one, oneTool)).toFixed(2),
    ...moments.map((moment) => megabytesOf(one.memory[moment])),
  ]);
  const { rounds, callsEvery } = effort;
  say(
    `Started from ${form}: medians of ${rounds} starts each, in turns; MB that are resident after`,
  );
  say(
    `the start, after tools/list, and (in ${
      Math.ceil(rounds / callsEvery)
    } of them) after ${calls} calls`,
  );
  const heading = ["program", "start ms", "min", "max", "x one tool"];
  printTable([...heading, "MB", "after list", "after calls"], rows);
  const goals = starts.flatMap((one) => goalsOf(one, oneTool));
  sayGoals(goals);
  return goals;
}

const wording: Record<Moment, string> = {
  start: "after the start",
  list: "after tools/list",
  calls: `after ${calls} calls`,
};

function goalsOf(one: StartFigures, oneTool: StartFigures): Goal[] {
  if (!one.subject.startsWith(subjects[2])) return [];
  const what = `${one.subject}, ${one.form}`;
  const ratio = surelyAtMost(spreadOf(startRatios(one, oneTool)), {
    what: `Start of ${what}, against one tool`,
    ...{ target: 1.3, unit: " x", digits: 2 },
  });
  if (one.subject !== subjects[2]) return [ratio];
  const memory = moments.filter((moment) => one.memory[moment].length > 0).map((moment) =>
    surelyAtMost(spreadOf(memoryAbove(one, oneTool, moment)), {
      what: `Memory of ${what}, above one tool ${wording[moment]}`,
      ...{ target: 15, unit: " MB", digits: 1 },
    })
  );
  return [ratio, ...memory];
}

function sizeGoals(executables: Executables | undefined): Goal[] {
  if (!executables) return [];
  const { size, runtime } = executables;
  say(`Executables run on Deno ${runtime}`);
  const what = "Size of the executable";
  const goals = [atMost({ what, value: size / 1e6, target: 95, unit: " MB", digits: 1 })];
  sayGoals(goals);
  return goals;
}
