/** What clients would say to the certificate of a server. */

import type { Handshake } from "../../../lib/handshake.ts";
import type { HostProbe } from "../../../lib/host_probe.ts";
import { failed, ok, type Verdict, warning } from "./look.ts";

/** Days before its end at which a certificate should have been renewed by itself. */
const soon = 14;

const fixes: Record<NonNullable<Handshake["failure"]>, string> = {
  not_tls: "Let the proxy speak TLS on this port, or correct the port in the URL",
  wrong_name: "Order a certificate that has this name in it, and let the proxy show that one",
  expired: "Renew the certificate and let the proxy load the new one",
  not_yet_valid: "Look at the clock of this machine, and at the dates of the certificate",
  self_signed:
    "Use a certificate of a public authority such as Let's Encrypt: claude.ai and ChatGPT trust no other",
  unknown_authority:
    "Let the proxy send the whole chain (fullchain.pem), of an authority that is publicly trusted",
  other: "Look at the TLS settings and the log of the proxy",
  timeout: "Look whether the proxy speaks TLS on this port and is not overloaded",
  cancelled: "Try again",
};

/** A line on what a server shows of itself. */
export function certificateVerdict({ host }: HostProbe, tls: Handshake): Verdict {
  if (tls.failure) return failed(reasonOf(host, tls, tls.failure), fixes[tls.failure]);
  const [{ issuer, validTo, daysLeft }] = tls.chain;
  const until = `until ${dayOf(validTo)}, ${daysLeft} ${daysLeft === 1 ? "day" : "days"} from now`;
  if (daysLeft < soon) {
    return warning(
      `Good ${until}`,
      "Look why it was not renewed by itself; clients refuse it from then on",
    );
  }
  return ok(`Issued by ${issuer}, good ${until}`);
}

function reasonOf(
  host: string,
  { chain, detail }: Handshake,
  failure: NonNullable<Handshake["failure"]>,
): string {
  const own = chain.at(0);
  switch (failure) {
    case "not_tls":
      return "What answers on this port does not speak TLS";
    case "wrong_name":
      return `The certificate is good for ${
        own?.names.join(", ") || own?.subject
      }, not for ${host}`;
    case "expired":
      return `The certificate ended${own ? ` on ${dayOf(own.validTo)}` : ""}`;
    case "not_yet_valid":
      return `The certificate is not good yet${own ? `, but from ${dayOf(own.validFrom)}` : ""}`;
    case "self_signed":
      return "The certificate vouches for itself alone, and clients refuse that";
    case "unknown_authority":
      return `The certificate was issued by ${own?.issuer ?? "somebody"}, whom clients do not know`;
    case "timeout":
      return "The TLS handshake did not end in time";
    case "cancelled":
      return "The TLS handshake was cancelled";
    default:
      return `The TLS handshake failed${detail ? `: ${detail}` : ""}`;
  }
}

function dayOf(time: Temporal.Instant): string {
  return time.toString().slice(0, 10);
}
