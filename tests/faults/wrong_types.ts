/** Answers of Kimai in which one field after the other has a value of a kind that it must not have. */

import type { Known } from "./cases.ts";
import type { Result } from "./drive.ts";
import { isSameAs, judge } from "./judge.ts";
import {
  type Asked,
  aWhile,
  createOurs,
  createWorld,
  isWrite,
  keyOf,
  type World,
} from "./world.ts";

/** Stands in JSON for a number that no double holds. */
const tooLarge = "@1e999@";
const gone = Symbol("gone");

/** What a field is given, by how tables name it. */
const values: Record<string, unknown> = {
  "null": null,
  "nothing at all": gone,
  "a text": "x",
  "an empty text": "",
  "a fraction": 7.5,
  "a number below zero": -1,
  "a number too large": tooLarge,
  "a truth": true,
  "a list": [],
  "a list of null": [null],
  "an object": {},
  "half a character": "\ud800",
};

type Path = (string | number)[];

/** A field of an answer, and what it is given. */
export interface WrongType extends Known {
  /** The request whose answer it is, as `keyOf` names it. */
  at: string;
  path: Path;
  kind: string;
}

/**
 * Every field of every answer of every call with one value, in turn, and every field of every collection with all
 * of them; a quick run takes every field of every collection with one.
 */
export async function wrongTypes(known: readonly Known[], quick: boolean): Promise<WrongType[]> {
  const kinds = Object.keys(values);
  const all: WrongType[] = [];
  for (const { call, clean } of known) {
    const world = await createWorld(call);
    const seen = new Set<string>();
    for (const asked of clean.requests) {
      const answer = await world.answer(asked).then((response) => response.text());
      const at = keyOf(asked);
      if (!/^[[{]/.test(answer) || seen.has(at)) continue;
      seen.add(at);
      for (const path of pathsOf(JSON.parse(answer))) {
        all.push({ call, clean, at, path, kind: kinds[all.length % kinds.length] });
      }
    }
  }
  const fields = onceEach(all);
  if (quick) return fields;
  return [...all, ...fields.flatMap((field) => kinds.map((kind) => ({ ...field, kind })))];
}

/** The first of those that read the same field of the same collection. */
function onceEach(all: readonly WrongType[]): WrongType[] {
  const field = ({ at, path }: WrongType) => {
    const request = at.split(/[ ?]/, 2).join(" ").replaceAll(/\d+/g, "N");
    return `${request} ${path.join(".")}`;
  };
  return [...Map.groupBy(all, field).values()].map(([first]) => first);
}

/** Paths to all fields; of a list the first row stands for all. */
function* pathsOf(value: unknown, path: Path = []): Generator<Path> {
  if (path.length > 0) yield path;
  if (typeof value !== "object" || value === null) return;
  const keys = Array.isArray(value) ? [...value.keys()].slice(0, 1) : Object.keys(value);
  for (const key of keys) {
    yield* pathsOf((value as Record<string | number, unknown>)[key], [...path, key]);
  }
}

/** The answer with the field changed. */
function changed(text: string, path: Path, kind: string): string {
  const answer = JSON.parse(text);
  const last = path.at(-1)!;
  const holder = path.slice(0, -1).reduce((at, key) => at?.[key], answer);
  // What was changed before may have changed what this answer has.
  if (typeof holder !== "object" || holder === null) return text;
  if (values[kind] === gone) delete holder[last];
  else holder[last] = values[kind];
  return JSON.stringify(answer).replaceAll(`"${tooLarge}"`, "1e999");
}

/** Runs the call while the field is wrong, and once more when it no longer is. */
export async function runWrongType({ call, clean, at, path, kind }: WrongType): Promise<Result> {
  const world = await createWorld(call);
  const sent = new Map<string, number>();
  let isOver = false;
  const spoil = (asked: Asked, text: string) =>
    !isOver && keyOf(asked) === at ? changed(text, path, kind) : text;
  await using ours = await createOurs({
    url: "http://kimai.test",
    token: world.token,
    deadline: 10,
    fetch: fetchOf(world, sent, spoil),
  });
  const started = performance.now();
  const called = await ours.call(call.tool, call.args);
  const seconds = (performance.now() - started) / 1000;
  const { carriedOut, token } = world;
  const happened = { called, seconds, most: 6, sent, carriedOut, strayed: 0, token };
  const { outcome, wrong } = judge(happened, clean, { mayDiffer: true });
  isOver = true;
  ours.later(aWhile);
  if (clean.later && !isSameAs(await ours.call(call.tool, call.args), clean.later)) {
    wrong.push("the next good call does not work");
  }
  const field = `${at.trim()}: ${path.join(".")}`;
  return { call: call.name, fault: `${kind} in a field`, at: field, outcome, seconds, wrong };
}

/** A network without sockets. */
function fetchOf(
  world: World,
  sent: Map<string, number>,
  spoil: (asked: Asked, text: string) => string,
) {
  return async (input: Request | URL | string, init?: RequestInit) => {
    const { pathname, search } = new URL(String(input));
    const method = init?.method ?? "GET";
    const asked: Asked = { method, target: pathname + search, body: String(init?.body ?? "") };
    if (isWrite(asked)) sent.set(keyOf(asked), (sent.get(keyOf(asked)) ?? 0) + 1);
    const { status, headers, body } = await world.answer(asked);
    if (body === null) return new Response(null, { status, headers });
    const text = await new Response(body).text();
    return new Response(/^[[{]/.test(text) ? spoil(asked, text) : text, { status, headers });
  };
}
