import assert from "node:assert/strict";
import { certificateFinding } from "../../src/lib/certificate_findings.ts";
import type { CertificateFacts, Handshake } from "../../src/lib/handshake.ts";
import type { Trust } from "../../src/lib/host_wording.ts";

const now = Temporal.Instant.from("2026-11-20T09:00:00Z");
const setting = "--ssl-verify (KIMAI_SSL_VERIFY)";

function certificate(facts: Partial<CertificateFacts> = {}): CertificateFacts {
  return {
    subject: "kimai.test",
    issuer: "Some Authority",
    names: ["kimai.test"],
    validFrom: now.subtract({ hours: 24 }),
    validTo: now.add({ hours: 24 * 60 + 1 }),
    daysLeft: 60,
    selfSigned: false,
    ...facts,
  };
}

function said(
  failure?: Handshake["failure"],
  { trust = { setting }, ...given }: Partial<Handshake> & { trust?: Trust } = {},
) {
  const handshake = { ms: 1, chain: [certificate()], failure, ...given };
  const wording = { who: "Kimai", setting: "--kimai-url (KIMAI_URL)", now, trust };
  return certificateFinding("kimai.test", handshake, wording);
}

Deno.test("a certificate in order says until when and from whom", () => {
  assert.deepEqual(said(), {
    name: "Certificate",
    outcome: "ok",
    text: 'Valid from 2026-11-19 until 2027-01-19, for 60 more days, issued by "Some Authority"',
  });
});

Deno.test("a certificate that ends within two weeks is a warning", () => {
  const validTo = now.add({ hours: 30 });
  const { outcome, text } = said(undefined, { chain: [certificate({ validTo, daysLeft: 1 })] });
  assert.equal(outcome, "warning");
  assert.match(text, / until 2026-11-21, for 1 more day, /);
});

Deno.test("every reason for a refusal is red and has a fix", () => {
  const reasons = [
    "cancelled",
    "timeout",
    "not_tls",
    "wrong_name",
    "expired",
    "not_yet_valid",
    "self_signed",
    "unknown_authority",
    "other",
  ] as const;
  for (const reason of reasons) {
    const { outcome, fix } = said(reason);
    assert.deepEqual([outcome, typeof fix], ["failed", "string"], reason);
  }
});

Deno.test("a wrong name says for which names it is", () => {
  const { text, fix } = said("wrong_name", {
    chain: [certificate({ names: ["a.test", "b.test"] })],
  });
  assert.equal(text, "It is made out for a.test and b.test, and not for kimai.test");
  assert.equal(
    fix,
    "Have one issued for kimai.test, or use a name that it is made out for in --kimai-url (KIMAI_URL)",
  );
});

Deno.test("an expired one says since when", () => {
  const chain = [certificate({ validTo: now.subtract({ hours: 49 }), daysLeft: -3 })];
  assert.equal(said("expired", { chain }).text, "Expired on 2026-11-18, 2 days ago");
});

Deno.test("an unknown authority is named, with what the own file has instead", () => {
  const trust = { setting, ca: { path: "/etc/ca.pem", subjects: ["Our Old Root"] } };
  const { text, fix } = said("unknown_authority", { trust });
  assert.equal(
    text,
    'It was issued by "Some Authority", which is not trusted here; "/etc/ca.pem" has "Our Old Root"',
  );
  assert.equal(
    fix,
    `If that is a known authority, have the web server send the certificates in between as well (fullchain.pem); else give a file with the certificate of "Some Authority" in ${setting}`,
  );
});

Deno.test("where the chain is whole, only the authority is missing", () => {
  const chain = [certificate(), certificate({ subject: "Some Authority", issuer: "Its Root" })];
  const { fix } = said("unknown_authority", { chain });
  assert.equal(fix, `Give a file with the certificate of "Its Root" in ${setting}`);
});

Deno.test("a check that is off is a warning, whatever the certificate is like", () => {
  const trust = { setting, off: true };
  const unchecked = /^Nobody checks it, so anybody in between can read the token$/;
  const good = said(undefined, { trust });
  assert.equal(good.outcome, "warning");
  assert.match(good.text, unchecked);
  const bad = said("self_signed", { trust });
  assert.equal(bad.outcome, "warning");
  assert.match(bad.text, /^It is self-signed: .*, and nobody checks it, so /);
  assert.equal(said("not_tls", { trust }).outcome, "failed");
});
