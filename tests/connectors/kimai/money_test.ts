import assert from "node:assert/strict";
import fc from "fast-check";
import {
  amountOf,
  amountsOf,
  amountText,
  moneyOf,
  moneyText,
  Rates,
  sumOfAmounts,
} from "../../../src/connectors/kimai/money.ts";
import { wordings } from "../../../src/connectors/kimai/wording.ts";
import type { Timesheet } from "../../../src/connectors/kimai/records.ts";

function record(rate: number | null, changes: Partial<Timesheet> = {}, currency = "EUR") {
  return {
    id: 1,
    begin: "2026-11-20T09:00:00+0100",
    end: "2026-11-20T10:30:00+0100",
    tags: [],
    project: { id: 1, name: "Website", customer: { id: 7, name: "ACME", currency } },
    user: 4,
    metaFields: [],
    rate,
    ...changes,
  } as Timesheet;
}

function ratesOf(records: readonly Timesheet[]): Rates {
  const rates = new Rates();
  for (const one of records) rates.add(moneyOf(one));
  return rates;
}

Deno.test("rates are summed exactly by currency and rounded once", () => {
  const records = [record(0.0033), record(0.0033), record(0.0034), record(2.5, {}, "CHF")];
  assert.deepEqual(ratesOf(records).amounts(), [
    { currency: "CHF", cents: 250 },
    { currency: "EUR", cents: 1 },
  ]);
});

Deno.test("without any rate there are no amounts", () => {
  assert.equal(ratesOf([record(null), record(0), record(5, { end: null })]).amounts(), undefined);
});

Deno.test("an unknown currency is left out of its amount", () => {
  assert.deepEqual(ratesOf([record(1.5, { project: 1 })]).amounts(), [{ cents: 150 }]);
});

Deno.test("half a cent is rounded away from zero", () => {
  assert.deepEqual(ratesOf([record(0.005)]).amounts(), [{ currency: "EUR", cents: 1 }]);
  assert.deepEqual(ratesOf([record(-0.005)]).amounts(), [{ currency: "EUR", cents: -1 }]);
  assert.deepEqual(ratesOf([record(-0.001)]).amounts(), [{ currency: "EUR", cents: 0 }]);
});

Deno.test("the sums of days, or of projects, come to the total in every currency", () => {
  const rated = fc.record({
    parts: fc.integer({ min: -1_000_000, max: 50_000_000 }),
    group: fc.integer({ min: 1, max: 9 }),
    currency: fc.constantFrom("EUR", "USD", "CHF"),
  });
  fc.assert(
    fc.property(fc.array(rated), (all) => {
      const recordOf = ({ parts, currency }: typeof all[number]) =>
        record(parts / 10_000, {}, currency);
      const groups = new Rates();
      for (const found of Map.groupBy(all, ({ group }) => group).values()) {
        groups.addAll(ratesOf(found.map(recordOf)));
      }
      const total = ratesOf(all.map(recordOf)).amounts();
      assert.deepEqual(groups.amounts(), total);
      for (const { currency, cents } of total ?? []) {
        const parts = all.filter((one) => one.currency === currency)
          .reduce((sum, one) => sum + one.parts, 0);
        assert(Math.abs(parts - cents * 100) <= 50, `${parts} ${cents}`);
      }
    }),
  );
});

Deno.test("amounts of groups add up to the total in every currency, each within a cent of its own", () => {
  const rated = fc.record({
    currency: fc.constantFrom("EUR", "USD", undefined),
    parts: fc.integer({ min: -2_000, max: 50_000 }),
  });
  fc.assert(
    fc.property(fc.array(fc.array(rated, { maxLength: 5 }), { maxLength: 12 }), (groups) => {
      const all = groups.map((own) => {
        const rates = new Rates();
        for (const one of own) rates.add(one);
        return rates;
      });
      const total = new Rates();
      for (const one of all) total.addAll(one);
      const amounts = amountsOf(all);
      assert.deepEqual(sumOfAmounts(amounts), total.amounts());
      for (const [index, one] of all.entries()) {
        for (const { currency, cents } of amounts[index] ?? []) {
          const parts = one.partsIn(currency);
          assert(Math.abs(cents * 100 - parts) < 100, `${parts} ${cents}`);
        }
      }
    }),
  );
});

Deno.test("thirds of a cent are dealt out: three groups of a third come to the one cent of their total", () => {
  const third = ratesOf([record(0.0034)]);
  assert.deepEqual(amountsOf([third, third, third, new Rates()]), [
    [{ currency: "EUR", cents: 1 }],
    [{ currency: "EUR", cents: 0 }],
    [{ currency: "EUR", cents: 0 }],
    undefined,
  ]);
  assert.equal(
    moneyText([{ currency: "EUR", cents: 150 }, { cents: 5 }], wordings.de),
    ", 1,50 EUR, 0,05",
  );
  assert.equal(moneyText(undefined, wordings.en), "");
});

Deno.test("a rate by itself is rounded as a sum is", () => {
  assert.deepEqual(amountOf(1.005, "EUR"), { currency: "EUR", cents: 101 });
});

Deno.test("amounts read with a comma at thousands and two decimals", () => {
  const read = [[123450, "1,234.50"], [5, "0.05"], [-100000000, "-1,000,000.00"], [0, "0.00"]];
  for (const [cents, text] of read as [number, string][]) {
    assert.equal(amountText({ currency: "EUR", cents }), `${text} EUR`);
  }
  assert.equal(amountText({ cents: 99999 }), "999.99");
  assert.equal(amountText({ currency: "EUR", cents: 123450 }, wordings.de), "1.234,50 EUR");
});
