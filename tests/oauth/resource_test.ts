import assert from "node:assert/strict";
import { isResource, requireResource } from "../../src/oauth/resource.ts";
import { resource } from "./state.ts";

Deno.test("R5: a client may write scheme and host in capitals and a slash behind", () => {
  const ours = [
    resource,
    `${resource}/`,
    "HTTPS://MCP.Example.COM/mcp",
    "https://MCP.example.com/mcp/",
  ];
  assert.deepEqual(ours.filter((given) => isResource(given, resource)), ours);
});

Deno.test("A8: everything else is another resource", () => {
  const others = [
    "",
    "mcp",
    "/mcp",
    "https://mcp.example.com",
    "https://mcp.example.com/",
    "https://mcp.example.com/MCP",
    "https://mcp.example.com/mcp//",
    "https://mcp.example.com/mcp#frag",
    "https://mcp.example.com/mcp?x",
    "https://mcp.example.com:443/mcp",
    "http://mcp.example.com/mcp",
    "https://other.example.com/mcp",
    "https://mcp.example.com/mcp/../mcp",
    "https://mcp.example.com/%6dcp",
    "https://u@mcp.example.com/mcp",
    ` ${resource}`,
    `${resource}\n`,
  ];
  assert.deepEqual(others.filter((given) => isResource(given, resource)), []);
});

Deno.test("A8: one resource beside ours is one too many", () => {
  requireResource([], resource);
  requireResource([resource, `${resource}/`], resource);
  assert.throws(() => requireResource([resource, "https://other.example.com/mcp"], resource), {
    name: "OAuthError",
    code: "invalid_target",
    message: "The only resource here is https://mcp.example.com/mcp",
  });
});
