import assert from "node:assert/strict";
import { createLog } from "../../src/lib/log.ts";
import { createCatalogue } from "../../src/mcp/catalogue.ts";
import { createDispatch } from "../../src/mcp/dispatch.ts";
import { quietCall, shelfTool } from "./support.ts";

function setUp() {
  const books = new Map([[1, "Emma"]]);
  const catalogue = createCatalogue([{ id: "library", tools: [shelfTool] }]);
  const dispatch = createDispatch({
    catalogue: () => Promise.resolve(catalogue),
    sessionOf: () => Promise.resolve({ books }),
    checkAnswers: true,
  });
  return { books, catalogue, dispatch };
}

Deno.test("a call runs the action on the upstream's session and renders its answer", async () => {
  const { books, dispatch } = setUp();
  const answer = await dispatch(
    "shelf",
    { action: "add", id: 2, data: { title: "Dune" } },
    quietCall(),
  );
  assert.deepEqual(answer, {
    content: [{ type: "text", text: "id: 2" }],
    structuredContent: { action: "add", result: { id: 2 } },
  });
  assert.equal(books.get(2), "Dune");
  const list = await dispatch("shelf", { action: "list" }, quietCall());
  assert.equal(list.content[0].text, "Emma, Dune");
});

Deno.test("expected errors are answers, word for word", async () => {
  const { dispatch } = setUp();
  const twice = await dispatch(
    "shelf",
    { action: "add", id: 1, data: { title: "Dune" } },
    quietCall(),
  );
  assert.deepEqual(twice, {
    content: [{ type: "text", text: "Cannot add book 1: there is one already" }],
    isError: true,
  });
  const no = await dispatch("shelf", { action: "burn", id: 14 }, quietCall());
  assert.equal(no.content[0].text, "The librarian says no");
});

Deno.test("a bug is logged under the call's id and not shown", async () => {
  const { dispatch } = setUp();
  const lines: string[] = [];
  const log = createLog({ level: "error", write: (line) => lines.push(line) });
  const answer = await dispatch("shelf", { action: "burn", id: 13 }, quietCall({ log }));
  assert.deepEqual(answer, {
    content: [{
      type: "text",
      text: "Internal error (request-1): the server's log says more under this id",
    }],
    isError: true,
  });
  await log.flush();
  const [{ tool, action, request_id, error }] = lines.map((line) => JSON.parse(line));
  assert.deepEqual({ tool, action, request_id, error }, {
    tool: "shelf",
    action: "burn",
    request_id: "request-1",
    error: { name: "TypeError", message: "secret stack" },
  });
});

Deno.test("an answer that its schema does not allow fails in tests", async () => {
  const { dispatch } = setUp();
  const answer = await dispatch("shelf", { action: "burn", id: 99 }, quietCall());
  assert.equal(answer.isError, true);
});

Deno.test("an unknown tool is refused with the choices", async () => {
  const { dispatch } = setUp();
  const answer = await dispatch("shelve", {}, quietCall());
  assert.equal(answer.content[0].text, `There is no tool "shelve", choose one of shelf`);
});

Deno.test("a cancelled call is answered as cancelled", async () => {
  const { dispatch } = setUp();
  const call = quietCall({ signal: AbortSignal.abort() });
  const answer = await dispatch("shelf", { action: "burn", id: 13 }, call);
  assert.equal(answer.content[0].text, "The call was cancelled");
});

Deno.test("whoever watches is told how each call ended", async () => {
  const { catalogue, books } = setUp();
  const seen: [string, string | undefined, string, boolean][] = [];
  const dispatch = createDispatch({
    catalogue: () => Promise.resolve(catalogue),
    sessionOf: () => Promise.resolve({ books }),
    ended: ({ action, effect, outcome, result }) =>
      seen.push([action, effect, outcome, result !== undefined]),
  });
  const cancelled = AbortSignal.abort();
  await dispatch("shelf", { action: "list" }, quietCall());
  await dispatch("shelf", { action: "add", id: 1, data: { title: "Dune" } }, quietCall());
  await dispatch("shelf", { action: "burn", id: 14 }, quietCall());
  await dispatch("shelf", { action: "burn", id: 13 }, quietCall());
  await dispatch("shelf", { action: "burn", id: 13 }, quietCall({ signal: cancelled }));
  await dispatch("shelf", { action: "fly" }, quietCall());
  assert.deepEqual(seen, [
    ["list", "read", "ok", true],
    ["add", "create", "refused", false],
    ["burn", "delete", "forbidden", false],
    ["burn", "delete", "failed", false],
    ["burn", "delete", "cancelled", false],
    ["", undefined, "refused", false],
  ]);
});
