import assert from "node:assert/strict";
import { KimaiApi } from "../../../src/connectors/kimai/api.ts";
import { longestAnswer } from "../../../src/connectors/kimai/download.ts";
import { silentLog } from "../../../src/lib/log.ts";
import { UpstreamError } from "../../../src/mcp/errors.ts";

const path = ["invoices", 3, "download"];
const asFile = { "Content-Disposition": "attachment; filename=R-3.pdf" };

/** Downloads from a Kimai that answers with these. */
function download(limit: number, ...answers: Response[]) {
  const api = new KimaiApi({
    url: "https://kimai.example.com",
    token: "d4c3b2a1",
    fetch: () => Promise.resolve(answers.shift()!),
    log: silentLog,
    deadline: 30,
    rowLimit: 100,
    sleep: () => Promise.resolve(),
  });
  return api.download(path, { limit });
}

async function failure(answer: Promise<unknown>): Promise<UpstreamError> {
  const error = await answer.then(() => undefined, (error) => error);
  assert.ok(error instanceof UpstreamError, `an UpstreamError, not ${error}`);
  return error;
}

/** A body in pieces, and whether it was left before its end. */
function pieces(...parts: number[][]) {
  const left = { early: false };
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      const part = parts.shift();
      if (part) controller.enqueue(new Uint8Array(part));
      else controller.close();
    },
    cancel: () => void (left.early = true),
  }, { highWaterMark: 0 });
  return { body, left };
}

Deno.test("a file comes as its bytes, with the type that Kimai gives it", async () => {
  const { body } = pieces([0x25, 0x50], [0xff], [0x00]);
  const headers = { ...asFile, "Content-Type": "application/pdf" };
  assert.deepEqual(await download(4, new Response(body, { headers })), {
    bytes: new Uint8Array([0x25, 0x50, 0xff, 0x00]),
    type: "application/pdf",
  });
});

Deno.test("an empty file without a type is an empty file", async () => {
  assert.deepEqual(await download(4, new Response(null, { headers: asFile })), {
    bytes: new Uint8Array(),
    type: "application/octet-stream",
  });
});

Deno.test("a file above the limit is refused as soon as that is seen, and the rest is not read", async () => {
  const { body, left } = pieces([1, 2, 3], [4, 5, 6], [7]);
  const error = await failure(download(5, new Response(body, { headers: asFile })));
  assert.equal(error.fault, "invalid");
  assert.match(
    error.message,
    /^The file of GET \/invoices\/3\/download has more than .* MB, which is all/,
  );
  assert.equal(left.early, true);
});

Deno.test("a page in place of the file is no file, whatever its status", async () => {
  const page = new Response("<html>Log in</html>", { headers: { "Content-Type": "text/html" } });
  const error = await failure(download(100, page));
  assert.equal(error.fault, "unavailable");
  assert.match(
    error.message,
    /^Kimai's answer to GET \/invoices\/3\/download was not understood: it is no file;/,
  );
  assert.doesNotMatch(error.message, /Log in/);
});

Deno.test("refusals are read as everywhere else", async () => {
  const body = { code: 403, message: "Forbidden" };
  const error = await failure(download(100, Response.json(body, { status: 403 })));
  assert.equal(error.fault, "forbidden");
});

Deno.test("a download that fails in passing is repeated", async () => {
  const file = new Response("x", { headers: asFile });
  const { bytes } = await download(100, new Response("", { status: 503 }), file);
  assert.deepEqual(bytes, new Uint8Array([0x78]));
});

Deno.test("an answer without end is not read for ever, nor asked for again", async () => {
  const part = new Uint8Array(10_000_000).fill(0x20);
  let sent = 0;
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: (controller) => {
      sent++;
      controller.enqueue(part);
    },
  }, { highWaterMark: 0 });
  const api = new KimaiApi({
    url: "https://kimai.example.com",
    token: "d4c3b2a1",
    fetch: () => Promise.resolve(new Response(body)),
    log: silentLog,
    deadline: 30,
    rowLimit: 100,
  });
  const { message, fault } = await failure(api.request("GET", ["customers"]));
  assert.equal(fault, "unavailable");
  assert.equal(
    message,
    "The answer to GET /customers goes on after 50 MB, which none of Kimai does: check what stands at https://kimai.example.com and in front of it",
  );
  assert.equal(sent, longestAnswer / part.length + 1);
});

Deno.test("text is put together from its pieces, characters across them too", async () => {
  const [first, second] = [[0x22, 0xc3], [0xa4, 0x22]];
  const api = new KimaiApi({
    url: "https://kimai.example.com",
    token: "d4c3b2a1",
    fetch: () => Promise.resolve(new Response(pieces(first, second).body)),
    log: silentLog,
    deadline: 30,
    rowLimit: 100,
  });
  assert.equal(await api.request("GET", ["tags"]), "ä");
});
