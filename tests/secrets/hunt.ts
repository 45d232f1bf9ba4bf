/**
 * Looks for planted secrets in what a program wrote: as they are, in part, and in every spelling that something on
 * the way may have given them (percent, JSON, HTML, base64, hexadecimal, and one inside the other).
 */

/** So many characters of a secret in a row are a leak. All that is planted is random, so no other text has them. */
const piece = 12;
/** Spellings inside spellings that are read. */
const depth = 2;

/** A place where a secret stands. */
export interface Leak {
  secret: string;
  place: string;
  /** What stands around it. */
  around: string;
}

/** Secrets by what they are called, and the places where none of them may be. */
export class Hunt {
  readonly #names = new Map<string, string>();
  readonly #pieces = new Map<string, string>();
  readonly #places: [place: string, text: string][] = [];

  /** Makes a secret of some random characters and adds it. @returns it, with `around` on both sides */
  plant(name: string, { around = "", length = 40 } = {}): string {
    const random = crypto.randomUUID() + crypto.randomUUID();
    return this.add(name, around + random.replaceAll("-", "").slice(0, length) + around);
  }

  /** Adds a secret that somebody else made. @throws {RangeError} for one that is too short to be looked for */
  add(name: string, secret: string): string {
    if (secret.length < piece) throw new RangeError(`The ${name} is too short to be looked for`);
    const text = secret.toLowerCase();
    this.#names.set(secret, name);
    for (let at = 0; at + piece <= text.length; at++) {
      this.#pieces.set(text.slice(at, at + piece), name);
    }
    return secret;
  }

  /** What was added, by name; of several with one name the last. */
  get planted(): Record<string, string> {
    return Object.fromEntries([...this.#names].map(([secret, name]) => [name, secret]));
  }

  /** A place where none of them may be, of those that are added later as well. */
  look(place: string, text: string): void {
    this.#places.push([place, text]);
  }

  /** Characters that were looked through, to know that there was something. */
  get seen(): number {
    return this.#places.reduce((sum, [, text]) => sum + text.length, 0);
  }

  /** Each secret in each place once. */
  leaks(): Leak[] {
    const found = new Map<string, Leak>();
    for (const [place, text] of this.#places) {
      for (const spelling of spellingsOf(text)) {
        for (const leak of this.#leaksIn(place, spelling)) {
          const key = `${leak.secret} ${place}`;
          if (!found.has(key)) found.set(key, leak);
        }
      }
    }
    return [...found.values()];
  }

  *#leaksIn(place: string, text: string): Generator<Leak> {
    const lower = text.toLowerCase();
    for (let at = 0; at + piece <= lower.length; at++) {
      const secret = this.#pieces.get(lower.slice(at, at + piece));
      if (secret) yield { secret, place, around: text.slice(Math.max(0, at - 60), at + 60) };
    }
  }
}

/** What a text may stand for: itself, and what is in it in another spelling. */
function spellingsOf(text: string): Set<string> {
  const all = new Set([text]);
  let newest = [text];
  for (let level = 0; level < depth; level++) {
    newest = newest.flatMap((one) => readings.map((read) => read(one)))
      .filter((one) => one.length >= piece && !all.has(one));
    for (const one of newest) all.add(one);
  }
  return all;
}

const readings: ((text: string) => string)[] = [
  (text) => text.replace(/%([\da-f]{2})/gi, (_, hex) => character(hex)).replaceAll("+", " "),
  (text) => text.replace(/%([\da-f]{2})/gi, (_, hex) => character(hex)),
  (text) =>
    text.replace(
      /\\(?:u([\da-f]{4})|x([\da-f]{2})|(.))/gi,
      (_, long, short, one) => one ?? character(long ?? short),
    ),
  (text) =>
    text.replace(
      /&(?:#x([\da-f]+)|#(\d+)|(quot|apos|amp|lt|gt));/gi,
      (_, hex, digits, name) =>
        name
          ? entities[name.toLowerCase()]
          : String.fromCodePoint(hex ? parseInt(hex, 16) : +digits),
    ),
  (text) =>
    [...text.matchAll(/[\w+/-]{16,}/g)].flatMap(([run]) =>
      [0, 1, 2, 3].map((from) => base64(run.slice(from)))
    ).join("\n"),
  (text) =>
    [...text.matchAll(/[\da-f]{24,}/gi)].flatMap(([run]) =>
      [0, 1].map((from) =>
        run.slice(from).replace(/(..)|./g, (_, hex) => hex ? character(hex) : "")
      )
    ).join("\n"),
];

const entities: Record<string, string> = { quot: '"', apos: "'", amp: "&", lt: "<", gt: ">" };

function character(hex: string): string {
  return String.fromCharCode(parseInt(hex, 16));
}

function base64(run: string): string {
  const standard = run.replaceAll("-", "+").replaceAll("_", "/");
  return atob(standard.slice(0, standard.length - standard.length % 4));
}
