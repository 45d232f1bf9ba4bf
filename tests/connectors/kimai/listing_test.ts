import assert from "node:assert/strict";
import fc from "fast-check";
import {
  listingFrom,
  type ListingInput,
  listingOf,
  listingText,
  tallyFor,
} from "../../../src/connectors/kimai/listing.ts";
import type { Timesheet } from "../../../src/connectors/kimai/records.ts";
import { textLimit } from "../../../src/mcp/result.ts";

const now = Temporal.Instant.from("2026-11-20T12:00:00Z");
const acme = { id: 7, name: "ACME" };

function record(id: number, changes: Record<string, unknown> = {}): Timesheet {
  return {
    id,
    begin: "2026-11-20T09:00:00+0100",
    end: "2026-11-20T10:30:00+0100",
    duration: 5400,
    description: `entry ${id}`,
    tags: [],
    project: { id: 1, name: "Website", customer: acme },
    activity: { id: 3, name: "Design", project: null },
    user: { id: 4, username: "ann", alias: "Ann" },
    exported: false,
    billable: true,
    metaFields: [],
    ...changes,
  };
}

function list(records: Timesheet[], changes: Partial<ListingInput> = {}) {
  return listingOf({ records, ...inputOf(records, changes) });
}

function inputOf(records: Timesheet[], changes: Partial<ListingInput> = {}): ListingInput {
  return {
    total: records.length,
    complete: true,
    of: "current user",
    zone: "Europe/Berlin",
    now,
    withUsers: false,
    notes: [],
    show: Number.MAX_SAFE_INTEGER,
    filters: {},
    page: 1,
    ...changes,
  };
}

Deno.test("entries stand under their day, ids of projects and activities once in the legend", () => {
  const shop = { id: 2, name: "Shop", customer: acme };
  const answer = list([
    record(12, { project: shop, tags: ["urgent"], billable: false, exported: true }),
    record(11, {
      begin: "2026-11-19T22:00:00+0100",
      end: "2026-11-20T01:00:00+0100",
      duration: 9000,
    }),
  ]);
  assert.equal(
    listingText(answer),
    [
      "Found 2 timesheets for current user (Europe/Berlin): 4:00 h",
      "",
      "Fri 20 Nov 2026, 1:30 h",
      "12 09:00-10:30 1:30 Shop / Design: entry 12 #urgent [not billable] [exported]",
      "",
      "Thu 19 Nov 2026, 2:30 h",
      "11 22:00-2026-11-20 01:00 2:30 Website / Design: entry 11",
      "",
      "Projects: ACME / Website (1) 2:30, ACME / Shop (2) 1:30",
      "Activities: Design (3)",
    ].join("\n"),
  );
  assert.deepEqual(answer.days[0].entries, [{
    id: 12,
    begin: "09:00",
    end: "10:30",
    duration: 5400,
    project: 2,
    activity: 3,
    user: undefined,
    description: "entry 12",
    tags: ["urgent"],
    billable: false,
    exported: true,
  }]);
});

Deno.test("Kimai's duration counts, breaks taken off, and a running entry until now", () => {
  const answer = list([
    record(2, { begin: "2026-11-20T12:00:00+0100", end: null, duration: 0 }),
    record(1, { duration: 3600 }),
  ]);
  assert.equal(answer.duration, 3600 + 3600);
  assert.match(listingText(answer), /^2 12:00-now 1:00 Website/m);
});

Deno.test("people are named where several are listed, and two of one name get their id", () => {
  const other = { id: 5, username: "ann2", alias: "Ann" };
  const text = listingText(list([record(2, { user: other }), record(1)], { withUsers: true }));
  assert.match(text, /^2 09:00-10:30 1:30 Ann \(5\): Website/m);
  assert.match(text, /^People: Ann \(4\) 1:30, Ann \(5\) 1:30$/m);
});

Deno.test("a description of several lines stays on its line", () => {
  const text = listingText(list([record(1, { description: "one\n\ntwo" })]));
  assert.match(text, /: one two$/m);
});

Deno.test("a long description is cut, so that an entry always fits", () => {
  const answer = list([record(1, { description: "x".repeat(60_000) })]);
  assert.equal(answer.days[0].entries[0].description?.length, 300);
});

Deno.test("nothing found is said in one line", () => {
  assert.equal(
    listingText(list([], { period: "Mon 16 Nov 2026" })),
    "Found 0 timesheets for current user (Mon 16 Nov 2026, Europe/Berlin): 0:00 h",
  );
});

