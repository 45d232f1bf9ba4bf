/**
 * `fetch` over node:https, for what Deno's own cannot do: no verification, a self-signed certificate
 * that calls itself an authority, and a connection to an address that was looked up and vetted before.
 * The modules behind it are loaded with the first request.
 */
import type { Agent, AgentOptions } from "node:https";
import type { IncomingMessage, RequestOptions } from "node:http";

export interface NodeFetchOptions {
  /** False accepts any certificate, for any name and time. */
  rejectUnauthorized?: boolean;
  /** Certificates in PEM that are trusted instead of the known authorities. */
  ca?: readonly string[];
  /** The IP address to connect to, whatever the URL's host resolves to. The certificate is still checked for that host. */
  address?: string;
  /** The longest body that is read, in bytes. */
  maxBytes?: number;
}

/** A `fetch` that keeps connections open until it is closed. */
export interface NodeFetch {
  (input: Request | URL | string, init?: RequestInit): Promise<Response>;
  close(): void;
}

/** The `cause` of a failure: the answer has more than `maxBytes`. */
export class TooLongError extends Error {
  override name = "TooLongError";
}

/** Statuses whose `Response` takes no body (Fetch standard, "null body status"). */
const bodiless = [101, 103, 204, 205, 304];

/**
 * Makes a `fetch` that buffers bodies and never follows a redirect: it hands the 3xx out, or fails
 * where the request says `redirect: "error"`.
 * It fails as `fetch` does: with the signal's reason, or with a TypeError whose `cause` has node's `code`.
 */
export function createNodeFetch(options: NodeFetchOptions = {}): NodeFetch {
  const { maxBytes = 64 * 2 ** 20 } = options;
  const agents = new Map<string, Agent>();
  const send = async (input: Request | URL | string, init?: RequestInit) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    const [body, module, { isIP }] = await Promise.all([
      request.body ? request.arrayBuffer() : undefined,
      url.protocol === "https:" ? import("node:https") : import("node:http"),
      import("node:net"),
    ]);
    const literal = url.hostname.replace(/^\[|\]$/g, "");
    if (options.address && isIP(literal) && literal !== options.address) {
      // A literal is never looked up, so it would pass by the address that was vetted.
      throw new TypeError(`Cannot fetch from ${literal}: only ${options.address} is allowed`);
    }
    // Where a kept connection breaks, Deno (2.9) sends the request again, which may have been carried out by
    // then (denoland/deno#36786): what changes something has a connection of its own.
    const keepAlive = request.method === "GET";
    const kind = `${url.protocol} ${keepAlive}`;
    const agent = agents.get(kind) ??
      new module.Agent({ ...agentOptions(options), keepAlive }) as Agent;
    agents.set(kind, agent);
    return await exchange(module.request, request, body && new Uint8Array(body), agent, maxBytes);
  };
  return Object.assign(send, {
    close() {
      for (const agent of agents.values()) agent.destroy();
      agents.clear();
    },
  });
}

function agentOptions({ rejectUnauthorized = true, ca, address }: NodeFetchOptions): AgentOptions {
  return {
    rejectUnauthorized,
    // Without any, Deno would list the known authorities where NODE_EXTRA_CA_CERTS is set, and want --allow-sys
    // for that. Given nothing to add it uses them, those extra ones included, as its own fetch does.
    ca: ca ? [...ca] : rejectUnauthorized ? "" : [],
    // A proxy, which NODE_USE_ENV_PROXY brings in, would look the host up again.
    ...(address && { lookup: lookupOf(address), proxyEnv: {} }),
  };
}

/** Answers every look-up with one address; node asks for one or for all, depending on the caller. */
function lookupOf(address: string): NonNullable<AgentOptions["lookup"]> {
  const family = address.includes(":") ? 6 : 4;
  return (_host, options, answer) =>
    options.all ? answer(null, [{ address, family }]) : answer(null, address, family);
}

function exchange(
  open: (url: URL, options: RequestOptions) => import("node:http").ClientRequest,
  request: Request,
  body: Uint8Array | undefined,
  agent: Agent,
  maxBytes: number,
): Promise<Response> {
  const { signal } = request;
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<Response>();
  const headers = Object.fromEntries(request.headers);
  if (body) headers["content-length"] = String(body.byteLength);
  const sent = open(new URL(request.url), { method: request.method, headers, agent });
  const fail = (cause: unknown) => reject(new TypeError("fetch failed", { cause }));
  const cancel = () => {
    reject(signal.reason);
    sent.destroy();
  };
  signal.addEventListener("abort", cancel, { once: true });
  sent.on("error", fail);
  sent.on("response", (message) => {
    if (request.redirect === "error" && isRedirect(message)) {
      fail(new Error("redirected"));
      return void sent.destroy();
    }
    collect(message, maxBytes).then(
      (bytes) => resolve(responseOf(message, bytes)),
      (error) => {
        fail(error);
        sent.destroy();
      },
    ).catch(fail);
  });
  sent.end(body);
  return promise.finally(() => signal.removeEventListener("abort", cancel));
}

function isRedirect({ statusCode = 0 }: IncomingMessage): boolean {
  return statusCode >= 300 && statusCode < 400;
}

async function collect(message: IncomingMessage, maxBytes: number): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for await (const part of message) {
    length += part.byteLength;
    if (length > maxBytes) throw new TooLongError(`The answer is longer than ${maxBytes} bytes`);
    parts.push(part);
  }
  return new Blob(parts);
}

function responseOf(message: IncomingMessage, body: Blob): Response {
  const { statusCode: status = 0, statusMessage: statusText, rawHeaders } = message;
  const headers = new Headers();
  for (let i = 0; i < rawHeaders.length; i += 2) headers.append(rawHeaders[i], rawHeaders[i + 1]);
  return new Response(bodiless.includes(status) ? null : body.stream(), {
    status,
    statusText,
    headers,
  });
}
