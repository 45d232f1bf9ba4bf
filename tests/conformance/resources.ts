/** Resources: fixed ones, one made from a template, and one that can be watched. */

import { type McpServer, ResourceTemplate } from "@modelcontextprotocol/server";
import { picture } from "./media.ts";

export function addResources(server: McpServer): void {
  addText(server, "static-text", "This is the content of the static text resource.");
  addText(server, "watched-resource", "This is the content of the watched resource.");
  const { data: blob, mimeType } = picture;
  server.registerResource(
    "static-binary",
    "test://static-binary",
    { description: "A picture", mimeType },
    ({ href: uri }) => ({ contents: [{ uri, mimeType, blob }] }),
  );
  server.registerResource(
    "template",
    new ResourceTemplate("test://template/{id}/data", { list: undefined }),
    { description: "Data of an id", mimeType: "application/json" },
    ({ href: uri }, { id }) => ({
      contents: [{
        uri,
        mimeType: "application/json",
        text: JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` }),
      }],
    }),
  );
  // Nothing here ever changes, so there is nothing to remember of who watches what.
  server.server.setRequestHandler("resources/subscribe", () => ({}));
  server.server.setRequestHandler("resources/unsubscribe", () => ({}));
}

function addText(server: McpServer, name: string, text: string): void {
  const mimeType = "text/plain";
  server.registerResource(
    name,
    `test://${name}`,
    { description: "A text", mimeType },
    ({ href: uri }) => ({ contents: [{ uri, mimeType, text }] }),
  );
}
