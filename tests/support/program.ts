/** How tests start the shipped thing: the binary that `KIMAI_MCP_BIN` names, else what the `start` task runs. */

import { fileURLToPath } from "node:url";
import { resolve } from "node:path";
import config from "../../deno.json" with { type: "json" };
import type { Start } from "./clients.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const entry = resolve(root, "src/main.ts");

/** A folder without `.env`, so that the settings of whoever runs the tests stay out of them. */
const emptyFolder = resolve(root, "tests/support");

const tasks: Record<string, string> = config.tasks;

/** The flags that a task in deno.json gives to deno; where it writes is the caller's own business. */
export function flagsOf(task: string): string[] {
  return tasks[task].split(/\s+/).filter((word) => /^--(?!out)/.test(word));
}

/** The permissions that the program is started with. */
export const permissions = flagsOf("start");

/** This process's environment without our own variables, and the given ones. */
function environment(env: Record<string, string>): Record<string, string> {
  const inherited = Object.entries(Deno.env.toObject())
    .filter(([name]) => !name.startsWith("KIMAI_"));
  return { ...Object.fromEntries(inherited), NO_COLOR: "1", ...env };
}

/** The command line that starts the program with these arguments and variables. */
export function program(args: readonly string[] = [], env: Record<string, string> = {}): Start {
  const binary = Deno.env.get("KIMAI_MCP_BIN");
  const common = { env: environment(env), cwd: emptyFolder };
  return binary
    ? { command: resolve(root, binary), args: [...args], ...common }
    : { command: Deno.execPath(), args: ["run", ...permissions, entry, ...args], ...common };
}

/** What a finished process left behind. */
export interface Finished {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a command to its end. */
export async function run(start: Start, stdin = ""): Promise<Finished> {
  await using running = new Running(start);
  await running.write(stdin);
  await running.endInput();
  const { code } = await running.ended;
  return { code, stdout: running.stdout, stderr: running.stderr };
}

/** A JSON-RPC message, as far as tests look into it. */
export interface Message {
  id?: number;
  result?: Record<string, unknown>;
  error?: { code: number; message: string };
  [key: string]: unknown;
}

/** A started process whose input and output are in the test's hands, line by line, without a client between. */
export class Running implements AsyncDisposable {
  stdout = "";
  stderr = "";
  /** Resolves when the process is gone and everything it wrote was read. */
  readonly ended: Promise<Deno.CommandStatus>;
  readonly pid: number;
  readonly #child: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  #changed = Promise.withResolvers<void>();
  #lastId = 0;

  constructor({ command, args, env, cwd }: Start) {
    this.#child = new Deno.Command(command, {
      args,
      env,
      cwd,
      clearEnv: true,
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.pid = this.#child.pid;
    this.#input = this.#child.stdin.getWriter();
    const reading = [
      this.#read(this.#child.stdout, (text) => this.stdout += text),
      this.#read(this.#child.stderr, (text) => this.stderr += text),
    ];
    this.ended = Promise.all(reading).then(() => this.#child.status);
  }

  async #read(stream: ReadableStream<Uint8Array>, keep: (text: string) => void): Promise<void> {
    const decoder = new TextDecoder();
    for await (const chunk of stream) {
      keep(decoder.decode(chunk, { stream: true }));
      this.#changed.resolve();
      this.#changed = Promise.withResolvers();
    }
  }

  /** Complete lines on stdout so far. */
  get lines(): string[] {
    return this.stdout.split("\n").slice(0, -1);
  }

  /** Waits until something holds of what was written so far; fails when the process ends before. */
  async until<T>(look: () => T | undefined): Promise<T> {
    for (;;) {
      const changed = this.#changed.promise;
      const found = look();
      if (found !== undefined) return found;
      const status = await Promise.race([changed, this.ended]);
      if (status && look() === undefined) {
        throw new Error(`The program ended with ${status.code}: ${this.stderr}`);
      }
    }
  }

  async write(text: string): Promise<void> {
    // A process that does not read its input may be gone before all of it is written.
    await this.#input.write(new TextEncoder().encode(text)).catch(() => {});
  }

  async endInput(): Promise<void> {
    await this.#input.close().catch(() => {});
  }

  signal(signal: Deno.Signal): void {
    this.#child.kill(signal);
  }

  async notify(method: string, params: Record<string, unknown> = {}): Promise<void> {
    await this.write(`${JSON.stringify({ jsonrpc: "2.0", method, params })}\n`);
  }

  /** Sends a request without waiting. @returns its id */
  async send(method: string, params: Record<string, unknown> = {}): Promise<number> {
    const id = ++this.#lastId;
    await this.write(`${JSON.stringify({ jsonrpc: "2.0", id, method, params })}\n`);
    return id;
  }

  /** Sends a request and waits for its answer. */
  async ask(method: string, params: Record<string, unknown> = {}): Promise<Message> {
    const id = await this.send(method, params);
    return await this.until(() =>
      this.lines.map((line) => JSON.parse(line) as Message).find((message) => message.id === id)
    );
  }

  /** The handshake of the 2025 protocol. */
  async initialize(): Promise<Message> {
    const answer = await this.ask("initialize", {
      protocolVersion: "2025-11-25",
      capabilities: {},
      clientInfo: { name: "tests", version: "1.0.0" },
    });
    await this.notify("notifications/initialized");
    return answer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.endInput();
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // It is gone already.
    }
    await this.ended;
  }
}
