/** A growing file of lines, read as it grows. */

/** Milliseconds between two looks. */
const often = 100;

export class Follower {
  readonly #decoder = new TextDecoder();
  readonly #waiting = new Set<(line: string) => void>();
  readonly #path: string;
  readonly #heard: (line: string) => void;
  readonly #timer: ReturnType<typeof setInterval>;
  #offset = 0;
  #rest = "";
  #reading = Promise.resolve();

  constructor(path: string, heard: (line: string) => void) {
    this.#path = path;
    this.#heard = heard;
    this.#timer = setInterval(() => this.#reading = this.#reading.then(() => this.#read()), often);
  }

  /** Waits for a line that comes from now on. @throws {Error} when none does for so many milliseconds */
  async until(fits: (line: string) => boolean, patience: number): Promise<string> {
    const found = Promise.withResolvers<string>();
    const look = (line: string) => fits(line) && found.resolve(line);
    const late = () => found.reject(new Error(`The program did not say it: ${fits}`));
    const timer = setTimeout(late, patience);
    this.#waiting.add(look);
    try {
      return await found.promise;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(look);
    }
  }

  /** Reads what is left and stops. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#reading;
    await this.#read();
  }

  async #read(): Promise<void> {
    using file = await Deno.open(this.#path).catch(() => undefined);
    if (!file) return;
    await file.seek(this.#offset, Deno.SeekMode.Start);
    const buffer = new Uint8Array(65_536);
    for (let count; (count = await file.read(buffer)) !== null;) {
      this.#offset += count;
      this.#take(this.#decoder.decode(buffer.subarray(0, count), { stream: true }));
    }
  }

  #take(text: string): void {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop()!;
    for (const line of lines) {
      this.#heard(line);
      for (const look of this.#waiting) look(line);
    }
  }
}
