import assert from "node:assert/strict";
import fc from "fast-check";
import {
  eachPage,
  type Page,
  type PagingOptions,
  readPages,
} from "../../../src/connectors/kimai/paging.ts";
import { UpstreamError } from "../../../src/mcp/errors.ts";

interface Row {
  id: number;
}

const rowsOf = (count: number): Row[] =>
  Array.from({ length: count }, (_, index) => ({ id: index + 1 }));

/** Pages of a Kimai that holds `held()`, asked one after another; past the last page it answers 404, as Kimai does. */
function paged(held: () => Row[], headers = true) {
  const asked: string[] = [];
  const read = (page: number, size: number): Promise<Page<Row>> => {
    asked.push(`${page} of ${size}`);
    const all = held();
    const pages = Math.max(1, Math.ceil(all.length / size));
    if (page > pages) {
      return Promise.reject(new UpstreamError("not_found", "No page", { status: 404 }));
    }
    const rows = all.slice((page - 1) * size, page * size);
    return Promise.resolve(headers ? { rows, total: all.length, pages, perPage: size } : { rows });
  };
  return { read, asked };
}

const all = (options: Partial<PagingOptions> = {}): PagingOptions => ({
  limit: 100_000,
  ...options,
});

Deno.test("every row is read once and in order, whatever the number, and no page past the last one", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(60),
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 80 }),
      async (count, size, limit) => {
        const { read, asked } = paged(() => rowsOf(count));
        const listed = await readPages(read, { size, limit });
        assert.deepEqual(listed, {
          rows: rowsOf(Math.min(count, limit)),
          total: count,
          complete: count <= limit,
        });
        const length = Math.min(size, limit);
        assert.equal(
          asked.length,
          Math.max(1, Math.min(Math.ceil(count / length), Math.ceil(limit / length))),
        );
      },
    ),
  );
});

Deno.test("an exact multiple of the page length needs no further page", async () => {
  const { read, asked } = paged(() => rowsOf(1000));
  const { rows, complete } = await readPages(read, all());
  assert.deepEqual([rows.length, complete, asked], [1000, true, ["1 of 500", "2 of 500"]]);
});

Deno.test("an empty collection is complete", async () => {
  const { read, asked } = paged(() => []);
  assert.deepEqual(await readPages(read, all()), { rows: [], total: 0, complete: true });
  assert.deepEqual(asked, ["1 of 500"]);
});

Deno.test("pages longer than Kimai's longest are not asked for", async () => {
  const { read, asked } = paged(() => rowsOf(3));
  await readPages(read, all({ size: 5000 }));
  assert.deepEqual(asked, ["1 of 500"]);
});

Deno.test("a page that Kimai made shorter than asked is counted as it is", async () => {
  const { read } = paged(() => rowsOf(10));
  const shorter = (page: number) => read(page, 3);
  assert.deepEqual(await readPages(shorter, all()), {
    rows: rowsOf(10),
    total: 10,
    complete: true,
  });
  const { rows, complete } = await readPages(shorter, all({ limit: 7 }));
  assert.deepEqual([rows, complete], [rowsOf(7), false]);
});

Deno.test("four pages are on their way at once, not more", async () => {
  const { read } = paged(() => rowsOf(40));
  let underway = 0, most = 0;
  await readPages(async (page, size) => {
    most = Math.max(most, ++underway);
    await new Promise((resolve) => setTimeout(resolve));
    underway--;
    return read(page, size);
  }, all({ size: 2 }));
  assert.equal(most, 4);
});

Deno.test("pages that arrive out of order are put in order", async () => {
  const { read } = paged(() => rowsOf(8));
  const waiting = new Map<number, () => void>();
  const { rows } = await readPages(async (page, size) => {
    if (page > 1) {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.set(page, resolve);
      if (waiting.size === 3) { for (const number of [4, 3, 2]) waiting.get(number)!(); }
      await promise;
    }
    return read(page, size);
  }, all({ size: 2 }));
  assert.deepEqual(rows, rowsOf(8));
});

