/** A real browser: the system's Chromium, driven by playwright-core, which brings none of its own. */

import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { createCertificate } from "../support/certificate.ts";
import { createFlow, type Flow, type FlowOptions } from "../oauth/support.ts";

/** Where packages put it; undefined where there is none. */
const chromiumPath = await (async () => {
  for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
    const path = `/usr/bin/${name}`;
    if (await Deno.stat(path).then(({ isFile }) => isFile, () => false)) return path;
  }
})();

const certificate = await createCertificate("localhost");

/** What a test needs and is not there. */
export function missingFor({ https }: ServeOptions): string[] {
  return [!chromiumPath && "chromium", https && !certificate && "openssl"]
    .filter((name) => typeof name === "string");
}

/** A window in which everything is written down that must not happen. */
export interface Window {
  page: Page;
  /** Addresses that it went to, those of apps too. */
  visited: string[];
  /** What the browser complains about, such as our own policy. */
  complaints: string[];
}

export interface Chromium extends AsyncDisposable {
  /** Another person's, with cookies of its own. */
  open(options?: BrowserContextOptions): Promise<Window>;
  /** Another tab beside a window. */
  tab(beside: Window): Promise<Window>;
}

export async function startChromium(): Promise<Chromium> {
  const browser: Browser = await chromium.launch({
    executablePath: chromiumPath,
    // Its sandbox needs a user of its own, which containers do not have.
    args: ["--no-sandbox", "--disable-dev-shm-usage"],
  });
  const person = { locale: "en-GB", ignoreHTTPSErrors: true };
  return {
    open: async (options) => {
      const context = await browser.newContext({ ...person, ...options });
      return watched(await context.newPage());
    },
    tab: async ({ page }) => watched(await page.context().newPage()),
    [Symbol.asyncDispose]: () => browser.close(),
  };
}

function watched(page: Page): Window {
  page.setDefaultTimeout(15_000);
  const window: Window = { page, visited: [], complaints: [] };
  page.on("request", (request) => {
    if (request.isNavigationRequest()) window.visited.push(request.url());
  });
  page.on("pageerror", (error) => window.complaints.push(String(error)));
  page.on("console", (message) => {
    // Said of every page whose status is not 200.
    const isStatus = message.text().startsWith("Failed to load resource: the server responded");
    if (!isStatus && message.type() !== "info") window.complaints.push(message.text());
  });
  return window;
}

/** What a client's callback was asked, and by which page. */
export interface Arrival {
  parameters: Record<string, string>;
  method: string;
  referer: string | null;
}

export interface Served extends AsyncDisposable {
  flow: Flow;
  /** The client's callback on a port of its own. */
  callback: string;
  arrivals: Arrival[];
}

export interface ServeOptions extends FlowOptions {
  /** With a certificate that nobody vouches for. */
  https?: boolean;
  /**
   * The client's callback leads on to its app's own scheme. Chromium then asks somebody about it, in a window that
   * nobody sees, and may take no further clicks: a test ends there.
   */
  goesOn?: boolean;
}

/** Serves the authorization server on this machine, and a client's callback. */
export async function serveFlow(
  { https = false, goesOn = false, ...options }: ServeOptions = {},
): Promise<Served> {
  const arrivals: Arrival[] = [];
  const quiet = { port: 0, hostname: "127.0.0.1", onListen() {} };
  const client = Deno.serve(quiet, (request) => {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname !== "/callback") return new Response("Not found", { status: 404 });
    const [method, referer] = [request.method, request.headers.get("Referer")];
    arrivals.push({ parameters: Object.fromEntries(searchParams), method, referer });
    if (!goesOn) return new Response("Connected");
    return new Response(null, { status: 302, headers: { Location: "claude-test://done" } });
  });
  const secured = https ? { ...quiet, ...certificate } : quiet;
  const server = Deno.serve(secured, (request) => flow.fetch(request));
  const issuer = `http${https ? "s" : ""}://localhost:${server.addr.port}`;
  const flow: Flow = await createFlow({ issuer, ...options });
  const callback = `http://localhost:${client.addr.port}/callback`;
  const redirectUris = [callback];
  await flow.services.store.change("client", "web", (web) => ({ ...web!, redirectUris }));
  return {
    flow,
    callback,
    arrivals,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([server.shutdown(), client.shutdown()]);
    },
  };
}
