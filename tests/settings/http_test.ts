import assert from "node:assert/strict";
import { httpSettings, plannedSettings, refusePlanned } from "../../src/settings/http.ts";
import { openSources, type System } from "../../src/settings/sources.ts";
import { readSettings, SettingsError } from "../../src/settings/table.ts";
import { emptySystem } from "../support/command.ts";

const rows = { ...httpSettings, ...plannedSettings };

async function settingsOf(args: string[], env: Record<string, string> = {}) {
  const system: System = {
    ...emptySystem,
    args,
    env: (name) => env[name],
    names: () => Object.keys(env),
  };
  const { settings } = readSettings(rows, await openSources(rows, system));
  return settings as typeof settings & Record<string, unknown>;
}

/** What the start ends with. */
async function refused(args: string[], env: Record<string, string> = {}) {
  try {
    await settingsOf(args, env);
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
  }
  throw new Error("Nothing was refused");
}

Deno.test("without settings it is a server for this machine, with limits and every way in closed", async () => {
  const settings = await settingsOf([]);
  const closed = {
    http: false,
    host: "127.0.0.1",
    port: 8000,
    server_token: undefined,
    legacy_slugs: false,
    sse: false,
    allowed_hosts: [],
    allowed_origins: [],
    trusted_proxy: [],
    rate_limit_rpm: undefined,
    max_body: 4 * 1024 * 1024,
    metrics_token: undefined,
  };
  for (const [key, value] of Object.entries(closed)) assert.deepEqual(settings[key], value, key);
});

Deno.test("the port has the names that other servers give it, and counts by flag first", async () => {
  const env: Record<string, string> = { SERVER_PORT: "1", PORT: "2", MCP_PORT: "3" };
  assert.equal((await settingsOf(["--port", "4"], env)).port, 4);
  assert.equal((await settingsOf([], env)).port, 3);
  delete env.MCP_PORT;
  assert.equal((await settingsOf([], env)).port, 2);
  delete env.PORT;
  assert.equal((await settingsOf([], env)).port, 1);
});

Deno.test("B-19: a limit by flag counts before one by variable", async () => {
  const env = { RATE_LIMIT_RPM: "5", RATE_LIMIT_MAX: "6", RATE_LIMIT_WINDOW_MS: "7000" };
  const args = ["--rate-limit-rpm=15", "--rate-limit-max=16", "--rate-limit-window-ms=17000"];
  const limitsOf = async (args: string[]) => {
    const { rate_limit_rpm, rate_limit_max, rate_limit_window_ms } = await settingsOf(args, env);
    return [rate_limit_rpm, rate_limit_max, rate_limit_window_ms];
  };
  assert.deepEqual(await limitsOf([]), [5, 6, 7000]);
  assert.deepEqual(await limitsOf(args), [15, 16, 17000]);
});

Deno.test("lists are given with commas in a variable and several times as flags", async () => {
  const env = { KIMAI_MCP_TRUSTED_PROXIES: "10.0.0.0/8,192.0.2.1" };
  assert.deepEqual((await settingsOf([], env)).trusted_proxy, ["10.0.0.0/8", "192.0.2.1"]);
  const flags = ["--trusted-proxy=10.0.0.1", "--trusted-proxy", "2001:db8::/32"];
  assert.deepEqual((await settingsOf(flags)).trusted_proxy, ["10.0.0.1", "2001:db8::/32"]);
});

Deno.test("origins are what browsers send, a scheme's all or all there are, by any of their names", async () => {
  const good = [
    "https://app.example.com",
    "https://app.example.com/",
    "http://localhost:6274",
    "http://[::1]:6274",
    "moz-extension://*",
    "vscode-webview://abc",
    "*",
  ];
  assert.deepEqual((await settingsOf([], { CORS_ORIGINS: good.join(",") })).allowed_origins, good);
  assert.deepEqual((await settingsOf([], { CORS_ORIGIN: "*" })).allowed_origins, ["*"]);
  const own = { KIMAI_MCP_ALLOWED_ORIGINS: "https://a.example" };
  assert.deepEqual((await settingsOf([], own)).allowed_origins, ["https://a.example"]);
  const bad = [
    "app.example.com",
    "https://*",
    "https://*.example.com",
    "https://a.example/x",
    "null",
    "https://u@a",
    "https://",
  ];
  for (const text of bad) {
    const { message, exitCode } = await refused(["--allowed-origins", `https://a.example,${text}`]);
    assert.equal(
      message,
      `Cannot use "https://a.example,${text}" from the command line as --allowed-origins (CORS_ORIGINS): give origins such as https://app.example.com, or * for all`,
    );
    assert.equal(exitCode, 2);
  }
});