Deno.test("whatever order pages arrive in, each row is taken once and at its place", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(60),
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 80 }),
      fc.scheduler(),
      async (count, size, limit, scheduler) => {
        const { read } = paged(() => rowsOf(count));
        const rows: Row[] = [];
        const reading = eachPage(
          scheduler.scheduleFunction(read),
          { size, limit },
          (page, from) => page.forEach((row, index) => rows[from + index] = row),
        );
        const { read: taken, total, complete } = await scheduler.waitFor(reading);
        assert.deepEqual(rows, rowsOf(Math.min(count, limit)));
        assert.deepEqual([taken, total, complete], [rows.length, count, count <= limit]);
      },
    ),
  );
});

Deno.test("while a page is late, those after it are taken, and none of them is held", async () => {
  const { read } = paged(() => rowsOf(60));
  const { promise, resolve } = Promise.withResolvers<void>();
  const taken: number[] = [];
  const reading = eachPage(
    async (page, size) => {
      if (page === 2) await promise;
      return read(page, size);
    },
    all({ size: 20 }),
    (_rows, from) => void taken.push(from),
  );
  await new Promise((done) => setTimeout(done));
  assert.deepEqual(taken, [0, 40]);
  resolve();
  assert.equal((await reading).read, 60);
  assert.deepEqual(taken, [0, 40, 20]);
});

Deno.test("of one page the rows count from its beginning", async () => {
  const { read } = paged(() => rowsOf(5));
  const taken: [Row[], number][] = [];
  await eachPage(read, all({ page: 2, size: 2 }), (rows, from) => void taken.push([rows, from]));
  assert.deepEqual(taken, [[[{ id: 3 }, { id: 4 }], 0]]);
});

Deno.test("what cannot be taken stops the reading", async () => {
  const { read, asked } = paged(() => rowsOf(100));
  const error = new Error("no place for it");
  const reading = eachPage(read, all({ size: 2 }), (rows) => {
    if (rows[0].id > 1) throw error;
  });
  assert.equal(await reading.catch((reason) => reason), error);
  assert.ok(asked.length < 12, `${asked.length} pages were asked for`);
});

Deno.test("a row inserted meanwhile shows no row twice, and the shortfall is told", async () => {
  let held = rowsOf(4);
  const { read } = paged(() => held);
  const listed = await readPages(async (page, size) => {
    const answer = await read(page, size);
    held = [{ id: 99 }, ...rowsOf(4)];
    return answer;
  }, all({ size: 2 }));
  assert.deepEqual(listed, { rows: rowsOf(3), total: 4, complete: false });
});

Deno.test("a page that vanished meanwhile is no error, and the shortfall is told", async () => {
  let held = rowsOf(5);
  const { read, asked } = paged(() => held);
  const listed = await readPages(async (page, size) => {
    const answer = await read(page, size);
    held = rowsOf(4);
    return answer;
  }, all({ size: 2 }));
  assert.deepEqual(listed, { rows: rowsOf(4), total: 5, complete: false });
  assert.deepEqual(asked, ["1 of 2", "2 of 2", "3 of 2"]);
});

Deno.test("rows without id are all kept", async () => {
  const rows = ["a", "a", null, { name: "x" }, { name: "x" }];
  const read = () => Promise.resolve({ rows, total: 5, pages: 1, perPage: 500 });
  assert.deepEqual(await readPages<unknown>(read, all()), { rows, total: 5, complete: true });
});

Deno.test("without headers one page is read, complete only if it is not full", async () => {
  const part = paged(() => rowsOf(3), false);
  assert.deepEqual(await readPages(part.read, all({ size: 4 })), {
    rows: rowsOf(3),
    total: 3,
    complete: true,
  });
  const full = paged(() => rowsOf(9), false);
  assert.deepEqual(await readPages(full.read, all({ size: 4 })), {
    rows: rowsOf(4),
    total: 4,
    complete: false,
  });
  assert.deepEqual(full.asked, ["1 of 4"]);
});

