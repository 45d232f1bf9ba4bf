/** Pages of any length: Kimai gives 500 rows at the most, people may ask for more. */

import { UpstreamError } from "../../mcp/errors.ts";
import type { Segment } from "./address.ts";
import type { ListOptions } from "./api.ts";
import { InOrder, type Listed, longestPage, type PagesRead, type TakeRows } from "./paging.ts";
import type { Kimai } from "./session.ts";

/** A page by its number, and how many rows it has. */
export interface Window {
  page: number;
  size: number;
}

/** Rows of a page where nobody said how many. */
export const pageSize = 50;

/** The page that is asked for; undefined where all are. */
export function windowOf({ page, size = pageSize }: Partial<Window>): Window | undefined {
  return page === undefined ? undefined : { page, size };
}

type WindowOptions<T> = Omit<ListOptions<T>, "page" | "size" | "limit">;

/**
 * Reads a page of a collection. One that is longer than Kimai's is cut out of all rows up to its end, as far as
 * the row limit lets them be read.
 * @throws {UpstreamError} "not_found" where the list ends before it
 */
export async function readWindow<T>(
  kimai: Pick<Kimai, "each">,
  path: readonly Segment[],
  window: Window,
  options: WindowOptions<T>,
): Promise<Listed<T>> {
  const rows = new InOrder<T>();
  const take = (part: T[], from: number) => rows.add(part, from);
  const { total, complete } = await eachInWindow(kimai, path, window, options, take);
  return { rows: rows.all(), total, complete };
}

/**
 * The same part by part as they arrive, for what is only summed up: no row is kept.
 * @throws as `readWindow` does
 */
export async function eachInWindow<T>(
  { each }: Pick<Kimai, "each">,
  path: readonly Segment[],
  { page, size }: Window,
  options: WindowOptions<T>,
  take: TakeRows<T>,
): Promise<PagesRead> {
  if (size <= longestPage) return await each(path, { ...options, page, size }, take);
  const skipped = (page - 1) * size;
  const takeBehind = (rows: T[], from: number) =>
    take(rows.slice(Math.max(0, skipped - from)), Math.max(0, from - skipped));
  const limited = { ...options, limit: page * size };
  const { read, total, complete } = await each(path, limited, takeBehind);
  if (skipped > 0 && skipped >= read) {
    const why = read < total ? "the row limit (--kimai-row-limit)" : "the list";
    throw new UpstreamError("not_found", `There is no page ${page}: ${why} ends before it`);
  }
  return { read: read - skipped, total, complete: complete && page === 1 };
}

/** Whether the row limit left out rows that belong to a page. */
export function isCut(
  { read, total }: Pick<PagesRead, "read" | "total">,
  { page, size }: Window,
): boolean {
  return read < Math.min(size, total - (page - 1) * size);
}
