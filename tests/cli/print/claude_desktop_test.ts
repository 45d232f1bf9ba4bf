import assert from "node:assert/strict";
import { resolve } from "node:path";
import {
  claudeDesktop,
  configuration,
  desktopVariables,
} from "../../../src/cli/print/claude_desktop.ts";
import type { Machine, Os } from "../../../src/cli/setup/clients.ts";
import { emptySystem } from "../../support/command.ts";
import { printOrder } from "./support.ts";

function machineWith(os: Os, home: string, variables: Record<string, string> = {}): Machine {
  return {
    os,
    home,
    env: (name) => variables[name],
    exists: () => Promise.resolve(false),
    read: () => Promise.resolve(undefined),
  };
}

Deno.test("the file is the one of Claude Desktop, with this server in it and nothing else", () => {
  const launch = { command: "/usr/local/bin/kimai-mcp", args: [], env: { KIMAI_URL: "x" } };
  assert.deepEqual(configuration(launch), { mcpServers: { kimai: launch } });
});

Deno.test("the token is a file, where each system keeps the settings of its user", async () => {
  const order = await printOrder(["--kimai-url=https://kimai.acme.example", "--kimai-token=t"]);
  const machines = [
    machineWith("darwin", "/Users/anna"),
    machineWith("linux", "/home/anna"),
    machineWith("linux", "/home/anna", { XDG_CONFIG_HOME: "/home/anna/settings" }),
    machineWith("windows", "C:\\Users\\anna", { APPDATA: "C:\\Users\\anna\\AppData\\Roaming" }),
  ];
  const files = machines.map((machine) => {
    const { KIMAI_API_TOKEN_FILE: file, ...others } = Object.fromEntries(
      desktopVariables(order, machine),
    );
    assert.deepEqual(others, { KIMAI_URL: "https://kimai.acme.example" });
    return file;
  });
  assert.deepEqual(files, [
    "/Users/anna/Library/Application Support/kimai-mcp/kimai_api_token",
    "/home/anna/.config/kimai-mcp/kimai_api_token",
    "/home/anna/settings/kimai-mcp/kimai_api_token",
    "C:\\Users\\anna\\AppData\\Roaming\\kimai-mcp\\kimai_api_token",
  ]);
});

Deno.test("settings that were given come along, those of the HTTP server and other secrets do not", async () => {
  const order = await printOrder([
    "--read-only",
    "--toolsets=time,absence",
    "--ssl-verify=/etc/ssl/acme.pem",
    "--audit=audit.jsonl",
    "--http",
    "--port=9000",
    "--server-token=s-e-c-r-e-t",
    "--kimai-user=7",
  ]);
  const variables = desktopVariables(order, machineWith("linux", "/home/anna"));
  assert.deepEqual(Object.fromEntries(variables), {
    KIMAI_URL: "<Kimai URL>",
    KIMAI_API_TOKEN_FILE: "/home/anna/.config/kimai-mcp/kimai_api_token",
    KIMAI_MCP_READ_ONLY: "true",
    KIMAI_MCP_TOOLSETS: "time,absence",
    KIMAI_MCP_AUDIT: resolve("audit.jsonl"),
    KIMAI_SSL_VERIFY: "/etc/ssl/acme.pem",
  });
});

Deno.test("what is printed starts this program", async () => {
  const env = (name: string) => ({ HOME: "/home/anna", USERPROFILE: "C:\\anna" })[name];
  const order = { ...await printOrder(), system: { ...emptySystem, env } };
  const { mcpServers: { kimai } } = JSON.parse(await claudeDesktop.render(order));
  assert.equal(kimai.command, Deno.execPath());
});