Deno.test("a single page is read alone, and the total is told", async () => {
  const { read, asked } = paged(() => rowsOf(5));
  assert.deepEqual(await readPages(read, all({ page: 2, size: 2 })), {
    rows: [{ id: 3 }, { id: 4 }],
    total: 5,
    complete: false,
  });
  assert.deepEqual(await readPages(read, all({ page: 1, size: 10 })), {
    rows: rowsOf(5),
    total: 5,
    complete: true,
  });
  assert.deepEqual(asked, ["2 of 2", "1 of 10"]);
});

Deno.test("a single page past the end is named", async () => {
  const { read } = paged(() => rowsOf(5));
  await assert.rejects(readPages(read, all({ page: 4, size: 2 })), {
    name: "UpstreamError",
    fault: "not_found",
    status: 404,
    message: "There is no page 4: the list ends before it",
  });
});

Deno.test("a collection that does not exist stays an error", async () => {
  const error = new UpstreamError("not_found", "No such collection", { status: 404 });
  for (const page of [undefined, 1]) {
    const answer = readPages(() => Promise.reject(error), all({ page }));
    assert.equal(await answer.catch((reason) => reason), error);
  }
});

Deno.test("progress counts the rows read, up to those there will be", async () => {
  const told: number[][] = [];
  const onPage = (...numbers: number[]) => void told.push(numbers);
  await readPages(paged(() => rowsOf(5)).read, all({ size: 2, onPage }));
  assert.deepEqual(told.splice(0), [[2, 5], [4, 5], [5, 5]]);
  await readPages(paged(() => rowsOf(9)).read, { size: 2, limit: 3, onPage });
  assert.deepEqual(told, [[2, 3], [3, 3]]);
});

Deno.test("a page that fails stops the others and is the error", async () => {
  const error = new UpstreamError("unavailable", "Kimai failed");
  const { read } = paged(() => rowsOf(100));
  const started: number[] = [];
  const answer = readPages(async (page, size, signal) => {
    started.push(page);
    if (page === 2) throw error;
    if (page > 2) {
      await new Promise((_, reject) =>
        signal!.addEventListener("abort", () => reject(signal!.reason))
      );
    }
    return read(page, size);
  }, all({ size: 2 }));
  assert.equal(await answer.catch((reason) => reason), error);
  assert.deepEqual(started, [1, 2, 3, 4, 5]);
});

Deno.test("cancelling stops all pages with the signal's reason", async () => {
  const cancelled = new AbortController();
  const { read } = paged(() => rowsOf(100));
  const started: number[] = [];
  const answer = readPages(async (page, size, signal) => {
    started.push(page);
    if (page === 5) cancelled.abort("no longer wanted");
    signal!.throwIfAborted();
    return await read(page, size);
  }, all({ size: 2, signal: cancelled.signal }));
  assert.equal(await answer.catch((reason) => reason), "no longer wanted");
  assert.ok(started.length < 10, `${started.length} pages were asked for`);
});

Deno.test("pages that do not exist are not asked for by the thousand, whatever the heads say", async () => {
  const { read, asked } = paged(() => rowsOf(5));
  const boasting = async (page: number, size: number) => ({
    ...await read(page, size),
    pages: 1_000_000_000,
  });
  const listed = await readPages(boasting, all({ size: 2 }));
  assert.deepEqual(listed, { rows: rowsOf(5), total: 5, complete: true });
  assert.ok(asked.length < 10, `${asked.length}`);
});

Deno.test("pages that are said to have no rows are as long as was asked for", async () => {
  const { read } = paged(() => rowsOf(5));
  const empty = async (page: number, size: number) => ({ ...await read(page, size), perPage: 0 });
  assert.deepEqual(await readPages(empty, all({ size: 2 })), {
    rows: rowsOf(5),
    total: 5,
    complete: true,
  });
});
