import assert from "node:assert/strict";
import { caddy } from "../../../src/cli/print/caddy.ts";
import { printOrder } from "./support.ts";

const rendered = async (...args: string[]) => await caddy.render(await printOrder(args));

Deno.test("name, ports, address and limits are those of the settings", async () => {
  const text = await rendered(
    "--public-url=https://time.example.org:8443",
    "--host=::1",
    "--port=9000",
    "--max-body=2048",
    "--body-timeout=7",
  );
  const lines = text.split("\n").map((line) => line.trim());
  for (
    const line of [
      "time.example.org:8443 {",
      "reverse_proxy [::1]:9000 {",
      "max_size 2KiB",
      "read_body 7s",
    ]
  ) assert(lines.includes(line), line);
});

Deno.test("the usual port is not written, so that Caddy gets a certificate", async () => {
  assert.match(await rendered(), /^mcp\.example\.com \{$/m);
});

Deno.test("nothing in it holds events back or keeps a request for a client that has left", async () => {
  const directives = (await rendered()).split("\n").filter((line) => !/^\s*#/.test(line));
  assert.doesNotMatch(directives.join("\n"), /flush_interval|encode|buffer/);
});
