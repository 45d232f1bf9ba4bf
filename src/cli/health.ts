/** `kimai-mcp health`: whether the server on this machine answers, for containers, monitors and scripts. */

import { isIP } from "node:net";
import { createNodeFetch } from "../lib/node_fetch.ts";
import { flag } from "../settings/table.ts";
import { type Command, jsonRow } from "./command.ts";
import { complain, print } from "./output.ts";

/** Milliseconds for the whole answer. */
const deadline = 5000;

/** What was asked, and what came of it. */
export interface HealthReport {
  ok: boolean;
  url: string;
  /** The HTTP status, where there was an answer. */
  status?: number;
  /** The server's own words. */
  answer?: unknown;
  /** What is wrong, as a sentence; absent where nothing is. */
  problem?: string;
}

export const health: Command = {
  usage: "health",
  summary: "Ask a server on this machine whether it is up: exit 0 or 1",
  rows: {
    ready: {
      type: flag(false),
      env: false,
      help: "Ask whether requests can be served, not only whether the process answers",
    },
    ...jsonRow,
  },
  async run({ words, settings, signal }) {
    if (words.length > 0) {
      complain(`Cannot use "${words.join(" ")}": health takes flags only`);
      return 2;
    }
    const { ready, json, ...place } = settings as unknown as
      & Place
      & Record<"ready" | "json", boolean>;
    const report = await withDeadline(signal, (signal) => askServer(place, { ready, signal }));
    if (json) print(JSON.stringify(report, null, 2));
    else if (report.problem === undefined) print(ready ? "ready" : "healthy");
    else complain(report.problem);
    return report.ok ? 0 : 1;
  },
};

async function withDeadline<T>(
  signal: AbortSignal,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const enough = new AbortController();
  const timer = setTimeout(() => enough.abort(), deadline);
  try {
    return await run(AbortSignal.any([signal, enough.signal]));
  } finally {
    clearTimeout(timer);
  }
}

/** Where the server listens, as its settings say. */
export interface Place {
  host: string;
  port: number;
}

/** Asks a server on this machine. Never fails: what went wrong is the report's problem. */
export async function askServer(
  place: Place,
  { ready, signal }: { ready: boolean; signal: AbortSignal },
): Promise<HealthReport> {
  const origin = originOf(place);
  const url = `${origin}/${ready ? "ready" : "health"}`;
  if (place.port === 0) {
    const problem =
      "Cannot tell where the server listens: its port is 0, any that is free, so name the one that it chose with --port";
    return { ok: false, url, problem };
  }
  try {
    const { status, answer } = await get(url, signal);
    const problem = problemOf({ status, answer }, { origin, ready });
    return { ok: problem === undefined, url, status, answer, problem };
  } catch (error) {
    return { ok: false, url, problem: unreached(origin, error, signal) };
  }
}

/** "Any" address is reached as this machine. */
function originOf({ host, port }: Place): string {
  const bare = host.replace(/^\[|\]$/g, "");
  const reached = { "0.0.0.0": "127.0.0.1", "::": "::1" }[bare] ?? bare;
  return `http://${reached.includes(":") ? `[${reached}]` : reached}:${port}`;
}

interface Answer {
  status: number;
  /** Its JSON; nothing where it is none. */
  answer: unknown;
}

/** Not Deno's own fetch: that would ask a proxy of the environment for this very machine. */
async function get(url: string, signal: AbortSignal): Promise<Answer> {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, "");
  const fetch = createNodeFetch({ maxBytes: 65_536, ...(isIP(host) > 0 && { address: host }) });
  try {
    // A name that every server of ours answers to, also one that listens on an address of the network.
    const response = await fetch(url, { signal, headers: { Host: "localhost" } });
    const text = await response.text();
    return { status: response.status, answer: jsonOf(text) };
  } finally {
    fetch.close();
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

interface Question {
  origin: string;
  ready: boolean;
}

function problemOf({ status, answer }: Answer, { origin, ready }: Question): string | undefined {
  const { status: word, checks } = Object(answer) as { status?: unknown; checks?: object };
  if (status === 200 && word === (ready ? "ready" : "healthy")) return undefined;
  if (ready && word === "not ready") {
    const failed = Object.entries(checks ?? {}).filter(([, holds]) => !holds).map(([name]) => name);
    return `The server at ${origin} is not ready (${failed.join(", ")}): its log says why`;
  }
  const asked = ready ? "/ready" : "/health";
  return `What listens at ${origin} is another program, it answers ${asked} with status ${status}: name the server's port with --port (MCP_PORT)`;
}

function unreached(origin: string, error: unknown, signal: AbortSignal): string {
  if (signal.aborted) {
    return `No answer from ${origin} within ${
      deadline / 1000
    } seconds: the server's log may say why`;
  }
  const { code, message } = Object(Object(error).cause ?? error) as {
    code?: string;
    message?: string;
  };
  if (code === "ECONNREFUSED") {
    return `Nothing listens at ${origin}: start kimai-mcp --http there, or name its port with --port (MCP_PORT)`;
  }
  return `Cannot reach ${origin}: ${
    message ?? code
  }; check --host (MCP_HOST) and --port (MCP_PORT)`;
}
