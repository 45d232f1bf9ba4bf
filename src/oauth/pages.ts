/** What every page has around it: its head, its headers, and whose it is. Nothing on it comes from elsewhere. */

import { createHash } from "node:crypto";
import type { Context } from "hono";
import { html, raw } from "hono/html";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Env } from "./context.ts";
import { type Tongue, tongueFor } from "./languages.ts";
import { style } from "./style.ts";
import type { Markup, Words } from "./words.ts";

/** What stands on a page. */
export interface Page {
  title: string;
  /** Above it, where that is not its title. */
  heading?: string;
  body: Markup;
  /** For lists. */
  wide?: boolean;
  /** Where the browser goes by itself at once. */
  onward?: string;
}

/** How a page is answered. */
export interface Answer {
  status?: ContentfulStatusCode;
  /** Seconds after which it makes sense to come again. */
  retryAfter?: number;
}

/** Answers with a page in the language of the browser. */
export function showPage(
  c: Context<Env>,
  issuer: string,
  pageIn: (tongue: Tongue) => Page,
  { status = 200, retryAfter }: Answer = {},
): Response | Promise<Response> {
  const tongue = tongueFor(c.req.header("Accept-Language"));
  c.header("Content-Security-Policy", securityPolicy());
  c.header("Cache-Control", "no-store");
  c.header("Vary", "Accept-Language");
  if (retryAfter !== undefined) c.header("Retry-After", String(retryAfter));
  return c.html(documentOf(pageIn(tongue), tongue, new URL(issuer).host), status);
}

let policy: string | undefined;

/**
 * No `form-action`: Chromium holds it against the whole chain of redirects that follows a form, and a client's
 * callback may lead on to an app's own scheme. What could be done with it needs markup of a stranger's on the page.
 */
export function securityPolicy(): string {
  const hash = () => createHash("sha256").update(style).digest("base64");
  return policy ??= [
    "default-src 'none'",
    `style-src 'sha256-${hash()}'`,
    "img-src data:",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

function documentOf(page: Page, tongue: Tongue, host: string): Markup {
  const { language, words } = tongue;
  return html`
    <!doctype html>
    <html lang="${language}">
      ${headOf(page, words)}
      <body class="${page.wide ? "wide" : "narrow"}">
        <header>${raw(mark("currentColor"))}<span>${words.product}</span></header>
        <main>
          <h1>${page.heading ?? page.title}</h1>
          ${page.body}
        </main>
        <footer>${words.served(host)}</footer>
      </body>
    </html>
  `;
}

/** The header says no-referrer, with which browsers hide the origin of a form even from where it came from. */
function headOf({ title, onward }: Page, words: Words): Markup {
  return html`
    <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="robots" content="noindex">
      <meta name="referrer" content="same-origin">
      ${onward && html`<meta http-equiv="refresh" content="0;url=${onward}">`}
      <title>${title} – ${words.product}</title>
      <link rel="icon" href="${icon}">
      ${raw(`<style>${style}</style>`)}
    </head>
  `;
}

/** A clock in a round frame. */
const mark = (colour: string) =>
  `<svg viewBox="0 0 32 32" fill="none" stroke="${colour}" stroke-width="3" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><circle cx="16" cy="16" r="13"/><path d="M16 8.5V16l5 4"/></svg>`;

const icon = "data:image/svg+xml," + encodeURIComponent(
  mark("#1c5db4").replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"'),
);
