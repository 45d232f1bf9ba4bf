/** Debian's `wrk`, which posts as fast as a server answers: Deno's own `fetch` would be what is measured. */

import { fileURLToPath } from "node:url";

/** One message to one address, as often as possible. */
export interface Load {
  url: string;
  /** The JSON-RPC message, with `@ID@` where its id stands. */
  message: string;
  headers: Readonly<Record<string, string>>;
  /** Sessions of the 2025 protocol, used in turn. */
  sessions?: readonly string[];
}

/** What came of it. */
export interface Rate {
  answers: number;
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
}

const script = fileURLToPath(new URL("wrk/post.lua", import.meta.url));

/** Whether `wrk` is installed. */
export async function hasWrk(): Promise<boolean> {
  try {
    // Without an address it prints its usage and ends with 1.
    await new Deno.Command("wrk", { stdout: "null", stderr: "null" }).output();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/**
 * Loads a server of this machine from one thread.
 * @param seconds how long at the most
 * @param answers after how many it stops, if that is earlier
 * @throws {Error} when a request failed: a refusal is quick, and would be a fine figure
 */
export async function loaded(
  load: Load,
  { connections, seconds, answers = 0 }: {
    connections: number;
    seconds: number;
    answers?: number;
  },
): Promise<Rate> {
  const { url, message, headers, sessions = [] } = load;
  if (new URL(url).hostname !== "127.0.0.1") {
    throw new Error(`Not a server of this machine: ${url}`);
  }
  const args = ["-t1", `-c${connections}`, `-d${seconds}s`, "-s", script, url, "--"];
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const wrk = new Deno.Command("wrk", {
    args: [...args, message, `${answers}`, sessions.join(), ...lines],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const complaints = hear(wrk);
  const text = await new Response(wrk.stdout).text();
  await wrk.status;
  const found = /^\{"answers".*$/m.exec(text)?.[0];
  if (!found) throw new Error(`wrk said: ${text}${await complaints}`);
  const figures = JSON.parse(found) as Record<string, number>;
  if (figures.failed > 0) throw new Error(`${figures.failed} requests failed: ${text}`);
  return {
    answers: figures.answers,
    perSecond: figures.answers / figures.microseconds * 1e6,
    p50: figures.p50 / 1000,
    p99: figures.p99 / 1000,
  };
}

/** What it writes to stderr; it is woken when it has its answers. */
async function hear(wrk: Deno.ChildProcess): Promise<string> {
  let text = "";
  for await (const chunk of wrk.stderr.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.endsWith("enough\n")) wrk.kill("SIGINT");
  }
  return text;
}
