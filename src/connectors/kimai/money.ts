/** What records come to: summed exactly in 1/10,000 of a currency, as Kimai's rates have it, and rounded once. */

import { z } from "zod";
import type { Timesheet } from "./records.ts";
import { type Wording, wordings } from "./wording.ts";

/** Whole cents; without a currency where Kimai does not tell it. */
export const amount = z.object({ currency: z.string().optional(), cents: z.int() });
export type Amount = z.infer<typeof amount>;

/** Parts of a currency unit that a sum counts. */
const perUnit = 10_000;

/** What a record comes to, in parts of its currency. */
export interface Money {
  currency?: string;
  parts: number;
}

/** Of a running record Kimai knows no rate yet; a rate of 0 stands wherever none was agreed. */
export function moneyOf(record: Timesheet): Money | undefined {
  if (!record.rate || !record.end) return undefined;
  return { currency: currencyOf(record), parts: Math.round(record.rate * perUnit) };
}

/** Collects what records come to by the currency of their customers. */
export class Rates {
  readonly #sums = new Map<string | undefined, number>();

  add(money: Money | undefined): void {
    if (money) this.#count(money.currency, money.parts);
  }

  addAll(other: Rates): void {
    for (const [currency, sum] of other.#sums) this.#count(currency, sum);
  }

  #count(currency: string | undefined, parts: number): void {
    this.#sums.set(currency, this.partsIn(currency) + parts);
  }

  has(currency: string | undefined): boolean {
    return this.#sums.has(currency);
  }

  partsIn(currency: string | undefined): number {
    return this.#sums.get(currency) ?? 0;
  }

  /** In the order of their names. */
  currencies(): (string | undefined)[] {
    return [...this.#sums.keys()].sort((one = "", other = "") => one.localeCompare(other));
  }

  /** By currency, or undefined where no record had a rate. */
  amounts(): Amount[] | undefined {
    return amountsOf([this])[0];
  }
}

/**
 * What each of some sums comes to, rounded so that in each currency they add up to their total: what rounding down
 * leaves goes to the largest remainders. Undefined where no record had a rate.
 */
export function amountsOf(all: readonly Rates[]): (Amount[] | undefined)[] {
  const amounts: (Amount[] | undefined)[] = all.map(() => undefined);
  const total = new Rates();
  for (const one of all) total.addAll(one);
  for (const currency of total.currencies()) {
    const cents = centsAddingUp(all.map((one) => one.partsIn(currency)));
    for (const [index, one] of all.entries()) {
      if (!one.has(currency)) continue;
      const amount = { ...(currency !== undefined && { currency }), cents: cents[index] };
      (amounts[index] ??= []).push(amount);
    }
  }
  return amounts;
}

/** Parts that a cent has. */
const perCent = perUnit / 100;

function centsAddingUp(parts: readonly number[]): number[] {
  const cents = parts.map((part) => Math.floor(part / perCent));
  const sum = (values: readonly number[]) => values.reduce((all, one) => all + one, 0);
  const rest = parts.map((part, index) => part - cents[index] * perCent);
  const order = parts.map((_, index) => index).sort((one, other) =>
    rest[other] - rest[one] || one - other
  );
  const left = centsOf(sum(parts)) - sum(cents);
  for (const index of order.slice(0, left)) cents[index]++;
  return cents;
}

/** What amounts come to together, by currency. */
export function sumOfAmounts(
  all: readonly (readonly Amount[] | undefined)[],
): Amount[] | undefined {
  const total = new Rates();
  for (const { currency, cents } of all.flatMap((one) => one ?? [])) {
    total.add({ currency, parts: cents * perCent });
  }
  return total.amounts();
}

/** One rate as an amount. */
export function amountOf(rate: number, currency?: string): Amount {
  return { currency, cents: centsOf(Math.round(rate * perUnit)) };
}

/** Half a cent away from zero. */
function centsOf(parts: number): number {
  const cents = Math.round(Math.abs(parts) * 100 / perUnit);
  return parts < 0 && cents > 0 ? -cents : cents;
}

/** The customer's currency, which only expanded records carry. */
export function currencyOf({ project }: Timesheet): string | undefined {
  const owner = typeof project === "object" ? project.customer : undefined;
  return typeof owner === "object" ? owner.currency : undefined;
}

/** `, 1,234.50 EUR` for each currency. */
export function moneyText(amounts: readonly Amount[] | undefined, words: Wording): string {
  return (amounts ?? []).map((one) => `, ${amountText(one, words)}`).join("");
}

/** `1,234.50 EUR`, or in German `1.234,50 EUR` */
export function amountText(
  { currency, cents }: Amount,
  { thousands, decimals }: Pick<Wording, "thousands" | "decimals"> = wordings.en,
): string {
  const digits = String(Math.abs(cents)).padStart(3, "0");
  const units = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, thousands);
  const sign = cents < 0 ? "-" : "";
  return `${sign}${units}${decimals}${digits.slice(-2)}${currency ? ` ${currency}` : ""}`;
}
