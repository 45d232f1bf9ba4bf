import assert from "node:assert/strict";
import fc from "fast-check";
import { cellText, listingCsv } from "../../../src/connectors/kimai/listing_csv.ts";
import type { Listing } from "../../../src/connectors/kimai/listing.ts";

const entry = { id: 11, begin: "09:00", end: "10:30", duration: 5400, project: 1, activity: 3 };

function answer(entries: Listing["days"][number]["entries"], changes: Partial<Listing> = {}) {
  return {
    of: "current user",
    zone: "Europe/Berlin",
    total: entries.length,
    read: entries.length,
    complete: true,
    duration: 5400,
    days: [{ date: "2026-11-20", duration: 5400, entries }],
    projects: [{ id: 1, name: "Website", customer: "ACME, Inc.", customer_id: 7, duration: 5400 }],
    activities: [{ id: 3, name: "Design" }],
    users: [{ id: 4, name: "Ann", duration: 5400 }],
    ...changes,
  } satisfies Listing;
}

/** Reads RFC 4180, as a spreadsheet would. */
function readCsv(text: string): string[][] {
  return text.split(/\r\n(?=(?:[^"]*"[^"]*")*[^"]*$)/).filter((line) => line !== "").map((line) =>
    [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, bare]) =>
      quoted === undefined ? bare : quoted.replaceAll('""', '"')
    )
  );
}

Deno.test("a row has names and ids in their own columns, and lines end in CR LF", () => {
  const text = listingCsv(
    answer([{ ...entry, user: 4, description: 'Say "hi"', tags: ["a", "b"], billable: false }]),
  );
  assert.equal(
    text,
    "id,date,begin,end,duration,customer_id,customer,project_id,project,activity_id,activity," +
      "user_id,user,description,tags,billable,exported\r\n" +
      '11,2026-11-20,09:00,10:30,5400,7,"ACME, Inc.",1,Website,3,Design,4,Ann,"Say ""hi""","a, b",false,false\r\n',
  );
});

Deno.test("rate, break and custom fields have a column where one entry has them", () => {
  const rated = { ...entry, rate: 58.9167, currency: "EUR", break: 900 };
  const meta = [{ name: "order", value: "A7" }];
  const [head, first, second] = readCsv(listingCsv(answer([rated, { ...entry, meta }])));
  assert.deepEqual(head.slice(-4), ["rate", "currency", "break", "custom_fields"]);
  assert.deepEqual(first.slice(-4), ["58.9167", "EUR", "900", ""]);
  assert.deepEqual(second.slice(-4), ["", "", "", "order = A7"]);
});

Deno.test("notes and the call that shows more stand behind an empty line", () => {
  const next = { action: "list", filters: { format: "csv", page: 2, size: 1 } };
  const text = listingCsv(answer([entry], { notes: ["only a part"], more: 3, next }));
  assert(text.endsWith(
    "\r\n\r\nNote: only a part\r\n3 more; the next ones: timesheet " +
      '{"action":"list","filters":{"format":"csv","page":2,"size":1}}',
  ));
});

Deno.test("a text that a spreadsheet would run as a formula begins with an apostrophe", () => {
  for (const begin of ["=", "+", "-", "@", "\t"]) {
    assert.equal(cellText(`${begin}1`), `'${begin}1`);
  }
  assert.equal(cellText('=A1,"x"'), `"'=A1,""x"""`);
  assert.equal(cellText("1-2"), "1-2");
  assert.equal(cellText(-5), "-5");
});

Deno.test("every description is read back as it was, but for the apostrophe", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."ab,\"'\r\n=+-@\t ;é") }), (description) => {
      const [head, row] = readCsv(listingCsv(answer([{ ...entry, description }])));
      const written = /^[=+\-@\t]/.test(description) ? `'${description}` : description;
      assert.equal(row[head.indexOf("description")], written);
    }),
  );
});
