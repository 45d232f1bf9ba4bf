/**
 * The audit trail: one line for each call that writes, or tried to. Who did what to which records, and how it
 * ended; never what they contain. An administrator answers with it for other people's data.
 */

import { openAppendFile } from "../lib/append_file.ts";
import { reasonOf } from "../lib/file_reasons.ts";
import type { Log } from "../lib/log.ts";
import type { EndedCall, Outcome } from "./dispatch.ts";

/** One line, as JSON. */
export interface AuditEntry {
  /** When the call ended, RFC 3339 in UTC. */
  time: string;
  /** Absent on stdio, where the account is whoever started the program. */
  account?: string;
  client?: string;
  upstream: string;
  tool: string;
  action: string;
  /** Records that the caller named and records that came of it: ids by the field they stood in. */
  ids: Record<string, number[]>;
  outcome: Outcome;
  request_id: string;
}

/** @returns the line of a call that writes; nothing for one that reads, or that ended with a question to the person. */
export function auditEntry(ended: EndedCall, now: () => Temporal.Instant): AuditEntry | undefined {
  const { effect, outcome, upstream, tool, action, args, result, call } = ended;
  if (effect === undefined || effect === "read" || outcome === "asked") return undefined;
  return {
    time: now().toString({ smallestUnit: "millisecond" }),
    account: call.caller.label ?? call.caller.user,
    client: call.caller.client,
    upstream,
    tool,
    action,
    ids: { ...idsOf(args), ...idsOf(result, "result.") },
    outcome,
    request_id: call.requestId,
  };
}

/** `id`, `ids`, `user_id`, and what batches call theirs. Fields that hold names are content. */
const holdsIds = /^(?:\w+_)?ids?$|^(?:done|created)$/;
/** More would be the content of a batch rather than a trace of it. */
const most = 500;

function idsOf(value: unknown, prefix = ""): AuditEntry["ids"] {
  if (typeof value !== "object" || value === null) return {};
  const found: AuditEntry["ids"] = {};
  for (const [key, inner] of Object.entries(value)) {
    if (!holdsIds.test(key) && !isRecord(inner)) continue;
    const ids = [inner].flat().map(idOf).filter((id) => id !== undefined);
    if (ids.length > 0) found[prefix + key] = ids.slice(0, most);
  }
  return found;
}

/** A record that came of a call, such as the entry that a timer is. */
function isRecord(value: unknown): boolean {
  return typeof value === "object" && value !== null && "id" in value;
}

/** A number, as itself or in text, or a record's own `id`. */
function idOf(value: unknown): number | undefined {
  if (isRecord(value)) return idOf((value as { id: unknown }).id);
  const number = typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === "number" ? number : undefined;
}

/** Where the lines go. */
export interface AuditTrail {
  ended(call: EndedCall): void;
  /** Something beside tool calls that belongs there, such as a sign-in. */
  note(fields: Readonly<Record<string, unknown>>): void;
  /** Goes on in the file that now has the name: after a rotation. */
  reopen(): void;
  /** Waits until everything is written. */
  close(): Promise<void>;
}

/**
 * Opens the trail: `off`, `log`, or the path of a file to which JSON lines are appended.
 * @throws as `Deno.open` does when the file cannot be written
 */
export async function openAuditTrail(
  target: string,
  { log, now }: { log: Log; now: () => Temporal.Instant },
): Promise<AuditTrail> {
  const time = () => now().toString({ smallestUnit: "millisecond" });
  const trailTo = (write: (line: Record<string, unknown>) => void) => ({
    ended: (call: EndedCall) => {
      const entry = auditEntry(call, now);
      if (entry) write({ ...entry });
    },
    note: (fields: Readonly<Record<string, unknown>>) => write({ time: time(), ...fields }),
  });
  const none = { reopen() {}, close: () => Promise.resolve() };
  if (target === "off") return { ...none, ...trailTo(() => {}) };
  if (target === "log") return { ...none, ...trailTo((line) => log.info("Audit", line)) };
  const lost = (error: unknown) =>
    log.error("A line of the audit trail is lost", { path: target, why: reasonOf(error) });
  const file = await openAppendFile(target, lost);
  return { ...file, ...trailTo((line) => file.write(JSON.stringify(line))) };
}
