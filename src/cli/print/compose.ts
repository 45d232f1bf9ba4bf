/** `print compose`: a compose file that stands where the one of the older server stood. */

import { isIP } from "node:net";
import { namesOf } from "../../settings/table.ts";
import type { Artifact, PrintOrder } from "./artifact.ts";
import { credentialRows } from "./credential_rows.ts";
import { siteOf } from "./site.ts";
import {
  addCommand,
  givenVariables,
  lastPart,
  type SecretVariable,
  secretVariables,
} from "./variables.ts";

const service = "kimai-mcp-server";
/** Where `./config` is inside the container. */
const folder = "/app/config";
/** The port inside the container. */
const inside = 8000;

/** What is taken from `.env` unless it was given, as administrators have it there, with what it is otherwise. */
const passedOn: Record<string, string> = {
  public_url: "",
  trusted_proxy: "",
  oauth_state_file: `${folder}/oauth_clients.json`,
  legacy_slugs: "",
  log_level: "",
  rate_limit_rpm: "",
};

/** A text in YAML's double quotes, which are JSON's; compose itself replaces what begins with a `$`. */
function yaml(text: string): string {
  return JSON.stringify(text.replaceAll("$", "$$$$"));
}

/** A line of `environment`. */
type Variable = [name: string, written: string];

function environmentOf(order: PrintOrder): Variable[] {
  const { given, explicit } = order;
  const decided = new Set(["http", "host", "port"]);
  const place = (key: string, path: string) =>
    path.startsWith("/app/") ? path : `${folder}/${lastPart(path) ?? key}`;
  const taken = givenVariables(order, place, decided)
    .map(([name, text]): Variable => [name, yaml(text)]);
  const accounts: Variable[] = given.has("users_config") || explicit.has("server_token")
    ? []
    : [["USERS_CONFIG_FILE", yaml(`${folder}/users.json`)]];
  const own: Variable[] = [
    ["KIMAI_MCP_HTTP", yaml("true")],
    ["MCP_HOST", yaml("0.0.0.0")],
    ["MCP_PORT", yaml(String(inside))],
  ];
  return [...own, ...accounts, ...taken, ...passedOnVariables(order), ...secretsIn(order)];
}

/** From `.env` beside the file; empty counts as not set. */
function passedOnVariables({ given, rows }: PrintOrder): Variable[] {
  const ofConnectors = credentialRows().filter(({ row }) => !row.secret).map((
    { key },
  ) => [key, ""]);
  return [...Object.entries(passedOn), ...ofConnectors].filter(([key]) => !given.has(key))
    .map(([key, otherwise]) => {
      const { variable } = namesOf(key, rows[key]);
      return [variable!, `"\${${variable}:-${otherwise}}"`];
    });
}

function secretsIn(order: PrintOrder): Variable[] {
  return secretVariables(order).map(({ key, variable, fileVariable, isGiven }) =>
    isGiven ? [fileVariable, yaml(`/run/secrets/${key}`)] : [variable, `"\${${variable}:-}"`]
  );
}

function secretLines(secrets: readonly SecretVariable[]): { used: string; defined: string } {
  const given = secrets.filter(({ isGiven }) => isGiven);
  const shown = given.length > 0 ? given : secrets.slice(0, 1);
  const mark = given.length > 0 ? "" : "# ";
  const defined = shown.map(({ key }) => `${mark}  ${key}:\n${mark}    file: ./secrets/${key}`);
  return {
    used: [`    ${mark}secrets:`, ...shown.map(({ key }) => `    ${mark}  - ${key}`)].join("\n"),
    defined: [`${mark}secrets:`, ...defined].join("\n"),
  };
}

/** Docker Compose refuses to start with a secret whose file is not there. */
function secretSteps(secrets: readonly SecretVariable[]): string {
  if (secrets.length === 0) return "";
  const files = secrets.map(({ key }) => `secrets/${key}`).join(" and ");
  return `#   install -d -m 700 secrets, and write what its name says into ${files} (chmod 600)\n`;
}

/** The address of this machine at which others find the port; all of them, unless one was given. */
function published({ settings, given }: PrintOrder): string {
  const host = given.get("host") ?? "0.0.0.0";
  const address = isIP(host) === 6 ? `[${host}]:` : `${host}:`;
  const isAny = ["0.0.0.0", "::"].includes(host) || isIP(host) === 0;
  return `${isAny ? "" : address}\${SERVER_PORT:-${settings.port}}:${inside}`;
}

export const compose: Artifact = {
  summary: "A service for Docker Compose",
  file: "docker-compose.yml",
  render(order) {
    const { name } = siteOf(order);
    const variables = secretVariables(order);
    const secrets = variables.filter(({ isGiven }) => isGiven);
    const { used, defined } = secretLines(variables);
    const environment = environmentOf(order).map(([key, text]) => `      ${key}: ${text}`);
    return `# kimai-mcp ${order.version} in a container: docker-compose.yml. Build the image where the sources are, with
#   docker build -t kimai-mcp:${order.version} .
# then, in the folder of this file:
#   mkdir -p config
#   ${addCommand("config/users.json")}
${secretSteps(secrets)}#   sudo chown -R 1000:1000 ${
      secrets.length > 0 ? "config secrets" : "config"
    }
#   docker compose up -d
# Changes to config/users.json are taken over within seconds. \${...} comes from .env beside this file. More settings
# can stand under environment: "kimai-mcp print env" lists them.

services:
  ${service}:
    container_name: ${service}
    image: kimai-mcp:${order.version}
    restart: unless-stopped
    # The owner of ./config and of the files with secrets.
    user: "1000:1000"
    ports:
      # Let a proxy with TLS alone reach it: with 127.0.0.1: in front where that runs on this machine.
      - "${published(order)}"
    volumes:
      - ./config:${folder}
      # An authority of your own: KIMAI_SSL_VERIFY=/app/certs/ca-bundle.crt
      # - ./certs/ca-bundle.crt:/app/certs/ca-bundle.crt:ro
    environment:
${environment.join("\n")}
    # Tokens are better kept in files (chmod 600, chown 1000) than in variables.
${used}
    healthcheck:
      test: ["CMD", "/usr/local/bin/kimai-mcp", "health"]
      interval: 30s
      timeout: 10s
      start_period: 5s
      retries: 3
    # Calls under way have ten seconds to end in.
    stop_grace_period: 20s
    read_only: true
    tmpfs:
      - /tmp:size=16m,mode=1777
    cap_drop:
      - ALL
    security_opt:
      - no-new-privileges:true
    pids_limit: 256
    deploy:
      resources:
        limits:
          cpus: "2"
          memory: 1024M
        reservations:
          cpus: "0.25"
          memory: 128M
    logging:
      driver: json-file
      options:
        max-size: 10m
        max-file: "3"
    # Behind Traefik, in a network with it and without the port above:
    # labels:
    #   - "traefik.enable=true"
    #   - "traefik.http.routers.kimai-mcp.rule=Host(\`${name}\`)"
    #   - "traefik.http.routers.kimai-mcp.entrypoints=websecure"
    #   - "traefik.http.routers.kimai-mcp.tls.certresolver=letsencrypt"
    #   - "traefik.http.services.kimai-mcp.loadbalancer.server.port=${inside}"

${defined}
`;
  },
};
