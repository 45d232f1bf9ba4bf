import assert from "node:assert/strict";
import { judgeHop } from "../../../../src/connectors/kimai/diagnose/redirects.ts";

function judge(from: string, to?: string) {
  return judgeHop({ from: new URL(from), to: to === undefined ? undefined : new URL(to) });
}

const start = "http://kimai.test/api/version";

Deno.test("from http to https is a warning that says what to write", () => {
  const { kind, finding } = judge(start, "https://kimai.test/api/version");
  assert.equal(kind, "upgraded");
  assert.deepEqual([finding.outcome, finding.setting], ["warning", "kimai_url"]);
  assert.equal(finding.fix, 'Set --kimai-url (KIMAI_URL) to "https://kimai.test"');
});

Deno.test("to another place of the same host is a warning that says what to write", () => {
  const { kind, finding } = judge(start, "http://kimai.test/time/api/version");
  assert.equal(kind, "moved");
  assert.equal(finding.fix, 'Set --kimai-url (KIMAI_URL) to "http://kimai.test/time"');
});

Deno.test("to another host or port the token must not go", () => {
  for (const to of ["https://other.test/api/version", "http://kimai.test:8080/api/version"]) {
    const { kind, finding } = judge(start, to);
    assert.deepEqual([kind, finding.outcome], ["away", "failed"], to);
    const { origin } = new URL(to);
    assert.equal(finding.text, `Requests are sent on to ${origin}, where the token must not go`);
    assert.equal(
      finding.fix,
      `Set --kimai-url (KIMAI_URL) to "${origin}", if that is your Kimai`,
    );
  }
});

Deno.test("to a login of any kind is red, and no other address helps", () => {
  const texts = [
    "http://kimai.test/de/login",
    "https://auth.test/realms/x/protocol/openid-connect/auth",
    "https://login.microsoftonline.com/common/oauth2/authorize",
  ].map((to) => {
    const { kind, finding } = judge(start, to);
    assert.deepEqual([kind, finding.outcome, finding.setting], ["login", "failed", undefined]);
    return finding.text;
  });
  assert.deepEqual(texts, [
    "Requests are sent on to a login at /de/login",
    "Requests are sent on to a login (Keycloak) at auth.test",
    "Requests are sent on to a login (Microsoft Entra) at login.microsoftonline.com",
  ]);
});

Deno.test("to nowhere is the web server's fault", () => {
  for (const to of [undefined, "mailto:a@b.test"]) {
    assert.equal(judge(start, to).finding.text, "Requests are sent on to nowhere");
  }
});
