/** A look into a server that runs, over V8's inspector protocol: what its heap holds, and where its time goes. */

import { pause } from "../../src/lib/pause.ts";

/** An answer of the protocol, as far as it is looked into. */
interface Result {
  usedSize?: number;
  profile?: CpuProfile;
}

/** A function of a profile, below the one that called it. */
export interface ProfileNode {
  id: number;
  callFrame: { functionName: string; url: string; lineNumber: number };
  children?: number[];
}

/** What `Profiler.stop` answers: the node that ran at each sample, and the microseconds before it. */
export interface CpuProfile {
  nodes: ProfileNode[];
  samples: number[];
  timeDeltas: number[];
}

type Ask = (method: string, params?: Record<string, unknown>) => Promise<Result>;

/** Connects for as long as the work takes. */
async function asking<T>(address: string, work: (ask: Ask) => Promise<T>): Promise<T> {
  const socket = new WebSocket(address);
  await new Promise((resolve) => socket.onopen = resolve);
  let last = 0;
  const waiting = new Map<number, (result: Result) => void>();
  socket.onmessage = ({ data }) => {
    const { id, result } = JSON.parse(data);
    waiting.get(id)?.(result);
    waiting.delete(id);
  };
  try {
    return await work((method, params) =>
      new Promise((resolve) => {
        waiting.set(++last, resolve);
        socket.send(JSON.stringify({ id: last, method, params }));
      })
    );
  } finally {
    const closed = new Promise((resolve) => socket.onclose = resolve);
    socket.close();
    await closed;
  }
}

/** Collects garbage and asks for what is left, in bytes. */
export function heapOf(address: string): Promise<number> {
  return asking(address, async (ask) => {
    // The second one takes what finalizers let go of.
    await ask("HeapProfiler.collectGarbage");
    await ask("HeapProfiler.collectGarbage");
    return (await ask("Runtime.getHeapUsage")).usedSize!;
  });
}

/** Microseconds between two samples. */
const interval = 200;

/** Samples what runs while the work is under way; a program that waits for its inspector begins to run with it. */
export function profileOf<T>(
  address: string,
  work: () => Promise<T>,
): Promise<{ profile: CpuProfile; result: T }> {
  return asking(address, async (ask) => {
    await ask("Profiler.enable");
    await ask("Profiler.setSamplingInterval", { interval });
    await ask("Profiler.start");
    await ask("Runtime.runIfWaitingForDebugger");
    const result = await work();
    return { profile: (await ask("Profiler.stop")).profile!, result };
  });
}

/** Where a program's inspector is that listens on this port of the loopback, once it is there. */
export async function inspectorAt(port: number): Promise<string> {
  for (;;) {
    try {
      const answer = await fetch(`http://127.0.0.1:${port}/json`);
      const [{ webSocketDebuggerUrl }] = await answer.json();
      return webSocketDebuggerUrl;
    } catch {
      await pause(10);
    }
  }
}
