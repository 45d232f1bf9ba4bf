// No test of its own: tests/connectors/kimai/diagnose_test.ts and tests/e2e/doctor_test.ts go this way.
/** The way to Kimai's host: its name, a connection, its certificate, and what `--ssl-verify` makes of that. */

import { subjectsOf } from "../../../lib/handshake.ts";
import { hostFindings } from "../../../lib/host_findings.ts";
import { type HostProbe, probeHost, type ProbeOptions } from "../../../lib/host_probe.ts";
import type { Trust } from "../../../lib/host_wording.ts";
import { UserError } from "../../../mcp/errors.ts";
import type { Finding } from "../../connector.ts";
import { urlSetting } from "../address.ts";
import { readCa } from "../transport.ts";
import { failed, type Order } from "./order.ts";

/** Replaces the network, for tests. */
export type Probe = (url: URL, options: ProbeOptions) => Promise<HostProbe>;

const setting = "--ssl-verify (KIMAI_SSL_VERIFY)";

/** Looks at the way, stage by stage. @returns no findings that failed where the way is open */
export async function examineWay(
  { site, now, clock, signal }: Order,
  sslVerify: string,
  probe: Probe = probeHost,
): Promise<Finding[]> {
  const path = sslVerify.trim();
  const word = path.toLowerCase();
  const isSecure = site.protocol === "https:";
  const trust: Trust = { setting, off: word === "false" };
  let ca: string[] | undefined;
  if (isSecure && !["true", "false", ""].includes(word)) {
    try {
      ca = await readCa(path);
      trust.ca = { path, subjects: await subjectsOf(ca) };
    } catch (error) {
      const sentence = error instanceof UserError ? error.message : damaged(path);
      return [failed("CA", sentence, "ssl_verify")];
    }
  }
  const found = await probe(site, { signal, now, clock, ca });
  if (signal.aborted) return [];
  const wording = { who: "Kimai", setting: urlSetting, now: now(), trust };
  return hostFindings(found, wording).map((finding) => ({ ...finding, ...mending(finding) }));
}

function damaged(path: string): string {
  return `A certificate in "${path}" of ${setting} is damaged: export it again from where it came`;
}

/** The setting that mends what failed: certificates are a matter of trust, all else of the address. */
function mending({ name, outcome }: { name: string; outcome: string }): { setting?: string } {
  if (outcome !== "failed") return {};
  return { setting: name === "Certificate" ? "ssl_verify" : "kimai_url" };
}
