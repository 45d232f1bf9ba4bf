/**
 * What a server shows of itself when TLS begins: its certificates, and why they would be refused here.
 * Unlike `fetch` it goes on where a certificate is bad, so that people can be told what is wrong with it.
 */

import type { X509Certificate } from "node:crypto";
import type { PeerCertificate } from "node:tls";

/** What came of the handshake. */
export interface Handshake {
  ms: number;
  /** From the server's own certificate up, as far as it sent them or they are known here; empty where it does not speak TLS. */
  chain: readonly CertificateFacts[];
  /** Why it would be refused here; the first that holds, in this order. */
  failure?:
    | "cancelled"
    | "timeout"
    /** What answers there is no TLS. */
    | "not_tls"
    | "wrong_name"
    | "expired"
    | "not_yet_valid"
    /** The server's certificate vouches for itself alone. */
    | "self_signed"
    /** Who issued it is not trusted here. A server that leaves out the certificates in between looks the same. */
    | "unknown_authority"
    | "other";
  /** The runtime's own word for it. */
  detail?: string;
}

/** One certificate, as far as people ask about it. */
export interface CertificateFacts {
  /** Who it is for: its common name, else the whole name on one line. */
  subject: string;
  issuer: string;
  /** Host names and addresses it is good for, such as `*.example.com`. */
  names: readonly string[];
  validFrom: Temporal.Instant;
  validTo: Temporal.Instant;
  /** Full days until it ends; negative afterwards. */
  daysLeft: number;
  selfSigned: boolean;
}

/** Where to shake hands. */
export interface Place {
  /** The name that the certificate must be for, or an IP address. */
  host: string;
  /** The IP address to connect to. */
  address: string;
  port: number;
}

export interface HandshakeOptions {
  signal: AbortSignal;
  now: () => Temporal.Instant;
  /** Milliseconds that it may take. */
  patience: number;
  /** Milliseconds on a clock that only goes forward. */
  clock: () => number;
  /** Certificates in PEM that are trusted beside the known authorities. */
  ca?: readonly string[];
}

/** Shakes hands once, or twice where own authorities are no help. Never throws. */
export async function shakeHands(place: Place, options: HandshakeOptions): Promise<Handshake> {
  const { ca, clock, now } = options;
  const started = clock();
  const [first, crypto] = await Promise.all([attempt(place, options, ca), import("node:crypto")]);
  const ms = clock() - started;
  if ("failure" in first) return { ms, chain: [], ...first };
  const certificates = first.chain.map((raw) => new crypto.X509Certificate(raw));
  const chain = certificates.map((certificate) => factsOf(certificate, now()));
  const isFor = isGoodFor(certificates[0], place.host);
  // The own authorities stand in place of the known ones, where `fetch` takes both.
  const refused = first.refused && ca
    ? await attempt(place, options, undefined).then((second) =>
      "failure" in second ? first.refused : second.refused
    )
    : first.refused;
  return { ms, chain, ...verdict(chain, isFor, refused, now()) };
}

/** The names of those who issued nothing but themselves, in a list of certificates in PEM. */
export async function subjectsOf(pems: readonly string[]): Promise<string[]> {
  const { X509Certificate } = await import("node:crypto");
  return pems.map((pem) => nameIn(new X509Certificate(pem).subject));
}

type Attempt =
  | { chain: Uint8Array[]; refused?: string }
  | { failure: NonNullable<Handshake["failure"]>; detail?: string };

async function attempt(
  { host, address, port }: Place,
  { signal, patience }: HandshakeOptions,
  ca: readonly string[] | undefined,
): Promise<Attempt> {
  const [tls, { isIP }] = await Promise.all([import("node:tls"), import("node:net")]);
  const { promise, resolve } = Promise.withResolvers<Attempt>();
  const socket = tls.connect({
    host: address,
    port,
    // An address is no name that a server could choose a certificate by (RFC 6066, 3).
    ...(!isIP(host) && { servername: host }),
    rejectUnauthorized: false,
    // As in node_fetch.ts: nothing to add means the known authorities.
    ca: ca ? [...ca] : "",
  });
  socket.once("secureConnect", () =>
    resolve({
      chain: rawChain(socket.getPeerCertificate(true)),
      ...(!socket.authorized && { refused: String(socket.authorizationError) }),
    }));
  socket.once(
    "error",
    (error: Error & { code?: string }) =>
      resolve({ failure: "not_tls", detail: error.code ?? error.message }),
  );
  socket.once("close", () => resolve({ failure: "not_tls", detail: "closed" }));
  const timer = setTimeout(() => resolve({ failure: "timeout" }), patience);
  const cancel = () => resolve({ failure: "cancelled" });
  signal.addEventListener("abort", cancel, { once: true });
  if (signal.aborted) cancel();
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", cancel);
    socket.destroy();
  }
}

/** The bytes of each certificate; a root, which refers to itself, ends it. */
function rawChain(leaf: PeerCertificate): Uint8Array[] {
  const chain: Uint8Array[] = [];
  let at: Partial<PeerCertificate> & { issuerCertificate?: PeerCertificate } | undefined = leaf;
  while (at?.raw && chain.length < 10) {
    chain.push(at.raw);
    at = at.issuerCertificate === at ? undefined : at.issuerCertificate;
  }
  return chain;
}

function factsOf(certificate: X509Certificate, now: Temporal.Instant): CertificateFacts {
  const { subject, issuer, subjectAltName = "", validFrom, validTo } = certificate;
  const end = instantOf(validTo);
  const hours = now.until(end, { largestUnit: "hours" }).total("hours");
  return {
    subject: nameIn(subject),
    issuer: nameIn(issuer),
    names: [...subjectAltName.matchAll(/(?:DNS|IP Address):([^\s,]+)/g)].map(([, name]) => name),
    validFrom: instantOf(validFrom),
    validTo: end,
    daysLeft: Math.floor(hours / 24),
    selfSigned: subject === issuer,
  };
}

/** `Nov 20 09:00:00 2026 GMT`, as OpenSSL writes it. */
function instantOf(text: string): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(Date.parse(text) || 0);
}

/** The common name in lines of `CN=...`, else all of them. */
function nameIn(name: string): string {
  const lines = name.split("\n").filter(Boolean);
  return lines.find((line) => line.startsWith("CN="))?.slice(3) ?? lines.join(", ");
}

function isGoodFor(leaf: X509Certificate | undefined, host: string): boolean {
  if (!leaf) return false;
  const isAddress = /^[\d.]+$/.test(host) || host.includes(":");
  return (isAddress ? leaf.checkIP(host) : leaf.checkHost(host)) !== undefined;
}

function verdict(
  [leaf]: readonly CertificateFacts[],
  isFor: boolean,
  refused: string | undefined,
  now: Temporal.Instant,
): Pick<Handshake, "failure" | "detail"> {
  if (!leaf) return { failure: "other", detail: refused };
  const is = (failure: Handshake["failure"]) => ({ failure, detail: refused });
  if (!isFor) return is("wrong_name");
  if (Temporal.Instant.compare(now, leaf.validTo) > 0) return is("expired");
  if (Temporal.Instant.compare(now, leaf.validFrom) < 0) return is("not_yet_valid");
  if (refused === undefined) return {};
  if (leaf.selfSigned) return is("self_signed");
  return /UNABLE_TO|SELF_SIGNED|ISSUER/.test(refused) ? is("unknown_authority") : is("other");
}
