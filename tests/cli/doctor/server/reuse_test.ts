import assert from "node:assert/strict";
import { account, assertRed, examine, isFor, lively, named, type Proxy } from "./place.ts";

/** Answers a grant's second use of the same code or token. */
function secondTime(
  member: "code" | "refresh_token",
  answer: (first: Response, request: Request, next: (request: Request) => Promise<Response>) =>
    | Response
    | Promise<Response>,
): Proxy {
  const answered = new Map<string, Response>();
  return async (request, next) => {
    if (!isFor(request, "/token") || request.method !== "POST") return await lively(request, next);
    const value = new URLSearchParams(await request.clone().text()).get(member);
    const first = value === null ? undefined : answered.get(value);
    if (first) return await answer(first, request, next);
    const came = await next(request);
    if (value !== null) answered.set(value, came.clone());
    return came;
  };
}

Deno.test("a code that is taken twice is red", () =>
  assertRed(
    { account, proxy: secondTime("code", (first) => first.clone()) },
    "Code reuse",
    /A code is taken a second time/,
    /nothing keep their answers/,
  ));

Deno.test("a code whose tokens go on is red", () =>
  assertRed(
    {
      account,
      proxy: secondTime("code", () => Response.json({ error: "invalid_grant" }, { status: 400 })),
    },
    "Code reuse",
    /What came of a code goes on/,
  ));

const slow = { account, slow: true, patience: { slow: 0, reuse: 0 } };

Deno.test("a refresh token that is taken again after its time is red", async () => {
  const findings = await examine({ ...slow, proxy: lively });
  assert.deepEqual(named(findings, "failed"), ["Refresh reuse"]);
  assert.match(findings["Refresh reuse"].text, /A refresh token is taken a second time/);
});

Deno.test("one that ends all that came of it is green", async () => {
  const proxy = secondTime("refresh_token", async (first, request, next) => {
    const { refresh_token } = await first.clone().json();
    const client_id = new URLSearchParams(await request.clone().text()).get("client_id")!;
    await next(
      new Request(new URL("/revoke", request.url), {
        method: "POST",
        body: new URLSearchParams({ client_id, token: refresh_token }),
      }),
    );
    return Response.json({ error: "invalid_grant" }, { status: 400 });
  });
  const findings = await examine({ ...slow, proxy });
  assert.deepEqual(named(findings, "failed"), []);
  assert.match(findings["Refresh reuse"].text, /second time is refused, and ends what came of it/);
});

Deno.test("without the time for it the look says how to get it", async () => {
  const { "Refresh reuse": found } = await examine({ account, proxy: lively });
  assert.deepEqual([found.outcome, found.text], ["skipped", "Takes minutes: add --slow"]);
});