Deno.test("a listing never passes the limit, totals all, and names the next call", () => {
  const records = Array.from(
    { length: 501 },
    (_, index) =>
      record(1000 - index, {
        description: "Reviewed the offer with the client and wrote the notes",
      }),
  );
  const answer = list(records, { filters: { begin: "2026-11-01T00:00:00" } });
  const text = listingText(answer);
  const shown = answer.days.flatMap((day) => day.entries).length;
  assert(text.length <= textLimit && text.length > textLimit - 1000, `${text.length}`);
  assert.equal(answer.duration, 501 * 5400);
  assert.equal(answer.more, 501 - shown);
  assert.deepEqual(answer.next, {
    action: "list",
    filters: { begin: "2026-11-01T00:00:00", page: 2, size: shown },
  });
  assert(
    text.endsWith(`${501 - shown} more; the next ones: timesheet ${JSON.stringify(answer.next)}`),
  );
});

Deno.test("whatever pages records come in, and in whatever order, their listing is that of all at once", () => {
  const one = fc.record({
    begin: fc.constantFrom("2026-11-18T09:00:00+0100", "2026-11-19T23:00:00-0500"),
    duration: fc.integer({ min: 0, max: 30_000 }),
    end: fc.constantFrom(null, "2026-11-20T10:30:00+0100"),
    project: fc.nat(5)
      .map((id) => ({ id, name: id > 3 ? "Website" : "Shop", customer: acme })),
    rate: fc.option(fc.nat(100)),
  });
  const format = fc.constantFrom("table" as const, "csv" as const, "json" as const);
  const order = fc.array(fc.record({ length: fc.nat(9), place: fc.nat() }), { maxLength: 8 });
  const show = fc.constantFrom(0, 5, Number.MAX_SAFE_INTEGER);
  fc.assert(fc.property(fc.array(one), order, show, format, (all, order, show, format) => {
    const records = all.map((changes, index) => record(index + 1, changes));
    const input = inputOf(records, { show, format });
    let until = 0;
    const pages = [...order, { length: Infinity, place: 0 }].map(({ length, place }) => {
      const from = until;
      return { place, from, rows: records.slice(from, until += length) };
    });
    const tally = tallyFor(input);
    for (const { rows, from } of pages.sort((one, other) => one.place - other.place)) {
      tally.add(rows, from);
    }
    assert.deepEqual(listingFrom(tally, input), listingOf({ records, ...input }));
    assert.deepEqual(tally.first(), records.slice(0, show));
  }));
});

Deno.test("of very many records no more are kept than a text can show", () => {
  const tally = tallyFor(inputOf([]));
  for (let page = 0; page < 10; page++) {
    const rows = Array.from({ length: 500 }, (_, index) => record(page * 500 + index));
    tally.add(rows, page * 500);
  }
  assert.deepEqual([tally.read, tally.first().length], [5000, Math.ceil(textLimit / 18)]);
  assert.equal(tally.duration, 5000 * 5400);
});

Deno.test("following the next call shows every entry once, whatever fits on a page and in whatever format", () => {
  const words = fc.array(fc.integer({ min: 1, max: 600 }), { minLength: 1, maxLength: 150 });
  const format = fc.constantFrom("table" as const, "csv" as const, "json" as const);
  const detail = fc.constantFrom("concise" as const, "full" as const);
  fc.assert(
    fc.property(words, format, detail, (lengths, format, detail) => {
      const records = lengths.map((length, index) =>
        record(index + 1, { description: "x".repeat(length) })
      );
      const seen: number[] = [];
      let [page, size] = [1, records.length];
      for (let calls = 0; calls < 1000; calls++) {
        const answer = list(records.slice((page - 1) * size, page * size), {
          total: records.length,
          show: size,
          page,
          format,
          detail,
        });
        assert(listingText(answer).length <= textLimit);
        seen.push(...answer.days.flatMap((day) => day.entries).map((entry) => entry.id));
        if (!answer.next) break;
        ({ page, size } = answer.next.filters);
      }
      assert.deepEqual(seen, records.map(({ id }) => id));
    }),
    { numRuns: 40 },
  );
});

