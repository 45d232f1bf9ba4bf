/** A conversation as it is: sentences of a person, the calls that an assistant makes of them, and the real answers. */

import { html } from "hono/html";
import { silentLog } from "../../src/lib/log.ts";
import { createServer } from "../support/server.ts";

/** What somebody says, and what is called for it. */
interface Turn {
  says: string;
  tool: string;
  args: Record<string, unknown>;
  /** Minutes until then. */
  later?: number;
}

/** A turn with what the server answered. */
export interface Exchange extends Turn {
  answer: string;
}

/** A Friday afternoon, so that the pictures show the same at every run. */
const begin = Temporal.Instant.from("2026-11-20T14:40:00Z");

const turns: readonly Turn[] = [
  {
    says: "What did I book this week?",
    tool: "timesheet",
    args: { action: "list", filters: { period: "this week" } },
  },
  {
    says: "Start a timer for development on the website.",
    tool: "timer",
    args: { action: "start", data: { project: "Website", activity: "Development" } },
  },
  {
    says: "Stop it, and note that it was the header on phones.",
    tool: "timer",
    args: { action: "stop", data: { description: "Header on phones" } },
    later: 50,
  },
];

/** Has the conversation with an embedded Kimai. @throws {Error} when a call is refused */
export async function converse(): Promise<Exchange[]> {
  let now = begin;
  const { dispatch } = createServer({ settings: { demo: true }, now: () => now });
  const exchanges: Exchange[] = [];
  for (const turn of turns) {
    now = now.add({ minutes: turn.later ?? 0 });
    const { content, isError } = await dispatch(turn.tool, turn.args, {
      caller: {},
      requestId: "1",
      signal: new AbortController().signal,
      log: silentLog,
      progress: () => {},
      ask: () => Promise.resolve(undefined),
    });
    const answer = content.map(({ text }) => text).join("\n");
    if (isError) throw new Error(answer);
    exchanges.push({ ...turn, answer });
  }
  return exchanges;
}

const style = `
  :root {
    color-scheme: light dark; --ground: #ffffff; --text: #1f2328; --quiet: #59636e; --line: #d1d9e0; --code: #f6f8fa;
  }
  @media (prefers-color-scheme: dark) {
    :root { --ground: #0d1117; --text: #f0f6fc; --quiet: #9198a1; --line: #3d444d; --code: #151b23; }
  }
  body {
    margin: 0; padding: 24px; background: var(--ground); color: var(--text);
    font: 15px/1.5 "Noto Sans", "Liberation Sans", sans-serif;
  }
  section + section { margin-top: 22px; }
  p { margin: 0 0 8px; font-weight: 600; }
  code, pre { font: 12px/1.5 "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; white-space: pre-wrap; }
  code { display: block; margin: 0 0 8px; color: var(--quiet); }
  pre { margin: 0; padding: 10px 12px; background: var(--code); border: 1px solid var(--line); border-radius: 6px; }
`;

/** A plain page with the conversation on it, of no assistant in particular. */
export async function pageOf(exchanges: readonly Exchange[]): Promise<string> {
  const sections = exchanges.map(({ says, tool, args, answer }) =>
    html`<section><p>${says}</p><code>${tool} ${
      JSON.stringify(args)
    }</code><pre>${answer}</pre></section>`
  );
  return `<!doctype html><style>${style}</style>${(await Promise.all(sections)).join("")}`;
}
