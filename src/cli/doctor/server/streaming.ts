/** Whether events arrive when they happen: proxies that collect, compress or cut answers make clients wait for nothing. */

import { pause } from "../../../lib/pause.ts";
import { type Ask, send } from "./asking.ts";
import { failed, type Look, ok, type Verdict, type Visit, withBearer } from "./look.ts";
import { legacy, sessionHeaders } from "./messages.ts";
import { openSession } from "./protocol.ts";
import { strange } from "./strange.ts";

/** A stream of a session in which nothing happens but signs of life. */
export interface Watched {
  /** What came of waiting for the first one. */
  first: Promise<Verdict>;
  /** Resolves once it is over. */
  ended: Promise<void>;
  /** Milliseconds since 1970. */
  openedAt: number;
}

/** Says nothing by itself: the stream is watched while others look at other things. */
export const opening: readonly Look[] = [{
  name: "Opening a stream",
  look: async (visit) => {
    const { bearer, stripped } = visit.learnt;
    if (bearer !== undefined && !stripped) visit.learnt.stream = await watch(visit, bearer);
    return undefined;
  },
}];

export const streaming: readonly Look[] = [
  {
    name: "Streams",
    patience: ({ look, sign }) => look + sign,
    look: withBearer(async ({ learnt }) => await learnt.stream!.first),
  },
  {
    name: "Time limits",
    slow: true,
    patience: ({ look, slow }) => look + slow,
    look: withBearer(outlives),
  },
];

async function watch(visit: Visit, bearer: string): Promise<Watched> {
  const openedAt = visit.order.now().epochMilliseconds;
  const session = await openSession(visit, bearer, legacy[0]);
  if ("outcome" in session) {
    return { first: Promise.resolve(session), ended: Promise.resolve(), openedAt };
  }
  const { resource, order, patience, defer } = visit;
  const headers = sessionHeaders(session);
  const over = new AbortController();
  const signal = AbortSignal.any([order.signal, over.signal]);
  const asked = send(order.fetch, resource, { headers, signal, agent: "node" });
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const { promise: sign, resolve: show } = Promise.withResolvers<"sign">();
  const reading = read(asked, signal, () => show("sign")).catch(() => {}).finally(end);
  defer(async (ask: Ask) => {
    over.abort(new Error("The stream is no longer needed"));
    await reading;
    await ask(resource, { method: "DELETE", headers });
  });
  const silence = quiet(patience.sign, signal);
  const first = Promise.race([sign, silence, reading.then(() => "end" as const)])
    .then((came) => firstVerdict(came, asked, resource));
  // Nobody may be there to hear of it.
  first.catch(() => {});
  return { first, ended, openedAt };
}

/** Reads to the end, or until the signal fires, and throws away what it reads. */
async function read(
  asked: Promise<Response>,
  signal: AbortSignal,
  heard: () => void,
): Promise<void> {
  const reader = (await asked).body?.getReader();
  signal.addEventListener("abort", () => void reader?.cancel().catch(() => {}), { once: true });
  while (reader && !(await reader.read()).done) heard();
}

function quiet(ms: number, signal: AbortSignal): Promise<"silence"> {
  return pause(ms, signal).catch(() => {}).then(() => "silence");
}

async function firstVerdict(
  came: "sign" | "silence" | "end",
  asked: Promise<Response>,
  url: string,
): Promise<Verdict> {
  if (came === "silence") return await heldBack(asked);
  const { status, headers } = await asked;
  if (!headers.get("Content-Type")?.startsWith("text/event-stream")) {
    return strange({ status, headers, url, text: "" }, "a stream");
  }
  if (came === "sign") return ok("Events arrive as they are sent");
  return failed(
    "A stream ended before anything came through it",
    "Raise the proxy's time limit for answers (nginx: proxy_read_timeout 1h)",
  );
}

/** Some proxies hold back even the headers until there is something behind them. */
async function heldBack(asked: Promise<Response>): Promise<Verdict> {
  const answer = await Promise.race([asked.catch(() => {}), pause(0)]);
  const packed = answer?.headers.get("Content-Encoding");
  const how = packed ? `, which is compressed (${packed})` : "";
  return failed(
    `The server speaks every 15 seconds, but nothing came through a stream${how}: something collects events`,
    "Let the proxy pass on events as they come (nginx: proxy_buffering off, gzip off; heed X-Accel-Buffering)",
  );
}

/** With a sign of life every 15 seconds none should be cut for being quiet, nor for being long. */
async function outlives({ learnt, order, patience, signal }: Visit): Promise<Verdict> {
  const { ended, openedAt } = learnt.stream!;
  const age = () => order.now().epochMilliseconds - openedAt;
  const left = Math.max(0, patience.slow - age());
  const lived = await Promise.race([
    pause(left, signal).then(() => true),
    ended.then(() => false),
  ]);
  const seconds = Math.round(age() / 1000);
  if (lived) return ok(`A stream is open after ${seconds} seconds`);
  return failed(
    `A stream was cut after ${seconds} seconds`,
    "Raise the proxy's time limit for answers (nginx: proxy_read_timeout 1h)",
  );
}
