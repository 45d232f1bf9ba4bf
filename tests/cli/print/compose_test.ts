import assert from "node:assert/strict";
import fc from "fast-check";
import { parse } from "yaml";
import config from "../../../deno.json" with { type: "json" };
import { compose } from "../../../src/cli/print/compose.ts";
import { UserError } from "../../../src/mcp/errors.ts";
import { hostileText, printOrder } from "./support.ts";

interface Service {
  image: string;
  container_name: string;
  user: string;
  ports: string[];
  volumes: string[];
  environment: Record<string, string>;
  secrets?: string[];
  [key: string]: unknown;
}

async function composed(...args: string[]) {
  const text = await compose.render(await printOrder(args));
  const file = parse(text);
  const { services } = file as { services: Record<string, Service> };
  assert.deepEqual(Object.keys(services), ["kimai-mcp-server"]);
  return { text, file, service: services["kimai-mcp-server"] };
}

/** What compose makes of a value, with nothing in `.env`. */
function interpolated(text: string): string {
  return text.replace(/\$\$|\$\{\w+:-([^}]*)\}|\$/g, (found, fallback) => {
    if (found === "$$") return "$";
    assert(fallback !== undefined, `"${text}" has a variable in it`);
    return fallback;
  });
}

/** The variables that the program gets, empty ones left out. */
function environmentOf({ environment }: Service): Record<string, string> {
  const set = Object.entries(environment).map(([name, text]) => [name, interpolated(text)]);
  return Object.fromEntries(set.filter(([, text]) => text !== ""));
}

Deno.test("service, container, folder, port and log are called as they were", async () => {
  const { service } = await composed();
  assert.equal(service.container_name, "kimai-mcp-server");
  assert.equal(service.image, `kimai-mcp:${config.version}`);
  assert.deepEqual(service.volumes, ["./config:/app/config"]);
  assert.deepEqual(service.ports, ["${SERVER_PORT:-8000}:8000"]);
  assert.equal(service.restart, "unless-stopped");
  assert.deepEqual(service.logging, {
    driver: "json-file",
    options: { "max-size": "10m", "max-file": "3" },
  });
  assert.deepEqual(service.deploy, {
    resources: {
      limits: { cpus: "2", memory: "1024M" },
      reservations: { cpus: "0.25", memory: "128M" },
    },
  });
  assert.deepEqual(environmentOf(service), {
    KIMAI_MCP_HTTP: "true",
    MCP_HOST: "0.0.0.0",
    MCP_PORT: "8000",
    USERS_CONFIG_FILE: "/app/config/users.json",
    KIMAI_MCP_OAUTH_STATE_FILE: "/app/config/oauth_clients.json",
  });
});

Deno.test("what the older file took from .env is taken from there", async () => {
  const { service } = await composed();
  const taken = Object.entries(service.environment).filter(([, text]) => text.includes("${"))
    .map(([name]) => name);
  for (
    const name of [
      "KIMAI_URL",
      "KIMAI_API_TOKEN",
      "KIMAI_SSL_VERIFY",
      "MCP_SERVER_TOKEN",
      "KIMAI_MCP_PUBLIC_URL",
      "KIMAI_MCP_TRUSTED_PROXIES",
      "KIMAI_MCP_OAUTH_STATE_FILE",
    ]
  ) assert(taken.includes(name), name);
});

Deno.test("the container can do nothing that it need not", async () => {
  const { service } = await composed();
  assert.equal(service.user, "1000:1000");
  assert.equal(service.read_only, true);
  assert.deepEqual(service.cap_drop, ["ALL"]);
  assert.deepEqual(service.security_opt, ["no-new-privileges:true"]);
  assert.deepEqual(service.healthcheck, {
    test: ["CMD", "/usr/local/bin/kimai-mcp", "health"],
    interval: "30s",
    timeout: "10s",
    start_period: "5s",
    retries: 3,
  });
});

Deno.test("given settings count; files are in ./config, the port is the one outside", async () => {
  const { service } = await composed(
    "--public-url=https://time.example.org",
    "--port=9000",
    "--host=10.0.0.5",
    "--users-config=/srv/people.json",
    "--audit=trail.jsonl",
    "--egress=160.79.104.0/21",
  );
  assert.deepEqual(service.ports, ["10.0.0.5:${SERVER_PORT:-9000}:8000"]);
  const variables = environmentOf(service);
  assert.equal(variables.KIMAI_MCP_PUBLIC_URL, "https://time.example.org");
  assert.equal(variables.USERS_CONFIG_FILE, "/app/config/people.json");
  assert.equal(variables.KIMAI_MCP_AUDIT, "/app/config/trail.jsonl");
  assert.equal(variables.KIMAI_MCP_EGRESS, "160.79.104.0/21");
  assert.equal(variables.MCP_PORT, "8000");
});

Deno.test("a given secret is a file, which the head says to make", async () => {
  const { text, file, service } = await composed("--server-token=s3cret");
  assert.match(text, /^# {3}install -d .* secrets, .* secrets\/server_token \(chmod 600\)$/m);
  assert.match(text, /^# {3}sudo chown -R 1000:1000 config secrets$/m);
  assert.equal(service.environment.MCP_SERVER_TOKEN_FILE, "/run/secrets/server_token");
  assert.equal("MCP_SERVER_TOKEN" in service.environment, false);
  assert.deepEqual(service.secrets, ["server_token"]);
  assert.deepEqual(file.secrets, { server_token: { file: "./secrets/server_token" } });
  const without = await composed();
  assert.match(without.text, /^# {3}sudo chown -R 1000:1000 config$/m);
  assert.equal("secrets" in without.file || "secrets" in without.service, false);
});

Deno.test("whatever stands in a value is in its variable, and nowhere else", async () => {
  const usual = await composed("--ssl-verify=x", "--tools=x");
  const property = fc.asyncProperty(hostileText, async (value) => {
    try {
      const { service } = await composed(`--ssl-verify=${value}`, `--tools=${value}`);
      assert.deepEqual(Object.keys(service), Object.keys(usual.service));
      const names = Object.keys(service.environment);
      assert.deepEqual(names, Object.keys(usual.service.environment));
      assert.equal(interpolated(service.environment.KIMAI_SSL_VERIFY), value);
      assert.equal(interpolated(service.environment.KIMAI_MCP_TOOLS), value);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
  });
  await fc.assert(property);
});
