/**
 * A sign-in's life in any order, from yes to the end: codes, tokens, refreshes, revocations, restarts, accounts that
 * change and clocks that jump. The model beside it keeps every token in clear and for ever, and says in a few lines
 * what each is good for.
 */

import assert from "node:assert/strict";
import fc from "fast-check";
import { Hono } from "hono";
import { silentLog } from "../../src/lib/log.ts";
import type { Env } from "../../src/oauth/context.ts";
import { openFileStore } from "../../src/oauth/state_file.ts";
import { endStrayGrants } from "../../src/oauth/stray_grants.ts";
import { revocationEndpoint } from "../../src/oauth/revocation.ts";
import { tokenEndpoint } from "../../src/oauth/token.ts";
import { createFolder } from "../support/folder.ts";
import {
  beginning,
  clientOf,
  codeOf,
  createWorld,
  day,
  lifetimes,
  verifier,
  whoIs,
  type World,
} from "./state.ts";

interface Grant {
  account: string;
  version: string;
  client: string;
  madeAt: number;
  rotatedAt: number;
  isOver: boolean;
  /** In the order in which they came into force. */
  tokens: { text: string; replacedAt?: number; answers: number; isForgotten?: boolean }[];
}

interface Code {
  text: string;
  of: Omit<Grant, "rotatedAt" | "isOver" | "tokens">;
  failures: number;
  /** Set once it was used, also where nothing came of it. */
  use?: { grant?: Grant };
}

interface Model {
  now: number;
  accounts: Map<string, string>;
  codes: Code[];
  grants: Grant[];
  access: { text: string; grant: Grant; madeAt: number }[];
}

interface Real {
  world: World;
  post(path: string, form: Record<string, string>): Promise<Answer>;
  restart(): Promise<void>;
  end(): Promise<void>;
}

type Answer = { status: number; body: Record<string, string> };

interface Command extends fc.AsyncCommand<Model, Real> {
  check(model: Model): boolean;
}

function isInTime(grant: Grant, now: number): boolean {
  return now < grant.madeAt + lifetimes.grant && now < grant.rotatedAt + lifetimes.refreshIdle;
}

function lives(model: Model, grant: Grant): boolean {
  const isSame = model.accounts.get(grant.account) === grant.version;
  return !grant.isOver && isSame && isInTime(grant, model.now) && grant.madeAt <= model.now + day;
}

/** What a sweep makes of the model: what is over stays so, though the clock should go back. */
function forgetEnded(model: Model): void {
  for (const grant of model.grants) grant.isOver ||= !isInTime(grant, model.now);
  model.codes = model.codes.filter(({ of }) => model.now < of.madeAt + lifetimes.code);
  model.access = model.access.filter(({ grant, madeAt }) =>
    !grant.isOver && model.now < madeAt + lifetimes.access
  );
}

/** Every access token is good for whom the model says. */
async function checkAll(model: Model, { world }: Real): Promise<void> {
  for (const { text, grant, madeAt } of model.access) {
    const inTime = model.now < madeAt + lifetimes.access && madeAt <= model.now + day;
    const expected = inTime && lives(model, grant) ? grant.account : undefined;
    assert.equal(await whoIs(world, text), expected);
  }
}

/** A step that is taken whenever there is something to take it with. */
function step(
  title: string,
  isPossible: (model: Model) => boolean,
  take: (model: Model, real: Real) => Promise<void>,
): Command {
  return {
    check: isPossible,
    run: async (model, real) => {
      await take(model, real);
      await checkAll(model, real);
    },
    toString: () => title,
  };
}

const always = () => true;
const nth = <T>(list: T[], index: number): T => list[index % list.length];
const other = (client: string) => client === "client" ? "other" : "client";

function consent(account: string, client: string): Command {
  return step(
    `${account} lets ${client} in`,
    ({ accounts }) => accounts.has(account),
    async (model, { world }) => {
      const text = await codeOf(world, { account, clientId: client });
      const version = model.accounts.get(account)!;
      model.codes.push({ text, of: { account, version, client, madeAt: model.now }, failures: 0 });
    },
  );
}

