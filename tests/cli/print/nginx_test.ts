import assert from "node:assert/strict";
import { nginx } from "../../../src/cli/print/nginx.ts";
import { printOrder } from "./support.ts";

const rendered = async (...args: string[]) => await nginx.render(await printOrder(args));

Deno.test("README shows what is printed, without its first comment", async () => {
  const readme = await Deno.readTextFile(new URL("../../../README.md", import.meta.url));
  const block = /^```nginx\n(.*?)^```$/ms.exec(readme)?.[1];
  const shown = (await rendered()).replace(/^(?:#.*\n)+\n/, "");
  assert.equal(block, shown);
});

Deno.test("name, ports, address and limits are those of the settings", async () => {
  const text = await rendered(
    "--public-url=https://time.example.org:8443",
    "--host=10.0.0.5",
    "--port=9000",
    "--max-body=1048577",
    "--body-timeout=7",
  );
  const lines = text.split("\n").map((line) => line.trim());
  for (
    const line of [
      "listen 8443 ssl;",
      "server_name time.example.org;",
      "ssl_certificate /etc/ssl/time.example.org/fullchain.pem;",
      "server 10.0.0.5:9000;",
      "client_max_body_size 1048577;",
      "client_body_timeout 7s;",
    ]
  ) assert(lines.includes(line), line);
});

Deno.test("an IPv6 address is a name in brackets, and a folder without", async () => {
  const text = await rendered("--public-url=https://[2001:db8::1]/");
  assert.match(text, /^ {2}server_name \[2001:db8::1\];$/m);
  assert.match(text, /^ {2}ssl_certificate \/etc\/ssl\/2001:db8::1\/fullchain\.pem;$/m);
});
