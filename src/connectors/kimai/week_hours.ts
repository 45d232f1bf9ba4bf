/** The type of a setting: how many hours a week has, or each of its days. */

import { z } from "zod";

const wanted =
  "give the hours of a week, such as 40, or of its days from Monday on, such as 8,8,8,8,6,0,0";
const amount = /^\d{1,3}(?:\.\d{1,2})?$/;

/** Seconds from Monday to Sunday; a number alone is that of Monday to Friday together. */
export function weekHours(): z.ZodType<readonly number[] | undefined> {
  return z.string().transform((text, context): readonly number[] => {
    const parts = text.split(",").map((part) => part.trim());
    const hours = parts.every((part) => amount.test(part)) ? parts.map(Number) : [];
    const week = hours.length === 1
      ? Array.from({ length: 7 }, (_, day) => day < 5 ? hours[0] / 5 : 0)
      : hours;
    if (week.length === 7 && week.every((day) => day <= 24) && week.some((day) => day > 0)) {
      return week.map((day) => Math.round(day * 3600));
    }
    context.addIssue({ code: "custom", message: wanted });
    return z.NEVER;
  }).optional().meta({ placeholder: "HOURS" });
}
