/**
 * Values that can only be read with a session at hand: a name that has to be looked up, a date in words that
 * depends on the person's zone. A field parses them to a `Late`; before an action runs they are read, so that
 * its code sees ids and dates alone.
 */

import { UserError } from "../../mcp/errors.ts";
import type { KimaiSession } from "./session.ts";

/** A value to be read, with the fields beside it, which are read before where `after` names one. */
export class Late<T> {
  constructor(
    readonly read: (session: KimaiSession, beside: Record<string, unknown>) => Promise<T>,
    readonly after?: string,
  ) {}
}

/** A late value in the guise of what it will be: a field's type is that of its value. */
export function late<T>(
  read: (session: KimaiSession, beside: Record<string, unknown>) => Promise<T>,
  after?: string,
): T {
  return new Late(read, after) as unknown as T;
}

/**
 * The input with everything late read.
 * @throws {UserError} for what cannot be read, with the field's name behind it
 */
export async function readLate<T>(input: T, session: KimaiSession, at = ""): Promise<T> {
  if (Array.isArray(input)) {
    const items = input.map((item, index) => readValue(item, session, {}, `${at}[${index}]`));
    return await Promise.all(items) as T;
  }
  if (input === null || typeof input !== "object" || !isPlain(input)) return input;
  const fields = { ...input } as Record<string, unknown>;
  const waits = (value: unknown) => value instanceof Late && value.after !== undefined;
  const entries = Object.entries(fields);
  const inOrder = [
    entries.filter(([, value]) => !waits(value)),
    entries.filter(([, value]) => waits(value)),
  ];
  for (const group of inOrder) {
    await Promise.all(group.map(async ([name, value]) => {
      fields[name] = await readValue(value, session, fields, at ? `${at}.${name}` : name);
    }));
  }
  return fields as T;
}

async function readValue(
  value: unknown,
  session: KimaiSession,
  beside: Record<string, unknown>,
  at: string,
): Promise<unknown> {
  if (!(value instanceof Late)) return readLate(value, session, at);
  try {
    return await value.read(session, beside);
  } catch (error) {
    throw error instanceof UserError ? new UserError(`${error.message} (in ${at})`) : error;
  }
}

/** Dates and other things with a class of their own have nothing late inside. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
