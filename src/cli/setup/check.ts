/** The look at the real upstream before anything is written, and what to ask again after a red finding. */

import config from "../../../deno.json" with { type: "json" };
import type { Connector, Finding } from "../../connectors/connector.ts";
import { silentLog } from "../../lib/log.ts";
import { readProxies } from "../doctor/proxies.ts";
import { print } from "../output.ts";
import { createReport } from "../doctor/report.ts";
import type { Answers } from "./collect.ts";
import type { Order } from "./order.ts";

/** Looks at an upstream with these credentials, and shows what it finds as `doctor` does. @returns all findings */
export async function examine(
  connector: Connector,
  answers: Answers,
  order: Order,
): Promise<Finding[]> {
  const { settings, system, signal } = order.context;
  const values = Object.entries(answers)
    .map(([key, { text }]) => [key, connector.settings[key].type.parse(text)]);
  const findings = connector.diagnose!({ ...settings, ...Object.fromEntries(values) }, {
    log: silentLog,
    now: Temporal.Now.instant,
    signal,
    proxyOf: readProxies(system.env).of,
    zone: Temporal.Now.timeZoneId(),
  });
  const all: Finding[] = [];
  await openReport(connector, answers, order).add(connector.title, kept(findings, all));
  return all;
}

async function* kept(findings: AsyncIterable<Finding>, all: Finding[]): AsyncIterable<Finding> {
  for await (const finding of findings) {
    all.push(finding);
    yield finding;
  }
}

function openReport(
  { settings: rows }: Connector,
  answers: Answers,
  { json, coloured, draw }: Order,
) {
  const { os, arch } = Deno.build;
  return createReport({
    json,
    isTerminal: coloured,
    write: print,
    draw,
    version: config.version,
    platform: `${os} ${arch}, Deno ${Deno.version.deno}`,
    secrets: Object.entries(answers).flatMap(([key, { text }]) => rows[key].secret ? [text] : []),
  });
}

/**
 * The credentials that another value of would mend what failed, in the order of the rows; where no finding names
 * one, all that have no default.
 */
export function suspects(
  findings: readonly Finding[],
  { credentials: { shape }, settings: rows }: Pick<Connector, "credentials" | "settings">,
): string[] {
  const failed = findings.filter(({ outcome }) => outcome === "failed");
  const keys = Object.keys(shape);
  const named = keys.filter((key) => failed.some(({ setting }) => setting === key));
  if (named.length > 0) return named;
  return keys.filter((key) => rows[key].type.safeParse(undefined).data === undefined);
}
