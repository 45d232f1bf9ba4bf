/**
 * How bytes reach Kimai: the `fetch` that `--ssl-verify` asks for, and the closed set of reasons for
 * which no answer comes. Deno's and node's own texts are read here and nowhere else.
 */
import type { NodeFetch } from "../../lib/node_fetch.ts";
import { UserError } from "../../mcp/errors.ts";
import type { Fetch } from "../connector.ts";

/** A `fetch` that holds connections and certificates until it is closed. */
export type OpenFetch = Fetch & { close(): void };

/** What a request is sent with. */
export interface Sent extends RequestInit {
  /** Over a connection of its own: those that are kept may all be as dead as the one that just broke. */
  alone?: true;
}

/** What the transport is given instead of reaching for globals. */
export interface TransportDependencies {
  fetch?: Fetch;
}

type Opened = { fetch: Fetch; close(): void };

/**
 * Opens what `--ssl-verify` describes: `true`, `false` (in any case), or the path of a CA file or of a
 * directory with *.pem or *.crt files. Nothing is read before the first request to an https address,
 * and a failure to read is not kept, so a file that is put right works without a restart.
 * @returns a fetch that throws a UserError when the CA cannot be used, and otherwise fails as fetch does
 */
export function openFetch(
  sslVerify: string,
  { fetch = globalThis.fetch }: TransportDependencies = {},
): OpenFetch {
  const value = sslVerify.trim();
  const word = value.toLowerCase();
  const plain = openClients(fetch, {});
  let secure: Promise<Opened> | undefined;
  const open = () => word === "false" ? openUnverified() : openWithCa(value, fetch);
  const send: Fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (word === "true" || word === "" || url.protocol !== "https:") {
      return await plain.fetch(input, init);
    }
    const opening = secure ??= open();
    opening.catch(() => secure === opening && (secure = undefined));
    return await (await opening).fetch(input, init);
  };
  return Object.assign(send, {
    close() {
      plain.close();
      secure?.then((opened) => opened.close(), () => {});
      secure = undefined;
    },
  });
}

/**
 * A connection of its own for each change and for whatever asks for one, kept ones for other reads: where a
 * kept connection breaks, Deno (2.9) sends the request again, which Kimai may have carried out by then
 * (denoland/deno#32566). Connections of HTTP/2 serve several requests, so what goes alone goes without it.
 * @param shared what reads go through; Deno's own client unless given
 */
function openClients(
  fetch: Fetch,
  options: Deno.CreateHttpClientOptions,
  shared?: Deno.HttpClient,
): Opened {
  let alone: Deno.HttpClient | undefined;
  const ofOne = { ...options, poolMaxIdlePerHost: 0, http2: false };
  return {
    fetch: (input, init?: Sent) => {
      const method = init?.method ?? (input instanceof Request ? input.method : "GET");
      const mayShare = method === "GET" && !init?.alone;
      const client = mayShare ? shared : alone ??= Deno.createHttpClient(ofOne);
      return fetch(input, client ? { ...init, client } as RequestInit : init);
    },
    close() {
      alone?.close();
      alone = undefined;
      shared?.close();
    },
  };
}

async function openUnverified(): Promise<NodeFetch & Opened> {
  const { createNodeFetch } = await import("../../lib/node_fetch.ts");
  const fetch = createNodeFetch({ rejectUnauthorized: false });
  return Object.assign(fetch, { fetch });
}

/**
 * Deno takes a CA, but refuses it as the server's own certificate, which is how openssl makes a
 * self-signed one unless told otherwise. node takes both, so it is asked from the first such refusal on.
 */
async function openWithCa(path: string, plain: Fetch): Promise<Opened> {
  const ca = await readCa(path);
  const deno = openClients(plain, { caCerts: ca }, httpClient(ca, path));
  let node: Promise<NodeFetch> | undefined;
  const viaNode = () =>
    node ??= import("../../lib/node_fetch.ts").then((lib) => lib.createNodeFetch({ ca }));
  return {
    fetch: async (input, init) => {
      if (node) return (await node)(input, init);
      try {
        return await deno.fetch(input, init);
      } catch (error) {
        if (!reasonsOf(error).some((reason) => reason.includes("CaUsedAsEndEntity"))) throw error;
        return (await viaNode())(input, init);
      }
    },
    close() {
      deno.close();
      node?.then((fetch) => fetch.close());
    },
  };
}

const pem = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
const setting = "--ssl-verify (KIMAI_SSL_VERIFY)";

