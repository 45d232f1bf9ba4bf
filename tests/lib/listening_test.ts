import assert from "node:assert/strict";
import { describeNotListening } from "../../src/lib/listening.ts";

const { AddrInUse, AddrNotAvailable, PermissionDenied } = Deno.errors;
const said = (error: unknown, port = 8000) => describeNotListening(error, { host: "h", port });

Deno.test("a port that is taken, one for root, and an address of another machine are told with what to do", () => {
  assert.equal(
    said(new AddrInUse()),
    "Cannot listen on h, port 8000: something else listens there, choose another --port, or 0 for any that is free",
  );
  assert.equal(
    said(new PermissionDenied(), 443),
    "Cannot listen on h, port 443: ports below 1024 are for root, choose a higher --port such as 8000 and put a proxy before it",
  );
  assert.equal(
    said(new PermissionDenied()),
    "Cannot listen on h, port 8000: permission denied, choose another --port",
  );
  assert.equal(
    said(new AddrNotAvailable()),
    "Cannot listen on h, port 8000: this machine has no such address, choose another --host, 127.0.0.1 for this machine alone or 0.0.0.0 for all",
  );
});

Deno.test("a name that does not exist is told as that, another error in the system's words", () => {
  try {
    Deno.listen({ hostname: "nowhere.invalid", port: 0 }).close();
    assert.fail("a name that cannot exist was found");
  } catch (error) {
    assert.equal(
      said(error),
      "Cannot listen on h, port 8000: nobody knows that name, choose an address as --host, 127.0.0.1 for this machine alone or 0.0.0.0 for all",
    );
  }
  assert.equal(said(new Error("Wires cut")), "Cannot listen on h, port 8000: Wires cut");
});
