/**
 * What is true of every Kimai, one fact each, and what comes of checking them.
 */
import type { Access } from "./asking.ts";
import { type Live, type Opened, openLive, Skip } from "./session.ts";

/** A fact that can be checked by reading, whatever the data. */
export interface Fact {
  fact: string;
  /** Throws what is wrong, or a `Skip` when there is nothing to look at. */
  check: (live: Live) => Promise<void>;
}

/** Checks facts of one Kimai and keeps the figures. */
export interface Inspection {
  check: (fact: Fact) => Promise<void>;
  /** The figures, and what was skipped with the reason. */
  summary: () => Promise<string>;
}

/** The text without the secret, should somebody ever put it there. */
const without = (secret: string, text: string) => text.replaceAll(secret, "[token]");

/** Begins an inspection; the Kimai is opened at the first fact. */
export function inspect(access: Access): Inspection {
  /** What was skipped, by reason. */
  const skipped = new Map<string, string[]>();
  let checked = 0;
  let opening: Promise<Opened> | undefined;

  /** When it cannot be asked, one fact says so, and it is not said a hundred times. */
  async function open(): Promise<Live> {
    const isFirst = opening === undefined;
    try {
      return (await (opening ??= openLive(access))).live;
    } catch (error) {
      throw isFirst ? error : new Skip("this Kimai cannot be asked");
    }
  }

  return {
    async check({ fact, check }) {
      try {
        await check(await open());
        checked++;
      } catch (error) {
        if (!(error instanceof Skip)) {
          throw new Error(without(access.token, String((error as Error)?.message ?? error)));
        }
        skipped.set(error.message, [...skipped.get(error.message) ?? [], fact]);
      }
    },
    async summary() {
      if (!opening) return "Nothing was asked";
      const { live: { release, twinRelease, twinUser }, requests } = await opening;
      const compared = release.text === twinRelease ? "" : `, compared with ${twinRelease}`;
      const count = [...skipped.values()].flat().length;
      const head = `Kimai ${release.text}${compared}, asked as a user like "${twinUser}": ` +
        `checked ${checked}, skipped ${count}, ${requests()} requests`;
      const reasons = [...skipped].flatMap(([reason, facts]) => [
        `  skipped ${facts.length}, because ${reason}:`,
        ...facts.map((fact) => `    ${fact}`),
      ]);
      return [head, ...reasons].join("\n");
    },
  };
}
