/**
 * What is said when Kimai refuses, fails, or does not answer: one sentence of ours each, which says what
 * happened, why, and where to look next. Of Kimai's own words only validation messages are passed on,
 * shortened (API.md chapter 5); a proxy's or a 5xx body never is.
 */
import type { z } from "zod";
import { type Fault, UpstreamError } from "../../mcp/errors.ts";
import { urlSetting } from "./address.ts";
import type { Failure } from "./transport.ts";
import { isObject } from "../../lib/is_object.ts";
import { clean, joined, validation } from "./validation.ts";

/** A request, as sentences name it. */
export interface Asked {
  method: string;
  /** Where Kimai is, such as `https://kimai.example.com`. */
  site: string;
  /** The path as sent, such as `/timesheets/7`. */
  path: string;
  /** Whether the path names a record, and whether something follows the record. */
  names: "record" | "part" | "collection";
  body?: unknown;
  /** Bytes at most of an answer that is a file; absent where text is expected. */
  limit?: number;
}

/** What came back. */
export interface Reply {
  status: number;
  headers: Headers;
  /** Empty where the answer is a file. */
  text: string;
  bytes?: Uint8Array;
}

/** Some gateways quote what they were sent, and messages of a refusal are passed on. */
export function withoutToken(reply: Reply, token = ""): Reply {
  const secret = token.trim();
  return secret ? { ...reply, text: reply.text.replaceAll(secret, "[redacted]") } : reply;
}

const tokenSetting = "--kimai-token (KIMAI_API_TOKEN)";

export const requestOf = ({ method, path }: Asked) => `${method} ${path}`;

/** For a change whose outcome is unknown. Reading can simply be repeated. */
function orDone({ method }: Asked): string {
  return method === "GET"
    ? ""
    : "; the change may have been carried out, so look at the record before repeating it";
}

/** A sentence that tells why Kimai does not answer, without what is said to whoever changed something. */
export function withoutOutcome(asked: Asked, sentence: string): string {
  return sentence.replace(orDone(asked), "");
}

type Sentence = (asked: Asked, host: string, seconds: number) => string;

const failures: Record<Failure, Sentence> = {
  refused: ({ site }) =>
    `Kimai at ${site} refuses connections: check that it runs, and host and port in ${urlSetting}`,
  unknown_host: (_, host) =>
    `The host "${host}" is unknown: check its spelling in ${urlSetting}, and this computer's network and DNS`,
  unreachable: ({ site }) =>
    `Cannot connect to Kimai at ${site}: check the network, VPN, proxy and firewall in between, and ${urlSetting}`,
  untrusted: ({ site }) =>
    `The certificate of Kimai at ${site} was issued by nobody who is trusted here (it is self-signed, or of a private authority): give the authority's certificate as a file with --ssl-verify (KIMAI_SSL_VERIFY), or switch the check off there with "false"`,
  expired: ({ site }) =>
    `The certificate of Kimai at ${site} has expired or is not valid yet: have it renewed, and check this computer's clock`,
  wrong_name: (_, host) =>
    `The certificate that Kimai shows is not made out for "${host}": use the name that it is made out for in ${urlSetting}, or have one issued for "${host}"`,
  bad_certificate: ({ site }) =>
    `The certificate of Kimai at ${site} is not acceptable (damaged, revoked or meant for something else): have it replaced, or switch the check off with --ssl-verify false (KIMAI_SSL_VERIFY)`,
  not_tls: ({ site }) =>
    `${site} does not speak https at this port: check port and scheme in ${urlSetting} (http or https)`,
  not_http: (asked) =>
    `${asked.site} did not answer ${
      requestOf(asked)
    } in http: check port and scheme in ${urlSetting} (http or https)${orDone(asked)}`,
  blocked_port: ({ site }) =>
    `The port of ${site} is one that http clients do not connect to: set ${urlSetting} to the port that Kimai's web pages have`,
  not_permitted: ({ site }) =>
    `This program may not connect to ${site}: start it with deno's --allow-net`,
  lost: (asked) =>
    `The connection to Kimai at ${asked.site} broke before ${
      requestOf(asked)
    } was answered: check the network, and the logs of Kimai and its proxy${orDone(asked)}`,
  timeout: (asked, _, seconds) =>
    `Kimai at ${asked.site} did not answer ${
      requestOf(asked)
    } within ${seconds} s: ask for less at once, or raise --kimai-timeout (KIMAI_TIMEOUT)${
      orDone(asked)
    }`,
};

