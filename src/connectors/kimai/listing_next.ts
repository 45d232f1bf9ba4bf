// No test of its own: listing_test.ts follows its calls to the end.
/** The call that shows the entries behind those of an answer. */

import type { Listing, ListingInput } from "./listing.ts";

/** How many follow after so many that are shown, and the arguments of the next call. */
export function nextOf(input: ListingInput, shown: number): Pick<Listing, "more" | "next"> {
  const until = (input.page - 1) * input.show + shown;
  if (until >= input.total || shown === 0) return {};
  const size = largestDivisor(until, shown);
  return {
    more: input.total - until,
    next: { action: "list", filters: { ...input.filters, page: until / size + 1, size } },
  };
}

/** Kimai's pages begin at multiples of their size: the longest size, up to a limit, whose pages meet where this answer ends. */
function largestDivisor(of: number, limit: number): number {
  for (let size = limit; size > 1; size--) if (of % size === 0) return size;
  return 1;
}
