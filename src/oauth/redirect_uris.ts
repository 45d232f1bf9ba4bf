/** Where codes may go: what a client may register, and what fits it later (RFC 8252, 7 and 8; OAuth 2.1, 2.3). */

import { OAuthError } from "./errors.ts";
import type { Client } from "./model.ts";

/** A site, a port on the person's own machine, or an app there that opens addresses of a scheme of its own. */
export type RedirectKind = "web" | "loopback" | "app";

/** A client has a handful. */
const most = 20;
/** Characters of one. */
const longest = 2000;

/** RFC 3986, 2: no spaces, controls, backslashes or letters beyond ASCII, which programs read in different ways. */
const plain = /^[\w\-.~:/?#[\]@!$&'()*+,;=%]+$/;
/** Written plainly, not as 127.1, and with nothing between the host and what follows. */
const loopback = /^http:\/\/(localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?(?=[/?]|$)/i;
const web = /^https:\/\/[^/?@]+(?=[/?]|$)/i;
/** With something hierarchical behind, so that it is no script (RFC 8252, 7.1). */
const app = /^([a-z][a-z\d+.-]*):\//i;

/** Schemes that make a browser run, read or show something, or hand the code to what is no app. */
const hostile = new Set([
  "about",
  "blob",
  "chrome",
  "data",
  "file",
  "filesystem",
  "ftp",
  "intent",
  "javascript",
  "mailto",
  "resource",
  "sms",
  "tel",
  "vbscript",
  "view-source",
  "ws",
  "wss",
]);
/**
 * Schemes of clients that have no dot: Cursor registers `cursor://anysphere.cursor-mcp/oauth/callback` beside two
 * others, extensions of VS Code `vscode://...`, Warp `warp://mcp/oauth2callback`.
 */
const known = new Set(["cursor", "vscode", "vscode-insiders", "warp", "windsurf"]);

/**
 * The redirect URIs that a client gives of itself. One that no honest client has is refused with all others; one
 * that this server does not send codes to is left out as long as another remains (RFC 7591, 2: the server may
 * replace what was asked for).
 * @returns them as they are written, without repetitions
 * @throws {OAuthError} `invalid_redirect_uri`
 */
export function readRedirectUris(given: unknown): string[] {
  if (!Array.isArray(given) || given.length === 0) {
    throw new OAuthError("invalid_redirect_uri", "redirect_uris must list at least one address");
  }
  if (given.length > most) {
    throw new OAuthError("invalid_redirect_uri", `redirect_uris may list ${most} addresses`);
  }
  for (const uri of given) {
    const fault = faultOf(uri);
    if (fault) throw new OAuthError("invalid_redirect_uri", `A redirect URI ${fault}`);
  }
  const usable = (given as string[]).filter((uri) => redirectKindOf(uri) !== undefined);
  if (usable.length === 0) {
    throw new OAuthError(
      "invalid_redirect_uri",
      "A redirect URI must be https, http on localhost or a loopback address, or of an app's own scheme such as com.example.app:/callback",
    );
  }
  return [...new Set(usable)];
}

/** What makes a redirect URI hostile rather than only unsuitable, without quoting it. */
function faultOf(uri: unknown): string | undefined {
  if (typeof uri !== "string") return "must be a string";
  if (uri.length > longest) return `may have ${longest} characters`;
  if (!plain.test(uri)) return "may only have the characters of RFC 3986";
  if (uri.includes("#")) return "must have no fragment";
  const scheme = /^([a-z][a-z\d+.-]*):/i.exec(uri)?.[1];
  if (!scheme) return "must be absolute";
  if (hostile.has(scheme.toLowerCase())) return `must not be of the scheme ${scheme.toLowerCase()}`;
  const url = URL.parse(uri);
  if (!url) return "must be a URL";
  return url.username || url.password ? "must have no user or password" : undefined;
}

/**
 * What a redirect URI leads to.
 * @returns nothing for one that no client may have
 */
export function redirectKindOf(uri: string): RedirectKind | undefined {
  if (faultOf(uri)) return undefined;
  if (loopback.test(uri)) return "loopback";
  if (web.test(uri)) return "web";
  const scheme = app.exec(uri)?.[1].toLowerCase();
  // A scheme with a dot is a domain name turned around, so that it can belong to somebody.
  return scheme && (known.has(scheme) || /^[^.]+(\.[^.]+)+$/.test(scheme)) ? "app" : undefined;
}

/**
 * Whether codes of a client may go to an address: one that it has, character by character. Programs on the person's
 * machine listen on whatever port is free, so that of a loopback address does not count (RFC 8252, 7.3); nor does
 * it with the name `localhost`, as Claude Code needs.
 */
export function matchesRedirect({ redirectUris }: Pick<Client, "redirectUris">, uri: string) {
  switch (redirectKindOf(uri)) {
    case undefined:
      return false;
    case "loopback":
      return redirectUris.some((own) => loopback.test(own) && portless(own) === portless(uri));
    default:
      return redirectUris.includes(uri);
  }
}

function portless(uri: string): string {
  return uri.replace(loopback, "http://$1");
}

/**
 * What a person is shown of where a code goes: the host as browsers read it, international ones in punycode, with
 * a port that is not the usual one. Of an app it is the scheme with its colon, because what stands behind is free
 * to look like anybody's host.
 * @throws {TypeError} for what is no URL; clients have none such
 */
export function redirectHostOf(uri: string): string {
  const { protocol, hostname, host } = new URL(uri);
  if (protocol !== "http:" && protocol !== "https:") return protocol;
  return protocol === "http:" ? hostname : host;
}
