/** A `fetch` that keeps what came back, but for what a server hands out on purpose. */

import type { Hunt } from "./hunt.ts";

/** A part of an answer that is meant for whoever asked: the tokens of /token, the code, cookies. */
function handsOut(request: Request, response: Response): boolean {
  return new URL(request.url).pathname === "/token" && response.ok;
}

/** Headers that may hold a secret: a cookie, and where a client is sent with its code. */
function isMeant(name: string, value: string): boolean {
  return name === "set-cookie" || (name === "location" && /[?&]code=/.test(value));
}

/** Keeps answers in the hunt. Secrets that were handed out are added to it. */
export function recording(hunt: Hunt, fetchFn: typeof fetch = fetch): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const response = await fetchFn(request.clone());
    const { pathname } = new URL(request.url);
    const place = `the answer to ${request.method} ${pathname}`;
    for (const [name, value] of response.headers) {
      if (!isMeant(name, value)) hunt.look(`${name} in ${place}`, value);
    }
    for (const cookie of response.headers.getSetCookie()) addCookie(hunt, cookie);
    addCode(hunt, response.headers.get("Location"));
    // A stream that stays open has no end to wait for.
    if (
      request.method === "GET" && /event-stream/.test(response.headers.get("Content-Type") ?? "")
    ) {
      return response;
    }
    const text = await response.text();
    if (handsOut(request, response)) addTokens(hunt, text);
    else hunt.look(place, text);
    const isEmpty = [204, 205, 304].includes(response.status);
    return new Response(isEmpty ? null : text, response);
  };
}

function addCookie(hunt: Hunt, line: string): void {
  const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
  if (value.length >= 12) hunt.add(`cookie ${name}`, value);
}

function addCode(hunt: Hunt, location: string | null): void {
  const code = location && URL.canParse(location) && new URL(location).searchParams.get("code");
  if (code) hunt.add("code", code);
}

function addTokens(hunt: Hunt, text: string): void {
  const { access_token, refresh_token } = JSON.parse(text);
  hunt.add("access token", access_token);
  if (refresh_token) hunt.add("refresh token", refresh_token);
}
