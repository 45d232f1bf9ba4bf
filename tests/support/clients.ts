/**
 * Real MCP clients: in memory over the real factory, over stdio to the started program, or over HTTP; the v1
 * SDK's client and the v2 client in each of its modes. The body of a test is the same whichever it gets.
 */

import {
  Client,
  InMemoryTransport,
  type OAuthClientProvider,
  StreamableHTTPClientTransport,
} from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
// @ts-types="@modelcontextprotocol/sdk/client/index"
import { Client as ClientV1 } from "@modelcontextprotocol/sdk/client/index.js";
// @ts-types="@modelcontextprotocol/sdk/client/stdio"
import { StdioClientTransport as StdioClientTransportV1 } from "@modelcontextprotocol/sdk/client/stdio.js";
// @ts-types="@modelcontextprotocol/sdk/client/streamableHttp"
import { StreamableHTTPClientTransport as HttpTransportV1 } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
// @ts-types="@modelcontextprotocol/sdk/client/sse"
import { SSEClientTransport } from "@modelcontextprotocol/sdk/client/sse.js";
// @ts-types="@modelcontextprotocol/sdk/types"
import { ElicitRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import type { McpServerFactory } from "@modelcontextprotocol/server";
import type { Link } from "../../src/mcp/result.ts";
import { serveStdio } from "@modelcontextprotocol/server/stdio";

const identity = { name: "tests", version: "1.0.0" };

/** Which client, and which protocol era it opens with. */
export type Kind = "v1" | "legacy" | "auto" | "2026-07-28";
export const kinds: readonly Kind[] = ["v1", "legacy", "auto", "2026-07-28"];

/** What a tool call gave. */
export interface Called {
  text: string;
  structured: Record<string, unknown> | undefined;
  isError: boolean;
  /** Resources that the answer links to; absent where it links to none. */
  links?: Link[];
}

/** The part of a client that tests use. */
export interface TestClient extends AsyncDisposable {
  client: Client;
  call(tool: string, args?: Record<string, unknown>, options?: CallOptions): Promise<Called>;
}

interface CallOptions {
  signal?: AbortSignal;
  onprogress?: (progress: { progress: number; total?: number; message?: string }) => void;
}

/** How the person behind a client answers a question; without it the client cannot be asked. */
export type Person = (
  question: string,
) => { action: "accept" | "decline"; content?: { confirm: boolean } };

/** A v2 client in the given mode. */
export function createClient(kind: Exclude<Kind, "v1">, person?: Person): Client {
  const mode = kind === "2026-07-28" ? { pin: kind } : kind;
  const capabilities = person ? { elicitation: {} } : {};
  const client = new Client(identity, { versionNegotiation: { mode }, capabilities });
  if (person) {
    client.setRequestHandler("elicitation/create", ({ params }) => person(params.message));
  }
  return client;
}

/** The v1 SDK's client. */
function createClientV1(person?: Person): ClientV1 {
  const client = new ClientV1(identity, { capabilities: person ? { elicitation: {} } : {} });
  if (person) {
    client.setRequestHandler(ElicitRequestSchema, ({ params }) => person(params.message));
  }
  return client;
}

/** Connects a client to the factory without sockets or processes. */
export async function inMemory(
  factory: McpServerFactory,
  kind: Exclude<Kind, "v1"> = "auto",
  person?: Person,
): Promise<TestClient> {
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  const handle = serveStdio(factory, { transport: theirs });
  const client = createClient(kind, person);
  await client.connect(ours);
  return testClient(client, async () => {
    await client.close();
    await handle.close();
  });
}

/** How to start the program. */
export interface Start {
  command: string;
  args: string[];
  env?: Record<string, string>;
  cwd?: string;
}

/** Starts the program and connects over its stdin and stdout. */
export async function overStdio(start: Start, kind: Kind, person?: Person): Promise<TestClient> {
  const { PATH = "", HOME = "" } = Deno.env.toObject();
  const parameters = { ...start, env: { PATH, HOME, ...start.env }, stderr: "ignore" as const };
  if (kind !== "v1") {
    const client = createClient(kind, person);
    await client.connect(new StdioClientTransport(parameters));
    return testClient(client, () => client.close());
  }
  const client = createClientV1(person);
  await client.connect(new StdioClientTransportV1(parameters));
  return testClientV1(client);
}

/** Where a server is reached over HTTP, and how. */
export interface Remote {
  /** With its path: `/mcp`, or `/sse` for the transport of 2024. */
  url: string;
  token?: string;
  /** Signs in instead of sending a token. */
  authProvider?: OAuthClientProvider;
  person?: Person;
  /** Instead of the network. */
  fetch?: typeof fetch;
}

/** Connects over HTTP; `sse` is the v1 client over the transport of 2024. */
export async function overHttp(
  { url, token, authProvider, person, fetch }: Remote,
  kind: Kind | "sse",
): Promise<TestClient> {
  const headers: HeadersInit = token ? { Authorization: `Bearer ${token}` } : {};
  const options = { requestInit: { headers }, authProvider, fetch };
  if (kind !== "v1" && kind !== "sse") {
    const client = createClient(kind, person);
    const transport = new StreamableHTTPClientTransport(new URL(url), options);
    await client.connect(transport);
    return testClient(client, async () => {
      await transport.terminateSession();
      await client.close();
    });
  }
  const client = createClientV1(person);
  if (kind === "sse") {
    await client.connect(new SSEClientTransport(new URL(url), options));
    return testClientV1(client);
  }
  const transport = new HttpTransportV1(new URL(url), options);
  await client.connect(transport);
  return testClientV1(client, () => transport.terminateSession());
}

/** The two lines share the calls that tests make; only their types differ. */
function testClientV1(client: ClientV1, before?: () => Promise<void>): TestClient {
  return testClient(
    client as unknown as Client,
    async () => {
      await before?.();
      await client.close();
    },
    (params, options) => client.callTool(params, undefined, options),
  );
}

type CallTool = (
  params: { name: string; arguments: Record<string, unknown> },
  options: CallOptions,
) => Promise<Record<string, unknown>>;

function testClient(
  client: Client,
  close: () => Promise<void>,
  callTool: CallTool = (params, options) => client.callTool(params, options),
): TestClient {
  return {
    client,
    call: async (name, args = {}, options = {}) => {
      const result = await callTool({ name, arguments: args }, options);
      const content = result.content as ({ type: string; text: string } & Link)[];
      const links = content.filter(({ type }) => type === "resource_link")
        .map(({ uri, name }) => ({ uri, name }));
      return {
        text: content.filter(({ type }) => type === "text").map(({ text }) => text).join("\n"),
        ...(links.length > 0 && { links }),
        structured: result.structuredContent as Record<string, unknown> | undefined,
        isError: result.isError === true,
      };
    },
    [Symbol.asyncDispose]: close,
  };
}
