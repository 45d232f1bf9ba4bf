/**
 * Tasks that are nearly always called off, such as giving up on a request: those that wait equally long share
 * one timer, because starting and stopping one each costs more than the rest of their work.
 */

interface Waiting {
  task: () => void;
  /** Milliseconds, by `performance.now()`. */
  at: number;
}

/** By how many milliseconds they wait; in each the first is due first. */
const queues = new Map<number, Queue>();

/**
 * Runs a task once, after some milliseconds.
 * @returns a function that calls it off
 */
export function later(task: () => void, ms: number): () => void {
  let queue = queues.get(ms);
  if (!queue) queues.set(ms, queue = new Queue(ms));
  return queue.add(task);
}

let keepers = 0;

/**
 * From now on a timer whose tasks were all called off stays, for those to come: a server that answers hundreds of
 * requests a second would start and stop it for each.
 * @returns a function that ends this; call it once
 */
export function keepTimers(): () => void {
  keepers++;
  return () => {
    keepers--;
    for (const queue of queues.values()) queue.tidy();
  };
}

class Queue {
  readonly #waiting = new Set<Waiting>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly ms: number) {}

  add(task: () => void): () => void {
    const one = { task, at: performance.now() + this.ms };
    this.#waiting.add(one);
    this.#timer ??= setTimeout(this.#run, this.ms);
    return () => {
      if (this.#waiting.delete(one)) this.tidy();
    };
  }

  /** Stops the timer if nobody waits for it. */
  tidy(): void {
    if (keepers > 0 || this.#waiting.size > 0) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  readonly #run = () => {
    this.#timer = undefined;
    const now = performance.now();
    for (const one of this.#waiting) {
      // Timers may fire a fraction early.
      if (one.at > now + 1) {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(this.#run, one.at - now);
        return;
      }
      this.#waiting.delete(one);
      one.task();
    }
  };
}
