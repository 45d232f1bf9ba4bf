/** A small made-up tool, so that the core is tested without any upstream. */

import { z } from "zod";
import type { Call } from "../../src/mcp/caller.ts";
import { type Tool, toolsFor } from "../../src/mcp/tool.ts";
import { UpstreamError, UserError } from "../../src/mcp/errors.ts";
import { wired } from "../../src/mcp/wire.ts";
import { silentLog } from "../../src/lib/log.ts";

/** What the tool below works on. */
export interface Shelf {
  books: Map<number, string>;
}

const { action, tool } = toolsFor<Shelf>();

const bookId = wired(
  z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)], { error: "a number is wanted" }),
  { type: "integer" },
);

export const shelfTool: Tool = tool({
  name: "shelf",
  title: "Shelf",
  description: "Books on a shelf.",
  actions: {
    list: action({
      summary: "all",
      effect: "read",
      input: z.object({ filters: z.strictObject({ term: z.string().optional() }).optional() }),
      output: z.object({ titles: z.array(z.string()) }),
      run: ({ filters }, { books }) => {
        const titles = [...books.values()].filter((title) => title.includes(filters?.term ?? ""));
        return Promise.resolve({ titles });
      },
      text: ({ titles }) => titles.join(", "),
    }),
    add: action({
      summary: "put one",
      effect: "create",
      input: z.object({
        id: bookId.describe("number on the back"),
        data: z.strictObject({ title: z.string().min(2), pages: z.int().optional() }),
      }),
      output: z.object({ id: z.int() }),
      run: ({ id, data }, { books }) => {
        if (books.has(id)) throw new UserError(`Cannot add book ${id}: there is one already`);
        books.set(id, data.title);
        return Promise.resolve({ id });
      },
    }),
    burn: action({
      summary: "take one away",
      effect: "delete",
      input: z.object({ id: bookId.describe("number on the back") }),
      output: z.object({ id: z.int(), title: z.string() }),
      run: ({ id }, { books }) => {
        if (id === 13) throw new TypeError("secret stack");
        if (id === 14) throw new UpstreamError("forbidden", "The librarian says no");
        const title = books.get(id) as string;
        books.delete(id);
        return Promise.resolve({ id, title });
      },
    }),
  },
});

/** A tool with one action. */
export const clockTool: Tool = tool({
  name: "clock",
  title: "Clock",
  description: "The time.",
  actions: {
    read: action({
      summary: "look",
      effect: "read",
      input: z.object({ zone: z.string().default("UTC") }),
      output: z.object({ zone: z.string() }),
      run: (input) => Promise.resolve(input),
    }),
  },
});

/** A call that nobody cancels. */
export function quietCall(changes: Partial<Call> = {}): Call {
  return {
    caller: {},
    requestId: "request-1",
    signal: new AbortController().signal,
    log: silentLog,
    progress: () => {},
    ask: () => Promise.resolve(undefined),
    ...changes,
  };
}
