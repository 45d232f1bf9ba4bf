/** The sign-ins of a soak: each account has one client, which keeps its tokens fresh as clients do. */

import pLimit from "p-limit";
import { ScriptedClient, type Tokens } from "../bench/oauth_client.ts";
import { Browser, type Fetch } from "../support/browser.ts";
import type { Member } from "./people.ts";
import type { Server } from "./server.ts";

/** What happened, how often. `lost` are refresh tokens that were refused for no reason that we gave. */
export interface SignInTally {
  signIns: number;
  refreshes: number;
  /** Two refreshes with one token at the same moment. */
  twins: number;
  revocations: number;
  wrongSecrets: number;
  lost: string[];
}

interface Held {
  client: ScriptedClient;
  tokens?: Tokens;
  at: number;
  signInVersion: number;
  /** Which process gave the tokens. */
  life: number;
  /** One after the other. */
  last: Promise<unknown>;
}

export interface SignInsOptions {
  server: Server;
  /** Reaches the server as whoever the account is. */
  fetchAs(member: Member): Fetch;
  /** Seconds. */
  refreshAfter: number;
  /** Tokens survive a restart. */
  keeps: boolean;
}

export class SignIns {
  readonly tally: SignInTally = {
    signIns: 0,
    refreshes: 0,
    twins: 0,
    revocations: 0,
    wrongSecrets: 0,
    lost: [],
  };
  readonly #held = new Map<string, Held>();
  readonly #options: SignInsOptions;
  /** Each costs the server a hash of scrypt. */
  readonly #limit = pLimit(2);

  constructor(options: SignInsOptions) {
    this.#options = options;
  }

  /** An access token that is good, as far as is known. */
  of(member: Member): Promise<string> {
    const held = this.#held.get(member.name) ?? this.#begin(member);
    const next = held.last.catch(() => {}).then(() => this.#fresh(member, held));
    held.last = next;
    return next;
  }

  /** Accounts that are signed in. */
  get size(): number {
    return [...this.#held.values()].filter(({ tokens }) => tokens).length;
  }

  isIn({ name }: Member): boolean {
    return this.#held.get(name)?.tokens !== undefined;
  }

  #begin(member: Member): Held {
    const { server, fetchAs } = this.#options;
    const client = new ScriptedClient(server.origin, () => {}, fetchAs(member));
    const held = { client, at: 0, signInVersion: 0, life: 0, last: Promise.resolve() };
    this.#held.set(member.name, held);
    return held;
  }

  async #fresh(member: Member, held: Held): Promise<string> {
    const { server, refreshAfter, keeps } = this.#options;
    const isOver = held.signInVersion !== member.signInVersion ||
      (!keeps && held.life !== server.life);
    if (!held.tokens || isOver) return await this.#limit(() => this.#signIn(member, held));
    const age = (performance.now() - held.at) / 1000;
    if (age < refreshAfter) return held.tokens.access_token;
    if (Math.random() < 0.05) {
      const { tokens } = held;
      // Whether or not an answer comes, these are not used any more.
      held.tokens = undefined;
      // Somebody else may be at work with them just now.
      member.version++;
      await held.client.revoke(tokens);
      this.tally.revocations++;
      return await this.#limit(() => this.#signIn(member, held));
    }
    return await this.#refresh(member, held, held.tokens);
  }

  async #refresh(member: Member, held: Held, tokens: Tokens): Promise<string> {
    const { server } = this.#options;
    const { signInVersion } = member;
    const twins = Math.random() < 0.1;
    try {
      const all = [held.client.refresh(tokens), ...(twins ? [held.client.refresh(tokens)] : [])];
      const answered = await Promise.all(all);
      this.tally.refreshes++;
      if (twins) this.tally.twins++;
      return this.#keep(held, answered.at(-1)!, signInVersion);
    } catch (error) {
      const text = String(error);
      if (!/invalid_grant/.test(text)) throw error;
      held.tokens = undefined;
      const isExpected = member.inFlux || member.signInVersion !== signInVersion;
      if (!isExpected) this.tally.lost.push(`${member.name}, process ${server.life}: ${text}`);
      throw error;
    }
  }

  async #signIn(member: Member, held: Held): Promise<string> {
    const { server, fetchAs, keeps } = this.#options;
    const { signInVersion, name: account, secret } = member;
    if (held.life === 0 || (!keeps && held.life !== server.life)) await held.client.register();
    held.life = server.life;
    if (Math.random() < 0.02) await this.#tryWrongly(member, held);
    const browser = new Browser(fetchAs(member), server.origin);
    const tokens = await held.client.authorize(browser, { account, secret });
    this.tally.signIns++;
    return this.#keep(held, tokens, signInVersion);
  }

  #keep(held: Held, tokens: Tokens, signInVersion: number): string {
    Object.assign(held, { tokens, at: performance.now(), signInVersion });
    held.life = this.#options.server.life;
    return tokens.access_token;
  }

  async #tryWrongly(member: Member, { client }: Held): Promise<void> {
    const { server, fetchAs } = this.#options;
    const browser = new Browser(fetchAs(member), server.origin);
    const login = await browser.open(client.address);
    const page = await login.submit({ username: member.name, secret: "no secret of theirs" });
    if (page.status !== 401) throw new Error(`A wrong secret was answered with ${page.status}`);
    this.tally.wrongSecrets++;
  }
}
