/**
 * Event streams that are over at once, as those of most answers in a session are, go out in one piece: for a
 * stream the runtime takes as long as for the answer itself.
 */

import { Buffer } from "node:buffer";
import { later as runLater } from "../lib/later.ts";
import { isEventStream } from "./streams.ts";

/** Milliseconds that the first event may be held back; a person who is asked or sees progress notices nothing. */
const patience = 20;

type Events = ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;

/**
 * Reads an event stream until its end, and passes it on as a stream if that takes its time. Other answers stay
 * what they are.
 * @param later runs a task after some milliseconds unless what it returns is called; a test has its own
 */
export async function inOnePieceWhenQuick(response: Response, later = runLater): Promise<Response> {
  if (!isEventStream(response)) return response;
  const events: Events = response.body!.getReader();
  const read: Uint8Array<ArrayBuffer>[] = [];
  return await new Promise((resolve, reject) => {
    let isLate = false;
    let reading = events.read();
    const inTime = later(() => {
      isLate = true;
      resolve(new Response(goOn(read, reading, events), response));
    }, patience);
    const goOnReading = async () => {
      for (;;) {
        const { done, value } = await reading;
        // Whoever reads the stream has this one as well.
        if (isLate) return;
        if (done) break;
        read.push(value);
        reading = events.read();
      }
      inTime();
      resolve(inOnePiece(read, response));
    };
    goOnReading().catch((error) => {
      inTime();
      reject(error);
    });
  });
}

/** What was read, what is being read, and the rest. */
function goOn(
  read: Uint8Array[],
  reading: ReturnType<Events["read"]>,
  events: Events,
): ReadableStream<Uint8Array> {
  let next: typeof reading | undefined = reading;
  return new ReadableStream({
    start: (controller) => read.forEach((chunk) => controller.enqueue(chunk)),
    pull: async (controller) => {
      const { done, value } = await (next ?? events.read());
      next = undefined;
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => events.cancel(reason),
  });
}

/** The length says that nothing more comes. */
function inOnePiece(read: Uint8Array<ArrayBuffer>[], { status, headers }: Response): Response {
  const bytes = read.length === 1 ? read[0] : Buffer.concat(read);
  const answer = new Response(bytes, { status });
  // Not given at once: the runtime would prepare an answer of which those that are set later make another.
  for (const [name, value] of headers) answer.headers.set(name, value);
  answer.headers.set("Content-Length", String(bytes.length));
  return answer;
}
