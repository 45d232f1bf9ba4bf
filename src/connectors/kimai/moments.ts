/**
 * Times, days and zones as Kimai answers them, checked at the door: what is none would be a bug of ours
 * wherever it is read.
 */

import { z } from "zod";
import { instantOf } from "./dates.ts";

/** Nearly all of them; the rest is left to who knows how long months are. */
const usual =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d[+-][01]\d:?[0-5]\d$/;

/** `2026-11-20T09:00:00+0100` */
export const moment = z.string().refine((text) => usual.test(text) || isGood(instantOf, text));

/** `2026-11-20`, whatever follows it. */
export const day = z.string().refine((text) =>
  isGood((date) => Temporal.PlainDate.from(date), text.slice(0, 10))
);

/** `Europe/Berlin`, one that this computer knows. */
export const zone = z.string().refine((text) =>
  isGood((id) => Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(id), text)
);

function isGood(read: (text: string) => unknown, text: string): boolean {
  try {
    read(text);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
