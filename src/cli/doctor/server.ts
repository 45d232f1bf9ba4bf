/**
 * Looks at a server from outside, over its public URL, by doing what Claude, ChatGPT and VS Code do when they
 * connect. What it makes there it takes back, or it ends by itself; nothing is asked of anybody else.
 */

import { name, version } from "../../composition.ts";
import type { Finding } from "../../connectors/connector.ts";
import { pause } from "../../lib/pause.ts";
import { flag, type SettingRows, text } from "../../settings/table.ts";
import { type Answer, createAsk, Limited, NoAnswer } from "./server/asking.ts";
import { authorizing } from "./server/authorizing.ts";
import { discovery } from "./server/discovery.ts";
import {
  failed,
  type Look,
  type Patience,
  type ServerOrder,
  skipped,
  type Verdict,
  type Visit,
} from "./server/look.ts";
import { operation } from "./server/operation.ts";
import { passing } from "./server/passing.ts";
import { protocol } from "./server/protocol.ts";
import { reaching } from "./server/reaching.ts";
import { registering } from "./server/registering.ts";
import { reuse } from "./server/reuse.ts";
import { sizes } from "./server/sizes.ts";
import { signingIn } from "./server/signing_in.ts";
import { opening, streaming } from "./server/streaming.ts";
import { lastOfTokens, tokens } from "./server/tokens.ts";

export type { ServerOrder } from "./server/look.ts";

/** What is asked for beside the public URL and the server token. */
export const serverRows: SettingRows = {
  as: {
    type: text(),
    env: "KIMAI_MCP_DOCTOR_AS",
    help: "Sign in as this account to look at what clients do then",
    placeholder: "NAME",
  },
  secret: {
    type: text(),
    env: "KIMAI_MCP_DOCTOR_SECRET",
    help: "The secret with which that account signs in",
    placeholder: "SECRET",
    secret: true,
  },
  slow: {
    type: flag(false),
    env: false,
    help: "Look at what takes minutes as well: time limits of proxies, tokens used again",
  },
};

/** In the order in which they are said. */
const looks: readonly Look[] = [
  ...reaching,
  ...operation,
  ...discovery,
  ...passing,
  ...registering,
  ...authorizing,
  ...signingIn,
  ...protocol,
  ...opening,
  ...sizes,
  ...tokens,
  ...streaming,
  ...reuse,
  ...lastOfTokens,
];

const usual: Patience = {
  look: 10_000,
  all: 60_000,
  sign: 20_000,
  slow: 75_000,
  reuse: 125_000,
};

/**
 * Looks at everything, one line after the other; ends by itself after a minute, after some more where `slow` is
 * asked for. Never fails: what cannot be looked at is `skipped`.
 */
export async function* examineServer(order: ServerOrder): AsyncIterable<Finding> {
  const patience = { ...usual, ...order.patience };
  const leaving: Parameters<Visit["defer"]>[0][] = [];
  const visit = openVisit(order, patience, (leave) => void leaving.unshift(leave));
  const more = order.slow ? patience.slow + patience.reuse : 0;
  const enough = limit(order.signal, patience.all + more);
  try {
    for (const { name, gate, slow, look, patience: own } of looks) {
      const ms = own?.(patience) ?? patience.look;
      const verdict = slow && !order.slow
        ? skipped("Takes minutes: add --slow")
        : await judge(visit, look, enough.signal, ms);
      if (order.signal.aborted) return;
      if (!verdict) continue;
      yield { name, ...verdict };
      if (!gate || verdict.outcome !== "failed") continue;
      yield { name: "Everything else", ...skipped(`Needs "${name}" to be in order`) };
      return;
    }
  } finally {
    enough.stop();
    await leaveAll(order, patience, leaving);
  }
}

function openVisit(order: ServerOrder, patience: Patience, defer: Visit["defer"]): Visit {
  const url = URL.parse(order.publicUrl);
  const path = (url?.pathname ?? "").replace(/\/+$/, "").replace(/\/mcp$/, "");
  const origin = url?.origin ?? "";
  const base = origin + path;
  const { signal } = order;
  const ask = () => Promise.reject(new NoAnswer("Nothing was asked yet"));
  return {
    ...{ order, patience, base, origin, path, resource: `${base}/mcp`, signal, defer, ask },
    learnt: { said: {}, bearer: order.token },
    answers: [],
  };
}

/** One look, within its time. */
async function judge(
  visit: Visit,
  look: Look["look"],
  signal: AbortSignal,
  ms: number,
): Promise<Verdict | undefined> {
  const noTime = skipped("There was no time left for it: try again");
  if (signal.aborted) return noTime;
  const within = limit(signal, ms);
  const answers = visit.answers as Answer[];
  const heard = (answer: Answer) => void answers.push(answer);
  const agent = `${name}-doctor/${version}`;
  const ask = createAsk({ fetch: visit.order.fetch, agent, signal: within.signal, heard });
  try {
    return await look({ ...visit, signal: within.signal, ask });
  } catch (error) {
    if (signal.aborted) return noTime;
    return within.signal.aborted ? late(ms) : excuse(error);
  } finally {
    within.stop();
  }
}

function late(ms: number): Verdict {
  return failed(
    `No answer within ${Math.round(ms / 1000)} seconds`,
    "Look whether the server's log knows the request: if not, something before it holds requests back",
  );
}

/** What a look meets that is no fault of the program. */
function excuse(error: unknown): Verdict {
  if (error instanceof Limited) return skipped(error.message);
  if (!(error instanceof NoAnswer)) throw error;
  return failed(error.message, "Look for the request in the logs of the proxy and of the server");
}

/** A signal that fires with another one, after some milliseconds, or once whatever it is for is through. */
function limit(signal: AbortSignal, ms: number): { signal: AbortSignal; stop(): void } {
  const stopped = new AbortController();
  const over = new AbortController();
  pause(ms, AbortSignal.any([signal, stopped.signal])).then(
    () => over.abort(new Error(`It took longer than ${ms} ms`)),
    () => signal.aborted && over.abort(signal.reason),
  );
  const stop = () => {
    stopped.abort();
    over.abort(new Error("It is over"));
  };
  return { signal: over.signal, stop };
}

/** Also where somebody ended it in the middle: what was made must not stay. */
async function leaveAll(
  { fetch }: ServerOrder,
  patience: Patience,
  leaving: readonly Parameters<Visit["defer"]>[0][],
): Promise<void> {
  const within = limit(new AbortController().signal, patience.look);
  const ask = createAsk({ fetch, agent: `${name}-doctor/${version}`, signal: within.signal });
  for (const leave of leaving) await leave(ask).catch(() => {});
  within.stop();
}
