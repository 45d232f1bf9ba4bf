/**
 * Sends every recorded request to an embedded Kimai and collects where the answers differ.
 */
import { createDemoKimai, type DemoKimai } from "../../src/connectors/kimai/demo/mod.ts";
import { differenceOf, disagreement } from "./compare.ts";
import { CLOCK, HEADERS, SWITCHES } from "./first_schedule.ts";
import { type Exchange, isSwitch, type Line, type Recording } from "./recordings.ts";
import { counts, turn } from "./switches.ts";

const ORIGIN = "http://127.0.0.1:8001";

/** A line whose answer differs. */
export interface Disagreement {
  line: number;
  what: string;
}

/** How one file went. */
export interface Outcome {
  name: string;
  requests: number;
  disagreements: Disagreement[];
}

/** The clock of a line that has none of its own. */
function firstNow(row: number): string {
  const [, time] = CLOCK.findLast(([from]) => from <= row)!;
  return `2026-11-20T${time}Z`;
}

function headersOf(exchange: Exchange, extra: Record<string, string> | undefined): Headers {
  const headers = new Headers();
  if (exchange.role !== null) {
    const token = ["nope", "expired"].includes(exchange.role)
      ? exchange.role
      : `token_${exchange.role}`;
    headers.set("Authorization", `Bearer ${token}`);
  }
  for (const [name, value] of Object.entries(extra ?? {})) {
    if (value !== "" || name !== "Content-Type") headers.set(name, value);
  }
  return headers;
}

/** The body as bytes: a string would bring a content type of its own. */
function bodyOf(body: unknown): Uint8Array<ArrayBuffer> | undefined {
  if (body === null) return undefined;
  return new TextEncoder().encode(typeof body === "string" ? body : JSON.stringify(body));
}

async function send(kimai: DemoKimai, line: Line, exchange: Exchange, first: boolean) {
  const extra = first ? HEADERS[line.number] : exchange.request_headers;
  const headers = headersOf(exchange, extra);
  const body = bodyOf(exchange.body);
  if (first && body && !Object.hasOwn(extra ?? {}, "Content-Type")) {
    headers.set("Content-Type", "application/json");
  }
  const url = `${ORIGIN}/api${exchange.path}`;
  return await kimai.fetch(url, { method: exchange.method, headers, body });
}

/** Replays one file from its first line. */
export async function replay(recording: Recording): Promise<Outcome> {
  const first = recording.name === "first";
  let now = 0;
  const clock = () => Temporal.Instant.fromEpochMilliseconds(now);
  const fresh = () => createDemoKimai({ seed: "empty", now: clock });
  let kimai = fresh();
  const outcome: Outcome = { name: recording.name, requests: 0, disagreements: [] };
  const differ = (line: number, what: string | undefined) => {
    if (what !== undefined) outcome.disagreements.push({ line, what });
  };
  for (const line of recording.lines) {
    const { content } = line;
    now = Date.parse(content.now ?? firstNow(line.number));
    if (isSwitch(content)) {
      const { what, value } = content.switch;
      if (what === "reset") kimai = fresh();
      else if (!turn(kimai, what, value)) {
        const { bookmarks: _, ...noted } = value as Record<string, number>;
        differ(line.number, differenceOf(noted, counts(kimai)));
      }
      continue;
    }
    if (first) SWITCHES[line.number]?.(kimai);
    outcome.requests++;
    try {
      differ(line.number, await disagreement(content, await send(kimai, line, content, first)));
    } catch (thrown) {
      differ(line.number, String(thrown));
    }
  }
  return outcome;
}
