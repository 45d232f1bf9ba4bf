import assert from "node:assert/strict";
import fc from "fast-check";
import { systemd } from "../../../src/cli/print/systemd.ts";
import { UserError } from "../../../src/mcp/errors.ts";
import { hostileText, printOrder } from "./support.ts";

const rendered = async (...args: string[]) => await systemd.render(await printOrder(args));

/** The assignments of a unit, comments left out. */
function settingsOf(text: string): [name: string, value: string][] {
  return text.split("\n").filter((line) => /^\w+=/.test(line))
    .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]);
}

const specifiers: Record<string, string> = { "%": "%", S: "/var/lib", L: "/var/log", d: "/creds" };

/** What systemd.syntax makes of a quoted word, specifiers put in. */
function unquoted(word: string): string {
  const inside = /^"((?:[^"\\]|\\.)*)"$/.exec(word)?.[1];
  assert(inside !== undefined, `${word} is not one quoted word`);
  return inside.replace(/\\(["\\])|\\.|%(.)/g, (all, escaped, specifier) => {
    const text = escaped ?? specifiers[specifier];
    assert(text !== undefined, `${all} means something else`);
    return text;
  });
}

/** The variables that a unit sets. */
function environmentIn(text: string): Record<string, string> {
  const assigned = settingsOf(text).filter(([name]) => name === "Environment")
    .map(([, word]) => unquoted(word));
  return Object.fromEntries(
    assigned.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
  );
}

Deno.test("without settings accounts come from /etc and state goes to /var/lib", async () => {
  assert.deepEqual(environmentIn(await rendered()), {
    USERS_CONFIG_FILE: "/etc/kimai-mcp/users.json",
    KIMAI_MCP_OAUTH_STATE_FILE: "/var/lib/kimai-mcp/oauth-state.json",
  });
});

Deno.test("given settings are variables; what is written goes where the unit lets it be written", async () => {
  const text = await rendered(
    "--public-url=https://time.example.org",
    "--trusted-proxy=127.0.0.1",
    "--host=::1",
    "--port=9000",
    "--users-config=config/people.json",
    "--oauth-state-file=/srv/old/oauth_clients.json",
    "--oauth-clients=/srv/clients.json",
    "--audit=trail.jsonl",
    "--log-level=debug",
  );
  assert.deepEqual(environmentIn(text), {
    KIMAI_MCP_LOG_LEVEL: "debug",
    MCP_HOST: "::1",
    MCP_PORT: "9000",
    KIMAI_MCP_PUBLIC_URL: "https://time.example.org",
    USERS_CONFIG_FILE: "/etc/kimai-mcp/people.json",
    KIMAI_MCP_TRUSTED_PROXIES: "127.0.0.1",
    KIMAI_MCP_OAUTH_CLIENTS: "/srv/clients.json",
    KIMAI_MCP_OAUTH_STATE_FILE: "/var/lib/kimai-mcp/oauth_clients.json",
    KIMAI_MCP_AUDIT: "/var/log/kimai-mcp/trail.jsonl",
  });
  assert.deepEqual(
    settingsOf(text).filter(([name]) => name === "LogsDirectory"),
    [["LogsDirectory", "kimai-mcp"]],
  );
});

Deno.test("an audit trail in the log needs no folder", async () => {
  const text = await rendered("--audit=log");
  assert.equal(environmentIn(text).KIMAI_MCP_AUDIT, "log");
  assert.deepEqual(settingsOf(text).filter(([name]) => name === "LogsDirectory"), []);
});

Deno.test("a given secret is a credential, one that was not given is offered as a comment", async () => {
  const text = await rendered("--server-token=s3cret", "--kimai-token=s3cret");
  assert.deepEqual(settingsOf(text).filter(([name]) => name === "LoadCredential"), [
    ["LoadCredential", "server_token:/etc/kimai-mcp/server_token"],
    ["LoadCredential", "kimai_token:/etc/kimai-mcp/kimai_token"],
  ]);
  const { MCP_SERVER_TOKEN_FILE, KIMAI_API_TOKEN_FILE, ...more } = environmentIn(text);
  assert.equal(MCP_SERVER_TOKEN_FILE, "/creds/server_token");
  assert.equal(KIMAI_API_TOKEN_FILE, "/creds/kimai_token");
  // One shared account is a way in: nobody said that there are others.
  assert.equal("USERS_CONFIG_FILE" in more, false);
  assert.match(text, /^#LoadCredential=metrics_token:\/etc\/kimai-mcp\/metrics_token$/m);
});

Deno.test("a port below 1024 comes with the one capability that it takes, another with none", async () => {
  const privileges = async (...args: string[]) =>
    settingsOf(await rendered(...args))
      .filter(([name]) => /Capabilit|PrivateUsers/.test(name));
  assert.deepEqual(await privileges(), [["CapabilityBoundingSet", ""], ["PrivateUsers", "yes"]]);
  assert.deepEqual(await privileges("--port=443"), [
    ["CapabilityBoundingSet", "CAP_NET_BIND_SERVICE"],
    ["AmbientCapabilities", "CAP_NET_BIND_SERVICE"],
  ]);
});

Deno.test("homes are out of sight, unless a file is in one", async () => {
  const home = async (...args: string[]) =>
    new Map(settingsOf(await rendered(...args))).get("ProtectHome");
  assert.equal(await home(), "yes");
  assert.equal(await home("--ssl-verify=/home/anna/ca.pem"), "read-only");
});

Deno.test("whatever stands in a value is in its variable, and nowhere else", async () => {
  const names = (text: string) => settingsOf(text).map(([name]) => name);
  const usual = names(await rendered("--ssl-verify=x", "--oauth-state-file=x", "--tools=x"));
  const property = fc.asyncProperty(hostileText, hostileText, async (one, other) => {
    let text: string;
    try {
      text = await rendered(`--ssl-verify=${one}`, `--oauth-state-file=${other}`, `--tools=${one}`);
    } catch (error) {
      if (error instanceof UserError) return;
      throw error;
    }
    assert.deepEqual(
      names(text).filter((name) => name !== "ProtectHome"),
      usual.filter((name) => name !== "ProtectHome"),
    );
    const { KIMAI_SSL_VERIFY, KIMAI_MCP_TOOLS, KIMAI_MCP_OAUTH_STATE_FILE } = environmentIn(text);
    assert.equal(KIMAI_SSL_VERIFY, one);
    assert.equal(KIMAI_MCP_TOOLS, one);
    const start = "/var/lib/kimai-mcp/";
    assert(KIMAI_MCP_OAUTH_STATE_FILE.startsWith(start));
    const name = KIMAI_MCP_OAUTH_STATE_FILE.slice(start.length);
    assert(!name.includes("/") && !/^\.{0,2}$/.test(name), name);
    if (!/[/\\:.]/.test(other)) assert.equal(name, other);
  });
  await fc.assert(property);
});
