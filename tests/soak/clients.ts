/** The clients of a soak: each comes as somebody, in its way, stays for some calls, and leaves, not always politely. */

import { pause } from "../../src/lib/pause.ts";
import { type Era, loadOf } from "../bench/http_messages.ts";
import { type Called, type Kind, overHttp, type TestClient } from "../support/clients.ts";
import { ask, nextCall } from "./calls.ts";
import type { Ledger } from "./ledger.ts";
import type { Member, People } from "./people.ts";
import { giveUp, listenAndVanish, readSlowly, type Rude } from "./rude.ts";
import type { Server } from "./server.ts";
import type { SignIns } from "./tokens.ts";
import type { Troubles } from "./troubles.ts";

/** Ways to come, with how often in relation to each other. */
const ways = {
  "2026-07-28": 6,
  "2025 session": 4,
  "2025 session, SDK 1": 3,
  "2025 stateless": 4,
  "server token": 3,
  "gives up": 4,
  "listens and vanishes": 2,
  "reads slowly": 1,
};
export type Way = keyof typeof ways;
export const wayNames = Object.keys(ways) as Way[];
const lots = wayNames.flatMap((way) => Array.from({ length: ways[way] }, () => way));

export interface ClientsOptions {
  server: Server;
  people: People;
  signIns: SignIns;
  ledger: Ledger;
  troubles: Troubles;
  serverToken: string;
  /** Reaches the server from the address of an account, or of nobody in particular. */
  fetchAs(member?: Member): typeof fetch;
}

/** Answered calls, in all and by way, and visits that were begun. */
export interface CallTally {
  calls: number;
  byWay: Record<Way, { visits: number; calls: number }>;
}

/** Milliseconds between two calls of one client, at the most. */
const thinking = 120;

/** The share of visits that begin with somebody who has to sign in, as long as there is such. */
const newcomers = 0.15;

export class Clients {
  readonly tally: CallTally = {
    calls: 0,
    byWay: Object.fromEntries(
      wayNames.map((way) => [way, { visits: 0, calls: 0 }]),
    ) as CallTally["byWay"],
  };
  readonly #options: ClientsOptions;
  #visits = 0;

  constructor(options: ClientsOptions) {
    this.#options = options;
  }

  /** One visit after the other until the signal fires. */
  async work(signal: AbortSignal): Promise<void> {
    const { server, troubles } = this.#options;
    while (!signal.aborted) {
      await server.up;
      const way = this.#nextWay();
      const member = way === "server token" ? undefined : this.#somebody();
      const before = troubles.standing(member);
      try {
        this.tally.byWay[way].visits++;
        await this.#visit(way, member, signal);
      } catch (error) {
        troubles.judge(way, error, before, member);
        await pause(50 + Math.random() * 200);
      }
    }
  }

  /** Each way once, and then by lot. */
  #nextWay(): Way {
    return wayNames[this.#visits++] ?? lots[Math.floor(Math.random() * lots.length)];
  }

  /** Mostly somebody who is signed in: the others come one by one. */
  #somebody(): Member {
    const { people, signIns } = this.#options;
    const isNew = Math.random() < newcomers;
    return people.anybody((member) => signIns.isIn(member) !== isNew);
  }

  async #visit(way: Way, member: Member | undefined, signal: AbortSignal): Promise<void> {
    const { server, signIns, serverToken, fetchAs, ledger } = this.#options;
    const token = member ? await signIns.of(member) : serverToken;
    const { url } = server;
    const remote = { url, token, fetch: fetchAs(member) };
    const headers = { Authorization: `Bearer ${token}` };
    const rude: Rude = { url, headers, fetch: fetchAs(member), ledger };
    switch (way) {
      case "gives up":
        return await this.#counted(way, () => giveUp(rude));
      case "listens and vanishes":
        return await this.#counted(way, () => listenAndVanish(rude));
      case "reads slowly":
        return await this.#counted(way, () => readSlowly(rude));
      case "2025 stateless":
        return await this.#stay(way, stateless(rude), signal);
      default:
        return await this.#stay(way, await overHttp(remote, kinds[way]), signal);
    }
  }

  async #counted(way: Way, act: () => Promise<void>): Promise<void> {
    await act();
    this.tally.calls++;
    this.tally.byWay[way].calls++;
  }

  /** Some calls with a rest between them. Half of the clients end what they opened, the others just go. */
  async #stay(way: Way, client: TestClient, signal: AbortSignal): Promise<void> {
    const { ledger } = this.#options;
    let isOpen = true;
    try {
      const calls = 3 + Math.floor(Math.random() * 15);
      for (let call = 0; call < calls && !signal.aborted; call++) {
        await this.#counted(way, () => ask(client, nextCall(ledger), ledger));
        await pause(Math.random() * thinking);
      }
      if (Math.random() < 0.5) {
        await client[Symbol.asyncDispose]();
        isOpen = false;
      }
    } finally {
      if (isOpen) await client.client.close();
    }
  }
}

const kinds: Record<
  Exclude<Way, "gives up" | "listens and vanishes" | "reads slowly" | "2025 stateless">,
  Kind
> = {
  "2026-07-28": "2026-07-28",
  "2025 session": "legacy",
  "2025 session, SDK 1": "v1",
  "server token": "auto",
};

/** What sends each call by itself, as scripts and gateways do. */
function stateless(rude: Rude): TestClient {
  const era: Era = "2025-11-25";
  const call: TestClient["call"] = async (name, args = {}) => {
    const message = { era, method: "tools/call", call: { name, arguments: args } } as const;
    const load = await loadOf(message, rude);
    const body = load.message.replace("@ID@", "1");
    const answer = await rude.fetch(rude.url, { method: "POST", headers: load.headers, body });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${answer.status}: ${text}`);
    return calledIn(text);
  };
  const close = () => Promise.resolve();
  return { client: { close } as TestClient["client"], call, [Symbol.asyncDispose]: close };
}

/** What an answer says, which is JSON or an event stream of one message. */
function calledIn(body: string): Called {
  const { result } = JSON.parse(/^data: (.*)$/m.exec(body)?.[1] ?? body);
  if (!result) throw new Error(body);
  const [{ text }] = result.content as { text: string }[];
  return { text, structured: undefined, isError: result.isError === true };
}
