/** A client and the person before it, by script: from the registration to the revocation, each step with its time. */

import { createToken, hashOf } from "../../src/oauth/hashes.ts";
import { Browser, type Fetch, type Page } from "../support/browser.ts";

/** The steps of a flow, in their order. Where somebody is signed in already, one falls out. */
export const steps = [
  "register",
  "authorize",
  "sign in",
  "consent",
  "token",
  "refresh",
  "revoke",
] as const;
export type Step = typeof steps[number];

/** Told of each step and of how long it took, in milliseconds. */
export type Told = (step: Step, ms: number) => void;

/** Who signs in. */
export interface Person {
  account: string;
  secret: string;
}

/** What a client gets. */
export interface Tokens {
  access_token: string;
  refresh_token: string;
}

/** Where the code goes; nobody is there. */
export const callback = "http://127.0.0.1:1/callback";

/** Over sockets of this machine. */
export const network: Fetch = (request) => fetch(request);

export function createBrowser(origin: string): Browser {
  return new Browser(network, origin);
}

/** One client of the server at an origin. */
export class ScriptedClient {
  readonly #verifier = createToken();
  #id = "";

  constructor(
    readonly origin: string,
    readonly told: Told = () => {},
    readonly fetch: Fetch = network,
  ) {}

  async register(): Promise<void> {
    const body = JSON.stringify({ client_name: "Bench", redirect_uris: [callback] });
    const headers = { "Content-Type": "application/json" };
    const { client_id } = await this.#timed(
      "register",
      () => this.#post("/register", body, headers),
    );
    this.#id = client_id;
  }

  /** The address that the client opens. */
  get address(): string {
    return `${this.origin}/authorize?${new URLSearchParams({
      client_id: this.#id,
      redirect_uri: callback,
      response_type: "code",
      code_challenge: hashOf(this.#verifier),
      code_challenge_method: "S256",
      state: createToken(),
    })}`;
  }

  /** Goes through the pages: signs in where that is asked for, and allows what the client wants. */
  async authorize(browser: Browser, { account, secret }: Person): Promise<Tokens> {
    let page = await this.#timed("authorize", () => browser.open(this.address));
    if (page.url.includes("/oauth/login")) {
      const login = page;
      page = await this.#timed("sign in", () => login.submit({ username: account, secret }));
    }
    const consent = page;
    const { code } = parametersOf(await this.#timed("consent", () => consent.submit({}, "Allow")));
    return await this.#tokens("token", {
      grant_type: "authorization_code",
      code,
      redirect_uri: callback,
      code_verifier: this.#verifier,
    });
  }

  async refresh({ refresh_token }: Tokens): Promise<Tokens> {
    return await this.#tokens("refresh", { grant_type: "refresh_token", refresh_token });
  }

  async revoke({ refresh_token: token }: Tokens): Promise<void> {
    const body = new URLSearchParams({ client_id: this.#id, token });
    await this.#timed("revoke", () => this.#post("/revoke", body));
  }

  async #tokens(step: Step, fields: Record<string, string>): Promise<Tokens> {
    const body = new URLSearchParams({ client_id: this.#id, ...fields });
    return await this.#timed(step, () => this.#post("/token", body)) as unknown as Tokens;
  }

  async #post(
    path: string,
    body: BodyInit,
    headers?: HeadersInit,
  ): Promise<Record<string, string>> {
    const request = new Request(this.origin + path, { method: "POST", body, headers });
    const answer = await this.fetch(request);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text}`);
    return text === "" ? {} : JSON.parse(text);
  }

  async #timed<T>(step: Step, act: () => Promise<T>): Promise<T> {
    const began = performance.now();
    const result = await act();
    this.told(step, performance.now() - began);
    return result;
  }
}

/** @throws {Error} when the browser was not sent back to the client with a code */
function parametersOf(page: Page): Record<string, string> {
  if (page.parameters.code === undefined) throw new Error(`${page.url} has no code: ${page.text}`);
  return page.parameters;
}
