/** What happens to the server while its clients are at work: looks, changes of users.json, restarts, and the end. */

import { pause } from "../../src/lib/pause.ts";
import type { Clients } from "./clients.ts";
import { changes, type People } from "./people.ts";
import type { Part, Plan } from "./plan.ts";
import type { Look, Server } from "./server.ts";

export interface CourseOptions {
  plan: Plan;
  server: Server;
  people: People;
  clients: Clients;
  /** Says how it goes. */
  tell(last: Look | undefined): void;
}

/** Seconds between two words about how it goes. */
const wordEvery = 20;

/** Something that is due every so many seconds, for the first time after half of that. */
class Every {
  #due: number;

  constructor(readonly seconds: number, now: number) {
    this.#due = now + seconds / 2;
  }

  isDue(now: number): boolean {
    if (now < this.#due) return false;
    this.#due = now + this.seconds;
    return true;
  }
}

export class Course {
  readonly looks: Look[] = [];
  readonly restarts = { SIGTERM: 0, SIGKILL: 0 };
  readonly #options: CourseOptions;
  readonly #began = performance.now();
  #changes = 0;

  constructor(options: CourseOptions) {
    this.#options = options;
  }

  get seconds(): number {
    return (performance.now() - this.#began) / 1000;
  }

  /** One thing after the other, so that no change meets a restart half-way. */
  async run({ kind, seconds }: Part): Promise<void> {
    const { plan, tell } = this.#options;
    const [change, look, restart, word] = [plan.change, plan.look, plan.restart, wordEvery]
      .map((every) => new Every(every, this.seconds));
    for (const end = this.seconds + seconds; this.seconds < end;) {
      if (change.isDue(this.seconds)) await this.#change();
      if (kind === "restarts" && restart.isDue(this.seconds)) await this.#restart();
      if (look.isDue(this.seconds)) this.looks.push(await this.look());
      if (word.isDue(this.seconds)) tell(this.looks.at(-1));
      await pause(200);
    }
  }

  look(): Promise<Look> {
    const { server, clients } = this.#options;
    return server.look(this.seconds, clients.tally.calls);
  }

  async #change(): Promise<void> {
    const { people, server } = this.#options;
    await people.change(changes[this.#changes++ % changes.length], server);
  }

  /** Every third time the process gets no chance to end in order. */
  async #restart(): Promise<void> {
    const { SIGTERM, SIGKILL } = this.restarts;
    const signal = (SIGTERM + SIGKILL) % 3 === 1 ? "SIGKILL" : "SIGTERM";
    this.restarts[signal]++;
    await this.#options.server.restart(signal);
  }

  /** Waits until the server holds nothing for anybody, for as long as it may take. @returns what is left */
  async settle(): Promise<Look> {
    const { quiet } = this.#options.plan;
    for (const end = this.seconds + quiet;;) {
      const left = await this.look();
      if ((left.sessions === 0 && left.streams === 0) || this.seconds > end) return left;
      await pause(2000);
    }
  }
}
