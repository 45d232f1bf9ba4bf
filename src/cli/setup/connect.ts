// No test of its own: tests/e2e/setup_test.ts connects every assistant with it.
/** Connecting assistants: ask, look, show, write, and prove that what was written works; else take it back. */

import type { Connector, Finding } from "../../connectors/connector.ts";
import { UserError } from "../../mcp/errors.ts";
import { Stopped } from "./ask.ts";
import type { Client } from "./clients.ts";
import { readEntry } from "./config_file.ts";
import { shakeHands } from "./handshake.ts";
import { inheritedFrom } from "./launch.ts";
import type { Order, Outcome, Report, Target } from "./order.ts";
import { earlierOf, gather, type Gathered, plan, type Planned } from "./plan.ts";
import { keep, type KeptSecret, requireSameAddress } from "./secrets.ts";
import { settle } from "./settle.ts";
import { allOrNothing, confirm, makeFor, outcomeOf, showDiffs, targetsOf } from "./steps.ts";
import { usesOn } from "./uses.ts";

/**
 * Connects these assistants to these upstreams.
 * @throws {WrongUse} for what is missing with nobody to ask
 * @throws {UserError | FileError} for what cannot be done; nothing has changed then
 * @throws {Stopped} when the person does not want to
 */
export async function connect(
  clients: readonly Client[],
  upstreams: readonly Connector[],
  order: Order,
): Promise<Report> {
  const targets = await targetsOf(clients, order);
  const demo: Record<string, string> = order.context.settings.demo ? { demo: "true" } : {};
  const gathered: Gathered = { given: { values: demo, files: {} }, kept: [], hidden: [] };
  const findings: Finding[] = [];
  for (const connector of upstreams) {
    const earlier = await earlierOf(targets, connector, order);
    const settled = await settle(connector, earlier[0] ?? new Map(), order);
    findings.push(...settled.findings);
    await gather(gathered, connector, settled.answers, { earlier, order });
  }
  const changes = await Promise.all(targets.map((target) => plan(target, gathered, order)));
  await guard(changes, { upstreams, kept: gathered.kept }, order);
  showDiffs(changes, order);
  return { findings, ...await carryOut(changes, gathered.kept, order) };
}

/** @throws {UserError} where a new token would be sent to the address of another entry */
async function guard(
  changes: readonly Planned[],
  { upstreams, kept }: { upstreams: readonly Connector[]; kept: readonly KeptSecret[] },
  { machine, name }: Order,
): Promise<void> {
  const clients = changes.map(({ target }) => target.client);
  const { uses } = await usesOn(machine);
  const others = uses.filter((use) => use.name !== name || !clients.includes(use.client));
  const [{ env }] = changes;
  for (const connector of upstreams) requireSameAddress(connector, kept, { env, others });
}

type Done = Omit<Report, "findings">;

async function carryOut(
  changes: readonly Planned[],
  kept: readonly KeptSecret[],
  order: Order,
): Promise<Done> {
  if (order.dryRun) return reportOf(changes, kept, "planned");
  const isNew = changes.some(({ diff }) => diff) || kept.some(({ changes }) => changes);
  if (isNew) await confirm("Write this?", order);
  return await allOrNothing(order, async (undo) => {
    for (const secret of kept) await keep(secret, undo);
    const done = reportOf(changes, kept, "written");
    for (const [at, change] of changes.entries()) {
      Object.assign(done.outcomes[at], await makeFor(change, order, undo));
    }
    for (const [at, { target }] of changes.entries()) {
      order.tell(`Starting the server as ${target.client.title} does`);
      Object.assign(done.outcomes[at], await verify(target, order));
    }
    return done;
  });
}

function reportOf(
  changes: readonly Planned[],
  kept: readonly KeptSecret[],
  changed: "written" | "planned",
): Done {
  return {
    outcomes: changes.map((change) => outcomeOf(change, changed)),
    secrets: kept.map(({ path, changes }) => ({
      file: path,
      outcome: changes ? changed : "unchanged",
    })),
  };
}

/** Starts what stands in the file now. @throws {UserError} when that does not work */
async function verify({ client, path }: Target, order: Order): Promise<Partial<Outcome>> {
  const { name, machine, check, context: { rows, system, signal } } = order;
  const launch = client.launchOf(await readEntry(path, client, name));
  if (!launch) throw new UserError(`The entry "${name}" in ${JSON.stringify(path)} starts nothing`);
  try {
    const env = inheritedFrom(system, rows);
    const options = { env, cwd: machine.home, status: check, signal };
    const { server, tools, status } = await shakeHands(launch, options);
    return { server, tools: tools.length, status };
  } catch (error) {
    throw signal.aborted ? new Stopped() : error;
  }
}
