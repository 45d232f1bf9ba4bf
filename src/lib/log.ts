/**
 * The log that everybody is given: one JSON object a line on stderr, or a line for people, secrets cut at the sink.
 * LogTape redacts and writes. It is loaded with the first line, because loading it costs some 10 ms
 * that a server which has nothing to say need not spend; lines wait in order until it is there.
 */
import type { LogRecord } from "@logtape/logtape";
import { later } from "./later.ts";

/** Levels from the most to the least talkative. */
export const logLevels = ["debug", "info", "warning", "error"] as const;
export type LogLevel = (typeof logLevels)[number];

/** What other servers and libraries call the levels, in lower case; the numbers are Python's. */
export const levelAliases: Readonly<Record<string, LogLevel>> = {
  critical: "error",
  fatal: "error",
  warn: "warning",
  notice: "info",
  verbose: "debug",
  trace: "debug",
  "10": "debug",
  "20": "info",
  "30": "warning",
  "40": "error",
  "50": "error",
};

/** How a line is written: an object in JSON, or `TIME LEVEL message key=value ...` for people. */
export const logFormats = ["json", "simple"] as const;
export type LogFormat = (typeof logFormats)[number];

/** What a line says beside its message. `time`, `level` and `message` are taken. */
export type Fields = Record<string, unknown>;

/**
 * Writes lines; never throws, whatever the fields hold. One that may wait is written with the next that may not, or
 * some milliseconds later: under load many at once, for each write costs a server as much as all its guards.
 */
export interface Log {
  debug(message: string, fields?: Fields, mayWait?: boolean): void;
  info(message: string, fields?: Fields, mayWait?: boolean): void;
  warning(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
}

/** A log whose owner can wait until every line so far is written: do so before `Deno.exit`. */
export interface OwnedLog extends Log {
  flush(): Promise<void>;
}

type Line = Omit<LogRecord, "category">;
type Write = (line: string, mayWait: boolean) => void;
type Head = { time: string; level: string; message: string };
type Render = (head: Head, fields: Fields) => string;

const secretKey =
  /token|secret|passw(?:or)?d|passphrase|pwd|authorization|bearer|cookie|credential|(?:api|access|private)[\s._-]?key|code[\s._-]?verifier/i;
/** The gap may itself be escaped, in JSON or a URL inside the text. */
const bearer = /\b(Bearer)(?:\s|\\+[tnr]|%(?:09|0[ad]|20)|\+)+\S+/gi;
const redacted = "[redacted]";

/** Deeper values are cut; LogTape's own limit is 20, and it would only say that it cut something. */
const deepest = 16;

const waiting: Line[] = [];
let emit: ((line: Line) => void) | undefined;
let loading: Promise<void> | undefined;

/**
 * Makes a log that drops lines below `level`.
 * @param options `format` is json unless given. `write` gets each line without its line break; it is stderr unless given. At level debug errors show their stack.
 */
export function createLog(
  options: { level: LogLevel; format?: LogFormat; write?: Write },
): OwnedLog {
  const { level: lowest, format = "json", write = writeToStderr } = options;
  const render = renderers[format];
  const method = (level: LogLevel) => (message: string, fields: Fields = {}, mayWait = false) => {
    if (logLevels.indexOf(level) < logLevels.indexOf(lowest)) return;
    // Lines stay in order: behind one that waits the next waits as well.
    const plain = waiting.length === 0 ? plainLine({ level, message }, fields, render) : undefined;
    if (plain !== undefined) return writeText(plain, write, mayWait);
    const text = cutBearer(message);
    send({
      level,
      timestamp: Date.now(),
      message: [text],
      rawMessage: text,
      properties: { fields: snapshot(fields, lowest === "debug"), render, write },
    });
  };
  return {
    debug: method("debug"),
    info: method("info"),
    warning: method("warning"),
    error: method("error"),
    flush: async () => {
      await loading;
      writeHeld();
    },
  };
}

/** Says nothing, for tests and for callers without a log. */
export const silentLog: Log = { debug() {}, info() {}, warning() {}, error() {} };

function send(line: Line): void {
  if (emit) return emit(line);
  waiting.push(line);
  loading ??= load();
}

/** LogTape is global and refuses a second configuration, so each line carries where it is written. */
async function load(): Promise<void> {
  const [{ configure, getLogger }, { redactByField }] = await Promise.all([
    import("@logtape/logtape"),
    import("@logtape/redaction"),
  ]);
  await configure({
    sinks: {
      lines: redactByField(writeLine, { fieldPatterns: [secretKey], action: () => redacted }),
    },
    loggers: [
      { category: "kimai-mcp", lowestLevel: "debug", sinks: ["lines"] },
      // Without this row LogTape tells about itself on the console, which is stdout.
      { category: ["logtape", "meta"], sinks: [] },
    ],
  });
  const logger = getLogger("kimai-mcp");
  emit = (line) => logger.emit(line);
  waiting.splice(0).forEach(emit);
}

/**
 * A line of words and numbers in which there is nothing to cut, as that of each request is; nothing for others. It
 * passes by the log library, which would take longer than all else of a request's line.
 */
function plainLine(
  { level, message }: Omit<Head, "time">,
  fields: Fields,
  render: Render,
): string | undefined {
  try {
    for (const key of Object.keys(fields)) {
      const value = fields[key];
      const isPlain = value === null || plainTypes.has(typeof value);
      // Of this name an assignment would make something else.
      if (!isPlain || key === "__proto__" || isSecret(key)) return undefined;
    }
    const text = render({ time: new Date().toISOString(), level, message }, fields);
    return /bearer/i.test(text) ? undefined : text;
  } catch {
    // A getter of the caller's object failed.
    return undefined;
  }
}

const plainTypes: ReadonlySet<string> = new Set(["string", "number", "boolean", "undefined"]);

const keys = new Map<string, boolean>();

function isSecret(key: string): boolean {
  let known = keys.get(key);
  if (known === undefined) {
    known = secretKey.test(key);
    // Ours are a few dozen; others come from the objects of errors.
    if (keys.size < 1000) keys.set(key, known);
  }
  return known;
}

function writeLine({ timestamp, level, rawMessage, properties }: Line): void {
  const { fields, render, write } = properties as { fields: Fields; render: Render; write: Write };
  const time = new Date(timestamp).toISOString();
  writeText(render({ time, level, message: String(rawMessage) }, fields), write);
}

function writeText(text: string, write: Write, mayWait = false): void {
  try {
    write(text, mayWait);
  } catch {
    // Nobody reads it, and there is nobody else to tell; the caller has no part in it.
  }
}

const renderers: Record<LogFormat, Render> = {
  json: (head, fields) => JSON.stringify({ ...head, ...fields, ...head }),
  simple: ({ time, level, message }, { time: _, level: __, message: ___, ...fields }) => {
    const pairs = Object.entries(fields)
      .map(([key, value]) => [JSON.stringify(key), JSON.stringify(value)])
      .filter(([, value]) => value !== undefined)
      .map((pair) => pair.map(withoutQuotes).join("="));
    return oneLine([time, level.toUpperCase(), message, ...pairs].join(" "));
  },
};

/** A string in JSON without its quotes, where nothing in it needs them. */
function withoutQuotes(json: string): string {
  return json.replace(/^"([^\s"\\=]+)"$/, "$1");
}

