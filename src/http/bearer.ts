/** Who asks, by the token in the Authorization header and nowhere else (RFC 6750, 2.1; MCP authorization). */

import type { MiddlewareHandler } from "hono";
import type { Env, Principal } from "./context.ts";

/** One kind of token. */
export interface Verifier {
  /** @returns nothing for a token that is not, or no longer, good */
  verify(token: string): Principal | undefined | Promise<Principal | undefined>;
}

export interface BearerOptions {
  verifiers: readonly Verifier[];
  /** Further parameters of the challenge, such as `resource_metadata` (RFC 9728, 5.1). */
  challenge?: Readonly<Record<string, string>>;
  /** A token by itself, without "Bearer", counts: clients of the 2024 transport were told so. */
  bare?: boolean;
}

/** Longer ones are not ours; looking at them costs. */
const longest = 4096;
/** RFC 6750, 2.1: b64token. Two headers arrive joined by a comma, which is not part of it. */
const token68 = /^[\w.~+/-]+=*$/;

/** Lets a request pass whose token one of the verifiers knows, with its principal; else 401 and what to send. */
export function requireBearer(options: BearerOptions): MiddlewareHandler<Env> {
  const { verifiers, challenge: more = {}, bare = false } = options;
  return async (c, next) => {
    const header = c.req.header("Authorization");
    const token = header === undefined ? undefined : tokenOf(header, bare);
    for (const verifier of token ? verifiers : []) {
      const found = verifier.verify(token!);
      // Every request waits here, so only for what is not there yet.
      const principal = found instanceof Promise ? await found : found;
      if (!principal) continue;
      c.set("principal", principal);
      return await next();
    }
    return unauthorized(header !== undefined, more);
  };
}

function tokenOf(header: string, bare: boolean): string | undefined {
  const match = /^bearer +(\S+) *$/i.exec(header) ?? (bare ? /^(\S+)$/.exec(header) : null);
  const token = match?.[1] ?? "";
  return token.length <= longest && token68.test(token) ? token : undefined;
}

/** RFC 6750, 3.1: without credentials the challenge names no error. */
function unauthorized(tried: boolean, more: Readonly<Record<string, string>>): Response {
  const error = { error: "invalid_token", error_description: "Authentication required" };
  const headers = { "WWW-Authenticate": challenge({ ...(tried ? error : {}), ...more }) };
  return Response.json(error, { status: 401, headers });
}

/** A WWW-Authenticate header of the Bearer scheme. */
export function challenge(parameters: Readonly<Record<string, string>>): string {
  const quoted = Object.entries(parameters)
    .map(([name, value]) => ` ${name}="${value.replace(/["\\]/g, "\\$&")}"`);
  return `Bearer${quoted.join(",")}`;
}