/** The certificates in a file, or in the *.pem and *.crt files of a directory. */
export async function readCa(path: string): Promise<string[]> {
  let texts: string[];
  try {
    texts = await Promise.all((await caFiles(path)).map((file) => Deno.readTextFile(file)));
  } catch (error) {
    const why = error instanceof Deno.errors.NotFound ? "does not exist" : "cannot be read";
    throw new UserError(
      `The CA file or directory "${path}" of ${setting} ${why}: give true, false, or the path of a readable PEM file`,
    );
  }
  const found = texts.flatMap((text) => text.match(pem) ?? []);
  if (found.length > 0) return found;
  throw new UserError(
    `"${path}" of ${setting} holds no certificate in PEM form ("BEGIN CERTIFICATE"): give a PEM file, or a directory with *.pem or *.crt files`,
  );
}

async function caFiles(path: string): Promise<string[]> {
  if (!(await Deno.stat(path)).isDirectory) return [path];
  const entries = await Array.fromAsync(Deno.readDir(path));
  return entries.filter((entry) => !entry.isDirectory && /\.(pem|crt)$/i.test(entry.name))
    .map(({ name }) => `${path}/${name}`).sort();
}

function httpClient(caCerts: string[], path: string): Deno.HttpClient {
  try {
    return Deno.createHttpClient({ caCerts });
  } catch {
    throw new UserError(
      `A certificate in "${path}" of ${setting} is damaged: export it again from where it came`,
    );
  }
}

/** Why no answer came. */
export type Failure =
  | "refused"
  | "unknown_host"
  | "unreachable"
  | "untrusted"
  | "expired"
  | "wrong_name"
  | "bad_certificate"
  | "not_tls"
  | "not_http"
  | "blocked_port"
  | "not_permitted"
  | "lost"
  | "timeout";

/** The failures after which Kimai has certainly not seen the request. */
export const neverSent: ReadonlySet<Failure> = new Set<Failure>([
  "refused",
  "unknown_host",
  "unreachable",
  "untrusted",
  "expired",
  "wrong_name",
  "bad_certificate",
  "not_tls",
  "blocked_port",
  "not_permitted",
]);

/** The failures that tell nothing of Kimai: this computer does not let the request out. */
export const ours: ReadonlySet<Failure> = new Set<Failure>(["blocked_port", "not_permitted"]);

/** The failures that may be gone a moment later. */
export const passing: ReadonlySet<Failure> = new Set<Failure>([
  "refused",
  "unknown_host",
  "unreachable",
  "lost",
]);

/** First match wins. Deno 2.9's own texts, and the codes of node and of OpenSSL. */
const patterns: [RegExp, Failure][] = [
  [/Connection refused|^ECONNREFUSED/, "refused"],
  [/^dns error|^ENOTFOUND|^EAI_/, "unknown_host"],
  [/UnknownIssuer|CaUsedAsEndEntity|SELF_SIGNED|^UNABLE_TO_/, "untrusted"],
  [
    /: Expired|NotValidYet|certificate (?:expired|not valid yet)|^CERT_(?:HAS_EXPIRED|NOT_YET_VALID)/,
    "expired",
  ],
  [/not valid for name|^ERR_TLS_CERT_ALTNAME_INVALID/, "wrong_name"],
  [/invalid peer certificate|^CERT_/, "bad_certificate"],
  [/InvalidContentType|^ERR_SSL_WRONG_VERSION_NUMBER/, "not_tls"],
  [/^EHOSTUNREACH|^ENETUNREACH|^ERR_SSL_/, "unreachable"],
  [/invalid HTTP version|^HPE_/, "not_http"],
  [/^Fetch failed: Requests to port \d+ are blocked$/, "blocked_port"],
];

/** Which failure a rejected `fetch` or a broken body is. Whatever is unknown may have reached Kimai: "lost". */
export function failureOf(error: unknown): Failure {
  if (error instanceof Deno.errors.NotCapable) return "not_permitted";
  const reasons = reasonsOf(error);
  const known = patterns.find(([pattern]) => reasons.some((reason) => pattern.test(reason)))?.[1];
  const phase = reasons.find((reason) => reason.startsWith("client error ("));
  // Past connecting, a text can be the server's own (HTTP/2 lets it explain itself): nothing is proved by it.
  const proved = phase === undefined || phase === connecting;
  if (known && (proved || !neverSent.has(known))) return known;
  return phase === connecting ? "unreachable" : "lost";
}

const connecting = "client error (Connect)";

/**
 * The reasons along the chain of causes: codes, and messages without the URL that Deno puts in front,
 * since what is asked for must not be taken for what went wrong.
 */
function reasonsOf(error: unknown): string[] {
  const reasons: string[] = [];
  for (let at = error; at instanceof Error && reasons.length < 20; at = at.cause) {
    if ("code" in at && typeof at.code === "string") reasons.push(at.code);
    const [, kind, rest] = /client error (\(\w+\)): (.*)$/s.exec(at.message) ?? [];
    if (kind) reasons.push(`client error ${kind}`, rest);
    else if (!at.message.startsWith("error sending request")) reasons.push(at.message);
  }
  return reasons;
}
