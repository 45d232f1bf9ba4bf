/** What a body must be from the outside to be JSON-RPC; what its method asks for is the SDK's to look at. */

/** Messages in one body. Limits count requests, so a batch must not be a way around them. */
const mostMessages = 20;
/** The last version of MCP with batches (2025-06-18, changelog); clients of it and older name none, or theirs. */
const lastWithBatches = "2025-03-26";

/**
 * What is wrong with a parsed body, as a phrase; nothing for a message or a batch of them (JSON-RPC 2.0, 4 to 6).
 * @param version of MCP that the request names
 */
export function faultOf(body: unknown, version?: string): string | undefined {
  if (!Array.isArray(body)) return faultOfMessage(body);
  if (version !== undefined && version > lastWithBatches) {
    return "this version has no batches, send one message at a time";
  }
  if (body.length === 0) return "the batch is empty";
  if (body.length > mostMessages) return `a batch may have ${mostMessages} messages`;
  return body.map(faultOfMessage).find((fault) => fault !== undefined);
}

function faultOfMessage(message: unknown): string | undefined {
  if (typeof message !== "object" || message === null || Array.isArray(message)) {
    return "a message is an object";
  }
  const { jsonrpc, method, id } = message as Record<string, unknown>;
  if (jsonrpc !== "2.0") return 'jsonrpc is "2.0"';
  const isAnswer = method === undefined && ("result" in message || "error" in message);
  if (!isAnswer && typeof method !== "string") return "method is a string";
  if (id === undefined || typeof id === "string" || Number.isSafeInteger(id)) return undefined;
  // MCP leaves out null and fractions; only errors about nothing known carry null.
  return id === null && isAnswer && "error" in message
    ? undefined
    : "id is a string or a whole number";
}