/** What would end the line or move a terminal's cursor is written as an escape. */
function oneLine(text: string): string {
  const escape = (found: string) => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, escape);
}

/** Milliseconds that a line waits for others. */
const patience = 10;
const encoder = new TextEncoder();
let held = "";

function writeToStderr(line: string, mayWait: boolean): void {
  if (held === "" && mayWait) {
    later(writeHeld, patience);
    // Of a program that ends before.
    addEventListener("unload", writeHeld, { once: true });
  }
  held += `${line}\n`;
  if (!mayWait) writeHeld();
}

function writeHeld(): void {
  let bytes = encoder.encode(held);
  held = "";
  try {
    while (bytes.length > 0) bytes = bytes.subarray(Deno.stderr.writeSync(bytes));
  } catch {
    // Whoever read it is gone.
  }
}

function cutBearer(text: string): string {
  return text.replace(bearer, `$1 ${redacted}`);
}

/** The fields as they are now, as plain JSON: a waiting line must not change with its caller's objects. */
function snapshot(fields: Fields, stacks: boolean): unknown {
  try {
    return deepCopy(fields, stacks);
  } catch {
    // A getter or toJSON of the caller's object failed: losing its fields is better than losing the call.
    return { fields: "[unreadable]" };
  }
}

function deepCopy(fields: Fields, stacks: boolean): unknown {
  const plain = (value: unknown, above: object[]): unknown => {
    if (typeof value === "string") return cutBearer(value);
    if (typeof value === "bigint") return String(value);
    if (typeof value !== "object" || value === null) return value;
    if (above.includes(value)) return "[circular]";
    if (above.length > deepest) return "[deep]";
    const inside = (part: unknown) => plain(part, [...above, value]);
    const record = (entries: Iterable<[unknown, unknown]>) =>
      Object.fromEntries(Array.from(entries, ([key, part]) => [key, inside(part)]));
    if (value instanceof Error) {
      const { name, message, stack } = value;
      return record(Object.entries({ name, message, ...(stacks && { stack }) }));
    }
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
      return `[${value.byteLength} bytes]`;
    }
    if (Array.isArray(value)) return value.map(inside);
    if (value instanceof Set) return [...value].map(inside);
    if (value instanceof Map || value instanceof Headers || value instanceof URLSearchParams) {
      return record(value);
    }
    if ("toJSON" in value && typeof value.toJSON === "function") return inside(value.toJSON());
    return record(Object.entries(value));
  };
  return plain(fields, []);
}
