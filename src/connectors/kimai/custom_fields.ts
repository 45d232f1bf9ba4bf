// No test of its own: entries_test.ts, listing_test.ts and tools/entity_test.ts read records with and without.
/** Custom fields as answers show them: those that say something, as text. */

import { z } from "zod";

/** A custom field in an answer. */
export const customField = z.object({ name: z.string(), value: z.string() });

/** Kimai has null for a field that was never set, and an empty text for one that was emptied. */
export function customFieldsOf(
  fields: readonly { name: string; value?: unknown }[] | null | undefined,
): z.infer<typeof customField>[] | undefined {
  const set = (fields ?? []).filter(({ value }) =>
    value !== null && value !== undefined && value !== ""
  );
  return set.length > 0
    ? set.map(({ name, value }) => ({ name, value: String(value) }))
    : undefined;
}
