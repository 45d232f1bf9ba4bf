/**
 * Questions to the person at the terminal, or to whatever is piped in: a line is an answer. Secrets are typed
 * unseen, and the terminal is put back as it was whichever way a question ends.
 */

import { readTyped } from "./typed.ts";

/** Who is asked. */
export interface Dialog {
  /** Whether a person sits there who can be asked again. */
  isTerminal: boolean;
  /** @returns the answer without blanks around it, undefined when there is no more input. @throws {Stopped} */
  ask(question: string): Promise<string | undefined>;
  /** The same without showing what is typed. @throws {Stopped} */
  askSecret(question: string): Promise<string | undefined>;
}

/** The person or the system put an end to it. */
export class Stopped extends Error {
  override name = "Stopped";
}

/** What a dialog reads from: `Deno.stdin`. */
export interface Input {
  isTerminal(): boolean;
  setRaw(raw: boolean): void;
  read(buffer: Uint8Array): Promise<number | null>;
}

export interface DialogOptions {
  /** Shows a question; nothing is added to it. */
  write(text: string): void;
  /** Ends a question that waits. */
  signal: AbortSignal;
}

/** Makes a dialog. What is typed or piped ahead waits for the next question. */
export function createDialog(input: Input, { write, signal }: DialogOptions): Dialog {
  const isTerminal = input.isTerminal();
  const lines = new Lines(input, signal);
  return {
    isTerminal,
    async ask(question) {
      write(question);
      return (await lines.next())?.trim();
    },
    async askSecret(question) {
      if (!isTerminal) return await this.ask(question);
      // Before the question: whoever answers it at once is not shown either.
      input.setRaw(true);
      try {
        write(question);
        return (await lines.nextTyped())?.trim();
      } finally {
        input.setRaw(false);
        write("\n");
      }
    },
  };
}

/** The input line by line. */
class Lines {
  #waiting = "";
  #ended = false;
  readonly #decoder = new TextDecoder();

  constructor(private readonly input: Input, private readonly signal: AbortSignal) {}

  async next(): Promise<string | undefined> {
    while (!this.#waiting.includes("\n")) {
      if (await this.#read()) continue;
      const last = this.#waiting || undefined;
      this.#waiting = "";
      return last;
    }
    const [line, ...rest] = this.#waiting.split("\n");
    this.#waiting = rest.join("\n");
    return line;
  }

  async nextTyped(): Promise<string | undefined> {
    for (;;) {
      const { value, end, rest } = readTyped(this.#waiting);
      if (end === undefined && await this.#read()) continue;
      this.#waiting = rest;
      if (end === "quit") throw new Stopped();
      return end === "enter" || value ? value : undefined;
    }
  }

  /** Waits for more. @returns false at the end of the input */
  async #read(): Promise<boolean> {
    if (this.#ended) return false;
    const buffer = new Uint8Array(4096);
    const size = await unlessStopped(this.signal, () => this.input.read(buffer));
    if (size === null) this.#ended = true;
    else this.#waiting += this.#decoder.decode(buffer.subarray(0, size), { stream: true });
    return size !== null;
  }
}

/** Waits for something, but no longer than until the signal. @throws {Stopped} */
async function unlessStopped<T>(signal: AbortSignal, start: () => Promise<T>): Promise<T> {
  if (signal.aborted) throw new Stopped();
  const stopped = Promise.withResolvers<never>();
  const stop = () => stopped.reject(new Stopped());
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await Promise.race([start(), stopped.promise]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
