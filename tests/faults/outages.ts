/** Kimai goes down and comes back while calls go on: the circuit opens, says so at once, tries, and closes. */

import { type Call, calls } from "./calls.ts";
import type { Result } from "./drive.ts";
import { foreign } from "./fault.ts";
import { type Act, createUpstream, head, pass } from "./upstream.ts";
import { createOurs, createWorld, type Ours } from "./world.ts";

/** How Kimai is down. */
interface Outage {
  name: string;
  act: Act;
  onConnect?: "reset" | "close";
  /** Refusals of one person, which are answers: nothing opens. */
  isAnswer?: true;
}

const status = (code: number, body = "", type = "text/html"): Act => (exchange) =>
  void exchange.send(
    head(code, [["Content-Type", type], ["Content-Length", `${body.length}`]]) + body,
  );

const page = `<html>${foreign}</html>`;

export const outages: readonly Outage[] = [
  { name: "down: reset", act: (exchange) => exchange.reset(), onConnect: "reset" },
  { name: "down: closed", act: (exchange) => exchange.end(), onConnect: "close" },
  { name: "down: silence", act: () => {} },
  ...[500, 502, 503, 504].map((code) => ({ name: `down: ${code}`, act: status(code, page) })),
  { name: "down: a web page", act: status(200, page) },
  ...[401, 403, 404, 429].map((code) => ({
    name: `up, but ${code} for somebody`,
    act: status(code, "{}", "application/json"),
    isAnswer: true as const,
  })),
];

/** Calls until the circuit must be open. */
const enough = 3;

export async function runOutage({ name, act, onConnect, isAnswer }: Outage): Promise<Result> {
  const call: Call = calls.find((one) => one.name === "user_current get")!;
  const world = await createWorld(call);
  await using upstream = await createUpstream(world);
  await using ours = await createOurs({ url: upstream.url, token: world.token, deadline: 1 });
  const wrong: string[] = [];
  const must = (holds: boolean, what: string) => void (holds || wrong.push(what));
  const count = () =>
    upstream.connections + [...upstream.received.values()].reduce((a, b) => a + b, 0);
  const started = performance.now();
  must(!(await ours.call("user_current")).isError, "does not work at first");
  Object.assign(upstream, { act, onConnect });
  for (let index = 0; index < enough; index++) await ours.call("timer", { action: "active" });
  if (isAnswer) {
    upstream.act = pass;
    const next = await ours.call("timer", { action: "active" });
    must(!next.isError, `one person's refusals keep others out: ${next.text}`);
  } else {
    wrong.push(...await duringOutage(ours, count));
    Object.assign(upstream, { act: pass, onConnect: undefined });
    ours.later(31);
    const next = await ours.call("user_current");
    must(!next.isError, `does not close by itself: ${next.text}`);
    must(!(await ours.call("timer", { action: "active" })).isError, "is not closed after a probe");
  }
  const seconds = (performance.now() - started) / 1000;
  return {
    call: "timer active",
    fault: name,
    at: "every request",
    outcome: isAnswer ? "as ever" : "refused",
    seconds,
    wrong,
  };
}

/** What must hold while it is open. */
async function duringOutage(ours: Ours, count: () => number): Promise<string[]> {
  const wrong: string[] = [];
  const before = count();
  const shape =
    /^Kimai at http:\/\/[\d.:]+ does not answer since 09:00 UTC, so \w+ \S+ was not sent: the next try is in \d+ s\. What happened last: .*[^.]$/s;
  for (
    const [tool, args] of [["timer", { action: "active" }], ["config", { type: "all" }], [
      "timesheet",
      { action: "delete", id: 1 },
    ]] as const
  ) {
    const { isError, text } = await ours.call(tool, args);
    if (!isError || !shape.test(text)) wrong.push(`says something else while open: ${text}`);
    if (text.includes(foreign)) wrong.push(`foreign text: ${text}`);
  }
  const status = await ours.call("status");
  if (status.isError || !/does not answer since/.test(status.text)) {
    wrong.push(`status does not tell: ${status.text}`);
  }
  if (count() !== before) wrong.push(`${count() - before} requests while it is open`);
  return [...wrong, ...await probes(ours, count)];
}

/** One request after each pause, which grows to half a minute. */
async function probes(ours: Ours, count: () => number): Promise<string[]> {
  const wrong: string[] = [];
  for (const pause of [1, 2, 4, 8, 16, 30, 30]) {
    ours.later(pause - 0.5);
    const early = count();
    await ours.call("timer", { action: "active" });
    if (count() !== early) wrong.push(`a request before ${pause} s`);
    ours.later(0.5);
    const before = count();
    await Promise.all(
      ["active", "active", "active"].map((action) => ours.call("timer", { action })),
    );
    const tries = count() - before;
    // A connection that is made for a request counts as well.
    if (tries < 1 || tries > 2) wrong.push(`${tries} tries after ${pause} s`);
  }
  return wrong;
}
