/** What the bench found, as tables of Markdown: one function for each part. */

import { addedBy, type CallCost } from "./calls.ts";
import { figureOf, targetOf } from "./goals.ts";
import type { Measured, Program } from "./http_rates.ts";
import { percentsOf } from "./http_report.ts";
import type { Read } from "./listings.ts";
import type { OAuthFigures } from "./oauth.ts";
import { titles } from "./oauth_subjects.ts";
import type { Figures } from "./parts.ts";
import { type Profiled, titleOf } from "./profile.ts";
import { kindsIn, mediansOf, requestPlaces, totalOf } from "./profile_kinds.ts";
import type { Results } from "./results.ts";
import type { ScaleFigures } from "./scale.ts";
import type { StartFigures } from "./start.ts";
import { forms, type SubjectName } from "./start_variants.ts";
import { median } from "./table.ts";
import type { TokenFigures } from "./tokens.ts";
import { ratiosOf } from "./turns.ts";

/** A table as `deno fmt` writes it. */
export function markdownOf(heading: readonly string[], rows: readonly string[][]): string {
  const widths = heading.map((title, column) =>
    Math.max(3, title.length, ...rows.map((row) => row[column].length))
  );
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(" | ")} |`;
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [line(heading), rule, ...rows.map(line)].join("\n");
}

const thousands = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
/** `12,345` */
const whole = (value: number) => thousands.format(value);
const least = (values: readonly number[]) => Math.min(...values);
const most = (values: readonly number[]) => Math.max(...values);
/** `74 (70 to 81)` */
const spread = (values: readonly number[], digits = 0) =>
  `${median(values).toFixed(digits)} (${least(values).toFixed(digits)} to ${
    most(values).toFixed(digits)
  })`;
const megabytes = (bytes: readonly number[]) =>
  bytes.length > 0 ? (median(bytes) / 1e6).toFixed(0) : "";

function startTable({ starts }: { starts: readonly StartFigures[] }): string {
  const rows = forms.flatMap((form) => {
    const of = (subject: SubjectName) =>
      starts.find((one) => one.form === form && one.subject === subject);
    const [bare, oneTool, ours, alone] = [
      of("bare Deno"),
      of("one tool"),
      of("kimai-mcp"),
      of("kimai-mcp, no Kimai"),
    ];
    if (!bare || !oneTool || !ours || !alone) return [];
    const memory = ours.memory;
    const theirs = oneTool.memory;
    const pair = (moment: keyof typeof memory) =>
      `${megabytes(memory[moment])} / ${megabytes(theirs[moment])}`;
    return [[
      form,
      ...[ours, alone, oneTool, bare].map(({ start }) => spread(start)),
      ...[pair("start"), pair("list"), pair("calls")],
    ]];
  });
  const times = ["Start, ms", "Without Kimai", "One tool", "Bare Deno"];
  const memory = ["MB then / one tool", "After `tools/list`", "After 1,000 calls"];
  return markdownOf(["Form", ...times, ...memory], rows);
}

function tokenTable({ all, answers, listing, definitions }: TokenFigures): string {
  const rows = [
    [`Definitions of all ${definitions.length} tools`, all.model, all.wire] as const,
    ["A list of 50 entries", listing.text, listing.structured] as const,
    ...answers.map(({ call, text, structured }) => [call, text, structured] as const),
  ].map(([what, one, other]) => [
    what,
    ...[one.tokens, one.bytes, other.tokens, other.bytes].map(whole),
  ]);
  return markdownOf(["What", "Tokens", "Bytes", "Tokens, structured or wire", "Bytes"], rows);
}

function callTable(costs: readonly CallCost[]): string {
  const rows = costs.map((cost) => [
    cost.call,
    `\`${cost.tool}\``,
    ...[cost.cold, cost.warm].map((requests) => `${requests.length}`),
    cost.early.toFixed(2),
    ...[cost.cpu, addedBy(cost)].map((ms) => spread(ms, 2)),
  ]);
  const heading = ["Call", "Tool", "Requests to Kimai, first", "Later", "CPU of the first, ms"];
  return markdownOf([...heading, "Later", "Of it above the bare requests"], rows);
}

function httpTable(measured: readonly Measured[]): string {
  const rows = measured.filter(({ program }) => program === "kimai-mcp").map((one) => {
    const of = (program: Program) =>
      measured.find((other) =>
        other.program === program && other.era === one.era && other.method === one.method &&
        other.connections === one.connections
      )!;
    const rate = (program: Program) =>
      whole(median(of(program).runs.map(({ perSecond }) => perSecond)));
    const share = (program: Program) => median(percentsOf(measured, one, program)).toFixed(0);
    const time = (of: (run: Measured["runs"][number]) => number) =>
      median(one.runs.map(of)).toFixed(1);
    return [
      ...[`\`${one.method}\` of ${one.era}`, `${one.connections}`],
      ...[rate("kimai-mcp"), rate("kimai-mcp, signed in"), rate("bare SDK")],
      ...[rate("raw Deno.serve"), `${share("bare SDK")} %`, `${share("raw Deno.serve")} %`],
      ...[time(({ p50 }) => p50), time(({ p99 }) => p99)],
    ];
  });
  const rates = ["Per second", "Signed in", "Bare SDK", "Raw `Deno.serve`"];
  const rest = ["Of the SDK", "Of raw", "p50, ms", "p99, ms"];
  return markdownOf(["Request", "Connections", ...rates, ...rest], rows);
}