function exchange(index: number, isRight: boolean, isOwn: boolean): Command {
  const title = `code ${index}, verifier ${isRight}, own ${isOwn}`;
  return step(title, ({ codes }) => codes.length > 0, async (model, { post }) => {
    const code = nth(model.codes, index);
    const { madeAt, client } = code.of;
    const answer = await post("/token", {
      grant_type: "authorization_code",
      code: code.text,
      client_id: isOwn ? client : other(client),
      code_verifier: isRight ? verifier : "w".repeat(43),
    });
    const isGood = model.now < madeAt + lifetimes.code && madeAt <= model.now + day &&
      code.failures < 5 && isOwn;
    const isFirst = isGood && isRight && !code.use;
    const grant: Grant = { ...code.of, rotatedAt: model.now, isOver: false, tokens: [] };
    if (isGood && !isRight && !code.use) code.failures++;
    if (isGood && isRight && code.use?.grant) code.use.grant.isOver = true;
    if (isFirst) code.use = {};
    if (!isFirst || !lives(model, grant)) return refused(answer);
    code.use = { grant };
    model.grants.push(grant);
    answered(model, grant, answer);
  });
}

function refresh(index: number, age: number, isOwn: boolean): Command {
  const title = `refresh ${index}, ${age} behind, own ${isOwn}`;
  return step(title, ({ grants }) => grants.length > 0, async (model, { post }) => {
    const grant = nth(model.grants, index);
    const token = grant.tokens.at(-1 - (age % grant.tokens.length))!;
    const answer = await post("/token", {
      grant_type: "refresh_token",
      refresh_token: token.text,
      client_id: isOwn ? grant.client : other(grant.client),
    });
    if (!lives(model, grant) || !isOwn) return refused(answer);
    const older = grant.tokens.slice(0, -1);
    const late = older.findLastIndex((one) => model.now - one.replacedAt! > lifetimes.grace);
    const replaced = older.slice(late + 1).filter((one) => !one.isForgotten);
    if (token.replacedAt === undefined) {
      if (replaced.length >= 20) return refused(answer, "temporarily_unavailable");
      token.replacedAt = grant.rotatedAt = model.now;
    } else if (!replaced.includes(token)) {
      grant.isOver = true;
      return refused(answer);
    } else if (token.answers++ >= 10) {
      token.answers--;
      return refused(answer, "temporarily_unavailable");
    }
    for (const one of older.slice(0, late + 1)) one.isForgotten = true;
    answered(model, grant, answer);
  });
}

function revoke(index: number, isRefresh: boolean, isOwn: boolean): Command {
  const title = `revoke ${index}, refresh ${isRefresh}, own ${isOwn}`;
  return step(title, ({ access }) => access.length > 0, async (model, { post }) => {
    const { grant, text } = nth(model.access, index);
    const token = isRefresh ? nth(grant.tokens, index).text : text;
    const client_id = isOwn ? grant.client : other(grant.client);
    assert.equal((await post("/revoke", { token, client_id })).status, 200);
    if (isOwn) grant.isOver = true;
  });
}

/** The same again and again, like a guesser or a client that runs wild. */
function often(times: number, command: Command): Command {
  return step(`${times} times ${command}`, command.check, async (model, real) => {
    for (let count = 0; count < times; count++) await command.run(model, real);
  });
}

function setAccount(name: string, version: string | undefined): Command {
  return step(`${name} is ${version}`, always, (model, { world }) => {
    for (const accounts of [model.accounts, world.accounts]) {
      if (version === undefined) accounts.delete(name);
      else accounts.set(name, version);
    }
    return Promise.resolve();
  });
}

const endStrays = step("end strays", always, async (model, { world }) => {
  await endStrayGrants(world.services);
  const isStray = (of: Code["of"]) => model.accounts.get(of.account) !== of.version;
  for (const grant of model.grants) grant.isOver ||= isStray(grant);
  model.codes = model.codes.filter(({ of }) => !isStray(of));
});

function jump(seconds: number): Command {
  return step(`${seconds} s`, always, (model, { world }) => {
    world.time = model.now += seconds;
    return Promise.resolve();
  });
}

