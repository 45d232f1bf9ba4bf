/** HTTP as bytes on a socket, for what no client would send. */

import assert from "node:assert/strict";

/** Milliseconds after which a server that should have answered hangs. */
const patience = 10_000;

/** An answer as it came. */
export interface RawAnswer {
  /** 0 where the connection ended without one. */
  status: number;
  /** Lower-case name of each header to its value. */
  headers: Map<string, string>;
  /** What stands behind the headers, still in chunks where it came so. */
  body: string;
}

/** A connection that ends with the block that holds it. */
export class RawSocket implements Disposable {
  readonly #connection: Deno.Conn;
  #received = "";

  constructor(connection: Deno.Conn) {
    this.#connection = connection;
  }

  /** Connects to a port of this machine. */
  static async open(port: number): Promise<RawSocket> {
    return new RawSocket(await Deno.connect({ hostname: "127.0.0.1", port }));
  }

  /** Sends each character as one byte. */
  async send(text: string): Promise<void> {
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    for (let at = 0; at < bytes.length;) at += await this.#connection.write(bytes.subarray(at));
  }

  /** Reads one whole answer, or what came of it until the server closed. */
  async answer(): Promise<RawAnswer> {
    return parse(await this.until(isWhole));
  }

  /** Reads until the server closes. */
  async end(): Promise<string> {
    return await this.until(() => false);
  }

  /** Reads until something holds of all that came since it last did, or until the server closes. */
  async until(holds: (text: string) => boolean): Promise<string> {
    const buffer = new Uint8Array(65_536);
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      this[Symbol.dispose]();
    }, patience);
    try {
      while (!holds(this.#received)) {
        const count = await this.#connection.read(buffer).catch(() => null);
        assert(!isLate, `The server hangs after: ${JSON.stringify(this.#received.slice(-200))}`);
        if (count === null) break;
        this.#received += new TextDecoder("latin1").decode(buffer.subarray(0, count));
      }
    } finally {
      clearTimeout(timer);
    }
    const text = this.#received;
    this.#received = "";
    return text;
  }

  [Symbol.dispose](): void {
    try {
      this.#connection.close();
    } catch {
      // It is closed already.
    }
  }
}

/** Sends bytes on a connection of their own. @returns the first answer */
export async function exchange(port: number, text: string): Promise<RawAnswer> {
  using socket = await RawSocket.open(port);
  // A server that refuses may close before it has read everything.
  await socket.send(text).catch(() => {});
  return await socket.answer();
}

function headOf(text: string): string | undefined {
  const end = text.indexOf("\r\n\r\n");
  return end < 0 ? undefined : text.slice(0, end);
}

function isWhole(text: string): boolean {
  const head = headOf(text);
  if (head === undefined) return false;
  const body = text.slice(head.length + 4);
  const length = /^content-length: *(\d+)/im.exec(head)?.[1];
  return length === undefined ? body.endsWith("0\r\n\r\n") : body.length >= Number(length);
}

function parse(text: string): RawAnswer {
  const head = headOf(text) ?? "";
  const [line, ...lines] = head.split("\r\n");
  const headers = lines.map((one): [string, string] => {
    const colon = one.indexOf(":");
    return [one.slice(0, colon).toLowerCase(), one.slice(colon + 1).trim()];
  });
  return {
    status: Number(/^HTTP\/1\.[01] (\d{3})/.exec(line)?.[1] ?? 0),
    headers: new Map(headers),
    body: text.slice(head.length + 4),
  };
}
