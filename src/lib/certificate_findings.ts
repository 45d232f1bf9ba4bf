/** What a server's certificate is, and why it would be refused, in words for whoever has to mend it. */

import type { CertificateFacts, Handshake } from "./handshake.ts";
import { type HostFinding, some, type Trust, type Wording } from "./host_wording.ts";

/** Days before its end from which a certificate is worth a warning; renewal by itself happens at 30. */
const soon = 14;

/** Says what a server showed of itself; `host` is whom the certificate must be for. */
export function certificateFinding(
  host: string,
  { chain, failure, detail }: Handshake,
  wording: Wording,
): HostFinding {
  const name = "Certificate";
  const { trust, now } = wording;
  const [leaf] = chain;
  if (!failure) {
    const text = `${validity(leaf, now)}, issued by ${quoted(leaf.issuer)}`;
    if (trust?.off) return { name, outcome: "warning", ...unchecked(trust) };
    return leaf.daysLeft >= soon ? { name, outcome: "ok", text } : {
      name,
      outcome: "warning",
      text,
      fix: "Have it renewed, and look why that did not happen by itself",
    };
  }
  const said = faults[failure]({ host, leaf, chain, detail, ...wording });
  if (!trust?.off || failure === "not_tls" || failure === "timeout") {
    return { name, outcome: "failed", ...said };
  }
  const { text, fix } = unchecked(trust);
  return { name, outcome: "warning", text: `${said.text}, and ${lower(text)}`, fix };
}

/** The certificate would do, and nobody looks at it. */
function unchecked({ setting }: Trust): { text: string; fix: string } {
  return {
    text: "Nobody checks it, so anybody in between can read the token",
    fix:
      `Take "false" out of ${setting}; for an authority of your own, give the file with its certificate there`,
  };
}

interface Fault extends Wording {
  host: string;
  leaf?: CertificateFacts;
  chain: readonly CertificateFacts[];
  detail?: string;
}

type Said = Pick<HostFinding, "text" | "fix">;

const faults: Record<NonNullable<Handshake["failure"]>, (fault: Fault) => Said> = {
  cancelled: () => ({ text: "It was not waited for", fix: "Look again" }),
  timeout: ({ who }) => ({
    text: "No certificate came in time",
    fix: `Check what listens on that port, and whether ${who} or a proxy before it is overloaded`,
  }),
  not_tls: ({ setting }) => ({
    text: "What answers there does not speak https",
    fix: `Check port and scheme in ${setting} (http or https)`,
  }),
  wrong_name: ({ host, leaf, setting }) => ({
    text: `It is made out for ${some(leaf?.names ?? [])}, and not for ${host}`,
    fix: `Have one issued for ${host}, or use a name that it is made out for in ${setting}`,
  }),
  expired: ({ leaf, now }) => ({
    text: leaf ? validity(leaf, now) : "It has expired",
    fix: "Have it renewed, and have the web server load the new one",
  }),
  not_yet_valid: ({ leaf }) => ({
    text: `It is valid from ${day(leaf?.validFrom)} on`,
    fix: "Check this computer's clock; if it is right, wait or have another one issued",
  }),
  self_signed: (fault) => ({
    text: "It is self-signed: nobody but itself vouches for it",
    fix: howToTrust(fault, "a copy of it"),
  }),
  unknown_authority: (fault) => {
    const issuer = fault.chain.at(-1)?.issuer ?? "";
    return {
      text: `It was issued by ${quoted(issuer)}, which is not trusted here${notIn(fault)}`,
      fix: howToTrust(fault, `the certificate of ${quoted(issuer)}`),
    };
  },
  other: ({ detail }) => ({
    text: `It is not acceptable${detail ? ` (${detail})` : ""}`,
    fix: "Have it replaced by one from a known authority",
  }),
};

function notIn({ trust }: Fault): string {
  if (!trust?.ca) return "";
  return `; ${JSON.stringify(trust.ca.path)} has ${some(trust.ca.subjects.map(quoted))}`;
}

function howToTrust({ trust, chain }: Fault, what: string): string {
  const inBetween = chain.length === 1 && !chain[0].selfSigned
    ? "If that is a known authority, have the web server send the certificates in between as well (fullchain.pem); else "
    : "";
  const how = trust
    ? `give a file with ${what} in ${trust.setting}`
    : `use one from a known authority, such as Let's Encrypt`;
  return upper(`${inBetween}${how}`);
}

/** `Valid from 2026-11-20 until 2027-02-18, for 90 more days`, or when it ended. */
function validity(
  { validFrom, validTo, daysLeft }: CertificateFacts,
  now: Temporal.Instant,
): string {
  if (Temporal.Instant.compare(now, validTo) > 0) {
    return `Expired on ${day(validTo)}, ${days(-daysLeft - 1)} ago`;
  }
  const left = daysLeft === 1 ? "1 more day" : `${daysLeft} more days`;
  return `Valid from ${day(validFrom)} until ${day(validTo)}, for ${left}`;
}

const day = (instant?: Temporal.Instant) => instant?.toString().slice(0, 10) ?? "another day";
const days = (count: number) => count === 1 ? "1 day" : `${count} days`;
const quoted = (text: string) => JSON.stringify(text);
const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
