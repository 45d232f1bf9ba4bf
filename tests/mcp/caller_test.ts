import assert from "node:assert/strict";
import { arrivalOf, authInfoOf } from "../../src/mcp/caller.ts";

Deno.test("an arrival survives the way through the SDK, and the token stays behind", () => {
  const arrival = {
    caller: { user: "anna", client: "claude", scopes: ["kimai:read"] },
    requestId: "r-1",
  };
  const info = authInfoOf(arrival);
  assert.equal(arrivalOf(info), arrival);
  assert.deepEqual([info.clientId, info.scopes, info.token], ["claude", ["kimai:read"], ""]);
});

Deno.test("without one whoever started the program is the caller, and each call has an id of its own", () => {
  const [one, other] = [arrivalOf(), arrivalOf()];
  assert.deepEqual(one.caller, {});
  assert.notEqual(one.requestId, other.requestId);
});
