/**
 * `print kubernetes`: everything that a cluster needs to run the server, in one file: what the settings say, as a
 * ConfigMap and a Secret to be filled in, and then the documents that do not depend on them.
 */

import { connectors } from "../../connectors/mod.ts";
import { namesOf } from "../../settings/table.ts";
import type { Artifact, PrintOrder } from "./artifact.ts";
import { type Place, places, workload } from "./kubernetes_workload.ts";
import { publicAddress } from "./public_address.ts";
import { siteOf } from "./site.ts";
import { users } from "./users.ts";
import { givenVariables, lastPart, secretVariables } from "./variables.ts";

export const kubernetes: Artifact = {
  summary: "Manifests for Kubernetes, from the Secret to the NetworkPolicy",
  file: "kimai-mcp.yaml, for kubectl apply -f",
  isPrivate: true,
  async render(order) {
    const place = placeOf(order);
    const documents = [await secret(order), configuration(order, place), ...workload(place)];
    return `${head(order)}\n${documents.join("---\n")}`;
  },
};

function head({ version }: PrintOrder): string {
  return `# kimai-mcp ${version} on Kubernetes. Fill in the Secret, then, in a namespace of your choice:
#   kubectl create namespace kimai-mcp
#   kubectl --namespace kimai-mcp apply -f kimai-mcp.yaml
`;
}

function placeOf(order: PrintOrder): Place {
  const { version, settings } = order;
  const { maxBody } = siteOf(order);
  return {
    version,
    host: publicAddress(order).hostname,
    port: settings.port as number,
    maxBody,
    ports: [...new Set([443, ...upstreamPorts(order)])],
  };
}

/** The ports of the addresses among the connectors' settings. */
function upstreamPorts({ given }: PrintOrder): number[] {
  return connectors.flatMap(({ settings }) =>
    Object.keys(settings).flatMap((key) => {
      const url = URL.parse(given.get(key) ?? "");
      if (!url || !/^https?:$/.test(url.protocol)) return [];
      return [Number(url.port) || (url.protocol === "https:" ? 443 : 80)];
    })
  );
}

/** People sign in unless a shared token was asked for instead. */
function signsIn({ explicit }: PrintOrder): boolean {
  return explicit.has("users_config") || !explicit.has("server_token");
}

/** A file of the Secret, by the setting that names it. */
function fileNameOf(key: string): string {
  return key.replaceAll("_", "-");
}

/** Secrets that were given: each becomes a file, whose placeholder nobody can send as a token. */
function tokensOf(order: PrintOrder) {
  return secretVariables(order).filter(({ isGiven }) => isGiven);
}

async function secret(order: PrintOrder): Promise<string> {
  const { rows, given } = order;
  const accounts = signsIn(order)
    ? `  # The accounts: what kimai-mcp users add NAME --users-config users.json writes. A running server takes
  # over what changes here within a minute or two.
  users.json: |
${indented(await users.render(order), 4)}`
    : "";
  const tokens = tokensOf(order).map(({ key }) =>
    `  # ${rows[key].help}.\n  ${fileNameOf(key)}: "<put it here: no token has blanks>"\n`
  );
  const clients = given.has("oauth_clients")
    ? `  # ${rows.oauth_clients.help}.\n  ${fileNameOf("oauth_clients")}: "[]"\n`
    : "";
  return `apiVersion: v1
kind: Secret
metadata:
  name: kimai-mcp
  labels:
    app.kubernetes.io/name: kimai-mcp
type: Opaque
stringData:
${accounts}${tokens.join("")}${clients}`;
}

function configuration(order: PrintOrder, place: Place): string {
  const lines = variablesOf(order, place)
    .map(([name, value]) => `  ${name}: ${quoted(value)}\n`);
  return `# After a change here: kubectl rollout restart deployment kimai-mcp
apiVersion: v1
kind: ConfigMap
metadata:
  name: kimai-mcp
  labels:
    app.kubernetes.io/name: kimai-mcp
data:
  # Private networks as proxies: the NetworkPolicy lets nobody but the ingress controller in. Where clients come
  # from such networks themselves, name that of your pods instead.
${lines.join("")}`;
}

type Variables = [variable: string, text: string][];

/** What is decided here, what somebody gave, and where the files of the Secret are. */
function variablesOf(order: PrintOrder, { port }: Place): Variables {
  const { rows, given } = order;
  const decided = {
    trusted_proxy: given.get("trusted_proxy") ?? "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16",
    http: "true",
    host: "0.0.0.0",
    port: String(port),
    public_url: publicAddress(order).origin,
    oauth_state_file: `${places.state}/oauth_state.json`,
    ...(signsIn(order) && { users_config: `${places.secrets}/users.json` }),
  };
  const own = Object.entries(decided)
    .map(([key, text]): Variables[0] => [namesOf(key, rows[key]).variable!, text]);
  const files = tokensOf(order)
    .map(({ key, fileVariable }): Variables[0] => [
      fileVariable,
      `${places.secrets}/${fileNameOf(key)}`,
    ]);
  return [...own, ...givenVariables(order, placed, new Set(Object.keys(decided))), ...files];
}

/** The trail is written and kept, everything else is read. */
function placed(key: string, path: string): string {
  return key === "audit"
    ? `${places.state}/${lastPart(path) ?? "audit.jsonl"}`
    : `${places.secrets}/${fileNameOf(key)}`;
}

/** A text as YAML reads it back: a JSON string is one, and control characters are never among the values. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

function indented(text: string, by: number): string {
  return text.replace(/^(?=.)/gm, " ".repeat(by));
}
