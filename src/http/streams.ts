/** Event streams that are open: counted until they end, and so many for each account. */

/** Counts the event streams of accounts. */
export interface Streams {
  /** Open now, of all accounts. */
  readonly open: number;
  /** Counts an answer, if it is an event stream, until its end. Give on what this returns. */
  hold(account: string, response: Response): Response;
  /**
   * Whether an account has as many as it may. Ask right before making the answer: whatever is waited for in
   * between, such as a body, lets others pass as well.
   */
  isFull(account: string): boolean;
}

export function createStreams({ maxPerAccount }: { maxPerAccount: number }): Streams {
  const streams = new Map<string, number>();
  let open = 0;
  const add = (account: string, by: 1 | -1) => {
    open += by;
    const count = (streams.get(account) ?? 0) + by;
    if (count > 0) streams.set(account, count);
    else streams.delete(account);
  };
  return {
    get open() {
      return open;
    },
    hold: (account, response) => {
      if (!isEventStream(response)) return response;
      add(account, 1);
      return whenBodyEnds(response, () => add(account, -1));
    },
    isFull: (account) => (streams.get(account) ?? 0) >= maxPerAccount,
  };
}

/** Whether an answer's body lasts as long as there is something to tell; one whose length is known does not. */
export function isEventStream(response: Response): boolean {
  const { headers } = response;
  // Only of those the body is looked at: that makes a stream of a finished text, which the runtime then has to send
  // piece by piece.
  return /^text\/event-stream\b/i.test(headers.get("Content-Type") ?? "") &&
    !headers.has("Content-Length") && response.body !== null;
}

/**
 * Tells when an answer's body is through: at its end, its error or its cancelling, whichever comes first, and
 * once. An answer without body is through at once; one whose body nobody reads or cancels never is.
 * @returns the same answer, to be sent instead
 */
export function whenBodyEnds(response: Response, ended: () => void): Response {
  if (!response.body) {
    ended();
    return response;
  }
  const reader = response.body.getReader();
  let isOver = false;
  const end = () => {
    if (!isOver) ended();
    isOver = true;
  };
  // An error shows here even where nobody reads any more.
  reader.closed.catch(end);
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      try {
        const { done, value } = await reader.read();
        // Cancelling ends the read as well; the stream is closed by then.
        if (isOver) return;
        if (!done) return controller.enqueue(value);
        end();
        controller.close();
      } catch (error) {
        end();
        controller.error(error);
      }
    },
    cancel: async (reason) => {
      end();
      await reader.cancel(reason);
    },
    // Nothing is taken out before somebody wants it: whoever fills the body sees a slow reader.
  }, { highWaterMark: 0 });
  return new Response(body, response);
}
