/**
 * Looks at everything between here and Kimai, for `doctor` and `setup`: the address, the way there, what
 * answers, the token, and what its person may do. Reads only.
 */

import { z } from "zod";
import { UpstreamError } from "../../mcp/errors.ts";
import type { DiagnosisServices, Finding } from "../connector.ts";
import { KimaiApi } from "./api.ts";
import { readAddress } from "./diagnose/address.ts";
import { askVersion, isOlderThanTokens, type Reception } from "./diagnose/answer.ts";
import { versionFinding } from "./diagnose/features.ts";
import { type DiagnosisValues, failed, ok, type Order } from "./diagnose/order.ts";
import { personFinding, pluginsFinding, rightsFinding, zoneFinding } from "./diagnose/person.ts";
import { misshapen, unwelcome } from "./diagnose/token.ts";
import {
  clockFinding,
  createWitness,
  limitsFinding,
  pauseBriefly,
  timeReads,
} from "./diagnose/traffic.ts";
import { examineWay, type Probe } from "./diagnose/way.ts";
import { me, plugin } from "./records.ts";
import { probeRights } from "./rights.ts";
import { openFetch } from "./transport.ts";

/** What tests replace beside the services. */
export interface Replacements {
  probe?: Probe;
  clock?: () => number;
}

/** One finding after the other; after the first red one on the way there, what lies behind it is left out. */
export async function* diagnose(
  values: DiagnosisValues,
  services: DiagnosisServices,
  { probe, clock = () => performance.now() }: Replacements = {},
): AsyncGenerator<Finding, void> {
  const { now, signal } = services;
  const { finding, site } = readAddress(values.kimai_url);
  yield finding;
  if (!site) return;
  const transport = openFetch(values.ssl_verify);
  const { fetch, seen } = createWitness(services.fetch ?? transport, now);
  const misshape = misshapen(values.kimai_token);
  const token = misshape ? undefined : values.kimai_token;
  const proxy = services.fetch ? undefined : services.proxyOf?.(site);
  const deadline = values.kimai_timeout;
  const order: Order = { site, token, fetch, now, clock, signal, deadline, proxy };
  try {
    const way = services.fetch ? [] : await lookAtWay(order, values, probe);
    yield* way;
    if (way.some(({ outcome }) => outcome === "failed") || signal.aborted) return;
    const { findings, reception } = await askVersion(order);
    yield* findings;
    if (misshape) yield misshape;
    if (!reception) return;
    const clockwise = clockFinding(seen);
    if (clockwise) yield clockwise;
    if (token !== undefined) yield* asPerson({ ...order, token }, reception, services);
    const limits = limitsFinding(seen);
    if (limits) yield limits;
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    transport.close();
  }
}

/** The way to the host itself, or that there is a proxy before it, which hides it. */
async function lookAtWay(
  order: Order,
  { ssl_verify }: DiagnosisValues,
  probe?: Probe,
): Promise<Finding[]> {
  const { proxy } = order;
  if (proxy === undefined) return await examineWay(order, ssl_verify, probe);
  return [ok("Way", `Through the proxy ${proxy}, so what lies behind it cannot be looked at`)];
}

/** What only somebody whose token is accepted can find out. */
async function* asPerson(
  order: Order & { token: string },
  reception: Reception,
  services: DiagnosisServices,
): AsyncGenerator<Finding, void> {
  if (reception.kind !== "welcome") {
    const isOld = reception.kind === "unseen" && await isOlderThanTokens(order).catch(() => false);
    yield unwelcome(reception.kind, { token: order.token, isOld });
    return;
  }
  const { signal, now } = order;
  const api = openApi(order, services);
  const self = await attempt(
    "Token",
    () => api.request("GET", ["users", "me"], { signal, answer: me }),
  );
  if ("finding" in self) return yield self.finding;
  yield personFinding(self.answer);
  yield versionFinding(reception);
  const problems = new Set<string>();
  const asked = await probeRights(
    (path, query) => api.request("GET", path, { query, signal }),
    problems,
  );
  yield rightsFinding(self.answer, asked, problems);
  const plugins = await attempt(
    "Plugins",
    () => api.request("GET", ["plugins"], { signal, answer: z.array(plugin) }),
  );
  yield "finding" in plugins
    ? plugins.finding
    : pluginsFinding(plugins.answer, asked.not_installed);
  yield zoneFinding(self.answer, services.zone, now());
  const timed = await attempt(
    "Response time",
    () => timeReads(() => api.request("GET", ["ping"], { signal }), order),
  );
  yield "finding" in timed ? timed.finding : timed.answer;
}

function openApi({ site, token, fetch, deadline }: Order, { log }: DiagnosisServices): KimaiApi {
  return new KimaiApi({
    url: site.href,
    token,
    fetch,
    log,
    deadline,
    rowLimit: 1,
    sleep: pauseBriefly,
  });
}

/** An answer, or what was said instead of it. */
async function attempt<T>(
  name: string,
  ask: () => Promise<T>,
): Promise<{ answer: T } | { finding: Finding }> {
  try {
    return { answer: await ask() };
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return { finding: failed(name, error.message) };
  }
}
