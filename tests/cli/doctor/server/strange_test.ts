import assert from "node:assert/strict";
import { strange } from "../../../../src/cli/doctor/server/strange.ts";

const url = "https://mcp.example.com/health";

const strangeAnswers: [string, ResponseInit, string, RegExp, RegExp][] = [
  ["another host name", { status: 421 }, "", /does not know the host name/, /Host \$host/],
  ["a proxy without server", { status: 502 }, "<html>", /502.*does not reach/, /^Start the server/],
  ["a server that is not ready", { status: 503 }, '{"a":1}', /503 instead of it/, /as they are/],
  ["an overloaded proxy", { status: 503 }, "busy", /503.*does not reach/, /^Start the server/],
  [
    "a sign-in elsewhere",
    { status: 302, headers: { Location: "https://sso.example/x?secret=1" } },
    "",
    /^\/health leads away to sso\.example \(302\)/,
    /\/\.well-known\//,
  ],
  [
    "a slash",
    { status: 301, headers: { Location: "/health/" } },
    "",
    /leads to https:\/\/mcp\.example\.com\/health\/ \(301\)/,
    /without a redirect/,
  ],
  [
    "no address",
    { status: 301, headers: { Location: "http://[" } },
    "",
    /leads to an address that is none/,
    /without a redirect/,
  ],
  [
    "a password",
    { status: 401, headers: { "WWW-Authenticate": 'Basic realm="x"' } },
    "",
    /password of the proxy's own \(Basic\)/,
    /without a sign-in/,
  ],
  ["a page", { status: 403 }, "<html>", /403 with a page instead of it/, /must not challenge/],
  [
    "a path that is not there",
    { status: 404 },
    "<html>",
    /404 with a page/,
    /^Let the proxy pass this/,
  ],
  ["something else", { status: 500 }, "", /500 instead of it/, /log/],
];

for (const [name, init, text, said, fix] of strangeAnswers) {
  Deno.test(`an answer that is not the server's own: ${name}`, () => {
    const headers = new Headers(init.headers);
    const verdict = strange({ url, status: init.status!, headers, text }, "it");
    assert.equal(verdict.outcome, "failed");
    assert.match(verdict.text, said);
    assert.doesNotMatch(verdict.text, /secret/);
    assert.match(verdict.fix!, fix);
  });
}
