import assert from "node:assert/strict";
import {
  describePage,
  isLogin,
  isPage,
  loginOf,
} from "../../../../src/connectors/kimai/diagnose/pages.ts";

function page(status: number, text: string, headers: Record<string, string> = {}) {
  return { status, text, headers: new Headers({ "Content-Type": "text/html", ...headers }) };
}

Deno.test("a page is known by its type or by how it begins", () => {
  const of = (type: string, text: string) =>
    isPage({ headers: new Headers({ "Content-Type": type }), text });
  assert.deepEqual(
    [of("text/html; charset=utf-8", ""), of("text/plain", " <!doctype html>")],
    [true, true],
  );
  assert.deepEqual(
    [of("application/json", "{}"), of("application/xml", "<?xml version='1.0'?>")],
    [false, false],
  );
});

Deno.test("Kimai's own login page is told from one before it", () => {
  const own = page(200, "<title>Kimai</title><form action=/login><input type=password></form>");
  assert.equal(describePage(own).text, "Kimai's own login page came instead of an answer");
  const other = page(200, "<title>Sign in</title><a href=https://auth.test/authelia>Go</a>");
  assert.equal(
    describePage(other).text,
    "A login page (Authelia) came instead of an answer of Kimai",
  );
  assert.match(describePage(other).fix, /^Let requests to \/api pass that login/);
});

Deno.test("Cloudflare's checks are told by its headers", () => {
  const challenge = page(403, "<title>Just a moment...</title>", { "cf-mitigated": "challenge" });
  challenge.headers.set("Server", "cloudflare");
  assert.equal(describePage(challenge).text, "Cloudflare turns programs away (403)");
  const passed = page(200, "<title>Welcome</title>", { "cf-ray": "1" });
  assert.match(describePage(passed).text, /^A web page came/);
});

Deno.test("a login by password in the browser's own window is named", () => {
  const basic = page(401, "<h1>401</h1>", { "WWW-Authenticate": 'Basic realm="Intern"' });
  assert.equal(
    describePage(basic).text,
    "Something before Kimai wants a login of its own (401, Basic)",
  );
});

Deno.test("plain http at a port for https is told by the servers' own words", () => {
  for (
    const text of [
      "<h1>400 Bad Request</h1>The plain HTTP request was sent to HTTPS port",
      "Reason: You're speaking plain HTTP to an SSL-enabled server port.<br />",
    ]
  ) {
    assert.equal(describePage(page(400, text)).fix, "Write https:// in front of the address");
  }
});

Deno.test("a firewall's page is one, and a plain page may mean a wrong address", () => {
  assert.match(describePage(page(403, "<h1>Forbidden</h1>")).text, /^A proxy or firewall/);
  const welcome = describePage(page(200, "<h1>Welcome to nginx</h1>"));
  assert.deepEqual([welcome.elsewhere, welcome.text], [
    true,
    "A web page came instead of an answer of Kimai (200)",
  ]);
  const headers = new Headers({ "Content-Type": "application/json" });
  assert.match(
    describePage({ status: 404, text: "{}", headers }).text,
    /^Something else came .* \(404\)$/,
  );
});

Deno.test("addresses of logins are known by their words, and others are left in peace", () => {
  for (
    const marks of ["auth.test/realms/x", "k.test/de/login", "k.test/saml2/sso", "a.okta.com/"]
  ) {
    assert.equal(isLogin(marks), true, marks);
  }
  for (const marks of ["kimai.test/api/version", "k.test/en/timesheet", "blogging.test/"]) {
    assert.equal(isLogin(marks), false, marks);
  }
  assert.deepEqual([loginOf("https://sso.test/realms/x"), loginOf("k.test")], [" (Keycloak)", ""]);
});
