/** The same thing done to many items, a few at a time: every item is tried and every item is reported. */

import pLimit from "p-limit";
import { z } from "zod";
import { UpstreamError, UserError } from "../../mcp/errors.ts";
import type { KimaiSession } from "./session.ts";

/** How many items are worked on at once. */
const atOnce = 10;

/** Which items were done, and why the others were not. */
export const batchResult = z.object({
  done: z.array(z.int()),
  failed: z.array(z.object({ id: z.int(), why: z.string() })),
});
export type BatchResult = z.infer<typeof batchResult>;

/** Runs `one` for each id, in order of the report; a refused item does not stop the others, a bug or a cancelled call does. */
export async function batch(
  ids: readonly number[],
  one: (id: number) => Promise<unknown>,
  session: Pick<KimaiSession, "progress">,
): Promise<BatchResult> {
  const limit = pLimit(atOnce);
  let ended = 0;
  const outcomes = await Promise.all(ids.map((id) =>
    limit(async () => {
      const why = await one(id).then(() => undefined, sentenceOf);
      session.progress(++ended, ids.length);
      return { id, why };
    })
  ));
  const result: BatchResult = { done: [], failed: [] };
  for (const { id, why } of outcomes) {
    if (why === undefined) result.done.push(id);
    else result.failed.push({ id, why });
  }
  return result;
}

function sentenceOf(thrown: unknown): string {
  if (thrown instanceof UpstreamError || thrown instanceof UserError) return thrown.message;
  throw thrown;
}

/** A line for each item that failed. */
export function failureLines({ failed }: BatchResult): string {
  return failed.map(({ id, why }) => `\n  - ID ${id}: ${why}`).join("");
}
