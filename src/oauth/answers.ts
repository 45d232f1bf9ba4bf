/** How a client hears of what came of its request: through the browser, at its redirect URI, always with `iss`. */

import type { Context } from "hono";
import type { Env } from "./context.ts";
import { OAuthError } from "./errors.ts";
import { backPage } from "./message_view.ts";
import { showPage } from "./pages.ts";

/** Where an answer goes, and what the client gave along to know it by. */
export interface Return {
  redirectUri: string;
  state?: string;
}

/**
 * The address that tells a client what came of its request (RFC 6749, 4.1.2; RFC 9207, 2). Blanks are written as
 * `%20`, which readers of forms and of addresses agree about; a query of its own stays.
 */
export function returnAddress(
  issuer: string,
  { redirectUri, state }: Return,
  result: Record<string, string>,
): string {
  const parameters = Object.entries({
    ...result,
    ...(state !== undefined && { state }),
    iss: issuer,
  })
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return redirectUri + (redirectUri.includes("?") ? "&" : "?") + parameters.join("&");
}

/** A refusal as its parameters; of the description only what they may hold (RFC 6749, 4.1.2.1). */
export function refusalOf({ code, message }: OAuthError): Record<string, string> {
  const description = message.replace(/["\\]/g, "'").replace(/[^\x20-\x7e]/g, "?");
  return { error: code, error_description: description };
}

/**
 * Sends the browser back to the client. An app's own scheme takes it nowhere, so the window would stay as it was:
 * it gets a page that says so, and that goes there by itself.
 */
export function sendBack(
  c: Context<Env>,
  issuer: string,
  to: Return,
  result: Record<string, string>,
): Response | Promise<Response> {
  const address = returnAddress(issuer, to, result);
  if (!/^https?:/i.test(address)) return showPage(c, issuer, backPage(address));
  // 303, so that a form's fields do not come along (RFC 9700, 4.12).
  return c.redirect(address, 303);
}
