/**
 * A conversation with a server that an assistant's entry starts, as the assistant will have it: the proof that
 * what was written works. A few lines of JSON-RPC over stdin and stdout; a client library would be the larger part.
 */

import { UserError } from "../../mcp/errors.ts";
import type { Launch } from "./clients.ts";

/** What the server said of itself. */
export interface Greeting {
  /** Its name and version. */
  server: string;
  tools: string[];
  /** The first line of its `status`, if that was asked for. */
  status?: string;
}

export interface HandshakeOptions {
  /** What the server inherits; the launch's own variables come on top. */
  env: Readonly<Record<string, string>>;
  /** The folder it is started in. */
  cwd: string;
  /** Whether to call `status` as well, which asks the upstream. */
  status: boolean;
  /** Ends it. */
  signal: AbortSignal;
}

/** The revision that every assistant can speak. */
const protocolVersion = "2025-11-25";
/** A server that answers no faster is of no use to an assistant either: they give up after a minute. */
const longestMs = 60_000;
const patienceMs = 5_000;

/**
 * Starts what a launch says and talks to it.
 * @throws {UserError} saying why it does not start or does not answer
 */
export async function shakeHands(launch: Launch, options: HandshakeOptions): Promise<Greeting> {
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(longestMs)]);
  await using server = Conversation.start(launch, { ...options, signal });
  const { serverInfo } = await server.ask("initialize", {
    protocolVersion,
    capabilities: {},
    clientInfo: { name: "kimai-mcp setup", version: "1" },
  }) as { serverInfo?: { name?: string; version?: string } };
  await server.notify("notifications/initialized");
  const { tools } = await server.ask("tools/list", {}) as { tools?: { name: string }[] };
  const names = (tools ?? []).map(({ name }) => name);
  const greeting = {
    server: [serverInfo?.name, serverInfo?.version].filter(Boolean).join(" "),
    tools: names,
  };
  if (!options.status || !names.includes("status")) return greeting;
  const { content } = await server.ask("tools/call", { name: "status", arguments: {} }) as {
    content?: { text?: string }[];
  };
  return { ...greeting, status: content?.[0]?.text?.split("\n")[0] };
}

interface Answer {
  id?: unknown;
  result?: unknown;
  error?: { message?: unknown };
}

/** A started server. Disposing of it ends it. */
class Conversation implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #lines: ReadableStreamDefaultReader<string>;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #complaints: Promise<string>;
  #lastId = 0;

  private constructor(child: Deno.ChildProcess, private readonly signal: AbortSignal) {
    this.#child = child;
    this.#lines = child.stdout.pipeThrough(new TextDecoderStream())
      .pipeThrough(linesOf()).getReader();
    this.#input = child.stdin.getWriter();
    this.#complaints = new Response(child.stderr).text();
  }

  static start(
    { command, args, env }: Launch,
    { env: inherited, cwd, signal }: Omit<HandshakeOptions, "status">,
  ): Conversation {
    try {
      const child = new Deno.Command(command, {
        args: [...args],
        env: { ...inherited, ...env },
        clearEnv: true,
        cwd,
        signal,
        stdin: "piped",
        stdout: "piped",
        stderr: "piped",
      }).spawn();
      return new Conversation(child, signal);
    } catch (error) {
      throw new UserError(`Cannot start ${JSON.stringify(command)}: ${whyNot(error)}`);
    }
  }

  async ask(method: string, params: Record<string, unknown>): Promise<unknown> {
    const id = ++this.#lastId;
    await this.#send({ jsonrpc: "2.0", id, method, params });
    for (;;) {
      const { value: line, done } = await this.#lines.read();
      if (done) throw new UserError(await this.#ended(method));
      const answer = messageIn(line);
      if (answer?.id !== id) continue;
      if (!answer.error) return answer.result ?? {};
      throw new UserError(
        `The server refused ${method}: ${answer.error.message ?? "it did not say why"}`,
      );
    }
  }

  async notify(method: string): Promise<void> {
    await this.#send({ jsonrpc: "2.0", method });
  }

  async #send(message: Record<string, unknown>): Promise<void> {
    const bytes = new TextEncoder().encode(`${JSON.stringify(message)}\n`);
    // That it is gone shows when its answer is read.
    await this.#input.write(bytes).catch(() => {});
  }

  async #ended(method: string): Promise<string> {
    if (this.signal.aborted) {
      return `The server did not answer ${method} within ${longestMs / 1000} seconds`;
    }
    const { code } = await this.#child.status;
    const why = (await this.#complaints).trim().split("\n").at(-1) || "it did not say why";
    return `The server ended with exit code ${code} instead of answering ${method}: ${why}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#input.close().catch(() => {});
    const impatience = setTimeout(() => this.#child.kill("SIGKILL"), patienceMs);
    await this.#lines.cancel().catch(() => {});
    await Promise.all([this.#child.status, this.#complaints]);
    clearTimeout(impatience);
  }
}

function whyNot(error: unknown): string {
  const { NotFound, NotCapable, PermissionDenied } = Deno.errors;
  if (error instanceof NotFound) return "there is no such file";
  if (error instanceof NotCapable) return "this program may not start others, add --allow-run";
  if (error instanceof PermissionDenied) return "permission denied";
  return error instanceof Error ? error.message : String(error);
}

function linesOf(): TransformStream<string, string> {
  let rest = "";
  return new TransformStream({
    transform(chunk, controller) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop()!;
      lines.forEach((line) => controller.enqueue(line));
    },
  });
}

/** A line that is no message is skipped, as assistants do. */
function messageIn(line: string): Answer | undefined {
  try {
    const value = JSON.parse(line);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