Deno.test("in full an entry shows its whole description, break, rate and custom fields", () => {
  const description = "x".repeat(400);
  const rated = { id: 1, name: "Website", customer: { ...acme, currency: "EUR" } };
  const metaFields = [{ name: "order", value: "A7" }, { name: "unset", value: null }];
  const answer = list([
    record(1, { description, break: 900, rate: 58.9167, project: rated, metaFields }),
    record(2, { end: null, rate: 0, project: rated }),
  ], { detail: "full" });
  const line = `1 09:00-10:30 1:30 Website / Design: ${description}`;
  assert(
    listingText(answer).includes(`${line} [break 0:15] [rate 58.92 EUR] [order = A7]\n`),
  );
  const [first, second] = answer.days[0].entries;
  assert.deepEqual(
    [first.break, first.rate, first.currency, first.meta],
    [900, 58.9167, "EUR", [{ name: "order", value: "A7" }]],
  );
  assert.deepEqual([second.rate, second.break, second.meta], [undefined, undefined, undefined]);
});

Deno.test("an entry longer than an answer is cut in full as well, and the next one follows", () => {
  const long = record(1, {
    description: '"'.repeat(60_000),
    metaFields: [{ name: "note", value: "\n".repeat(60_000) }],
  });
  for (const format of ["table", "csv", "json"] as const) {
    const answer = list([long, record(2)], { detail: "full", format });
    assert(listingText(answer).length <= textLimit, format);
    assert.deepEqual(answer.days[0].entries.map(({ id }) => id), [1], format);
    assert.deepEqual([answer.more, answer.next?.filters.page], [1, 2], format);
  }
});

Deno.test("as JSON the text is the structured content, within the limit, also with a thousand projects", () => {
  const records = Array.from({ length: 1000 }, (_, index) =>
    record(index + 1, {
      project: { id: index + 1, name: `Project ${index + 1}`, customer: acme },
    }));
  const answer = list(records, { format: "json" });
  const text = listingText(answer);
  assert(text.length <= textLimit);
  assert.deepEqual(
    JSON.parse(text),
    { action: "list", result: JSON.parse(JSON.stringify(answer)) },
  );
  const shown = answer.days[0].entries;
  assert(shown.length > 20);
  assert.deepEqual(answer.projects.map(({ id }) => id).sort(), shown.map(({ id }) => id).sort());
});

Deno.test("money is totalled by currency, of all records that were read", () => {
  const [euros, dollars] = ["EUR", "USD"].map((currency) => ({
    id: 1,
    name: "Website",
    customer: { ...acme, currency },
  }));
  const records = [
    record(3, { rate: 1234.4967, project: euros }),
    record(2, { rate: 0.0033, project: euros }),
    record(1, { rate: 5, project: dollars }),
  ];
  const answer = list(records, { show: 1 });
  assert.deepEqual(answer.amounts, [
    { currency: "EUR", cents: 123450 },
    { currency: "USD", cents: 500 },
  ]);
  assert.match(
    listingText(answer),
    /^Found 3 timesheets for current user \(Europe\/Berlin\): 4:30 h, 1,234\.50 EUR, 5\.00 USD\n/,
  );
});

Deno.test("whose Kimai is German reads German, and programs what they always read", () => {
  const rated = { id: 1, name: "Website", customer: { ...acme, currency: "EUR" } };
  const records = [
    record(12, { rate: 1234.5, project: rated, billable: false, break: 900, exported: true }),
    record(11, { begin: "2026-03-19T12:00:00+0100", end: null, duration: 0, project: rated }),
  ];
  const changes = { total: 3, complete: false, show: 2, detail: "full" as const, notes: ["one"] };
  const answer = list(records, { ...changes, period: "from Thu 19 Mar 2026", language: "de" });
  assert.deepEqual(listingText(answer).split("\n"), [
    "Gefunden: 3 Einträge, eigene (ab Do 19. Mär 2026, Europe/Berlin): 5906:30 h, 1.234,50 EUR (der 2 gelesenen)",
    "Hinweis: one",
    "",
    "Fr 20. Nov 2026, 1:30 h",
    "12 09:00-10:30 1:30 Website / Design: entry 12 [nicht abrechenbar] [exportiert] [Pause 0:15] [Betrag 1.234,50 EUR]",
    "",
    "Do 19. Mär 2026, 5905:00 h",
    "11 12:00-jetzt 5905:00 Website / Design: entry 11",
    "",
    "Projekte: ACME / Website (1) 5906:30",
    "Tätigkeiten: Design (3)",
    `1 weitere; die nächsten: timesheet ${JSON.stringify(answer.next)}`,
  ]);
  const { language, ...same } = answer;
  assert.equal(language, "de");
  assert.deepEqual({ ...list(records, { ...changes, period: "from Thu 19 Mar 2026" }) }, {
    ...same,
    language: undefined,
  });
});
