/**
 * Answers of 2026-07-28 that take their time become a stream; the others stay what they are. An early refusal
 * so keeps its status (-32021 has 400, though a tool says it), a quick result is plain JSON, and of a call that
 * takes long the runtime tells when its client goes away, which it does only for streams.
 */

import { later as runLater } from "../lib/later.ts";

/** Milliseconds that an answer may take before its stream begins. */
const patience = 20;
/** Milliseconds between two signs of life, as the SDK's own streams have them. */
const heartbeat = 15_000;

const headers = {
  "Content-Type": "text/event-stream",
  "Cache-Control": "no-cache, no-transform",
  "X-Accel-Buffering": "no",
};

/**
 * Answers a request whose body was read already.
 * @param answer is given the request with a signal that also fires when the stream's reader goes away
 * @param later runs a task after some milliseconds unless what it returns is called; a test has its own
 */
export function streamWhenLate(
  request: Request,
  answer: (request: Request) => Promise<Response>,
  later = runLater,
): Promise<Response> {
  const gone = new AbortController();
  const pending = answer(withSignal(request, gone.signal));
  return new Promise((resolve, reject) => {
    const inTime = later(() => resolve(streamOf(request, pending, gone)), patience);
    pending.then((response) => {
      inTime();
      resolve(response);
    }, (error) => {
      inTime();
      reject(error);
    });
  });
}

/** The same request with another signal: copying it would cost as much as answering it. */
export function withSignal(request: Request, signal: AbortSignal): Request {
  return new Proxy(request, {
    get: (target, key) => {
      if (key === "signal") return signal;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

function streamOf(
  { signal }: Request,
  pending: Promise<Response>,
  gone: AbortController,
): Response {
  const leave = () => gone.abort();
  // Not before: asking the runtime for a signal costs every request a tenth of its time, and it tells of nobody
  // who leaves before the answer begins.
  signal.addEventListener("abort", leave, { once: true });
  if (signal.aborted) leave();
  const encoder = new TextEncoder();
  let timer: ReturnType<typeof setInterval>;
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  const stop = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    clearInterval(timer);
    leave();
    controller.error(new Error("Nobody reads this stream"));
  };
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      timer = setInterval(() => {
        // Two that nobody took: the connection is gone, though the runtime did not say so.
        if (controller.desiredSize! < 0) return stop(controller);
        controller.enqueue(encoder.encode(": keepalive\n\n"));
      }, heartbeat);
    },
    pull: async (controller) => {
      try {
        reader ??= (await pending.then(asEvents)).getReader();
        clearInterval(timer);
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        clearInterval(timer);
        controller.error(error);
      }
    },
    cancel: () => {
      clearInterval(timer);
      reader?.cancel().catch(() => {});
      leave();
    },
  });
  return new Response(body, { headers });
}

/** The events of an answer; one that is no stream yet is a single message. */
async function asEvents(response: Response): Promise<ReadableStream<Uint8Array>> {
  const isStream = response.headers.get("Content-Type")?.startsWith("text/event-stream");
  if (isStream && response.body) return response.body;
  return new Response(`event: message\ndata: ${await response.text()}\n\n`).body!;
}
