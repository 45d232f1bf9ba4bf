/** What clients of a soak ask: mostly to read, now and then to book an entry that nobody else books. */

import type { Called, TestClient } from "../support/clients.ts";
import type { Fate, Ledger } from "./ledger.ts";

/** Reads that cost the server something each in its own way. */
const reads: readonly [tool: string, args: Record<string, unknown>][] = [
  ["user_current", {}],
  ["timesheet", { action: "list", filters: { period: "last week", size: 5 } }],
  ["timesheet", { action: "list", filters: { page: 1, size: 20 } }],
  ["timer", { action: "active" }],
  ["entity", { action: "list", type: "project" }],
  ["status", {}],
];

/** The share of calls that write. */
const writing = 0.2;

/** One thing to ask for; `description` is that of a write. */
export interface Asked {
  tool: string;
  args: Record<string, unknown>;
  description?: string;
}

export function nextCall(ledger: Ledger, { mayWrite = true } = {}): Asked {
  if (mayWrite && Math.random() < writing) return nextWrite(ledger);
  const [tool, args] = reads[Math.floor(Math.random() * reads.length)];
  return { tool, args };
}

/** An entry of some day long ago, so that lists of today do not grow. */
export function nextWrite(ledger: Ledger): Asked {
  const description = ledger.begin();
  const day = Temporal.PlainDate.from("2010-01-01")
    .add({ days: Math.floor(Math.random() * 3000) });
  const data = {
    project: 1,
    activity: 1,
    begin: `${day}T09:00:00`,
    end: `${day}T10:00:00`,
    description,
  };
  return { tool: "timesheet", args: { action: "create", data }, description };
}

/** A tool answered with an error. */
export class Refused extends Error {
  override name = "Refused";
}

/** Asks through a client and settles what is a write. @throws what the client throws, and {Refused} */
export async function ask(client: TestClient, asked: Asked, ledger: Ledger): Promise<void> {
  const { tool, args, description } = asked;
  try {
    const called = await client.call(tool, args);
    if (called.isError) throw new Refused(called.text);
    if (description) ledger.settle(description, bookedIn(called));
  } catch (error) {
    if (description) ledger.settle(description, fateOf(error));
    throw error;
  }
}

function bookedIn({ text }: Called): Fate {
  if (!text.startsWith("Created timesheet ID ")) throw new Refused(text);
  return "answered";
}

/** What an error says of the write: only what stopped it before Kimai was asked is sure. */
export function fateOf(error: unknown): Fate {
  const text = String(error);
  if (error instanceof Refused) {
    return /may have been carried out|cancelled|Internal error/.test(text) ? "unknown" : "refused";
  }
  return /Unauthorized|invalid_token|Session not found|\b(401|403|404|429)\b/.test(text)
    ? "refused"
    : "unknown";
}
