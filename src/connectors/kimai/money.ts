/** What records come to: summed exactly in 1/10,000 of a currency, as Kimai's rates have it, and rounded once. */

import { z } from "zod";
import type { Timesheet } from "./records.ts";
import { type Wording, wordings } from "./wording.ts";

/** Whole cents; without a currency where Kimai does not tell it. */
export const amount = z.object({ currency: z.string().optional(), cents: z.int() });
export type Amount = z.infer<typeof amount>;

/** Parts of a currency unit that a sum counts. */
const perUnit = 10_000;

/** Collects the rates of records by the currency of their customers. */
export class Rates {
  #sums = new Map<string | undefined, number>();

  /** Of a running record Kimai knows no rate yet; a rate of 0 stands wherever none was agreed. */
  add(record: Timesheet): void {
    if (!record.rate || !record.end) return;
    this.#count(currencyOf(record), Math.round(record.rate * perUnit));
  }

  addAll(other: Rates): void {
    for (const [currency, sum] of other.#sums) this.#count(currency, sum);
  }

  #count(currency: string | undefined, parts: number): void {
    this.#sums.set(currency, (this.#sums.get(currency) ?? 0) + parts);
  }

  /** By currency, or undefined where no record had a rate. */
  amounts(): Amount[] | undefined {
    if (this.#sums.size === 0) return undefined;
    const all = [...this.#sums].map(([currency, sum]) => ({
      ...(currency !== undefined && { currency }),
      cents: centsOf(sum),
    }));
    return all.sort((one, other) => (one.currency ?? "").localeCompare(other.currency ?? ""));
  }
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