Deno.test("hosts are names or addresses without port", async () => {
  const good = ["mcp.example.com", "localhost", "10.0.0.1", "[::1]", "2001:db8::1", "my_host", "*"];
  assert.deepEqual((await settingsOf(["--allowed-hosts", good.join()])).allowed_hosts, good);
  const bad = [
    "https://mcp.example.com",
    "mcp.example.com:443",
    "mcp.example.com/",
    "*.example.com",
    "a@b",
    "-",
  ];
  for (const text of bad) {
    const { message, exitCode } = await refused([], { KIMAI_MCP_ALLOWED_HOSTS: text });
    assert.equal(
      message,
      `Cannot use "${text}" from the environment as --allowed-hosts (KIMAI_MCP_ALLOWED_HOSTS): give host names such as mcp.example.com`,
    );
    assert.equal(exitCode, 2);
  }
});

Deno.test("a server token that no header could carry is refused, and not shown", async () => {
  assert.equal(
    (await settingsOf([], { MCP_SERVER_TOKEN: "aZ09-._~+/=" })).server_token,
    "aZ09-._~+/=",
  );
  for (const token of ["two words", "hush!", "täglich", "=hush", "a=b", "x".repeat(4097)]) {
    assert.equal(
      (await refused([], { MCP_SERVER_TOKEN: token })).message,
      "Cannot use the value from the environment as --server-token (MCP_SERVER_TOKEN): give up to 4096 letters, digits and -._~+/",
    );
  }
});

Deno.test("rows of HTTP say so, and their secrets are secrets", () => {
  const { http: _, ...others } = httpSettings;
  const silent = Object.entries({ ...others, ...plannedSettings }).filter(([, { only }]) =>
    only !== "http"
  );
  assert.deepEqual(silent, []);
  const secrets = Object.entries(rows).filter(([, row]) => "secret" in row && row.secret);
  assert.deepEqual(secrets.map(([key]) => key).sort(), [
    "metrics_token",
    "oidc_client_secret",
    "provision_admin_token",
    "server_token",
  ]);
});

const why = "sign-in by an OpenID provider and automatic provisioning are not available yet";

Deno.test("what is not there yet is refused by name, and never left out silently", async () => {
  const asked: [key: string, value: string][] = Object.keys(plannedSettings).map((key) => [
    key,
    key === "auth_backend" ? "oidc" : /^(auto_|oidc_allow)/.test(key) ? "yes" : "some",
  ]);
  assert.equal(asked.length, 16);
  for (const [key, value] of asked) {
    const variable = `KIMAI_MCP_${key.toUpperCase()}`;
    const settings = await settingsOf([], { [variable]: value });
    assert.throws(() => refusePlanned(settings), (error: SettingsError) => {
      const name = `--${key.replaceAll("_", "-")} (${variable})`;
      assert.deepEqual(error.problems, [`Cannot serve with ${name}: ${why}`]);
      return error.exitCode === 2;
    });
  }
});

Deno.test("all that is not there yet is named in one sentence, without values", async () => {
  const settings = await settingsOf(["--auto-provision"], {
    KIMAI_MCP_AUTH_BACKEND: "OIDC",
    KIMAI_MCP_OIDC_CLIENT_SECRET: "hush",
  });
  assert.throws(() => refusePlanned(settings), {
    message:
      `Cannot serve with --auth-backend (KIMAI_MCP_AUTH_BACKEND), --oidc-client-secret (KIMAI_MCP_OIDC_CLIENT_SECRET) or --auto-provision (KIMAI_MCP_AUTO_PROVISION): ${why}`,
  });
});

Deno.test("what is switched off as it was in an old installation is no reason not to serve", async () => {
  const env = {
    KIMAI_MCP_AUTH_BACKEND: "local",
    KIMAI_MCP_AUTO_PROVISION: "false",
    KIMAI_MCP_OIDC_ALLOW_UNVERIFIED_EMAIL: "0",
    KIMAI_MCP_OIDC_ISSUER: "",
    KIMAI_MCP_DISABLE_LEGACY_SLUGS: "true",
  };
  refusePlanned(await settingsOf([], env));
});
