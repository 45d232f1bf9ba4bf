/** Lists that change while they are read, page by page, and heads that count wrongly. */

import { type Call, calls } from "./calls.ts";
import type { Result } from "./drive.ts";
import { type Act, type Answer, createUpstream, type Exchange, sendAnswer } from "./upstream.ts";
import { createOurs, createWorld, type World } from "./world.ts";

/** What happens to a list of five entries in pages of two. */
interface Move {
  name: string;
  /** Before each page is read, with its number. */
  before?: (world: World, page: number) => Promise<unknown>;
  /** What is made of a page. */
  spoil?: (answer: Answer, page: number) => Answer;
  /** All five were read, so nothing need be said. */
  isWhole?: true;
}

const header = (headers: Record<string, string>) => (answer: Answer): Answer => ({
  ...answer,
  headers: [
    ...answer.headers.filter(([name]) => !Object.hasOwn(headers, name)),
    ...Object.entries(headers),
  ],
});

const book = (world: World, day: string) =>
  world.admin("POST", "/timesheets", {
    project: 1,
    activity: 1,
    user: 4,
    begin: `${day}T06:00:00`,
    end: `${day}T06:30:00`,
  });

/** Does something once, when the second page is about to be read. */
const atSecond = (what: (world: World) => Promise<unknown>) => {
  return (world: World, page: number) => page === 2 ? what(world) : Promise.resolve();
};

const moves: readonly Move[] = [
  { name: "nothing moves", isWhole: true },
  {
    name: "the first row goes",
    before: atSecond((world) => world.admin("DELETE", "/timesheets/5")),
  },
  {
    name: "all rows go",
    before: atSecond(async (world) => {
      for (const id of [1, 2, 5, 6, 7]) await world.admin("DELETE", `/timesheets/${id}`);
    }),
  },
  { name: "a row comes in front", before: atSecond((world) => book(world, "2026-11-20")) },
  {
    name: "a row comes with every page",
    before: (world, page) => page > 1 ? book(world, "2026-11-20") : Promise.resolve(),
  },
  {
    name: "a page is half of what it was",
    spoil: (answer, page) =>
      page === 2 ? { ...answer, body: rows(answer, (all) => all.slice(0, 1)) } : answer,
  },
  {
    name: "a page is empty",
    spoil: (answer, page) => page === 2 ? { ...answer, body: rows(answer, () => []) } : answer,
  },
  {
    name: "every page is the first",
    spoil: (answer, page) => page > 1 ? { ...answer, body: firstPage(answer) } : answer,
  },
  { name: "one page is counted", spoil: header({ "x-total-pages": "1" }) },
  { name: "a billion pages are counted", spoil: header({ "x-total-pages": "1000000000" }) },
  { name: "pages of no rows are counted", spoil: header({ "x-per-page": "0" }) },
  { name: "a billion rows are counted", spoil: header({ "x-total-count": "1000000000" }) },
  {
    name: "the heads count in words",
    spoil: header({ "x-total-pages": "x", "x-total-count": "y" }),
  },
];

function rows(answer: Answer, change: (all: unknown[]) => unknown[]): Uint8Array {
  const all = JSON.parse(new TextDecoder().decode(answer.body));
  return new TextEncoder().encode(JSON.stringify(change(all)));
}

/** Entries 5 and 6, which are the latest. */
const firstPage = (answer: Answer) =>
  rows(answer, ([one]) => [{ ...one as object, id: 5 }, { ...one as object, id: 6 }]);

/** Passes on pages of two, whatever was asked for. */
function inPages(world: World, { before, spoil }: Move): Act {
  return async (exchange: Exchange) => {
    const page = Number(/[?&]page=(\d+)/.exec(exchange.asked.target)?.[1] ?? 0);
    if (page === 0) return await sendAnswer(exchange, await exchange.forward());
    exchange.asked.target = exchange.asked.target.replace(/([?&])size=\d+/, "$1size=2");
    await before?.(world, page);
    const answer = await exchange.forward();
    await sendAnswer(exchange, spoil && answer.status === 200 ? spoil(answer, page) : answer);
  };
}

/** What says that rows are missing, and the sum of all five entries. */
const note = /only \d+ of \d+ entries were read/;
const sum = "6:31 h";

/** Lists and sums that are read in pages, with the number of the five entries. */
const readers: readonly { tool: string; args: Record<string, unknown> }[] = [
  { tool: "timesheet", args: { action: "list" } },
  { tool: "timesheet", args: { action: "list", filters: { calculate_stats: true } } },
  {
    tool: "analyze_project_team",
    args: { project_name: "Website", begin: "2026-11-01", end: "2026-11-30" },
  },
];

export const movingPages: readonly { move: Move; reader: typeof readers[number] }[] = readers
  .flatMap((reader) => moves.map((move) => ({ move, reader })));

export async function runMovingPages(
  { move, reader }: typeof movingPages[number],
): Promise<Result> {
  const { furnish } = calls.find(({ name }) => name === "timesheet list")!;
  const call: Call = { ...reader, name: reader.tool, user: "user", furnish };
  const world = await createWorld(call);
  for (const day of ["2026-11-16", "2026-11-13"]) await book(world, day);
  await using upstream = await createUpstream(world);
  upstream.act = inPages(world, move);
  await using ours = await createOurs({ url: upstream.url, token: world.token, deadline: 10 });
  const started = performance.now();
  const { text, structured, isError } = await ours.call(call.tool, call.args);
  const seconds = (performance.now() - started) / 1000;
  const shown = `${text} ${JSON.stringify(structured)}`;
  const wrong: string[] = [];
  if (/Internal error/.test(text)) wrong.push(`crash: ${text}`);
  if (upstream.received.size > 60) wrong.push(`${upstream.received.size} requests for five rows`);
  if (seconds > 6) wrong.push(`${seconds} s`);
  const isNoted = note.test(shown);
  if (!isError && !isNoted && !shown.includes(sum)) wrong.push(`does not say so: ${text}`);
  if (isNoted && move.isWhole) wrong.push(`says that rows are missing: ${text}`);
  const outcome = isError ? "refused" : isNoted ? "with a note" : "as ever";
  return { call: call.name, fault: move.name, at: "pages of two", outcome, seconds, wrong };
}
