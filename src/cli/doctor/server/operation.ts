/** What the server tells of itself, to whom it should and to nobody else. */

import { objectIn } from "./asking.ts";
import { failed, type Look, ok, skipped, type Verdict, type Visit, warning } from "./look.ts";
import { strange } from "./strange.ts";

export const operation: readonly Look[] = [
  { name: "Ready", look: ready },
  { name: "Metrics", look: metrics },
  { name: "Clock", look: clock },
];

async function ready({ base, ask }: Visit): Promise<Verdict> {
  const answer = await ask(`${base}/ready`);
  const body = objectIn(answer);
  if (answer.status === 200 && body?.status === "ready") return ok("Takes requests");
  if (answer.status !== 503 || typeof body?.checks !== "object") {
    return strange(answer, "whether the server takes requests");
  }
  const checks = Object.entries(body.checks as Record<string, unknown>);
  const broken = checks.filter(([, holds]) => holds !== true).map(([name]) => name);
  return failed(
    `The server says that it is not ready: ${broken.join(", ")}`,
    "Look into its log; for state, whether the file of --oauth-state-file can be written",
  );
}

/** They tell how many people use it and what for. A server on this machine shows them to this machine. */
async function metrics({ base, learnt, ask }: Visit): Promise<Verdict> {
  const { status, text } = await ask(`${base}/metrics`);
  const areShown = status === 200 && /^(?:# (?:HELP|TYPE) )?mcp_/m.test(text);
  if (!areShown) return ok("Not shown to the outside");
  if (learnt.isHere && base.startsWith("http:")) {
    return skipped("Shown to this machine, as they should be: look from another one");
  }
  return failed(
    "Everybody can read /metrics",
    "Let the proxy send X-Forwarded-For, or refuse /metrics there; --metrics-token opens it to a collector",
  );
}

/** Seconds by which clocks may differ before somebody should know. */
const tolerated = 60;

async function clock({ order, base, ask }: Visit): Promise<Verdict> {
  const { headers } = await ask(`${base}/health`);
  const date = Date.parse(headers.get("Date") ?? "");
  if (Number.isNaN(date)) return skipped("The answers have no date");
  const seconds = Math.round((date - order.now().epochMilliseconds) / 1000);
  const off = Math.abs(seconds);
  if (off <= tolerated) return ok(`Within ${tolerated} seconds of this machine's`);
  return warning(
    `${off} seconds ${seconds > 0 ? "ahead of" : "behind"} this machine's`,
    "Let the server's machine, and this one, set their clocks by a time server (NTP)",
  );
}
