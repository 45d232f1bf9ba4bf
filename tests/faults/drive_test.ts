import assert from "node:assert/strict";
import { pausesOf } from "./drive.ts";

Deno.test("each request may be repeated twice, and no more than that gives a call time", () => {
  assert.equal(pausesOf(new Map([["GET /api/version ", 1], ["GET /api/users/me ", 2]])), 1);
  assert.equal(pausesOf(new Map([["GET /api/users/me ", 9], ["GET /api/teams ", 3]])), 4);
});
