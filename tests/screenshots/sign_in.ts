/** The pages on which somebody signs in and decides, as the started program draws them for its public name. */

import type { Page, Route } from "playwright-core";
import { secrets, servePeople } from "../e2e/people.ts";
import { challenge } from "../oauth/support.ts";

const publicUrl = "https://mcp.example.com";
const callback = "https://claude.ai/api/mcp/auth_callback";

/** What is to be done on the way. */
export interface Stops {
  signIn(): Promise<void>;
  consent(): Promise<void>;
}

/** Takes a person from an app to the decision. */
export async function walk(page: Page, stops: Stops): Promise<void> {
  await using office = await servePeople({ args: [`--public-url=${publicUrl}`] });
  const port = /"listening":"[^"]+:(\d+)"/.exec(office.running.stderr)![1];
  const server = `http://127.0.0.1:${port}`;
  await page.route(`${publicUrl}/**`, (route) => forward(route, server));
  await page.goto(await authorizationUrl(server));
  await stops.signIn();
  await page.getByLabel("Account name").fill("lena");
  await page.getByLabel("Secret").fill(secrets.lena);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/oauth\/consent/);
  await stops.consent();
}

/** Registers an app, and gives the address to which it sends its person. */
async function authorizationUrl(server: string): Promise<string> {
  const answer = await fetch(`${server}/register`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ client_name: "Claude", redirect_uris: [callback] }),
  });
  const { client_id } = await answer.json();
  const parameters = new URLSearchParams({
    ...{ client_id, redirect_uri: callback, response_type: "code" },
    ...{ code_challenge: challenge, code_challenge_method: "S256", state: "a state" },
  });
  return `${publicUrl}/authorize?${parameters}`;
}

/** Does what a proxy with TLS would, which nobody has for this name. */
async function forward(route: Route, server: string): Promise<void> {
  const request = route.request();
  const { pathname, search, host } = new URL(request.url());
  // Of a request that is held up, Playwright does not know the cookies.
  const kept = await request.frame().page().context().cookies(request.url());
  const cookie = kept.map(({ name, value }) => `${name}=${value}`).join("; ");
  const answer = await fetch(`${server}${pathname}${search}`, {
    method: request.method(),
    headers: { ...await request.allHeaders(), host, cookie },
    body: request.postData() ?? undefined,
    redirect: "manual",
  });
  const onward = answer.headers.get("Location");
  const cookies = { "set-cookie": answer.headers.getSetCookie().join("\n") };
  const headers: Record<string, string> = { ...Object.fromEntries(answer.headers), ...cookies };
  const text = await answer.text();
  if (onward === null) return await route.fulfill({ status: answer.status, headers, body: text });
  // A redirect would leave this way: the browser is told on a page.
  const { location: _, "content-security-policy": __, ...left } = headers;
  const body = `<meta http-equiv="refresh" content="0;url=${new URL(onward, publicUrl)}">`;
  await route.fulfill({ status: 200, headers: { ...left, "content-type": "text/html" }, body });
}
