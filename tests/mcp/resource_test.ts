import assert from "node:assert/strict";
import fc from "fast-check";
import { createResources, type Resource } from "../../src/mcp/resource.ts";
import { quietCall } from "./support.ts";

const kind = (uriTemplate: string, tool = "shelf"): Resource => ({
  uriTemplate,
  name: uriTemplate,
  title: "Book",
  description: "A book.",
  tool,
  read: (params, session) =>
    Promise.resolve({ mimeType: "text/plain", text: JSON.stringify([params, session]) }),
});

const resourcesOf = (kinds: Resource[], only?: ReadonlySet<string>) =>
  createResources([{ id: "library", resources: kinds }], {
    only,
    sessionOf: (upstream) => Promise.resolve(upstream),
  });

Deno.test("an address is read by the kind that it fits, with its pieces and its upstream's session", async () => {
  const resources = resourcesOf([kind("lib://books/{id}"), kind("lib://books/{id}/pages/{page}")]);
  const found = resources.find("lib://books/7/pages/12")!;
  assert.equal(found.resource.uriTemplate, "lib://books/{id}/pages/{page}");
  assert.deepEqual(await found.read(quietCall()), {
    mimeType: "text/plain",
    text: JSON.stringify([{ id: "7", page: "12" }, "library"]),
  });
});

Deno.test("what fits no template is not found", () => {
  const resources = resourcesOf([kind("lib://books.a/{id}")]);
  const wrong = [
    "",
    "lib://books.a/",
    "lib://books.a/7/8",
    "lib://books.a/7?x=1",
    "lib://books.a/7#top",
    "lib://booksxa/7",
    "xlib://books.a/7",
    "lib://books.a/%E0%A4%A",
  ];
  for (const uri of wrong) assert.equal(resources.find(uri), undefined, uri);
});

Deno.test("a kind is left out with its tool", () => {
  const kinds = [kind("lib://books/{id}"), kind("lib://clocks/{id}", "clock")];
  const names = (only?: ReadonlySet<string>) =>
    resourcesOf(kinds, only).kinds.map((one) => one.tool);
  assert.deepEqual(names(), ["shelf", "clock"]);
  assert.deepEqual(names(new Set(["clock"])), ["clock"]);
  assert.equal(resourcesOf(kinds, new Set(["clock"])).find("lib://books/7"), undefined);
});

Deno.test("every piece comes back as it was before it was encoded", async () => {
  const resources = resourcesOf([kind("lib://books/{id}")]);
  const piece = fc.string({ minLength: 1, unit: "grapheme" }).filter((text) => text.isWellFormed());
  await fc.assert(fc.asyncProperty(piece, async (id) => {
    const found = resources.find(`lib://books/${encodeURIComponent(id)}`);
    const content = await found!.read(quietCall());
    assert.deepEqual(content, {
      mimeType: "text/plain",
      text: JSON.stringify([{ id }, "library"]),
    });
  }));
});
