/** The servers that are measured, each in a process of its own: a raw one, the bare SDK, and ours. */

import { fileURLToPath } from "node:url";
import { createDemoKimai } from "../../src/connectors/kimai/demo/mod.ts";
import { pause } from "../../src/lib/pause.ts";
import { inMemory, type Start } from "../support/clients.ts";
import { permissions, program } from "../support/program.ts";
import { createServer } from "../support/server.ts";
import { tool } from "./http_messages.ts";
import { heapOf } from "./inspector.ts";
import { cpuOf, residentOf } from "./processes.ts";

/** A server that was started; it ends with the block that holds it. */
export interface Subject extends AsyncDisposable {
  /** What it said it listens on. */
  url: string;
  /** Bytes of memory that are resident. */
  resident(): Promise<number>;
  /** Seconds of processor time so far, of all its threads. */
  cpu(): Promise<number>;
  /** Bytes of the JavaScript heap after a collection; NaN unless it was started with `inspected`. */
  heap(): Promise<number>;
  /** Where V8's inspector is, of a server that was started with it. */
  inspector: string | undefined;
}

const token = "a-token-for-the-bench-0123456789";

/** One of the subjects beside this file, started as the program is. */
export function subject(name: string, ...args: string[]): Start {
  const { env, cwd } = program();
  const file = fileURLToPath(new URL(`subjects/${name}.ts`, import.meta.url));
  return { command: Deno.execPath(), args: ["run", ...permissions, file, ...args], env, cwd };
}

/** The bare SDK server, whose tool gives the answer that ours gives with an embedded Kimai. */
export async function bareSdk(): Promise<Start> {
  const { fetch, tokens, defaultUser } = createDemoKimai();
  const settings = { kimai_url: "https://kimai.example.com", kimai_token: tokens[defaultUser] };
  await using client = await inMemory(createServer({ fetch, settings }).factory);
  const { text, structured } = await client.call(tool);
  const answer = { content: [{ type: "text", text }], structuredContent: structured };
  return subject("sdk_http", JSON.stringify(answer));
}

/** Ours as people start it, without limits. */
export function served(args: string[], env: Record<string, string> = {}): Start {
  const limitless = { RATE_LIMIT_RPM: "0", KIMAI_MCP_MAX_STREAMS: "1000" };
  return program(["--http", "--port=0", ...args], { ...limitless, ...env });
}

/** With an embedded Kimai and one token. */
export function demo(): Start {
  return served(["--demo"], { MCP_SERVER_TOKEN: token });
}

/** Before a Kimai elsewhere, with one token. */
export function beforeKimai(url: string, kimaiToken: string): Start {
  return served([], { MCP_SERVER_TOKEN: token, KIMAI_URL: url, KIMAI_API_TOKEN: kimaiToken });
}

/** What `demo` and `beforeKimai` let in. */
export const authorization = { Authorization: `Bearer ${token}` };

/** Starts a program so that its heap can be looked into; a compiled one is started as it is. */
export function inspected(start: Start): Start {
  return withFlag(start, "--inspect=127.0.0.1:0");
}

/**
 * Starts a program whose engine keeps what it compiled while other servers have their turn, as it does under steady
 * load: of one that rests for some seconds it throws code away, and needs some ten thousand requests to make it again.
 */
export function steady(start: Start): Start {
  return withFlag(start, "--v8-flags=--no-memory-reducer,--no-flush-bytecode");
}

/** The same with a flag of the runtime, unless it is compiled. */
export function withFlag({ args, ...start }: Start, flag: string): Start {
  const [first, ...rest] = args;
  return { ...start, args: first === "run" ? [first, flag, ...rest] : args };
}

const running = new Set<Deno.ChildProcess>();

/** Ends all servers that are still there, for a bench that is told to end before its time. */
export function endSubjects(): void {
  for (const child of running) child.kill("SIGKILL");
}

/**
 * Starts a server and waits until it says where it listens. What it writes goes into a file, as with a service:
 * reading it along would take from the processor that is measured.
 */
export async function started({ command, args, env, cwd }: Start): Promise<Subject> {
  const output = await Deno.makeTempFile({ prefix: "bench" });
  const child = new Deno.Command("sh", {
    args: ["-c", 'exec "$0" "$@" >"$OUTPUT" 2>&1', command, ...args],
    env: { ...env, OUTPUT: output },
    cwd,
    clearEnv: true,
    stdin: "null",
  }).spawn();
  running.add(child);
  let ended = false;
  const gone = child.status.then(() => {
    ended = true;
    running.delete(child);
  });
  const end = async () => {
    if (!ended) child.kill("SIGKILL");
    await gone;
    await Deno.remove(output);
  };
  for (;;) {
    const text = await Deno.readTextFile(output);
    const url = /"url":"(http[^"]+)"/.exec(text)?.[1].replace("localhost", "127.0.0.1");
    const inspector = /ws:\/\/\S+/.exec(text)?.[0];
    if (url !== undefined) {
      return {
        url,
        resident: () => residentOf(child.pid),
        cpu: () => cpuOf(child.pid),
        heap: async () => inspector === undefined ? NaN : await heapOf(inspector),
        inspector,
        [Symbol.asyncDispose]: end,
      };
    }
    if (ended) {
      await end();
      throw new Error(`${command} ${args.join(" ")} ended: ${text}`);
    }
    await pause(20);
  }
}
