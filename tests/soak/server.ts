/** The started program of a soak: one process after the other at one port, looked at from outside. */

import { join } from "node:path";
import { pause } from "../../src/lib/pause.ts";
import { closedPort } from "../e2e/kimais.ts";
import { inspected } from "../bench/http_subjects.ts";
import { program } from "../support/program.ts";
import { type Held, lookInto } from "./process.ts";
import { Follower } from "./follower.ts";

/** A look at one process. */
export interface Look extends Held {
  /** Counts the processes from 1. */
  life: number;
  /** Seconds since the soak began. */
  at: number;
  /** Calls of clients that were answered since then, by any process. */
  calls: number;
  sessions: number;
  streams: number;
  upstreams: number;
}

export interface ServerOptions {
  folder: string;
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  metricsToken: string;
  /** Told of each line that the program logs at level error. */
  complained(line: string): void;
}

interface Life {
  child: Deno.ChildProcess;
  log: Follower;
  inspector?: string;
}

/** Milliseconds that a start, an end, or a line in the log may take on a busy machine. */
const patience = 60_000;

export class Server implements AsyncDisposable {
  /** Counts the processes from 1; goes up as soon as one is told to end. */
  life = 1;
  /** When the last process was up, by performance.now(). */
  upSince = 0;
  /** Of `/mcp`. */
  url = "";
  readonly #port = closedPort();
  #life!: Life;
  #up = Promise.withResolvers<void>();

  private constructor(readonly options: ServerOptions) {}

  static async start(options: ServerOptions): Promise<Server> {
    const server = new Server(options);
    await server.#begin();
    return server;
  }

  get origin(): string {
    return new URL(this.url).origin;
  }

  /** Resolves as soon as a process serves. */
  get up(): Promise<void> {
    return this.#up.promise;
  }

  async #begin(): Promise<void> {
    const { folder, args, env } = this.options;
    const output = join(folder, `server-${this.life}.log`);
    const place = [`--port=${this.#port}`, `--public-url=http://127.0.0.1:${this.#port}`];
    const start = inspected(program(["--http", ...place, ...args], { ...env }));
    // Into a file: a reader of a pipe that falls behind would hold the program up.
    const child = new Deno.Command("sh", {
      args: ["-c", 'exec "$0" "$@" >"$OUTPUT" 2>&1', start.command, ...start.args],
      env: { ...start.env, OUTPUT: output },
      cwd: start.cwd,
      clearEnv: true,
      stdin: "null",
    }).spawn();
    const log = new Follower(output, (line) => this.#heard(line));
    this.#life = { child, log };
    const line = await log.until((line) => line.includes('"Serving Streamable HTTP"'), patience);
    this.url = JSON.parse(line).url;
    this.upSince = performance.now();
    this.#up.resolve();
  }

  #heard(line: string): void {
    const inspector = /^Debugger listening on (ws:\S+)/.exec(line)?.[1];
    if (inspector) this.#life.inspector = inspector;
    if (line.includes('"level":"error"') || /^(error|thread|panic)/i.test(line)) {
      this.options.complained(line);
    }
  }

  /** Ends the process and starts the next at the same port. SIGKILL gives it no time to say anything. */
  async restart(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    this.#up = Promise.withResolvers();
    this.life++;
    await this.#end(signal);
    await this.#begin();
  }

  async #end(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    const { child, log } = this.#life;
    child.kill(signal);
    await Promise.race([child.status, pause(patience)]);
    await log.close();
  }

  /** Has it read users.json at once. */
  hangUp(): void {
    this.#life.child.kill("SIGHUP");
  }

  /** Waits for a line that is not there yet. */
  async says(text: string): Promise<void> {
    await this.#life.log.until((line) => line.includes(text), patience);
  }

  async look(at: number, calls: number): Promise<Look> {
    const { child: { pid }, inspector } = this.#life;
    const life = this.life;
    const gauges = await this.#gauges();
    return { life, at, calls, ...gauges, ...await lookInto(pid, this.#port, inspector) };
  }

  async #gauges(): Promise<Pick<Look, "sessions" | "streams" | "upstreams">> {
    const headers = { Authorization: `Bearer ${this.options.metricsToken}`, Connection: "close" };
    const text = await (await fetch(new URL("/metrics", this.url), { headers })).text();
    const read = (name: string) => Number(new RegExp(`^${name} (\\d+)`, "m").exec(text)![1]);
    return {
      sessions: read("mcp_sessions"),
      streams: read("mcp_streams_open"),
      upstreams: read("mcp_upstreams_open"),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#end("SIGKILL");
  }
}
