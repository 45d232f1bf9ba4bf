import assert from "node:assert/strict";
import type { Exchange } from "../upstream.ts";
import { bodies } from "./bodies.ts";

/** What a fault makes of an answer of Kimai, as bytes. */
async function bytesOf(name: string, status: number, body: string): Promise<string> {
  let sent = "";
  const exchange: Exchange = {
    asked: { method: "GET", target: "/api/users/4", body: "" },
    attempt: 1,
    onConnection: 1,
    forward: () => Promise.resolve({ status, headers: [], body: new TextEncoder().encode(body) }),
    send: (bytes) => {
      sent += typeof bytes === "string" ? bytes : new TextDecoder().decode(bytes);
      return Promise.resolve(true);
    },
    end: () => {},
    reset: () => {},
    elsewhere: "",
  };
  await bodies.find((fault) => fault.name === name)!.act(exchange);
  return sent;
}

Deno.test("in chunks a refusal stays a refusal, and an answer without a body gets one", async () => {
  assert.match(
    await bytesOf("chunks", 200, "[]"),
    /^HTTP\/1\.1 200 .*\r\n2\r\n\[\]\r\n0\r\n\r\n$/s,
  );
  assert.match(
    await bytesOf("chunks", 404, "{}"),
    /^HTTP\/1\.1 404 .*\r\n2\r\n\{\}\r\n0\r\n\r\n$/s,
  );
  assert.match(await bytesOf("chunks", 204, ""), /^HTTP\/1\.1 200 .*\r\n1\r\n \r\n0\r\n\r\n$/s);
});
