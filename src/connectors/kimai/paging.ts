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

/** What a listing read. */
export interface Listed<T> {
  rows: T[];
  /** Rows that Kimai has, as it said with the first page that was read. */
  total: number;
  /** False when rows are missing: the limit was reached, one page was asked for, or rows moved while they were read. */
  complete: boolean;
}

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

/** Reads one page, where `page` is given, or all of them. */
export async function readPages<T>(
  read: ReadPage<T>,
  { page, limit, signal, onPage, ...options }: PagingOptions,
): Promise<Listed<T>> {
  const size = Math.min(options.size ?? longestPage, longestPage, limit);
  const first = await read(page ?? 1, size, signal).catch(pastTheEnd<T>(page));
  const perPage = first.perPage ?? size;
  const known = first.total ?? first.rows.length + ((page ?? 1) - 1) * perPage;
  const expected = Math.min(known, limit);
  let count = first.rows.length;
  onPage?.(Math.min(count, expected), page === undefined ? expected : known);
  if (page !== undefined || first.pages === undefined) {
    // Without headers only a page that is not full shows that nothing comes after it.
    const whole = first.total === undefined ? count < perPage : count >= first.total;
    const rows = distinct(first.rows).slice(0, limit);
    return { rows, total: known, complete: whole && (page ?? 1) === 1 && count <= limit };
  }
  const last = Math.min(first.pages, Math.ceil(limit / perPage));
  const rest = await readRest(read, last, size, signal, (rows) => {
    count += rows;
    onPage?.(Math.min(count, expected), expected);
  });
  const rows = distinct([first.rows, ...rest].flat());
  // A row that moved to another page meanwhile was read twice, and another one not at all.
  return {
    rows: rows.slice(0, limit),
    total: known,
    complete: known <= limit && rows.length >= known,
  };
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
async function readRest<T>(
  read: ReadPage<T>,
  last: number,
  size: number,
  signal: AbortSignal | undefined,
  onPage: (rows: number) => void,
): Promise<T[][]> {
  const stop = new AbortController();
  const stopped = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const limit = pLimit(atOnce);
  const numbers = Array.from({ length: Math.max(0, last - 1) }, (_, index) => index + 2);
  const pages = numbers.map((number) =>
    limit(async () => {
      stopped.throwIfAborted();
      const { rows } = await read(number, size, stopped).catch(vanished<T>).catch((error) => {
        stop.abort(error);
        throw error;
      });
      onPage(rows.length);
      return rows;
    })
  );
  try {
    return await Promise.all(pages);
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

/** The rows without those whose id was there before. */
function distinct<T>(rows: T[]): T[] {
  const seen = new Set<unknown>();
  return rows.filter((row) => {
    if (typeof row !== "object" || row === null || !("id" in row)) return true;
    return !seen.has(row.id) && seen.add(row.id);
  });
}
