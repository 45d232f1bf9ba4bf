import { assertRed, isFor, type Proxy, withHeaders } from "./place.ts";

/** Answers authorization requests of some kind in another way. */
const authorize = (
  when: (asked: URLSearchParams) => boolean,
  answer: () => Response,
): { proxy: Proxy } => ({
  proxy: (request, next) =>
    isFor(request, "/authorize") && when(new URL(request.url).searchParams)
      ? answer()
      : next(request),
});

const login = () =>
  new Response(null, { status: 303, headers: { Location: "https://mcp.example.com/oauth/login" } });

Deno.test("a server that takes requests without PKCE, or with plain, is red", async () => {
  await assertRed(
    authorize((asked) => !asked.has("code_challenge"), login),
    "PKCE",
    /without a challenge is taken/,
    /another server/,
  );
  await assertRed(
    authorize((asked) => asked.get("code_challenge_method") === "plain", login),
    "PKCE",
    /with the method plain is taken/,
  );
});

Deno.test("a page that is not the server's own is red", () =>
  assertRed(
    authorize(
      (asked) => asked.get("code_challenge_method") === "S256",
      () => new Response("<html>Hello</html>", { headers: { "Content-Type": "text/html" } }),
    ),
    "Sign-in page",
    /with a page instead of the page on which people sign in/,
  ));

const changedPage = (change: (headers: Headers) => void): { proxy: Proxy } => ({
  proxy: async (request, next) => {
    const answer = await next(request);
    return isFor(request, "/oauth/login") ? withHeaders(answer, change) : answer;
  },
});

Deno.test("headers of the page that a proxy changed are red", async () => {
  const cases: [(headers: Headers) => void, RegExp][] = [
    [(headers) => headers.delete("Cache-Control"), /may be kept/],
    [
      (headers) => headers.set("Content-Security-Policy", "form-action 'self'"),
      /form-action .* stops browsers/,
    ],
    [(headers) => headers.delete("Content-Security-Policy"), /in frames of other sites/],
  ];
  for (const [change, text] of cases) {
    await assertRed(changedPage(change), "Sign-in page", text, /leave the headers/);
  }
});
