import assert from "node:assert/strict";
import {
  answerOf,
  checkAnswer,
  errorAnswer,
  outputSchemaOf,
  plainText,
  resultOf,
  textLimit,
} from "../../src/mcp/result.ts";
import { shelfTool } from "./support.ts";

Deno.test("an answer has text for reading and the action with its result for programs", () => {
  assert.deepEqual(answerOf("list", { titles: ["Emma"] }, "Emma"), {
    content: [{ type: "text", text: "Emma" }],
    structuredContent: { action: "list", result: { titles: ["Emma"] } },
  });
});

Deno.test("links are blocks behind the text for clients that know them, and left out for older ones", () => {
  const links = [{ uri: "lib://books/1", name: "Emma" }];
  const answer = answerOf("get", { id: 1 }, "Emma", links);
  const text = { type: "text", text: "Emma" };
  const structuredContent = { action: "get", result: { id: 1 } };
  for (const revision of ["2025-06-18", "2025-11-25", "2026-07-28"]) {
    assert.deepEqual(resultOf(answer, revision), {
      structuredContent,
      content: [text, { type: "resource_link", ...links[0] }],
    });
  }
  for (const revision of ["2024-11-05", "2025-03-26", undefined]) {
    assert.deepEqual(resultOf(answer, revision), { structuredContent, content: [text] });
  }
});

Deno.test("an error carries no structured content", () => {
  assert.deepEqual(errorAnswer("No"), { content: [{ type: "text", text: "No" }], isError: true });
});

Deno.test("text beyond the limit is cut and says so", () => {
  const { content: [{ text }] } = errorAnswer("x".repeat(textLimit + 1));
  assert.equal(text.length, textLimit);
  assert.match(text, /cut here; ask for less, or for one item\)$/);
  assert.equal(errorAnswer("x".repeat(textLimit)).content[0].text.length, textLimit);
});

Deno.test("the output schema is open, requires nothing inside, and keeps what actions share", () => {
  assert.deepEqual(outputSchemaOf(shelfTool), {
    type: "object",
    properties: {
      action: { type: "string" },
      result: {
        type: "object",
        properties: {
          titles: { type: "array", items: { type: "string" } },
          id: { type: "integer" },
          title: { type: "string" },
        },
      },
    },
    required: ["action", "result"],
  });
});

Deno.test("values without a text of their own are listed", () => {
  const value = {
    id: 1,
    gone: undefined,
    tags: ["a", "b"],
    of: { name: "x" },
    rows: [{ n: 1, m: 2 }],
  };
  assert.equal(
    plainText(value),
    "id: 1\ntags:\n  - a\n  - b\nof:\n  name: x\nrows:\n  - n: 1, m: 2",
  );
});

Deno.test("checking an answer finds a null, a missing and a stray key", () => {
  const { add } = shelfTool.actions;
  checkAnswer(add, { id: 1 });
  for (const wrong of [{ id: null }, {}, { id: 1, more: 2 }]) {
    assert.throws(() => checkAnswer(add, wrong));
  }
});
