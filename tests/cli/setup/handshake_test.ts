import assert from "node:assert/strict";
import { shakeHands } from "../../../src/cli/setup/handshake.ts";
import { inFolder } from "../../support/folder.ts";

const options = {
  env: Deno.env.toObject(),
  cwd: Deno.cwd(),
  status: true,
  signal: new AbortController().signal,
};

/** A server whose lines of source see the messages one by one as `message`, and answer with `say`. */
async function withServer(
  source: string,
  test: (launch: { command: string; args: string[]; env: Record<string, string> }) => Promise<void>,
): Promise<void> {
  await inFolder(async (path) => {
    const file = path("server.js");
    await Deno.writeTextFile(
      file,
      `const say = (value) => Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify(value) + "\\n"));
      let rest = "";
      for await (const chunk of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
        const lines = (rest + chunk).split("\\n");
        rest = lines.pop();
        for (const message of lines.map((line) => JSON.parse(line))) { ${source} }
      }`,
    );
    const args = ["run", "--no-prompt", "--no-config", "--allow-env", file];
    await test({ command: Deno.execPath(), args, env: { GIVEN: "yes" } });
  });
}

const answering = `
  const { id, method, params } = message;
  const results = {
    initialize: { serverInfo: { name: "fake", version: Deno.env.get("GIVEN") } },
    "tools/list": { tools: [{ name: "status" }, { name: "timer" }] },
    "tools/call": { content: [{ type: "text", text: params?.name + " is fine\\nand more" }] },
  };
  if (id !== undefined) say({ jsonrpc: "2.0", id, result: results[method] });
`;

Deno.test("a server that answers says its name, its tools and how it is", () =>
  withServer(answering, async (launch) => {
    assert.deepEqual(await shakeHands(launch, options), {
      server: "fake yes",
      tools: ["status", "timer"],
      status: "status is fine",
    });
    const { status } = await shakeHands(launch, { ...options, status: false });
    assert.equal(status, undefined);
  }));

Deno.test("lines that are no answer are passed over", () =>
  withServer(
    `Deno.stdout.writeSync(new TextEncoder().encode("hello\\n7\\n")); ${answering}`,
    async (launch) => {
      assert.equal((await shakeHands(launch, options)).tools.length, 2);
    },
  ));

Deno.test("a server that ends tells why with its last line", () =>
  withServer(`console.error("first\\nThe port is taken"); Deno.exit(3)`, async (launch) => {
    await assert.rejects(shakeHands(launch, options), {
      name: "UserError",
      message:
        "The server ended with exit code 3 instead of answering initialize: The port is taken",
    });
  }));

Deno.test("a server that refuses is quoted", () =>
  withServer(
    `say({ jsonrpc: "2.0", id: message.id, error: { code: -32601, message: "No such method" } })`,
    async (launch) => {
      await assert.rejects(shakeHands(launch, options), {
        name: "UserError",
        message: "The server refused initialize: No such method",
      });
    },
  ));

Deno.test("a command that is not there is named", async () => {
  const command = "/nowhere/kimai-mcp";
  await assert.rejects(shakeHands({ command, args: [], env: {} }, options), {
    name: "UserError",
    message: `Cannot start "/nowhere/kimai-mcp": there is no such file`,
  });
});

Deno.test("a signal ends a server that does not answer", () =>
  withServer("", async (launch) => {
    const controller = new AbortController();
    const greeting = shakeHands(launch, { ...options, signal: controller.signal });
    controller.abort();
    await assert.rejects(greeting, { name: "UserError" });
  }));
