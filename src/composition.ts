// No test of its own: every tool test goes through it (tests/support/server.ts).
/** What both ways of serving are made from: the catalogue of all upstreams, its dispatcher, and the one factory. */

import config from "../deno.json" with { type: "json" };
import type { Connector, Fetch, Services, Upstream } from "./connectors/connector.ts";
import { connectors } from "./connectors/mod.ts";
import type { Log } from "./lib/log.ts";
import type { Call } from "./mcp/caller.ts";
import { createCatalogue, definitionOf } from "./mcp/catalogue.ts";
import { createDispatch, type EndedCall } from "./mcp/dispatch.ts";
import { UserError } from "./mcp/errors.ts";
import { createResources } from "./mcp/resource.ts";
import { type Asked, selectTools } from "./mcp/selection.ts";
import { createServerFactory } from "./mcp/server_factory.ts";
import { coreSettings } from "./settings/core.ts";
import { httpSettings, plannedSettings } from "./settings/http.ts";
import { type SettingRows, SettingsError } from "./settings/table.ts";

export const name = "kimai-mcp";
export const { version } = config;

/** All settings of the server, without those of single commands. */
export const serverRows: SettingRows = connectors.reduce<SettingRows>(
  (rows, connector) => ({ ...rows, ...connector.settings }),
  { ...coreSettings, ...httpSettings, ...plannedSettings },
);

/** What a server is composed of. */
export interface Composition {
  settings: Record<string, unknown>;
  log: Log;
  now: () => Temporal.Instant;
  /** Replaces the network. */
  fetch?: Fetch;
  /** Checks every answer against its schema; for tests. */
  checkAnswers?: boolean;
  /** A session with the upstream of whoever calls; without it everybody has the one that the settings name. */
  sessionOf?: (upstream: string, call: Call) => Promise<unknown>;
  /** Told when what a session was for is over. */
  released?: (call: Call) => void;
  /** Told how each tool call ended. */
  ended?: (call: EndedCall) => void;
}

/** Puts the server together; nothing is opened before the first call. */
export function compose(composition: Composition) {
  const { settings, log, checkAnswers, released, sessionOf = sharedSessions(composition) } =
    composition;
  const { read_only: readOnly } = settings as { read_only: boolean };
  const only = selectionOf(settings);
  const catalogue = once(async () => {
    const load = async ({ id, tools }: Connector) => ({ id, tools: await tools() });
    return createCatalogue(await Promise.all(connectors.map(load)), { readOnly, only });
  });
  const definitions = once(async () => {
    // Written down with all their actions; without them they are made anew.
    if (readOnly) return (await catalogue()).offers.map(definitionOf);
    const written = await Promise.all(connectors.map((connector) => connector.definitions()));
    return written.flat().filter(({ name }) => only.has(name));
  });
  const dispatch = createDispatch({
    catalogue,
    sessionOf,
    checkAnswers,
    ended: (call) => {
      released?.(call.call);
      composition.ended?.(call);
    },
  });
  const shelves = connectors.map(({ id, resources = [] }) => ({ id, resources }));
  const factory = createServerFactory({
    name,
    title: "Kimai",
    version,
    instructions: connectors.map(({ instructions }) => instructions).join("\n\n"),
    definitions,
    catalogue,
    dispatch,
    resources: createResources(shelves, { only, sessionOf, ended: released }),
    log,
  });
  return { catalogue, dispatch, factory };
}

/** @throws {SettingsError} for a tool or set that does not exist */
function selectionOf(settings: Record<string, unknown>): Set<string> {
  const sets: Record<string, string[]> = {};
  for (const { toolsets } of connectors) {
    for (const [set, names] of Object.entries(toolsets)) (sets[set] ??= []).push(...names);
  }
  const { tools, toolsets, exclude_tools: exclude } = settings as unknown as Asked & {
    exclude_tools: string[];
  };
  try {
    return selectTools(sets, { tools, toolsets, exclude });
  } catch (error) {
    throw error instanceof UserError ? new SettingsError([error.message], 2) : error;
  }
}

/** Runs a loader at most once. */
function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => loaded ??= load();
}

type Opening =
  & Pick<Composition, "settings" | "log" | "now" | "fetch">
  & Pick<Services, "observe">;

/** One upstream of each kind for everybody, with the settings' own credentials, opened with the first call. */
export function sharedSessions(opening: Opening): (id: string, call: Call) => Promise<unknown> {
  const upstreams = new Map<string, Promise<Upstream>>();
  return async (id, call) => {
    const known = upstreams.get(id) ?? open(connectors.find((one) => one.id === id)!, opening);
    upstreams.set(id, known);
    return (await known).call(call);
  };
}

async function open(
  connector: Connector,
  { settings, log, now, fetch, observe }: Opening,
): Promise<Upstream> {
  const demo = settings.demo ? await connector.demo?.({ now }) : undefined;
  return connector.open({ ...settings, ...demo?.settings }, {
    log,
    now,
    observe,
    fetch: demo?.fetch ?? fetch,
  });
}
