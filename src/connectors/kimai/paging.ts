/** Reading a collection that Kimai hands out in pages (API.md 2.1): all of them, in order, none too many. */

import pLimit from "p-limit";
import { UpstreamError } from "../../mcp/errors.ts";

/** The longest page that Kimai gives, since 2.42; before, a page could be of any length. */
export const longestPage = 500;

/** Pages that are asked for at once. */
const atOnce = 4;

/** One page, and what its headers say; they are missing behind some proxies and on unpaged collections. */
export interface Page<T> {
  rows: T[];
  total?: number;
  pages?: number;
  perPage?: number;
}

/** What reading came to. */
export interface PagesRead {
  /** Rows that were read, each counted once. */
  read: number;
  /** Rows that Kimai has, as it said with the first page that was read. */
  total: number;
  /** False when rows are missing: the limit was reached, one page was asked for, or rows moved while they were read. */
  complete: boolean;
}

/** What a listing read. */
export interface Listed<T> extends Omit<PagesRead, "read"> {
  rows: T[];
}

/**
 * Takes rows as they arrive, page by page and none twice, but not in order: that a page waits for an earlier one
 * would keep its rows in memory. `from` is how many of the rows that are asked for come before these.
 */
export type TakeRows<T> = (rows: T[], from: number) => void;

export interface PagingOptions {
  /** This page alone. */
  page?: number;
  /** Rows of a page; at most 500. */
  size?: number;
  /** Rows that are read at most. */
  limit: number;
  signal?: AbortSignal;
  /** Told after each page: rows read so far, and rows there will be. */
  onPage?: (read: number, total: number) => void;
}

export type ReadPage<T> = (page: number, size: number, signal?: AbortSignal) => Promise<Page<T>>;

/** Reads one page, where `page` is given, or all of them, and keeps the rows in their order. */
export async function readPages<T>(
  read: ReadPage<T>,
  options: PagingOptions,
): Promise<Listed<T>> {
  const rows = new InOrder<T>();
  const { total, complete } = await eachPage(read, options, (page, from) => rows.add(page, from));
  return { rows: rows.all(), total, complete };
}

/** Puts rows in order that arrived in another one. */
export class InOrder<T> {
  readonly #parts: { rows: readonly T[]; from: number }[] = [];

  add(rows: readonly T[], from: number): void {
    this.#parts.push({ rows, from });
  }

  all(): T[] {
    return this.#parts.toSorted((one, other) => one.from - other.from).flatMap(({ rows }) => rows);
  }
}

/** Reads one page, where `page` is given, or all of them; none is kept. */
export async function eachPage<T>(
  read: ReadPage<T>,
  { page, limit, signal, onPage, ...options }: PagingOptions,
  take: TakeRows<T>,
): Promise<PagesRead> {
  const size = Math.min(options.size ?? longestPage, longestPage, limit);
  const first = await read(page ?? 1, size, signal).catch(pastTheEnd<T>(page));
  // A proxy that counts wrongly must not keep anybody here: pages have rows, and nothing comes after an empty one.
  const perPage = first.perPage || size;
  const known = first.total ?? first.rows.length + ((page ?? 1) - 1) * perPage;
  const expected = Math.min(known, limit);
  const isFresh = unseen();
  let [count, taken] = [0, 0];
  const handOn = (rows: T[], from: number) => {
    count += rows.length;
    const fresh = rows.slice(0, Math.max(0, limit - Math.max(from, taken))).filter(isFresh);
    taken += fresh.length;
    take(fresh, from);
    onPage?.(Math.min(count, expected), page === undefined ? expected : known);
  };
  handOn(first.rows, 0);
  if (page !== undefined || first.pages === undefined) {
    // Without headers only a page that is not full shows that nothing comes after it.
    const whole = first.total === undefined ? count < perPage : count >= first.total;
    return { read: taken, total: known, complete: whole && (page ?? 1) === 1 && count <= limit };
  }
  let last = Math.min(first.pages, Math.ceil(limit / perPage));
  await readRest(last, signal, async (number, stopped) => {
    if (number > last) return;
    const { rows } = await read(number, size, stopped).catch(vanished<T>);
    if (rows.length === 0) last = Math.min(last, number);
    handOn(rows, (number - 1) * perPage);
  });
  // A row that moved to another page meanwhile was read twice, and another one not at all.
  return { read: taken, total: known, complete: known <= limit && taken >= known };
}

/** A single page that is asked for by its number is asked for by somebody: he is told that there is none. */
function pastTheEnd<T>(page = 1): (error: unknown) => Page<T> {
  return (error) => {
    if (page === 1 || !(error instanceof UpstreamError) || error.fault !== "not_found") throw error;
    throw new UpstreamError("not_found", `There is no page ${page}: the list ends before it`, {
      status: error.status,
    });
  };
}

/** Pages 2 to `last`, a few at a time; one that fails stops the others. */
async function readRest(
  last: number,
  signal: AbortSignal | undefined,
  read: (page: number, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  if (last < 2) return;
  const stop = new AbortController();
  const stopped = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const limit = pLimit(atOnce);
  const numbers = Array.from({ length: last - 1 }, (_, index) => index + 2);
  const pages = numbers.map((number) =>
    limit(async () => {
      stopped.throwIfAborted();
      await read(number, stopped).catch((error) => {
        stop.abort(error);
        throw error;
      });
    })
  );
  try {
    await Promise.all(pages);
  } catch (error) {
    await Promise.allSettled(pages);
    throw error;
  }
}

/** Kimai answers 404 for a page past the last one, which a page becomes when rows are deleted meanwhile (trap 8). */
function vanished<T>(error: unknown): Page<T> {
  if (error instanceof UpstreamError && error.fault === "not_found") return { rows: [] };
  throw error;
}

/** Tells rows from those whose id was there before; a row without id is always another one. */
function unseen(): (row: unknown) => boolean {
  const seen = new Set<unknown>();
  return (row) => {
    if (typeof row !== "object" || row === null || !("id" in row)) return true;
    if (seen.has(row.id)) return false;
    seen.add(row.id);
    return true;
  };
}