const sweep = step("sweep", always, async (model, { world }) => {
  await world.services.store.sweep(model.now);
  forgetEnded(model);
});

const restart = step("restart", always, async (model, real) => {
  await real.restart();
  model.codes = [];
  forgetEnded(model);
});

function refused({ status, body }: Answer, error = "invalid_grant"): void {
  assert.deepEqual([status, body.error], [error === "invalid_grant" ? 400 : 503, error]);
}

/** Tokens were given: the refresh token is the one in force, and new if none is. */
function answered({ access, now }: Model, grant: Grant, { status, body }: Answer): void {
  assert.equal(status, 200, JSON.stringify(body));
  access.push({ text: body.access_token, grant, madeAt: now });
  const inForce = grant.tokens.at(-1);
  if (inForce && inForce.replacedAt === undefined) {
    assert.equal(body.refresh_token, inForce.text);
  } else {
    assert(grant.tokens.every(({ text }) => text !== body.refresh_token), "an old token again");
    grant.tokens.push({ text: body.refresh_token, answers: 0 });
  }
}

async function begin(): Promise<Real> {
  const folder = await createFolder();
  const path = `${folder.path}/state`;
  let saved = "";
  const write = (_: string, text: string) => (saved = text, Promise.resolve());
  const open = () =>
    openFileStore({ path, lifetimes, log: silentLog, now: () => world.time, write });
  const world: World = createWorld();
  world.services.store = await open();
  for (const id of ["client", "other"]) {
    await world.services.store.change("client", id, () => clientOf(id));
  }
  const clients = { find: (id: string) => Promise.resolve(clientOf(id)) };
  const app = new Hono<Env>()
    .all("/token", tokenEndpoint(world.services, clients))
    .all("/revoke", revocationEndpoint(world.services, clients));
  return {
    world,
    post: async (path, form) => {
      const answer = await app.request(path, { method: "POST", body: new URLSearchParams(form) });
      return { status: answer.status, body: JSON.parse(await answer.text() || "{}") };
    },
    restart: async () => {
      await world.services.store.close();
      await Deno.writeTextFile(path, saved);
      world.services.store = await open();
    },
    end: async () => {
      await world.services.store.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

const small = fc.nat({ max: 5 });
const mostly = fc.constantFrom(true, true, true, true, false);
const signIns = fc.constantFrom(
  consent("anna", "client"),
  consent("anna", "other"),
  consent("ben", "client"),
);
const exchanges = fc.tuple(small, mostly, mostly).map((given) => exchange(...given));
const refreshes = fc.tuple(small, fc.constantFrom(0, 0, 0, 1, 1, 2, 5), mostly).map((given) =>
  refresh(...given)
);
const moments = fc.constantFrom(0, 1, 60, 120, 121, -1, -60).map(jump);
const spans = [599, 600, 3599, 3600, day, 29 * day, 30 * day, 61 * day, -3600, -day, -2 * day];
const rare = fc.oneof(
  fc.constantFrom(...spans).map(jump),
  fc.tuple(small, fc.boolean(), mostly).map((given) => revoke(...given)),
  small.map((index) => often(5, exchange(index, false, true))),
  small.map((index) => often(12, refresh(index, 1, true))),
  small.map((index) => often(22, refresh(index, 0, true))),
  fc.constantFrom(
    setAccount("anna", "anna 1"),
    setAccount("anna", "anna 2"),
    setAccount("ben", undefined),
    setAccount("ben", "ben 1"),
  ),
);
const commands = [
  signIns,
  signIns,
  exchanges,
  exchanges,
  refreshes,
  refreshes,
  refreshes,
  refreshes,
  moments,
  fc.constantFrom(sweep, restart, endStrays),
  rare,
];

/** Lives so many lives; a failing one is cut down to the steps that matter. */
export async function checkLives(numRuns: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.commands(commands, { maxCommands: 60, size: "max" }), async (steps) => {
      const real = await begin();
      const accounts = new Map(real.world.accounts);
      const model: Model = { now: beginning, accounts, codes: [], grants: [], access: [] };
      try {
        await fc.asyncModelRun(() => ({ model, real }), steps);
      } finally {
        await real.end();
      }
    }),
    { numRuns },
  );
}
