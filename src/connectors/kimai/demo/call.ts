/**
 * One request as handlers see it: who calls, what was asked, and the shared state.
 */
import type { Answer } from "./answers.ts";
import { refusal } from "./answers.ts";
import { holds } from "./permissions.ts";
import { checkQuery, type ParamTable, type Query } from "./query.ts";
import type { User } from "./records.ts";
import { Serializer } from "./serialize.ts";
import type { DemoState } from "./state.ts";

/** What a handler is given. */
export class Call {
  readonly json: Serializer;

  constructor(
    readonly state: DemoState,
    readonly caller: User,
    /** The variable segments of the path, as written. */
    readonly segments: readonly string[],
    readonly query: Query,
    /** The body, keys in camel case; `{}` when there was none that counts. */
    readonly body: unknown,
  ) {
    this.json = new Serializer(state, caller);
  }

  /** The clock in epoch milliseconds. */
  get now(): number {
    return this.state.now();
  }

  /** A variable segment as an id. */
  id(index = 0): number {
    return Number(this.segments[index]);
  }

  /** The body as a form takes it: an empty list is an empty object. */
  form(): Record<string, unknown> {
    return { ...this.body as Record<string, unknown> };
  }

  /** Checks the declared query parameters. */
  check(table: ParamTable): Query {
    checkQuery(this.query, table);
    return this.query;
  }

  holds(permission: string): boolean {
    return holds(this.state, this.caller, permission);
  }

  /** 403 without the permission. */
  require(permission: string): void {
    if (!this.holds(permission)) throw refusal(403);
  }
}

/** Answers a request, or throws a refusal. */
export type Handler = (call: Call) => Answer;

/** A route: method, path with `{id}` (digits) and `{word}` segments, handler, and the plugin that
 * brings it. */
export type Route = [method: string, path: string, handler: Handler, plugin?: string];

/** The row, or 404. */
export function found<Row>(row: Row | undefined): Row {
  if (row === undefined) throw refusal(404);
  return row;
}

/** 403 unless allowed. */
export function allow(allowed: boolean): void {
  if (!allowed) throw refusal(403);
}
