import assert from "node:assert/strict";
import { account, assertRed, examine, isFor, lively, named, type Proxy } from "./place.ts";

/** Sees each request to `/token` with its fields. */
const atToken = (
  answer: (
    fields: URLSearchParams,
    next: () => Promise<Response>,
  ) => Response | Promise<Response>,
): Proxy =>
async (request, next) => {
  if (!isFor(request, "/token") || request.method !== "POST") return await lively(request, next);
  return await answer(
    new URLSearchParams(await request.clone().text()),
    () => next(request),
  );
};

const refusal = () => Response.json({ error: "invalid_grant" }, { status: 400 });

Deno.test("of two refreshes at once both must be answered", () => {
  const seen = new Set<string>();
  return assertRed(
    {
      account,
      proxy: atToken((fields, next) => {
        const token = fields.get("refresh_token") ?? "";
        if (token && seen.has(token)) return refusal();
        seen.add(token);
        return next();
      }),
    },
    "Parallel refresh",
    /one is refused/,
    /one server alone/,
  );
});

Deno.test("a token of the two that is good for nothing is red", () => {
  const seen = new Set<string>();
  return assertRed(
    {
      account,
      proxy: atToken(async (fields, next) => {
        const token = fields.get("refresh_token") ?? "";
        const answer = await next();
        if (!token || !seen.has(token)) {
          seen.add(token);
          return answer;
        }
        return Response.json({ ...await answer.json(), access_token: "of-another-server" });
      }),
    },
    "Parallel refresh",
    /a token that is not good/,
  );
});

Deno.test("without new tokens for old ones it is red", async () => {
  const findings = await examine({
    account,
    proxy: atToken((fields, next) =>
      fields.get("grant_type") === "refresh_token" ? new Response("", { status: 500 }) : next()
    ),
  });
  assert.deepEqual(named(findings, "failed"), ["Refresh", "Parallel refresh"]);
  assert.match(findings.Refresh.text, /\/token answers 500 instead of new tokens/);
});

Deno.test("a token that is still good after it was given back is red", () =>
  assertRed(
    {
      account,
      proxy: (request, next) =>
        isFor(request, "/revoke") ? new Response(null, { status: 200 }) : lively(request, next),
    },
    "Revocation",
    /still good after it was given back/,
    /\/revoke/,
  ));