/** The error for a request without answer. */
export function unanswered(asked: Asked, failure: Failure, host: string, seconds: number) {
  const fault = failure === "timeout" ? "timeout" : "unavailable";
  return new UpstreamError(fault, failures[failure](asked, host, seconds));
}

/** The error for an answer other than 2xx. `retryAfter` is in seconds. */
export function refusal(asked: Asked, reply: Reply, retryAfter?: number): UpstreamError {
  const { status } = reply;
  const body = jsonOf(reply.text);
  if (status === 400 && isObject(body)) return validation(asked, body);
  const request = requestOf(asked);
  const [fault, message] = ((): [Fault, string] => {
    if (status === 401) return ["unauthorized", unauthorized(reply, body)];
    if (status === 429) {
      return [
        "rate_limited",
        `Something in front of Kimai at ${asked.site} limits how often it may be asked (429): ${
          later(retryAfter)
        }, and ask for less at once`,
      ];
    }
    if (status >= 500) return ["unavailable", failed(asked, status, retryAfter)];
    if (!isObject(body)) return notKimai(asked, status);
    if (status === 403) return ["forbidden", forbidden(asked)];
    if (status === 404) return ["not_found", missing(asked)];
    if (status === 405) {
      return [
        "not_found",
        `This Kimai does not offer ${request} (405): its version has another way to do this, so compare its version with what this call needs`,
      ];
    }
    if (status === 410) {
      return [
        "not_found",
        `This Kimai no longer offers ${request} (410): an update removed it, so use what took its place`,
      ];
    }
    const fault = status === 409 ? "conflict" : "invalid";
    return [
      fault,
      `Kimai at ${asked.site} refused ${request} with status ${status}: check the values of this call`,
    ];
  })();
  return new UpstreamError(fault, message, { status });
}

/** Kimai answers an unknown token with an empty body, and no credentials at all with JSON (API.md 1.4). */
function unauthorized({ text, headers }: Reply, body: unknown): string {
  if (/^Bearer\b.*invalid_token/i.test(headers.get("WWW-Authenticate") ?? "") || text === "") {
    return `Kimai does not accept the API token (401): it is unknown or expired, or its user is disabled; make a new one in your Kimai profile under API access and set ${tokenSetting}`;
  }
  return isObject(body)
    ? "The API token did not reach Kimai (401): a proxy or web server in between drops the Authorization header, or Kimai is older than 2.14 and takes no such tokens; let the header pass (Apache: CGIPassAuth On), or update Kimai"
    : `A login in front of Kimai answered in its place (401): let requests to /api pass it, or set ${urlSetting} to an address behind it`;
}

function forbidden(asked: Asked): string {
  const why = asked.method === "GET" || asked.names === "collection"
    ? "or what is asked for belongs to a team that is closed to it"
    : "the record belongs to a team that is closed to it, or it is exported or in a locked period";
  return `Kimai forbids ${
    requestOf(asked)
  } (403): the role of this token's user lacks the permission, ${why}; if Kimai forbids everything, the role lacks api_access`;
}

/** Kimai says the same for an unknown id and for an unknown route, so the path has to tell them apart. */
function missing(asked: Asked): string {
  const request = requestOf(asked);
  if (asked.names === "record") {
    return `Kimai has no record for ${request} (404): the id is wrong, the record was deleted, or it is not open to this token's user; list the records to find the id`;
  }
  return asked.names === "part"
    ? `Kimai has nothing for ${request} (404): the id or name is wrong, or this Kimai lacks the feature (an older version, or a plugin that is not installed)`
    : `This Kimai does not offer ${request} (404): its version is older than this feature, or the plugin that brings it is not installed`;
}

