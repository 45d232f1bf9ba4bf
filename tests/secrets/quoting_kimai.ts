/** A Kimai that hands back what it was sent, in every way in which an answer can go wrong. */

import { createDemoKimai } from "../../src/connectors/kimai/demo/mod.ts";
import { serve, type Served } from "../e2e/kimais.ts";

/** What it says to a request with this token. `address` is its own. */
type Answer = (token: string, address: string) => Response;

const json = (body: unknown, init: ResponseInit = {}) => Response.json(body, init);
const page = (text: string, status: number) =>
  new Response(`<html><body>${text}</body></html>`, {
    status,
    headers: { "Content-Type": "text/html" },
  });

/** Answers that quote the token, by what is wrong with them. */
export const answers: Record<string, Answer> = {
  "500 in JSON": (token) =>
    json({ code: 500, message: `Authorization: Bearer ${token}` }, { status: 500 }),
  "500 as a page": (token) => page(`Trace: Bearer ${token}, token=${token}`, 500),
  "502 as text": (token) => new Response(`upstream of ${token}`, { status: 502 }),
  "503 with a header": (token) =>
    json({ message: token }, { status: 503, headers: { "Retry-After": token } }),
  "429 with a header": (token) =>
    json({ message: token }, { status: 429, headers: { "Retry-After": `999 ${token}` } }),
  "400 with messages": (token) =>
    json({
      code: 400,
      message: `Validation failed for ${token}`,
      errors: { errors: [`Not ${token}`], children: { begin: { errors: [`${token} is wrong`] } } },
    }, { status: 400 }),
  "401 with a challenge": (token) =>
    json({ message: token }, {
      status: 401,
      headers: { "WWW-Authenticate": `Bearer error="invalid_token", token="${token}"` },
    }),
  "403 in JSON": (token) => json({ message: `No ${token}` }, { status: 403 }),
  "404 in JSON": (token) => json({ message: `No ${token}` }, { status: 404 }),
  "418 in JSON": (token) => json({ message: `No ${token}` }, { status: 418 }),
  "200 that is no JSON": (token) =>
    new Response(`{"token": "${token}`, { headers: { "Content-Type": "application/json" } }),
  "200 as a page": (token) => page(`Hello ${token}`, 200),
  "200 with other types": (token) => json([{ [token]: token, id: token, begin: { at: token } }]),
  "elsewhere": (token) =>
    new Response(null, { status: 302, headers: { Location: `https://x.test/?token=${token}` } }),
  "in a circle": (token, address) =>
    new Response(null, { status: 307, headers: { Location: `${address}/api/me?token=${token}` } }),
  "to another protocol": (token) =>
    new Response(null, { status: 302, headers: { Location: `data:text/plain,${token}` } }),
};

export interface QuotingKimai extends Served {
  /** How it answers from now on: as Kimai does where it is undefined. */
  answer?: string;
  /** Requests that it answered so. */
  quoted: number;
}

/** Serves it. Whatever the token is, it acts as the agency's team lead. */
export function serveQuotingKimai(): QuotingKimai {
  const { fetch, tokens, defaultUser } = createDemoKimai();
  const kimai: QuotingKimai = {
    quoted: 0,
    ...serve((request) => {
      const token = request.headers.get("Authorization")?.replace(/^Bearer /, "") ?? "";
      if (kimai.answer) {
        kimai.quoted++;
        return answers[kimai.answer](token, kimai.url);
      }
      const headers = new Headers(request.headers);
      headers.set("Authorization", `Bearer ${tokens[defaultUser]}`);
      return fetch(new Request(request, { headers }));
    }),
  };
  return kimai;
}
