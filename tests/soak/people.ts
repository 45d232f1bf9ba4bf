/** The accounts of a soak and their users.json, which changes all the time and is broken now and then. */

import { createSecret } from "../../src/accounts/secrets.ts";
import type { SoakKimai } from "./kimai.ts";
import type { Server } from "./server.ts";

/** One account as it should be now. */
export interface Member {
  name: string;
  index: number;
  secret: string;
  kimaiToken: string;
  /** It stands in the file. */
  isThere: boolean;
  /** The file says something else of it than the server may know yet. */
  inFlux: boolean;
  /** Goes up with each change and each sign-out; the other only with a change that ends its sign-ins. */
  version: number;
  signInVersion: number;
}

export const changes = ["remove", "add", "secret", "kimai token", "broken"] as const;
export type Change = typeof changes[number];

/** Of all accounts, so many are gone at once at the most: one in so many. */
const mostGone = 10;
/** Accounts that one change is about. */
const atOnce = 3;

export class People {
  readonly all: readonly Member[];
  /** How often each change was made. */
  readonly made: Record<Change, number> = Object.fromEntries(
    changes.map((change) => [change, 0]),
  ) as Record<Change, number>;
  readonly #kimai: SoakKimai;
  readonly #path: string;

  constructor(count: number, kimai: SoakKimai, path: string) {
    this.#kimai = kimai;
    this.#path = path;
    this.all = Array.from({ length: count }, (_, index) => ({
      name: `person-${index + 1}`,
      index,
      secret: createSecret(),
      kimaiToken: kimai.newToken(index),
      isThere: true,
      inFlux: false,
      version: 1,
      signInVersion: 1,
    }));
  }

  /** Somebody whom nothing is changed about just now; of those that something holds for, where there are such. */
  anybody(holds: (member: Member) => boolean): Member {
    const free = this.all.filter(({ isThere, inFlux }) => isThere && !inFlux);
    const some = free.filter(holds);
    const chosen = some.length > 0 ? some : free;
    return chosen[Math.floor(Math.random() * chosen.length)];
  }

  /** Writes the file as an editor does: another one takes its place. */
  async write(): Promise<void> {
    const entries = this.all.filter(({ isThere }) => isThere).map((member) => [member.name, {
      kimai_url: this.#kimai.url,
      kimai_token: member.kimaiToken,
      auth_secret: member.secret,
    }]);
    await this.#put(JSON.stringify(Object.fromEntries(entries), undefined, 2));
  }

  async #put(text: string): Promise<void> {
    await Deno.writeTextFile(`${this.#path}.new`, text, { mode: 0o600 });
    await Deno.rename(`${this.#path}.new`, this.#path);
  }

  /** Changes something and waits until the server has taken it up: told by a signal, or by itself. */
  async change(change: Change, server: Server): Promise<void> {
    this.made[change]++;
    if (change === "broken") return await this.#break(server);
    const chosen = this.#chosen(change);
    if (chosen.length === 0) return;
    const before = chosen.map(({ kimaiToken }) => kimaiToken);
    for (const member of chosen) {
      member.inFlux = true;
      member.version++;
      this.#alter(member, change);
    }
    const taken = server.says('"Accounts read anew"');
    await this.write();
    if (Math.random() < 0.5) server.hangUp();
    await taken;
    for (const [place, member] of chosen.entries()) {
      if (before[place] !== member.kimaiToken) this.#kimai.endToken(before[place]);
      member.inFlux = false;
    }
  }

  #chosen(change: Change): Member[] {
    const isGone = ({ isThere }: Member) => !isThere;
    const gone = this.all.filter(isGone);
    if (change === "add") return gone.slice(0, atOnce);
    const room = Math.floor(this.all.length / mostGone) - gone.length;
    const there = this.all.filter(({ isThere }) => isThere);
    const from = Math.floor(Math.random() * (there.length - atOnce));
    return there.slice(from, from + (change === "remove" ? Math.min(atOnce, room) : atOnce));
  }

  #alter(member: Member, change: Exclude<Change, "broken">): void {
    if (change === "kimai token") {
      member.kimaiToken = this.#kimai.newToken(member.index);
      return;
    }
    member.signInVersion++;
    if (change === "secret") member.secret = createSecret();
    else member.isThere = change === "add";
  }

  /** A file that a slip of the pen has spoilt changes nothing; afterwards it is as before. */
  async #break(server: Server): Promise<void> {
    const heard = server.says('"The accounts stay as they were');
    await this.#put('{"person-1": {"kimai_url": ');
    server.hangUp();
    await heard;
    const mended = server.says('"Accounts read anew"');
    await this.write();
    server.hangUp();
    await mended;
  }
}