function profileTable(profiled: readonly Profiled[]): string {
  const found = profiled.filter(({ method }) => method === "tools/call");
  const medians = found.map(({ rounds }) => mediansOf(rounds));
  const rows = kindsIn(requestPlaces).map((kind) => [
    kind[0].toUpperCase() + kind.slice(1),
    ...medians.map((one) => one[kind].toFixed(1)),
  ]);
  const titles = found.map((one) => `${titleOf(one)}, ${one.program}`);
  return markdownOf(["Microseconds of an answer", ...titles], [...rows, [
    "All of it",
    ...medians.map((one) => totalOf(one).toFixed(1)),
  ]]);
}

function loadTable({ memory, accounts }: Figures["load"]): string {
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(0);
  const rows = memory.map(({ program, era, samples, slope }) => [
    ...[program, era, whole(samples.at(-1)!.calls)],
    ...[samples[0].resident, samples.at(-1)!.resident].map(megabytes),
    slope.heap.toFixed(1),
  ]);
  const { accounts: count, calls, right, seconds } = accounts;
  const sentence = `${count} accounts with ${calls} calls each, all at once: ${
    whole(right)
  } right answers in ${seconds.toFixed(1)} s.`;
  const heading = ["Server", "Protocol", "Calls", "MB before", "MB after", "Bytes left of a call"];
  return [markdownOf(heading, rows), sentence].join("\n\n");
}

function flowTable({ flows }: OAuthFigures): string {
  const rows = flows.map(({ place, signIn, perSecond, cpu }) => [
    ...[titles[place], signIn === "once" ? "once" : "for each flow"],
    ...[spread(perSecond, 1), median(cpu).toFixed(1)],
  ]);
  return markdownOf(["State", "Signs in", "Whole flows per second", "CPU of one, ms"], rows);
}

function readTable(reads: readonly Read[]): string {
  const rows = reads.map(({ kimai, entries, listing, requests, turns }) => [
    ...[kimai, whole(entries), listing, `${requests}`],
    ...[turns.call, turns.floor].map((ms) => (median(ms) / 1000).toFixed(3)),
    spread(ratiosOf(turns), 2),
  ]);
  const heading = ["Kimai", "Entries", "Call", "Requests", "Seconds", "Bare pages", "Times bare"];
  return markdownOf(heading, rows);
}

function scaleTable({ memories, summed }: ScaleFigures): string {
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  const rows = memories.map(({ entries, listing, ms, peak, held, left }) => [
    ...[whole(entries), listing, (ms / 1000).toFixed(2)],
    ...[peak, held, left].map(megabytes),
  ]);
  const { entries, ms, held } = summed;
  const sums = [whole(entries), "statistics over records in memory", (ms / 1000).toFixed(2)];
  rows.push([...sums, ...[summed.peak, held].map(megabytes), ""]);
  const heading = ["Entries", "Call", "Seconds", "MB at the peak", "MB held", "MB left"];
  return markdownOf(heading, rows);
}

/** All targets, and whether each was met. */
export function targetTable(goals: Results["goals"]): string {
  const rows = goals.map((goal) => [goal.what, figureOf(goal), targetOf(goal), goal.reached]);
  return markdownOf(["What", "Figure", "Target", ""], rows);
}

/** The table of each part, under its heading. */
export const tables: readonly {
  title: string;
  of: (parts: Partial<Figures>) => string | undefined;
}[] = [
  { title: "Start and memory", of: ({ start }) => start && startTable(start) },
  { title: "Tokens", of: ({ tokens }) => tokens && tokenTable(tokens) },
  { title: "Calls", of: ({ calls }) => calls && callTable(calls) },
  { title: "Over HTTP", of: ({ http }) => http && http.length > 0 ? httpTable(http) : undefined },
  {
    title: "Where the time of a request goes",
    of: ({ profile }) => profile && profile.length > 0 ? profileTable(profile) : undefined,
  },
  { title: "Under load", of: ({ load }) => load && loadTable(load) },
  { title: "Signing in", of: ({ oauth }) => oauth && flowTable(oauth) },
  { title: "Long reads", of: ({ listings }) => listings && readTable(listings) },
  { title: "Memory of long reads", of: ({ scale }) => scale && scaleTable(scale) },
];
