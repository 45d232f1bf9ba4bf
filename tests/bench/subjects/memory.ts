/** Memory of this process, for programs that were started with `--v8-flags=--expose-gc`. */

/** Collects garbage. */
export const collect = (globalThis as { gc?: () => void }).gc!;

/** Bytes that were resident at the most at any time (`VmHWM`, on Linux). */
export function peakNow(): number {
  const status = Deno.readTextFileSync("/proc/self/status");
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)![1]) * 1024;
}
