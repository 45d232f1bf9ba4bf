/**
 * One older release: which rows of versions_table.ts hold for it, and which routes and forms a request
 * is about. No test of its own: versions_test.ts and versions_answers_test.ts show it at work.
 */
import {
  type Difference,
  DIFFERENCES,
  type Level,
  type Model,
  type Rule,
} from "./versions_table.ts";

/** The release that the embedded Kimai is an image of, up to its patches. */
const LAST = { major: 2, minor: 66 };

/** A release; `id` is Kimai's versionId. */
export interface Release {
  text: string;
  id: number;
}

/**
 * Reads `2.40.0` or `2.40`.
 * @throws {RangeError} for what is no version, or none that can be imitated
 */
export function releaseOf(version: string): Release {
  const [major, minor, patch = 0] = (/^(\d+)\.(\d+)(?:\.(\d{1,2}))?$/.exec(version) ?? []).slice(1)
    .map((digits) => Number(digits ?? 0));
  if (major !== LAST.major || minor > LAST.minor) {
    const range = `${LAST.major}.0.0 to ${LAST.major}.${LAST.minor}`;
    throw new RangeError(`Cannot behave as Kimai "${version}": give a version from ${range}`);
  }
  return { text: `${major}.${minor}.${patch}`, id: major * 10_000 + minor * 100 + patch };
}

type OfKind<K extends Difference["kind"]> = Extract<Difference, { kind: K }>;

/** The differences of one release. */
export class Differences {
  readonly #rows: Difference[];
  readonly #keys = new Map<string, string[]>();

  constructor({ id }: Release) {
    this.#rows = DIFFERENCES.filter(({ since = "2.0.0", until }) =>
      releaseOf(since).id <= id && id < releaseOf(until).id
    );
    for (const { models, keys, levels = ["embed", "list", "entity"] } of this.of("no key")) {
      for (const place of models.flatMap((model) => levels.map((level) => `${model} ${level}`))) {
        this.#keys.set(place, [...this.#keys.get(place) ?? [], ...keys]);
      }
    }
  }

  of<K extends Difference["kind"]>(kind: K): OfKind<K>[] {
    return this.#rows.filter((row): row is OfKind<K> => row.kind === kind);
  }

  rule(name: Rule): boolean {
    return this.of("rule").some(({ rule }) => rule === name);
  }

  shows(what: "rates" | "budgets"): boolean {
    return this.of("shown to all").some((row) => row.what === what);
  }

  /** The keys that an object does not have yet where it stands. */
  absentKeys(model: Model, level: Level): string[] {
    return this.#keys.get(`${model} ${level}`) ?? [];
  }
}

/** A request in the parts that are looked at. */
export interface Asked {
  method: string;
  url: URL;
  headers: Headers;
  body?: Uint8Array<ArrayBuffer>;
  signal?: AbortSignal;
}

export const pathOf = ({ url }: Asked): string =>
  url.pathname.replace(/^\/api/, "").replace(/\/$/, "");

/** The method as routes know it. */
const methodOf = ({ method }: Asked): string => method === "HEAD" ? "GET" : method;

const patterns = new Map<string, RegExp>();

/** Is `METHOD /path/{id}` the route of this method and path? */
export function fits(route: string, method: string, path: string): boolean {
  let pattern = patterns.get(route);
  if (!pattern) {
    const source = route.replaceAll("{id}", "\\d+").replaceAll("{word}", "[^/]+");
    patterns.set(route, pattern = new RegExp(`^${source}$`));
  }
  return pattern.test(`${method} ${path}`);
}

export const isAsked = (route: string, asked: Asked) => fits(route, methodOf(asked), pathOf(asked));

/** Field names of the request's form: absent ones, and those that had another name. */
export function fieldsOf(asked: Asked, differences: Differences) {
  const isForm = ({ routes }: { routes: string[] }) =>
    routes.some((route) => isAsked(route, asked));
  const former = differences.of("former field").filter(isForm);
  const absent = differences.of("no field").filter(isForm).flatMap(({ fields }) => fields);
  return { absent, former };
}
