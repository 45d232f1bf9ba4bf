/**
 * A real Kimai that is being asked, and its twin: the embedded one of the same release.
 */
import assert from "node:assert/strict";
import { asVersion } from "../../../src/connectors/kimai/demo/versions.ts";
import { same } from "./assertions.ts";
import { type Access, type AskLive, createAsker, type Manner, readReply } from "./asking.ts";
import type { Reply } from "./asking.ts";
import { createTwin, ROLES } from "./twin.ts";

/** Why something cannot be checked with what there is. */
export class Skip extends Error {
  override name = "Skip";
}

/** A row of any list. */
// deno-lint-ignore no-explicit-any -- answers are compared, not typed
export type Row = any;

/** What facts are checked with. */
export interface Live {
  ask: AskLive;
  /** Asks the twin, as a user of it; null is nobody. */
  askTwin: (path: string, who: string | null, manner?: Manner) => Promise<Reply>;
  /** The user of the twin that has the role of the token's user. */
  twinUser: string;
  /** The token's user, as GET /users/me has it. */
  me: Row;
  release: { text: string; id: number };
  /** The release that the twin is of. */
  twinRelease: string;
  plugins: string[];
}

/** The last release that the embedded Kimai knows; a later one is compared with it. */
const LAST = "2.66.0";

/** The twin of a release, and a way to ask it. */
export async function openTwin(version: string): Promise<Pick<Live, "askTwin" | "twinRelease">> {
  const kimai = await createTwin();
  let [fetch, twinRelease] = [kimai.fetch, LAST];
  try {
    fetch = asVersion(kimai.fetch, version, kimai.state);
    twinRelease = version;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return {
    twinRelease,
    async askTwin(path, who, { headers } = {}) {
      const token = new Headers(who === null ? {} : { Authorization: `Bearer token_${who}` });
      const init: RequestInit = { headers: headers ?? token, redirect: "manual" };
      return await readReply(await fetch(`https://kimai.test/api${path}`, init));
    },
  };
}

/** What the first answer means when it is none. */
function cannotAsk({ status, headers, body }: Reply): string {
  const cannot = `Cannot ask this Kimai: GET /version was answered with ${status}`;
  if (status === 401) return `${cannot}: it does not know the token`;
  if (status === 403) return `${cannot}: the token's user may not use the API`;
  const location = headers.get("Location");
  if (location) return `${cannot}: give the address that it leads to, below ${location}`;
  return body?.versionId === undefined ? `${cannot}, which is none of Kimai's` : cannot;
}

/** A real Kimai, opened, and how many requests it was sent. */
export interface Opened {
  live: Live;
  requests: () => number;
}

/**
 * Makes the acquaintance of a real Kimai.
 * @throws {Error} with a sentence, when it cannot be asked
 */
export async function openLive(access: Access): Promise<Opened> {
  const { ask, requests } = createAsker(access);
  const version = await ask("/version");
  assert.ok(version.status === 200 && version.body?.versionId, cannotAsk(version));
  const { version: text, versionId: id } = version.body;
  const [{ status, body: me }, installed] = [await ask("/users/me"), await ask("/plugins")];
  same([status, installed.status], [200, 200], "the status of GET /users/me and /plugins");
  const plugins: string[] = installed.body.map(({ name }: Row) => name);
  const role = Object.keys(ROLES).find((name) => me.roles.includes(name));
  const twinUser = role === undefined ? "user" : ROLES[role];
  const live = { ask, ...await openTwin(text), twinUser, me, release: { text, id }, plugins };
  return { live, requests };
}

/** An answer of 200; what the token's user may not read, whatever the query, is nothing to look at. */
export async function read({ ask }: Live, path: string): Promise<Reply> {
  const [reply, bare] = [await ask(path), path.split("?")[0]];
  if (reply.status === 403 && (await ask(bare)).status === 403) {
    throw new Skip(`the token's user may not read ${bare}`);
  }
  same(reply.status, 200, `GET ${path}`);
  assert.ok(reply.isJson, `GET ${path} is no JSON`);
  return reply;
}

/** The rows of a list. */
export async function rowsOf(live: Live, path: string): Promise<Row[]> {
  const { body } = await read(live, path);
  assert.ok(Array.isArray(body), `GET ${path} is no list`);
  return body;
}

/** The ids of a list, in its order. */
export const idsOf = async (live: Live, path: string): Promise<number[]> =>
  (await rowsOf(live, path)).map(({ id }) => id);

/** The first that fits, or nothing to look at. */
export function pick(rows: readonly Row[], what: string, fits: (row: Row) => unknown): Row {
  const found = rows.find(fits);
  if (found === undefined) throw new Skip(`there is no ${what}`);
  return found;
}

/** Skips what came with a release. */
export function since(live: Live, id: number, what: string): void {
  if (live.release.id < id) throw new Skip(`${what} came after ${live.release.text}`);
}
