import assert from "node:assert/strict";
import { certificateVerdict } from "../../../../src/cli/doctor/server/certificates.ts";
import type { CertificateFacts, Handshake } from "../../../../src/lib/handshake.ts";
import { healthy } from "./place.ts";

function verdict(changes: Partial<Handshake>, own: Partial<CertificateFacts> = {}) {
  const [facts] = healthy.tls!.chain;
  return certificateVerdict(healthy, { ms: 1, chain: [{ ...facts, ...own }], ...changes });
}

Deno.test("a good certificate says who issued it and how long it is good", () => {
  assert.deepEqual(verdict({}), {
    outcome: "ok",
    text: "Issued by An authority, good until 2027-01-30, 70 days from now",
  });
});

Deno.test("one that should have been renewed is yellow", () => {
  assert.equal(verdict({}, { daysLeft: 14 }).outcome, "ok");
  const { outcome, text, fix } = verdict({}, { daysLeft: 1 });
  assert.deepEqual([outcome, text], ["warning", "Good until 2027-01-30, 1 day from now"]);
  assert.match(fix!, /renewed/);
});

const refused: [NonNullable<Handshake["failure"]>, RegExp, RegExp][] = [
  ["not_tls", /does not speak TLS/, /correct the port/],
  ["wrong_name", /good for mcp\.example\.com, not for/, /has this name in it/],
  ["expired", /^The certificate ended on 2027-01-30$/, /^Renew/],
  ["not_yet_valid", /but from 2026-11-01$/, /clock/],
  ["self_signed", /vouches for itself/, /Let's Encrypt/],
  ["unknown_authority", /issued by An authority, whom/, /fullchain\.pem/],
  ["timeout", /did not end in time/, /speaks TLS/],
  ["cancelled", /was cancelled/, /again/],
  ["other", /failed: ODD$/, /log of the proxy/],
];

for (const [failure, text, fix] of refused) {
  Deno.test(`a certificate that clients refuse is red: ${failure}`, () => {
    const found = verdict({ failure, detail: "ODD" });
    assert.equal(found.outcome, "failed");
    assert.match(found.text, text);
    assert.match(found.fix!, fix);
  });
}

Deno.test("where nothing was shown there is still a sentence", () => {
  for (const failure of ["expired", "unknown_authority", "wrong_name"] as const) {
    assert.match(verdict({ failure, chain: [] }).text, /^The certificate /);
  }
});
