/** A program that is spoken to over its stdin and stdout, one request at a time, with as little between as can be. */

import type { Start } from "../support/clients.ts";

/** An answer, as far as the bench looks into it. */
export interface Answer {
  id?: number;
  result?: Record<string, unknown>;
  error?: { message: string };
}

/** A started program; it ends with the block that holds it. */
export class StdioSubject implements AsyncDisposable {
  readonly pid: number;
  readonly #child: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #lines: AsyncIterator<string>;
  #lastId = 0;

  constructor({ command, args, env, cwd }: Start) {
    const streams = { stdin: "piped", stdout: "piped", stderr: "null" } as const;
    this.#child = new Deno.Command(command, { args, env, cwd, clearEnv: true, ...streams }).spawn();
    this.pid = this.#child.pid;
    this.#input = this.#child.stdin.getWriter();
    this.#lines = linesOf(this.#child.stdout);
  }

  /**
   * Sends a request and waits for its answer.
   * @throws {Error} where it is an error, of the protocol or of a tool
   */
  async ask(method: string, params: Record<string, unknown> = {}): Promise<Answer> {
    const id = ++this.#lastId;
    await this.#write({ id, method, params });
    for (;;) {
      const { value, done } = await this.#lines.next();
      if (done) throw new Error(`The program ended before it answered ${method}`);
      const answer = JSON.parse(value) as Answer;
      if (answer.id !== id) continue;
      if (!answer.result || answer.result.isError) throw new Error(`${method} failed: ${value}`);
      return answer;
    }
  }

  /** The handshake of the 2025 protocol. */
  async initialize(): Promise<Answer> {
    const answer = await this.ask("initialize", {
      protocolVersion: "2025-11-25",
      capabilities: {},
      clientInfo: { name: "bench", version: "1.0.0" },
    });
    await this.#write({ method: "notifications/initialized" });
    return answer;
  }

  /** Closes its input, and waits until it has ended by itself. */
  async end(): Promise<void> {
    await this.#input.close();
    await this.#child.status;
  }

  async #write(message: Record<string, unknown>): Promise<void> {
    const line = `${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`;
    await this.#input.write(new TextEncoder().encode(line));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // It is gone already.
    }
    await this.#child.status;
    await this.#lines.return?.();
    await this.#input.abort().catch(() => {});
  }
}

/** Lines as they come; what is after the last line break is no line. */
async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string, undefined> {
  let rest = "";
  for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
  return undefined;
}
