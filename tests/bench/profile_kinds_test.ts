import assert from "node:assert/strict";
import type { ProfileNode } from "./inspector.ts";
import { collectionsIn, kindsOf, perOne, readPlaces, requestPlaces } from "./profile_kinds.ts";

function node(id: number, functionName: string, url: string, children: number[] = []): ProfileNode {
  return { id, callFrame: { functionName, url, lineNumber: 0 }, children };
}

Deno.test("a sample of the runtime belongs to whoever called it, others to themselves", () => {
  const nodes = [
    node(1, "(root)", "", [2, 4, 6, 7, 8, 9]),
    node(2, "securityHeaders", "file:///a/src/http/headers.ts", [3]),
    node(3, "set", "ext:deno_fetch/20_headers.js"),
    node(4, "parse", "file:///a/node_modules/.deno/zod@4.6.7/node_modules/zod/v4/core.js", [5]),
    node(5, "(garbage collector)", ""),
    node(6, "nextRequest", "ext:deno_http/00_serve.ts"),
    node(7, "(idle)", ""),
    node(8, "streamWhenLate", "file:///a/src/http/late_stream.ts"),
    node(9, "verify", "file:///a/src/oauth/verifier.ts"),
  ];
  const samples = [2, 3, 4, 5, 6, 7, 8, 3, 9];
  const timeDeltas = [1, 2, 4, 8, 16, 32, 64, 128, 256];
  assert.deepEqual(kindsOf({ nodes, samples, timeDeltas }, requestPlaces), {
    "the SDK, and zod for it": 4,
    "guards and routes": 131,
    "log and metrics": 0,
    "who signed in": 256,
    "tool and answer": 64,
    "garbage collection": 8,
    "the server around it": 0,
    "runtime and engine": 16,
  });
});

Deno.test("a long read has kinds of its own, and each is one of so many", () => {
  const nodes = [
    node(1, "(root)", "", [2, 4]),
    node(2, "readPage", "file:///a/src/connectors/kimai/paging.ts", [3]),
    node(3, "parse", "file:///a/node_modules/.deno/zod@4.6.7/node_modules/zod/v4/core.js"),
    node(4, "listingText", "file:///a/src/connectors/kimai/listing.ts"),
  ];
  const sums = kindsOf({ nodes, samples: [2, 3, 4, 1], timeDeltas: [10, 20, 40, 80] }, readPlaces);
  assert.deepEqual(perOne(sums, 10), {
    "requests and their JSON": 1,
    "checking the records": 2,
    "the SDK": 0,
    "adding up and writing the answer": 4,
    "the server around it": 0,
    "garbage collection": 0,
    "runtime and engine": 8,
  });
});

Deno.test("a collection lasts as long as its samples follow each other", () => {
  const nodes = [
    node(1, "(root)", "", [2, 3]),
    node(2, "(garbage collector)", ""),
    node(3, "serve", "file:///a/src/http/serve.ts", [4]),
    node(4, "(garbage collector)", ""),
  ];
  const samples = [2, 2, 3, 4, 2, 3];
  const timeDeltas = [1000, 500, 200, 300, 400, 100];
  assert.deepEqual(collectionsIn({ nodes, samples, timeDeltas }), [1.5, 0.7]);
});
