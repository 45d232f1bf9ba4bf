/** A browser without a window: keeps cookies as browsers do, follows redirects, fills in forms. Runs no scripts. */

/** Answers a request; an application in this process, or the network. */
export type Fetch = (request: Request) => Response | Promise<Response>;

export interface BrowserOptions {
  /** `Accept-Language` */
  language?: string;
}

interface Cookie {
  value: string;
  attributes: string[];
}

export class Browser {
  /** By origin and name. */
  readonly #cookies = new Map<string, Cookie>();

  constructor(
    readonly fetch: Fetch,
    readonly origin: string,
    readonly options: BrowserOptions = {},
  ) {}

  /** Opens an address of the server, as if somebody had followed a link to it from anywhere. */
  open(address: string): Promise<Page> {
    return this.send(address, { headers: { "Sec-Fetch-Site": "cross-site" } });
  }

  /** Sends a request and follows where it leads, as long as that is the server. */
  async send(address: string, init: RequestInit = {}): Promise<Page> {
    const url = new URL(address, this.origin).href;
    const headers = new Headers(init.headers);
    headers.set("Cookie", this.#cookieHeader());
    if (this.options.language) headers.set("Accept-Language", this.options.language);
    const response = await this.fetch(new Request(url, { ...init, headers, redirect: "manual" }));
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    const location = response.headers.get("Location");
    if (location === null) return new Page(this, url, response, await response.text());
    await response.body?.cancel();
    const next = new URL(location, url).href;
    if (new URL(next).origin !== this.origin) return new Page(this, next, response, "");
    return await this.send(next, { headers: { "Sec-Fetch-Site": "same-origin" } });
  }

  /** The line that set a cookie, without its value. */
  attributesOf(name: string): string[] | undefined {
    return this.#cookies.get(name)?.attributes;
  }

  get cookieNames(): string[] {
    return [...this.#cookies.keys()].sort();
  }

  cookie(name: string): string | undefined {
    return this.#cookies.get(name)?.value;
  }

  setCookie(name: string, value: string): void {
    this.#cookies.set(name, { value, attributes: [] });
  }

  #keep(line: string): void {
    const [pair, ...attributes] = line.split("; ");
    const [name, value] = [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)];
    if (attributes.includes("Max-Age=0")) this.#cookies.delete(name);
    else this.#cookies.set(name, { value, attributes });
  }

  #cookieHeader(): string {
    return [...this.#cookies].map(([name, { value }]) => `${name}=${value}`).join("; ");
  }
}

/** Where somebody got to: a page of the server, or an address elsewhere, which is not asked for anything. */
export class Page {
  constructor(
    readonly browser: Browser,
    readonly url: string,
    readonly response: Response,
    readonly html: string,
  ) {}

  get status(): number {
    return this.response.status;
  }

  /** The parameters of its address. */
  get parameters(): Record<string, string> {
    return Object.fromEntries(new URL(this.url).searchParams);
  }

  get isElsewhere(): boolean {
    return new URL(this.url).origin !== this.browser.origin;
  }

  /** What a person reads, in one line. */
  get text(): string {
    const body = this.html.replace(/^[\s\S]*<body[^>]*>/, "");
    return decode(body.replace(/<[^>]+>/g, " ")).replace(/\s+/g, " ").trim();
  }

  get forms(): Form[] {
    return [...this.html.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/g)].map(([markup]) =>
      new Form(this, markup)
    );
  }

  /** @returns the address of the first link whose text is this */
  link(text: string): string {
    for (const [, attributes, inside] of this.html.matchAll(/<a\b([^>]*)>([\s\S]*?)<\/a>/g)) {
      const label = decode(inside.replace(/<[^>]+>/g, "")).trim();
      if (label === text) return attributesIn(attributes).href;
    }
    throw new Error(`There is no link "${text}" on ${this.url}`);
  }

  /** Fills in the page's first form and sends it. */
  submit(fields: Fields = {}, button?: string): Promise<Page> {
    if (this.forms.length === 0) throw new Error(`There is no form on ${this.url}: ${this.text}`);
    return this.forms[0].submit(fields, button);
  }
}

/** Values by name; a list for boxes that stay ticked, undefined for a field that is left out. */
export type Fields = Record<string, string | string[] | undefined>;

interface Field {
  name: string;
  value: string;
  /** Whether it is sent unless somebody does something. */
  isSent: boolean;
}

export class Form {
  readonly #attributes: Record<string, string>;

  constructor(readonly page: Page, readonly markup: string) {
    this.#attributes = attributesIn(/<form\b([^>]*)>/.exec(markup)![1]);
  }

  get fields(): Field[] {
    const found = [...this.markup.matchAll(/<input\b([^>]*)>/g)];
    return found.map(([, text]) => attributesIn(text)).filter(({ name }) => name).map((input) => ({
      name: input.name,
      value: input.value ?? "",
      isSent: !("disabled" in input) && (input.type !== "checkbox" || "checked" in input),
    }));
  }

  /** The texts of its buttons, without those that cannot be pressed. */
  get buttons(): string[] {
    return this.#buttons().map(({ text }) => text);
  }

  /** Sends it as the browser would after somebody filled it in and pressed a button, the first unless named. */
  submit(fields: Fields = {}, button = this.buttons[0]): Promise<Page> {
    const body = new URLSearchParams(this.#entries(fields));
    const pressed = this.#buttons().find(({ text }) => text === button);
    if (!pressed) throw new Error(`There is no button "${button}", only: ${this.buttons}`);
    if (pressed.name) body.append(pressed.name, pressed.value);
    return this.send(body);
  }

  /** Sends other fields to where the form goes; of the headers that browsers add, undefined leaves one out. */
  send(body: URLSearchParams, changes: Record<string, string | undefined> = {}): Promise<Page> {
    const { action, method } = this.#attributes;
    const { origin } = this.page.browser;
    const added = { "Origin": origin, "Sec-Fetch-Site": "same-origin", ...changes };
    const headers = Object.entries(added).filter((pair): pair is [string, string] =>
      pair[1] !== undefined
    );
    return this.page.browser.send(new URL(action, this.page.url).href, { method, body, headers });
  }

  /** What it would send without a button. */
  #entries(changes: Fields): [string, string][] {
    const kept = this.fields.filter(({ name, isSent }) => isSent && !(name in changes));
    const changed = Object.entries(changes).flatMap(([name, values]) =>
      [values ?? []].flat().map((value): [string, string] => [name, value])
    );
    return [...kept.map(({ name, value }): [string, string] => [name, value]), ...changed];
  }

  #buttons(): { text: string; name?: string; value: string }[] {
    return [...this.markup.matchAll(/<button\b([^>]*)>([\s\S]*?)<\/button>/g)]
      .map(([, text, inside]) => ({ ...attributesIn(text), text: decode(inside).trim() }))
      .filter((button) => !("disabled" in button))
      .map(({ text, ...attributes }) => {
        const { name, value = "" } = attributes as Record<string, string>;
        return { text, name, value };
      });
  }
}

function attributesIn(text: string): Record<string, string> {
  const found = [...text.matchAll(/([\w-]+)(?:="([^"]*)")?/g)];
  return Object.fromEntries(found.map(([, name, value = ""]) => [name, decode(value)]));
}

const entities: Record<string, string> = { lt: "<", gt: ">", quot: '"', "#39": "'", amp: "&" };

function decode(text: string): string {
  return text.replace(/&(lt|gt|quot|#39|amp);/g, (_, name: string) => entities[name]);
}
