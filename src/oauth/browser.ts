/**
 * What a browser keeps for us, and how we know that a form comes from our own page in it. The store knows cookies by
 * their hashes alone.
 */

import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { sameText } from "../accounts/secrets.ts";
import type { Env } from "./context.ts";
import { createToken, deriveToken } from "./hashes.ts";

/** `browser`: any; `sign_in`: of a person signed in; `device`: that somebody was, once. */
export type CookieName = "browser" | "sign_in" | "device";

/** Longer ones are not ours. */
const longest = 200;

export function readCookie(c: Context<Env>, issuer: string, name: CookieName): string | undefined {
  const value = getCookie(c, nameOf(issuer, name));
  return value && value.length <= longest ? value : undefined;
}

/** @param seconds that the browser keeps it; until it is closed unless given, 0 to take it away */
export function writeCookie(
  c: Context<Env>,
  issuer: string,
  cookie: { name: CookieName; value: string; seconds?: number },
): void {
  setCookie(c, nameOf(issuer, cookie.name), cookie.value, {
    path: "/",
    httpOnly: true,
    // A page of the client leads here, so Strict would keep the cookies back.
    sameSite: "Lax",
    secure: isSecure(issuer),
    maxAge: cookie.seconds,
  });
}

/**
 * Browsers take `__Host-` only from the very host, over https, for all paths, so no neighbour can plant one. Cookies
 * know no ports, so that servers on one machine would overwrite each other's without it in the name.
 */
function nameOf(issuer: string, name: CookieName): string {
  return isSecure(issuer)
    ? `__Host-kimai_mcp_${name}`
    : `kimai_mcp_${new URL(issuer).port}_${name}`;
}

function isSecure(issuer: string): boolean {
  return issuer.startsWith("https:");
}

/** What tells this browser from others; it gets one when it has none. */
export function browserOf(c: Context<Env>, issuer: string): string {
  const known = readCookie(c, issuer, "browser");
  if (known !== undefined && /^[\w-]{43}$/.test(known)) return known;
  const value = createToken();
  writeCookie(c, issuer, { name: "browser", value });
  return value;
}

/** The token of a form for one purpose in one browser: who cannot read that browser's cookie cannot make it. */
export function formToken(browser: string, ...purpose: string[]): string {
  return deriveToken(browser, purpose.join("\n"));
}

/** Whether a form's token was made for this purpose in this browser; a browser without a name has none. */
export function isFormToken(
  given: string | null,
  browser: string | undefined,
  ...purpose: string[]
): boolean {
  return given !== null && browser !== undefined &&
    sameText(given, formToken(browser, ...purpose));
}

/**
 * Whether a form was sent by a page of ours, as far as the browser tells. `Sec-Fetch-Site` cannot be forged by a page;
 * browsers that do not send it say at least where the page came from.
 */
export function isFromHere(c: Context<Env>, issuer: string): boolean {
  const [site, origin] = [c.req.header("Sec-Fetch-Site"), c.req.header("Origin")];
  // "none" is a person who sends the same form again, such as by reloading.
  if (site !== undefined && site !== "same-origin" && site !== "none") return false;
  return origin === undefined || origin === new URL(issuer).origin;
}
