/** The resource methods of a server: the kinds as templates, and reading one. Failures become protocol errors in our words. */

import {
  ProtocolError,
  ProtocolErrorCode,
  ResourceNotFoundError,
  type Server,
  type ServerContext,
} from "@modelcontextprotocol/server";
import type { Call } from "./caller.ts";
import { describeError, UpstreamError, UserError } from "./errors.ts";
import type { Content, Resource, Resources } from "./resource.ts";

/** Answers `resources/list`, `resources/templates/list` and `resources/read` on a server that declares them. */
export function answerResources(
  server: Server,
  resources: Resources,
  callOf: (context: ServerContext) => Call,
): void {
  // Clients ask for the list at every start: an upstream is not to be asked for that, so there are templates only.
  server.setRequestHandler("resources/list", () => ({ resources: [] }));
  server.setRequestHandler("resources/templates/list", () => ({
    resourceTemplates: resources.kinds.map(templateOf),
  }));
  server.setRequestHandler("resources/read", async ({ params: { uri } }, context) => ({
    contents: [contentsOf(uri, await read(resources, uri, callOf(context)))],
  }));
}

function templateOf({ uriTemplate, name, title, description, mimeType }: Resource) {
  return { uriTemplate, name, title, description, ...(mimeType !== undefined && { mimeType }) };
}

function contentsOf(uri: string, { mimeType, ...content }: Content) {
  return "text" in content
    ? { uri, mimeType, text: content.text }
    : { uri, mimeType, blob: content.bytes.toBase64() };
}

async function read(resources: Resources, uri: string, call: Call): Promise<Content> {
  const found = resources.find(uri);
  if (!found) {
    const templates = resources.kinds.map(({ uriTemplate }) => uriTemplate).join(", ");
    throw new ResourceNotFoundError(
      uri,
      `There is no resource "${shorten(uri)}", an address is one of ${templates}`,
    );
  }
  const started = performance.now();
  try {
    return await found.read(call);
  } catch (thrown) {
    throw refusalOf(thrown, uri, found.resource, call);
  } finally {
    const ms = Math.round(performance.now() - started);
    const fields = { resource: found.resource.name, ms, request_id: call.requestId };
    call.log.debug("Resource read ended", fields);
  }
}

const shorten = (uri: string) => uri.length > 100 ? `${uri.slice(0, 97)}...` : uri;

/**
 * A failure as the client gets it. What does not exist is -32602 with the address as its data, in both protocol
 * eras (MCP 2026-07-28, resources, error handling; the SDK's own servers answered older clients so as well).
 */
function refusalOf(thrown: unknown, uri: string, { name }: Resource, call: Call): ProtocolError {
  if (call.signal.aborted) {
    return new ProtocolError(ProtocolErrorCode.InternalError, "The read was cancelled");
  }
  const { text, expected } = describeError(thrown, call.requestId);
  const fields = { resource: name, request_id: call.requestId, error: thrown };
  if (expected) call.log.debug("Resource read refused", fields);
  else call.log.error("Resource read failed", fields);
  if (thrown instanceof UpstreamError && thrown.fault === "not_found") {
    return new ResourceNotFoundError(uri, text);
  }
  const { InvalidParams, InternalError } = ProtocolErrorCode;
  return new ProtocolError(thrown instanceof UserError ? InvalidParams : InternalError, text);
}
