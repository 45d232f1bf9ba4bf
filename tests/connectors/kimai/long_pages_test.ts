import assert from "node:assert/strict";
import type { ListOptions } from "../../../src/connectors/kimai/api.ts";
import {
  eachInWindow,
  isCut,
  readWindow,
  windowOf,
} from "../../../src/connectors/kimai/long_pages.ts";
import type { PagesRead, TakeRows } from "../../../src/connectors/kimai/paging.ts";
import type { Kimai } from "../../../src/connectors/kimai/session.ts";

/** A collection of numbers, of which a call reads no more than the row limit; and what was asked for. */
function collection(total: number, rowLimit = 100_000) {
  const asked: ListOptions<number>[] = [];
  const all = Array.from({ length: total }, (_, index) => index + 1);
  const each = (
    _path: unknown,
    options: ListOptions<number>,
    take: TakeRows<number>,
  ): Promise<PagesRead> => {
    asked.push(options);
    const { page, size = 500, limit = rowLimit } = options;
    const rows = page === undefined
      ? all.slice(0, Math.min(limit, rowLimit))
      : all.slice((page - 1) * size, page * size);
    for (let from = Math.floor(rows.length / 500) * 500; from >= 0; from -= 500) {
      take(rows.slice(from, from + 500), from);
    }
    return Promise.resolve({ read: rows.length, total, complete: rows.length === total });
  };
  return { asked, kimai: { each } as unknown as Pick<Kimai, "each"> };
}

const read = (kimai: Pick<Kimai, "each">, page: number, size: number) =>
  readWindow<number>(kimai, ["timesheets"], { page, size }, {});

Deno.test("a page that Kimai has is asked for as it is", async () => {
  const { asked, kimai } = collection(1300);
  const { rows, total, complete } = await read(kimai, 2, 500);
  assert.deepEqual([rows[0], rows.length, total, complete], [501, 500, 1300, false]);
  assert.deepEqual(asked, [{ page: 2, size: 500 }]);
});

Deno.test("a longer page is cut out of all rows up to its end", async () => {
  const { asked, kimai } = collection(1300);
  const first = await read(kimai, 1, 600);
  assert.deepEqual([first.rows[0], first.rows.at(-1), first.complete], [1, 600, false]);
  const last = await read(kimai, 3, 600);
  assert.deepEqual([last.rows[0], last.rows.at(-1), last.total], [1201, 1300, 1300]);
  assert.deepEqual(asked.map(({ limit }) => limit), [600, 1800]);
  assert.equal((await read(kimai, 1, 2000)).complete, true);
});

Deno.test("a longer page comes in parts, without the rows before it and counted from its beginning", async () => {
  const { kimai } = collection(1300);
  const taken: number[] = [];
  const take = (rows: number[], from: number) =>
    rows.forEach((row, index) => taken[from + index] = row);
  const window = { page: 2, size: 600 };
  const { read } = await eachInWindow<number>(kimai, ["timesheets"], window, {}, take);
  assert.deepEqual([read, taken[0], taken.length, taken.at(-1)], [600, 601, 600, 1200]);
});

Deno.test("a page behind the last one is told, and so is the row limit", async () => {
  await assert.rejects(read(collection(1300).kimai, 4, 600), {
    fault: "not_found",
    message: "There is no page 4: the list ends before it",
  });
  const { kimai } = collection(5000, 1000);
  await assert.rejects(read(kimai, 3, 600), {
    message: "There is no page 3: the row limit (--kimai-row-limit) ends before it",
  });
  const { rows, total } = await read(kimai, 2, 600);
  assert.equal(rows.length, 400);
  assert.equal(isCut({ read: 400, total }, { page: 2, size: 600 }), true);
  assert.equal(isCut({ read: 600, total }, { page: 1, size: 600 }), false);
});

Deno.test("without a page all rows are meant, and a page without size has 50", () => {
  assert.equal(windowOf({ size: 600 }), undefined);
  assert.deepEqual(windowOf({ page: 2 }), { page: 2, size: 50 });
});
