/** As much of a browser as signing in takes: cookies of one site, redirects within it, forms. It runs no scripts. */

import { type Answer, type Ask, NoAnswer } from "./asking.ts";

/** Where somebody got to: a page of the site, or an address elsewhere, which is not asked for anything. */
export interface Page {
  url: string;
  /** The last answer; where the page is elsewhere, the one that led there. */
  answer: Answer;
  isElsewhere: boolean;
}

/** A form on a page, with what its hidden fields hold. */
export interface Form {
  action: string;
  fields: Record<string, string>;
  /** Of the fields that people see. */
  names: string[];
}

export interface Browser {
  open(ask: Ask, url: string): Promise<Page>;
  /** Sends a form of a page. */
  submit(ask: Ask, form: Form, fields: Record<string, string>): Promise<Page>;
}

/** A sign-in has some four. */
const mostRedirects = 10;

/** @param site scheme, host and port, beyond which nothing is asked */
export function createBrowser(site: string): Browser {
  const cookies = new Map<string, string>();
  const go = async (ask: Ask, url: string, init: RequestInit, left: number): Promise<Page> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { ...init.headers, Accept: "text/html", ...(cookie && { Cookie: cookie }) };
    const answer = await ask(url, { ...init, headers });
    for (const line of answer.headers.getSetCookie()) keep(cookies, line);
    const to = URL.parse(answer.headers.get("Location") ?? "", url);
    if (!answer.headers.has("Location") || !to) return { url, answer, isElsewhere: false };
    if (to.origin !== site) return { url: to.href, answer, isElsewhere: true };
    if (left === 0) throw new NoAnswer(`${to.pathname} leads in circles`);
    return await go(ask, to.href, { headers: { "Sec-Fetch-Site": "same-origin" } }, left - 1);
  };
  return {
    open: (ask, url) =>
      go(ask, url, { headers: { "Sec-Fetch-Site": "cross-site" } }, mostRedirects),
    submit: (ask, { action, fields: hidden }, fields) =>
      go(ask, action, {
        method: "POST",
        headers: {
          "Content-Type": "application/x-www-form-urlencoded",
          "Origin": site,
          "Sec-Fetch-Site": "same-origin",
        },
        body: new URLSearchParams({ ...hidden, ...fields }).toString(),
      }, mostRedirects),
  };
}

function keep(cookies: Map<string, string>, line: string): void {
  const [pair, ...attributes] = line.split(/; */);
  const [, name, value] = /^([^=]+)=(.*)$/.exec(pair) ?? [];
  if (name === undefined) return;
  if (attributes.some((one) => /^max-age=0$/i.test(one))) cookies.delete(name);
  else cookies.set(name, value);
}

/** The forms of a page of ours, whose markup is plain. Forms that lead to another site are left out. */
export function formsOf({ url, answer: { text } }: Page): Form[] {
  return [...text.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)].flatMap(([, head, inside]) => {
    const action = URL.parse(attributesOf(head).action ?? "", url);
    if (action?.origin !== new URL(url).origin) return [];
    const inputs = [...inside.matchAll(/<input\b([^>]*)>/gi)].map(([, tag]) => attributesOf(tag));
    const hidden = inputs.filter(({ type }) => type === "hidden");
    const fields = Object.fromEntries(hidden.map(({ name, value = "" }) => [name, value]));
    const others = inputs.filter(({ type, name }) => name && type !== "hidden");
    return [{ action: action.href, fields, names: others.map(({ name }) => name) }];
  });
}

function attributesOf(tag: string): Record<string, string> {
  const pairs = [...tag.matchAll(/([\w-]+)="([^"]*)"/g)];
  return Object.fromEntries(pairs.map(([, name, value]) => [name.toLowerCase(), plain(value)]));
}

function plain(text: string): string {
  const names: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
  return text.replace(/&(\w+|#39);/g, (whole, name) => names[name] ?? whole);
}
