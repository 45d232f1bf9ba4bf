/**
 * Query strings: declared parameters with their patterns, undeclared ones ignored (API.md 2).
 */
import { refusal } from "./answers.ts";

/** A declared parameter. */
export interface ParamRow {
  /** A value outside it is a 400 without detail. */
  pattern?: RegExp;
  /** Sent as `name[]=`; a scalar is a 400, and a list where a scalar is declared too. */
  list?: boolean;
  /** A list here is passed over instead of refused (recordings 703). */
  lenient?: boolean;
}

export type ParamTable = Record<string, ParamRow>;

/** Patterns that several endpoints share. */
export const ID = /^\d+$/;
export const FLAG = /^[01]$/;
export const WIDE_FLAG = /^(?:0|1|true|false)$/;
export const VISIBLE = /^[123]$/;
export const DIRECTION = /^(?:ASC|DESC)$/;

/** The values of one query string. Empty values count as absent, except in `sent`. */
export class Query {
  constructor(
    readonly scalars: ReadonlyMap<string, string>,
    readonly lists: ReadonlyMap<string, readonly string[]>,
  ) {}

  /** A scalar, undefined when absent or empty. */
  get(name: string): string | undefined {
    return this.scalars.get(name) || undefined;
  }

  /** A list, empty when absent. */
  list(name: string): readonly string[] {
    return this.lists.get(name) ?? [];
  }

  /** Whether the name was sent at all, with any value. */
  sent(name: string): boolean {
    return this.scalars.has(name) || this.lists.has(name);
  }

  /** A scalar as a number. */
  number(name: string): number | undefined {
    const text = this.get(name);
    return text === undefined ? undefined : Number(text);
  }

  /** A 0/1 (or true/false) as a boolean. */
  flag(name: string): boolean | undefined {
    const text = this.get(name);
    return text === undefined ? undefined : text === "1" || text === "true";
  }

  /** Ids of a scalar and its list together: `project` and `projects[]`. */
  ids(name: string, listName: string): number[] {
    const single = this.number(name);
    return [...single === undefined ? [] : [single], ...this.list(listName).map(Number)];
  }
}

/** Splits a query string as PHP does: `a=` scalars (the last counts), `a[]=` lists. */
export function parseQuery(search: string): Query {
  const scalars = new Map<string, string>();
  const lists = new Map<string, string[]>();
  for (const [key, value] of new URLSearchParams(search)) {
    const bracket = key.indexOf("[");
    if (bracket <= 0) scalars.set(key, value);
    else {
      const name = key.slice(0, bracket);
      // A list in a list is no value that any pattern takes (recordings 4458).
      const nested = key.indexOf("[", bracket + 1) > 0;
      lists.set(name, [...lists.get(name) ?? [], nested ? "[]" : value]);
    }
  }
  return new Query(scalars, lists);
}

/** Checks the declared parameters of an endpoint. */
export function checkQuery(query: Query, table: ParamTable): void {
  for (const [name, row] of Object.entries(table)) {
    const values = row.list ? query.list(name) : [query.get(name) ?? ""];
    if (row.list ? query.scalars.has(name) : query.lists.has(name) && !row.lenient) {
      throw refusal(400);
    }
    for (const value of values) {
      if (value !== "" && row.pattern && !row.pattern.test(value)) throw refusal(400);
    }
  }
}
