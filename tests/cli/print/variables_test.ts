import assert from "node:assert/strict";
import {
  addCommand,
  givenVariables,
  lastPart,
  secretVariables,
} from "../../../src/cli/print/variables.ts";
import { printOrder } from "./support.ts";

Deno.test("given settings are variables, as they were written; files go where they are placed", async () => {
  const order = await printOrder([
    "--no-registration",
    "--tools=timer, timesheet",
    "--users-config=my/users.json",
    "--audit=log",
    "--server-token=s3cret",
    "--port=9000",
  ], { KIMAI_DEFAULT_USER: "7", KIMAI_WEEK_HOURS: "38.5" });
  const placed = (key: string, path: string) => `/${key}/${path}`;
  assert.deepEqual(givenVariables(order, placed, new Set(["port"])), [
    ["KIMAI_MCP_TOOLS", "timer, timesheet"],
    ["KIMAI_MCP_AUDIT", "log"],
    ["USERS_CONFIG_FILE", "/users_config/my/users.json"],
    ["KIMAI_MCP_REGISTRATION", "false"],
    ["KIMAI_WEEK_HOURS", "38.5"],
  ]);
});

Deno.test("secrets are those that can be given, and say whether one was", async () => {
  const order = await printOrder(["--server-token=s3cret"]);
  assert.deepEqual(
    secretVariables(order).map(({ key, fileVariable, isGiven }) => [key, fileVariable, isGiven]),
    [
      ["server_token", "MCP_SERVER_TOKEN_FILE", true],
      ["metrics_token", "KIMAI_MCP_METRICS_TOKEN_FILE", false],
      ["kimai_token", "KIMAI_API_TOKEN_FILE", false],
    ],
  );
});

Deno.test("the last part of a path is a name, or nothing", () => {
  assert.equal(lastPart("/etc/x/users.json"), "users.json");
  assert.equal(lastPart("C:\\Users\\anna\\users.json"), "users.json");
  assert.equal(lastPart("users.json"), "users.json");
  for (const path of ["", "/", "..", "a/..", "."]) assert.equal(lastPart(path), undefined, path);
});

Deno.test("the command for a first account asks for what an account must bring", () => {
  assert.equal(
    addCommand("config/users.json"),
    "kimai-mcp users add NAME --users-config config/users.json --kimai-url URL --kimai-token-file FILE",
  );
});
