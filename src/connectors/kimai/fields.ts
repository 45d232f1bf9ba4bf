/** The parameters that tools share, each with one meaning everywhere. */

import { z } from "zod";
import { UserError } from "../../mcp/errors.ts";
import { wired } from "../../mcp/wire.ts";
import { type Moment, readMoment } from "./dates.ts";

/** An id: a whole number, also as text. */
export function id(description?: string) {
  const error = "an id is a whole number above 0";
  const text = z.string().regex(/^[1-9]\d{0,15}$/).transform(Number);
  const schema = wired(z.union([z.int({ error }).positive({ error }), text], { error }), {
    type: "integer",
  });
  return description ? schema.describe(description) : schema;
}

/** Ids for a batch. */
export const ids = z.array(id()).min(1, { error: "name at least one id" })
  .transform((all) => [...new Set(all)]);

/** A whole number within bounds, also as text. */
export function count(min: number, max: number, description?: string) {
  const error = `a whole number from ${min} to ${max} is wanted`;
  const schema = wired(
    z.union([z.int(), z.string().regex(/^\d{1,9}$/).transform(Number)], { error })
      .refine((value) => value >= min && value <= max, { error }),
    { type: "integer" },
  );
  return description ? schema.describe(description) : schema;
}

const words = new Map<unknown, boolean>([
  [true, true],
  [1, true],
  ["1", true],
  ["true", true],
  [false, false],
  [0, false],
  ["0", false],
  ["false", false],
]);

/** Yes or no; the reference's 0 and 1 are understood as well. */
export function flag(description?: string) {
  const schema = wired(
    z.union([z.boolean(), z.number(), z.string()], { error: "true or false is wanted" })
      .refine((value) => words.has(value), { error: "true or false is wanted" })
      .transform((value) => words.get(value)!),
    { type: "boolean" },
  );
  return description ? schema.describe(description) : schema;
}

/** An amount of money: not below zero, `12,5` is understood. */
export const money = wired(
  z.union([
    z.number(),
    z.string().regex(/^\d+([.,]\d+)?$/).transform((text) => +text.replace(",", ".")),
  ], {
    error: "an amount is wanted",
  }).refine((value) => value >= 0, { error: "an amount not below zero is wanted" }),
  { type: "number" },
);

/** A date or date-time; without offset it is local time of the person in Kimai. */
export function moment(description?: string) {
  const schema = wired(
    z.string({ error: "a date is text" }).transform((text, context): Moment => {
      try {
        return readMoment(text);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        context.addIssue({ code: "custom", message: error.message });
        return z.NEVER;
      }
    }),
    { type: "string" },
  );
  return description ? schema.describe(description) : schema;
}
