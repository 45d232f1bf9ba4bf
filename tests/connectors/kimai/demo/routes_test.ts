import assert from "node:assert/strict";
import { createWorld } from "../../../contract/world.ts";

Deno.test("a wrong method names the right ones", async () => {
  const reply = await createWorld().ask("user", "PUT /timesheets/1");
  assert.deepEqual([reply.status, reply.headers.get("Allow")], [405, "GET, PATCH, DELETE"]);
});

Deno.test("HEAD answers like GET, without a body", async () => {
  const reply = await createWorld().ask("user", "HEAD /ping");
  assert.deepEqual([reply.status, reply.body], [200, undefined]);
});

Deno.test("a slash too many leads to the path without it, with its query", async () => {
  const { headers } = await createWorld().ask("user", "GET /timesheets/?size=1");
  assert.equal(headers.get("Location"), "https://kimai.test/api/timesheets?size=1");
});

Deno.test("a wrong token is told in a header, with an empty body", async () => {
  const reply = await createWorld().ask(null, "GET /ping", undefined, {
    Authorization: "Bearer x",
  });
  assert.deepEqual([reply.body, reply.headers.get("WWW-Authenticate")], [
    undefined,
    'Bearer error="invalid_token",error_description="Invalid credentials."',
  ]);
});

Deno.test("outside of /api/ there is nothing", async () => {
  const response = await createWorld().kimai.fetch("https://kimai.test/en/login");
  assert.equal(response.status, 404);
});
