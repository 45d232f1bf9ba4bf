/** What all endpoints for people have in common: their methods, their forms, and a page for what goes wrong. */

import type { Context, Handler } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { BodyError, readBody } from "./body.ts";
import { isFromHere } from "./browser.ts";
import type { Env } from "./context.ts";
import { OAuthError } from "./errors.ts";
import { type Fault, faultPage, refusedPage } from "./message_view.ts";
import { showPage } from "./pages.ts";
import { StoreFullError } from "./store.ts";

/** A person cannot go on; there is a page that says why. */
export class PageFault extends Error {
  override name = "PageFault";

  constructor(readonly fault: Fault) {
    super(fault);
  }
}

const statuses: Record<Fault, ContentfulStatusCode> = {
  over: 400,
  foreign: 403,
  method: 405,
  large: 413,
  full: 503,
};
const methods = "GET, HEAD, POST";

type Step = (c: Context<Env>) => Response | Promise<Response>;

/** An endpoint that shows something and takes its form. Whatever a step throws for becomes a page of its own. */
export function pageEndpoint(
  issuer: string,
  { get, post }: { get: Step; post: Step },
): Handler<Env> {
  return async (c) => {
    try {
      if (c.req.method === "POST") return await post(c);
      if (["GET", "HEAD"].includes(c.req.method)) return await get(c);
    } catch (error) {
      return await showError(c, issuer, error);
    }
    return c.json({ error: "Method not allowed: use GET or POST" }, 405, { Allow: methods });
  };
}

function showError(c: Context<Env>, issuer: string, error: unknown): Response | Promise<Response> {
  if (error instanceof OAuthError) {
    const status = error.code === "temporarily_unavailable" ? 503 : 400;
    return showPage(c, issuer, refusedPage(error.message), { status });
  }
  const fault = faultOf(error);
  if (!fault) throw error;
  if (fault === "method") c.header("Allow", methods);
  // The rest of the body would be taken for the next request (RFC 9110, 15.5.14).
  if (fault === "large") c.header("Connection", "close");
  const retryAfter = fault === "full" ? 60 : undefined;
  return showPage(c, issuer, faultPage(fault), { status: statuses[fault], retryAfter });
}

function faultOf(error: unknown): Fault | undefined {
  if (error instanceof PageFault) return error.fault;
  if (error instanceof BodyError) return "large";
  return error instanceof StoreFullError ? "full" : undefined;
}

/**
 * The fields of a form.
 * @throws {BodyError} when they cannot be read
 */
export async function readForm(c: Context<Env>): Promise<URLSearchParams> {
  return new URLSearchParams(await readBody(c.req.raw));
}

/**
 * The fields of a form of ours.
 * @throws {PageFault} when another site's page sent it
 * @throws {BodyError} when they cannot be read
 */
export async function readOwnForm(c: Context<Env>, issuer: string): Promise<URLSearchParams> {
  if (!isFromHere(c, issuer)) throw new PageFault("foreign");
  return await readForm(c);
}

/** The parameters in a request's address. */
export function queryOf(c: Context<Env>): URLSearchParams {
  return new URL(c.req.url).searchParams;
}
