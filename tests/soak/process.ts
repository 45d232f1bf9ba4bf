/** What a running program holds, read from outside: from Linux, and from V8's inspector where it was started with one. */

/** Everything at one moment; NaN is what could not be had. */
export interface Held {
  /** Bytes that are resident. */
  resident: number;
  /** Open file descriptors, and those of them that are sockets. */
  descriptors: number;
  sockets: number;
  /** Connections to the port that it serves. */
  connections: number;
  /** Bytes of the JavaScript heap after a collection. */
  heap: number;
  /** Timers that are set and keep the program alive, and what the runtime holds open for it. */
  timers: number;
  resources: number;
}

/** Looks into a process. The inspector's own socket is not counted. */
export async function lookInto(pid: number, port: number, inspector?: string): Promise<Held> {
  const outside = { resident: await residentOf(pid), ...await descriptorsOf(pid, port) };
  const inside = inspector === undefined
    ? { heap: NaN, timers: NaN, resources: NaN }
    : await lookInside(inspector);
  return { ...outside, ...inside };
}

async function residentOf(pid: number): Promise<number> {
  const status = await Deno.readTextFile(`/proc/${pid}/status`);
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)![1]) * 1024;
}

async function descriptorsOf(
  pid: number,
  port: number,
): Promise<Pick<Held, "descriptors" | "sockets" | "connections">> {
  const served = await establishedAt(pid, port);
  let [descriptors, sockets, connections] = [0, 0, 0];
  for await (const { name } of Deno.readDir(`/proc/${pid}/fd`)) {
    // One may be closed before it is looked at.
    const target = await Deno.readLink(`/proc/${pid}/fd/${name}`).catch(() => undefined);
    if (target === undefined) continue;
    descriptors++;
    const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
    if (inode) sockets++;
    if (inode && served.has(inode)) connections++;
  }
  return { descriptors, sockets, connections };
}

/** The inodes of connections whose own end is a port (proc_pid_net: addresses in hexadecimal; 0A listens). */
async function establishedAt(pid: number, port: number): Promise<Set<string>> {
  const own = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const lines = (await Deno.readTextFile(`/proc/${pid}/net/tcp`)).trim().split("\n").slice(1);
  const rows = lines.map((line) => line.trim().split(/\s+/));
  return new Set(
    rows.filter(([, local, , state]) => local.endsWith(own) && state !== "0A")
      .map((fields) => fields[9]),
  );
}

/** Two numbers, told by the program's own runtime. */
const question = `JSON.stringify([
  process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length,
  Object.keys(Deno[Deno.internal].core.resources()).length,
])`;

type Result = { usedSize: number; result: { value: string } };

async function lookInside(
  inspector: string,
): Promise<Pick<Held, "heap" | "timers" | "resources">> {
  const socket = new WebSocket(inspector);
  const opened = Promise.withResolvers<void>();
  socket.onopen = () => opened.resolve();
  socket.onerror = () => opened.reject(new Error("The inspector does not answer"));
  await opened.promise;
  const ask = (method: string, params = {}) =>
    new Promise<Result>((resolve, reject) => {
      socket.onmessage = ({ data }) => resolve(JSON.parse(data).result);
      socket.onclose = () => reject(new Error("The inspector is gone"));
      socket.send(JSON.stringify({ id: 1, method, params }));
    });
  const { result } = await ask("Runtime.evaluate", { expression: question });
  const [timers, resources] = JSON.parse(result.value) as number[];
  // The second one takes what finalizers let go of.
  await ask("HeapProfiler.collectGarbage");
  await ask("HeapProfiler.collectGarbage");
  const { usedSize: heap } = await ask("Runtime.getHeapUsage");
  const closed = new Promise<void>((resolve) => socket.onclose = () => resolve());
  socket.close();
  await closed;
  return { heap, timers, resources };
}