/** A 4xx that is no JSON comes from something else than Kimai. */
function notKimai({ site }: Asked, status: number): [Fault, string] {
  return status === 403
    ? [
      "forbidden",
      `A proxy or firewall in front of Kimai at ${site} forbids the request (403): let requests to /api pass it`,
    ]
    : [
      "unavailable",
      `${site} answers, but not as Kimai does (${status}, no JSON): set ${urlSetting} to the address of Kimai's web pages, without anything behind the host that is not part of it`,
    ];
}

function failed(asked: Asked, status: number, retryAfter?: number): string {
  const request = requestOf(asked);
  if (status === 502 || status === 504) {
    return `The proxy in front of Kimai at ${asked.site} got no answer from it for ${request} (${status}): check that Kimai and its PHP process run; ${
      later(retryAfter)
    }${orDone(asked)}`;
  }
  return status === 503
    ? `Kimai at ${asked.site} is not available (503): it is overloaded or in maintenance; ${
      later(retryAfter)
    }`
    : `Kimai failed at ${request} (${status}, an error inside Kimai): its log (var/log/prod.log) has the cause${
      orDone(asked)
    }`;
}

function later(seconds?: number): string {
  if (seconds === undefined) return "try again in a while";
  return seconds <= 120
    ? `try again in ${seconds} s`
    : `try again in ${Math.ceil(seconds / 60)} min`;
}

/**
 * Reads a 2xx answer.
 * @throws {UpstreamError} "unavailable" when it is not JSON, or not what `answer` describes
 */
export function readAnswer<T>(asked: Asked, reply: Reply, answer?: z.ZodType<T>): T {
  const { status, text } = reply;
  if (isPage(reply)) throw new UpstreamError("unavailable", pageInstead(asked), { status });
  const value = text.trim() === "" ? undefined : jsonOf(text);
  if (value === undefined && text.trim() !== "") {
    throw new UpstreamError("unavailable", unreadable(asked, "is broken JSON"), { status });
  }
  if (!answer) return value as T;
  const parsed = answer.safeParse(value);
  if (parsed.success) return parsed.data;
  const { path } = parsed.error.issues[0];
  const where = path.reduce<string>((name, key) => joined(name, clean(String(key), 40)), "");
  const what = value === undefined
    ? "is empty"
    : where
    ? `has something unexpected in "${where}"`
    : "is not of the expected kind";
  throw new UpstreamError("unavailable", unreadable(asked, what), { status });
}

/** Whether an answer is a web page where text was expected: of a login, or of whatever else stands there. */
export function isPage({ text, headers }: Reply): boolean {
  return text !== "" &&
    (/^\s*</.test(text) || /html/i.test(headers.get("Content-Type") ?? ""));
}

export function pageInstead(asked: Asked): string {
  return `${asked.site} answers with a web page where Kimai's API should be: set ${urlSetting} to the address of Kimai's web pages, without anything behind the host that is not part of it, and let requests to /api pass a login in front of it${
    orDone(asked)
  }`;
}

export function unreadable(asked: Asked, what: string): string {
  const done = asked.method === "GET" ? "" : ", though the change was probably carried out";
  return `Kimai's answer to ${
    requestOf(asked)
  } was not understood${done}: it ${what}; compare Kimai's version with the versions that this program supports, and check proxies in between`;
}

/** The error for an answer that goes on after `limit` bytes. */
export function endless(asked: Asked, limit: number, status: number): UpstreamError {
  return new UpstreamError(
    "unavailable",
    `The answer to ${requestOf(asked)} goes on after ${
      limit / 1_000_000
    } MB, which none of Kimai does: check what stands at ${asked.site} and in front of it${
      orDone(asked)
    }`,
    { status },
  );
}

/** The parsed text, or undefined where it is no JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
