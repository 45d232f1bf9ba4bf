import assert from "node:assert/strict";
import { type Context, Hono } from "hono";
import {
  browserOf,
  formToken,
  isFormToken,
  isFromHere,
  readCookie,
  writeCookie,
} from "../../src/oauth/browser.ts";
import type { Env } from "../../src/oauth/context.ts";

/** What an endpoint does with a request, and the cookies that it sets. */
async function within<T>(
  headers: Record<string, string>,
  step: (c: Context<Env>) => T,
): Promise<[T, string[]]> {
  let result: T;
  const app = new Hono<Env>().all("*", (c) => {
    result = step(c);
    return c.text("");
  });
  const response = await app.request("/", { headers });
  return [result!, response.headers.getSetCookie()];
}

Deno.test("over https a cookie is this host's alone, for no script and no form of another site", async () => {
  const cookie = { name: "sign_in", value: "x", seconds: 60 } as const;
  const [, set] = await within({}, (c) => writeCookie(c, "https://mcp.test", cookie));
  assert.deepEqual(set, [
    "__Host-kimai_mcp_sign_in=x; Max-Age=60; Path=/; HttpOnly; Secure; SameSite=Lax",
  ]);
});

Deno.test("over http on this computer a cookie has a plain name, one for each port", async () => {
  const cookie = { name: "browser", value: "x" } as const;
  const [, set] = await within({}, (c) => writeCookie(c, "http://localhost:8000", cookie));
  assert.deepEqual(set, ["kimai_mcp_8000_browser=x; Path=/; HttpOnly; SameSite=Lax"]);
});

Deno.test("a cookie of the other kind, or one that is too long, is none", async () => {
  const read = (Cookie: string) =>
    within({ Cookie }, (c) => readCookie(c, "https://mcp.test", "device"));
  assert.equal((await read("__Host-kimai_mcp_device=x"))[0], "x");
  assert.equal((await read("kimai_mcp_443_device=x"))[0], undefined);
  assert.equal((await read(`__Host-kimai_mcp_device=${"x".repeat(201)}`))[0], undefined);
  assert.equal((await read("__Host-kimai_mcp_device="))[0], undefined);
});

Deno.test("a browser gets a name once, and another for one that is none of ours", async () => {
  const issuer = "https://mcp.test";
  const [name, set] = await within({}, (c) => browserOf(c, issuer));
  assert.match(name, /^[\w-]{43}$/);
  assert.deepEqual(set.length, 1);
  const Cookie = `__Host-kimai_mcp_browser=${name}`;
  assert.deepEqual(await within({ Cookie }, (c) => browserOf(c, issuer)), [name, []]);
  const odd = { Cookie: "__Host-kimai_mcp_browser=short" };
  const [other, again] = await within(odd, (c) => browserOf(c, issuer));
  assert.notEqual(other, "short");
  assert.equal(again.length, 1);
});

Deno.test("a form's token is good for its purpose in its browser alone", () => {
  const token = formToken("browser", "consent", "txn", "sign-in");
  assert.equal(isFormToken(token, "browser", "consent", "txn", "sign-in"), true);
  for (
    const [browser, ...purpose] of [
      ["other", "consent", "txn", "sign-in"],
      ["browser", "consent", "other", "sign-in"],
      ["browser", "consent", "txn", "other"],
      ["browser", "login", "txn", "sign-in"],
      ["browser", "consent", "txn"],
    ]
  ) assert.equal(isFormToken(token, browser, ...purpose), false);
  assert.equal(isFormToken(formToken("", "login"), undefined, "login"), false);
  assert.equal(isFormToken(null, "browser", "login"), false);
});

for (
  const [origin, site, isOurs] of [
    ["https://mcp.test", "same-origin", true],
    ["https://mcp.test", undefined, true],
    [undefined, undefined, true],
    ["https://mcp.test", "none", true],
    ["https://mcp.test", "cross-site", false],
    ["https://mcp.test", "same-site", false],
    [undefined, "cross-site", false],
    ["null", undefined, false],
    ["null", "same-origin", false],
    ["https://evil.example", undefined, false],
    ["https://mcp.test.evil.example", undefined, false],
    ["https://mcp.test:8443", undefined, false],
    ["http://mcp.test", undefined, false],
  ] as const
) {
  Deno.test(`a form from ${origin}, ${site} is ${isOurs ? "ours" : "another page's"}`, async () => {
    const headers = Object.fromEntries(
      Object.entries({ "Origin": origin, "Sec-Fetch-Site": site }).filter(([, value]) => value),
    ) as Record<string, string>;
    const [result] = await within(headers, (c) => isFromHere(c, "https://mcp.test/base"));
    assert.equal(result, isOurs);
  });
}
