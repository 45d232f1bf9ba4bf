/** How long a request may be: what the server takes must not be refused before it. */

import { type Answer, isPage, NoAnswer, objectIn } from "./asking.ts";
import { failed, type Look, ok, skipped, type Verdict, type Visit } from "./look.ts";
import { modernRequest, resultIn } from "./messages.ts";
import { strange } from "./strange.ts";

export const sizes: readonly Look[] = [{ name: "Body size", look: bodySize }];

/** Bytes that the server takes unless it is told otherwise (`--max-body`). */
const usual = 4_194_304;
const fix =
  "Raise the proxy's limit to the server's --max-body (nginx: client_max_body_size 4m, and as long as that takes)";

/**
 * With a token the server says its limit, where it is a lower one; without a token it refuses before it reads, and
 * only a lower limit before it shows.
 */
async function bodySize(visit: Visit): Promise<Verdict> {
  const { bearer, stripped } = visit.learnt;
  if (bearer === undefined || stripped) return await withoutToken(visit);
  const first = await post(visit, bearer, usual);
  const limit = limitIn(first) ?? usual;
  const answer = limit < usual ? await post(visit, bearer, limit) : first;
  if (answer.status === 413) return refusedBefore(answer);
  if (!resultIn(answer)) return strange(answer, "an answer to a long request");
  const above = await post(visit, bearer, limit + 1);
  return ok(`${limit} bytes pass, ${above.status === 413 ? "and more is refused" : "and more"}`);
}

async function withoutToken(visit: Visit): Promise<Verdict> {
  try {
    const answer = await post(visit, "no-token-of-anybody", usual);
    if (answer.status === 413) return refusedBefore(answer);
    if (answer.status === 401) return ok(`${usual} bytes pass`);
    return strange(answer, "a refusal (401) of who has no token");
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    // A server may hang up on a body that it does not want.
    return skipped("Needs a token: the server refused before it had read so much");
  }
}

function refusedBefore(answer: Answer): Verdict {
  const what = isPage(answer) ? "with a page of its own" : "before the server";
  return failed(`A proxy refuses requests ${what} that the server would take (413)`, fix);
}

/** A `server/discover` of so many bytes. */
function post({ resource, ask }: Visit, bearer: string, bytes: number): Promise<Answer> {
  const request = modernRequest("server/discover", bearer, { padding: "" });
  const body = String(request.body);
  const padding = "x".repeat(bytes - body.length);
  return ask(resource, {
    ...request,
    body: body.replace('"padding":""', `"padding":"${padding}"`),
  });
}

function limitIn(answer: Answer): number | undefined {
  const error = objectIn(answer)?.error as { message?: unknown } | undefined;
  const bytes = /a body may have (\d+) bytes/.exec(String(error?.message ?? ""))?.[1];
  return bytes === undefined ? undefined : Number(bytes);
}
