import assert from "node:assert/strict";
import {
  account,
  assertRed,
  examine,
  isFor,
  lively,
  named,
  origin,
  type Proxy,
  withHeaders,
} from "./place.ts";

Deno.test("a wrong secret is red, and says what to do about it", () =>
  assertRed(
    { account: { name: "ben", secret: "another secret" } },
    "Sign-in",
    /does not let "ben" in with this secret$/,
    /users rotate/,
  ));

Deno.test("it allows no more than reading", async () => {
  const scopes: string[] = [];
  await examine({
    account,
    proxy: async (request, next) => {
      const answer = await lively(request, next);
      if (isFor(request, "/token") && answer.status === 200) {
        scopes.push((await answer.clone().json()).scope);
      }
      return answer;
    },
  });
  assert.deepEqual(new Set(scopes), new Set(["kimai:read"]));
});

const back = (change: (to: URL) => void): Proxy => async (request, next) => {
  const answer = await lively(request, next);
  const location = answer.headers.get("Location");
  if (!location?.startsWith("http://127.0.0.1")) return answer;
  const to = new URL(location);
  change(to);
  return withHeaders(answer, (headers) => headers.set("Location", to.href));
};

Deno.test("a way back to the client that is not as it was sent is red", async () => {
  const cases: [(to: URL) => void, RegExp][] = [
    [(to) => to.searchParams.set("state", "x"), /not the right state/],
    [(to) => to.searchParams.delete("iss"), /not the right iss/],
    [(to) => to.searchParams.set("iss", `${origin}/`), /not the right iss/],
  ];
  for (const [change, text] of cases) {
    await assertRed({ account, proxy: back(change) }, "Sign-in", text, /--public-url/);
  }
});

Deno.test("tokens that anybody may keep are red, and used all the same", async () => {
  const findings = await examine({
    account,
    proxy: async (request, next) => {
      const answer = await lively(request, next);
      return withHeaders(answer, (headers) => {
        if (isFor(request, "/token")) headers.delete("Cache-Control");
      });
    },
  });
  assert.deepEqual(named(findings, "failed", "warning"), ["Sign-in"]);
  assert.match(findings["Sign-in"].text, /Tokens come without Cache-Control/);
  assert.equal(findings.Revocation.outcome, "ok");
});

Deno.test("where the page for consent does not come, it is red", () =>
  assertRed(
    {
      account,
      proxy: (request, next) =>
        isFor(request, "/oauth/consent")
          ? new Response("<html>", { status: 403, headers: { "Content-Type": "text/html" } })
          : lively(request, next),
    },
    "Sign-in",
    /\/oauth\/consent answers 403 with a page instead of the page for consent/,
  ));
