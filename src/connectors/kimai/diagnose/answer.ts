/** The first request: whether what answers at the address is Kimai's API, and if not, what it is. */

import type { Finding } from "../../connector.ts";
import { headersOf, urlSetting } from "../address.ts";
import { refusal, unanswered, withoutToken } from "../faults.ts";
import { version } from "../records.ts";
import { failureOf, neverSent } from "../transport.ts";
import { isObject } from "../../../lib/is_object.ts";
import { above } from "./address.ts";
import { apiUrl, askedFor, failed, ok, type Order, shown } from "./order.ts";
import { describePage, isPage, type Page } from "./pages.ts";
import { judgeHop } from "./redirects.ts";

/** What Kimai's API says to somebody who asks for its version. */
export type Reception =
  /** The token is good. */
  | { kind: "welcome"; version: string; versionId: number }
  /** It saw no token. */
  | { kind: "unseen" }
  /** It does not know the token. */
  | { kind: "unknown" }
  /** It knows the token and does not let its user in. */
  | { kind: "forbidden" };

/** What was found; without a reception nothing more can be asked. */
export interface Answered {
  findings: Finding[];
  reception?: Reception;
}

const path = "/version";
const name = "API";
const redirects = 5;

/** Asks for Kimai's version, with the token where there is one. */
export async function askVersion(order: Order): Promise<Answered> {
  const { findings, page, lost } = await follow(order).catch((error) => unheard(order, error));
  if (!page) return { findings: lost ? await pointElsewhere(order, findings) : findings };
  const reception = receptionOf(page);
  if (reception) {
    const answers = ok(name, `Kimai answers at ${shown(order.site)}/api`);
    return { findings: [...findings, answers], reception };
  }
  const all = [...findings, stranger(order, page)];
  return { findings: all.at(-1)?.setting ? await pointElsewhere(order, all) : all };
}

/** What is said where no answer came. */
function unheard({ site, signal, deadline, proxy }: Order, error: unknown): Followed {
  signal.throwIfAborted();
  const failure = isTimeout(error) ? "timeout" : failureOf(error);
  const { message } = unanswered(askedFor(site, path), failure, site.hostname, deadline);
  if (site.protocol === "http:" && (failure === "lost" || failure === "not_http")) {
    const sentence = `${message}; if the port speaks https, write https:// in front of the address`;
    return { findings: [failed(name, sentence, "kimai_url")], lost: false };
  }
  const sentence = proxy === undefined || !neverSent.has(failure)
    ? message
    : `No answer came through the proxy ${proxy}: check HTTP_PROXY, HTTPS_PROXY and NO_PROXY, and that the proxy lets requests to ${site.host} pass`;
  return { findings: [failed(name, sentence)], lost: false };
}

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === "TimeoutError";
}

/** An answer that is none of Kimai's. With the setting `kimai_url`, Kimai may be found at another address. */
function stranger({ site }: Order, page: Page): Finding {
  if (page.status === 407) {
    return failed(
      name,
      "The proxy on the way wants credentials (407): put them into HTTPS_PROXY or HTTP_PROXY, as in http://user:password@proxy.example.com:3128",
    );
  }
  const { status, headers } = page;
  const isOwnTrouble = status === 429 || status >= 500 ||
    (status >= 300 && status !== 404 && !isPage(page));
  // Cloudflare's challenges come with such statuses as well.
  if (isOwnTrouble && !headers.has("cf-mitigated")) {
    return failed(name, refusal(askedFor(site, path), page).message);
  }
  const { elsewhere, ...told } = describePage(page);
  return { name, outcome: "failed", ...told, ...(elsewhere && { setting: "kimai_url" }) };
}

interface Followed {
  findings: Finding[];
  page?: Page;
  /** The way ended where people sign in, so the address may be a wrong one. */
  lost: boolean;
}

async function follow({ site, token, fetch, signal, deadline }: Order): Promise<Followed> {
  const headers = token === undefined ? { Accept: "application/json" } : headersOf(token, false);
  const findings: Finding[] = [];
  let url = apiUrl(site, path);
  for (let hops = 0; hops <= redirects; hops++) {
    const both = AbortSignal.any([signal, AbortSignal.timeout(deadline * 1000)]);
    const response = await fetch(url, { headers, redirect: "manual", signal: both });
    if (![301, 302, 303, 307, 308].includes(response.status)) {
      const { status, headers } = response;
      const page = { status, headers, text: await response.text() };
      return { findings, page: withoutToken(page, token), lost: false };
    }
    await response.body?.cancel();
    const to = URL.parse(response.headers.get("Location") ?? "", url) ?? undefined;
    const { kind, finding } = judgeHop({ from: url, to });
    if (kind === "login" || kind === "away") {
      return { findings: [finding], lost: kind === "login" && to?.host === url.host };
    }
    // One line for all of them.
    if (findings.length === 0) findings.push(finding);
    url = to!;
  }
  const sentence = `Requests are sent round in circles: mend the redirects in the web server`;
  return { findings: [failed("Redirect", sentence)], lost: false };
}

/** What Kimai answers, whoever asks; undefined where it is not Kimai who does (API.md 1.4). */
export function receptionOf(page: Page): Reception | undefined {
  const { status, headers, text } = page;
  if (status === 401 && /^Bearer\b.*invalid_token/i.test(headers.get("WWW-Authenticate") ?? "")) {
    return { kind: "unknown" };
  }
  if (status === 401 && text === "" && !headers.has("WWW-Authenticate")) return { kind: "unknown" };
  const body = jsonOf(text);
  if (!isObject(body) || isPage(page)) return undefined;
  if (status === 401) return { kind: "unseen" };
  if (status === 403) return { kind: "forbidden" };
  const { data } = version.safeParse(body);
  return status === 200 && data
    ? { kind: "welcome", version: data.version, versionId: data.versionId }
    : undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Gives the last finding a better fix, where Kimai answers at an address above the given one. */
async function pointElsewhere(order: Order, findings: Finding[]): Promise<Finding[]> {
  const { site } = order;
  const last = findings.at(-1)!;
  if (site.pathname === "/") return findings;
  const before = findings.slice(0, -1);
  for (const other of above(site)) {
    const { page } = await follow({ ...order, site: other, token: undefined })
      .catch(() => ({ page: undefined }));
    if (!page || !receptionOf(page)) continue;
    const fix = `Set ${urlSetting} to "${shown(other)}": Kimai answers there`;
    return [...before, { ...last, fix, setting: "kimai_url" }];
  }
  const fix =
    `${last.fix}; below "${site.pathname}" Kimai's API works only where a proxy takes that off, so a host name of its own is safer`;
  return [...before, { ...last, fix }];
}

/**
 * Tells a Kimai that never saw the token from one that is too old for tokens, by a route that came with
 * 2.18: without credentials Kimai answers 401 to what it has, and 404 to what it has not (API.md 1.4).
 */
export async function isOlderThanTokens({ site, fetch, signal }: Order): Promise<boolean> {
  const response = await fetch(apiUrl(site, "/tags/find"), { redirect: "manual", signal });
  const isJson = /json/i.test(response.headers.get("Content-Type") ?? "");
  await response.body?.cancel();
  return response.status === 404 && isJson;
}
