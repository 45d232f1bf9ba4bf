// No test of its own: tests/cli/doctor_test.ts runs it with settings, with the demo and with assistants.
/** The looks at an upstream, with the settings of this process or with those that an assistant gives. */

import type { Connector, DiagnosisServices, Finding } from "../../connectors/connector.ts";
import { type Found, readSettings, SettingsError } from "../../settings/table.ts";

type Findings = AsyncIterable<Finding> | Finding[];

/** What a connector finds out; of the embedded upstream where the settings ask for it. */
export async function diagnosis(
  connector: Connector,
  settings: Record<string, unknown>,
  services: DiagnosisServices,
): Promise<Findings> {
  const { title, diagnose, demo } = connector;
  if (!diagnose) {
    return [{ name: title, outcome: "skipped", text: `There is nothing to look at with ${title}` }];
  }
  if (!settings.demo || !demo) return diagnose(settings, services);
  const embedded = await demo(services);
  return diagnose({ ...settings, ...embedded.settings }, { ...services, fetch: embedded.fetch });
}

/** The same with what an assistant gives in place of the connector's settings. */
export async function diagnosisWith(
  values: ReadonlyMap<string, Found>,
  { connector, settings, services }: {
    connector: Connector;
    settings: Record<string, unknown>;
    services: DiagnosisServices;
  },
): Promise<Findings> {
  try {
    const sources = { values, positionals: [], problems: [] };
    const own = readSettings(connector.settings, sources).settings;
    return await diagnosis(connector, { ...settings, ...own }, services);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    const fix = "Run kimai-mcp setup again";
    return [{ name: connector.title, outcome: "failed", text: error.message, fix }];
  }
}
