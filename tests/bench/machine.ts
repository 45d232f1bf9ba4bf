/** The machine that is measured on, and how much of it others used meanwhile. */

/** What stands at the head of all figures. */
export interface Machine {
  processor: string;
  cores: number;
  /** Gigabytes. */
  memory: number;
  system: string;
  deno: string;
  /** Load averages of the last minute, before the first part and after the last one. */
  load: { before: number; after?: number };
  /** Percent of all processors that other programs used meanwhile; absent where Linux does not tell. */
  others?: number;
}

/** Reads a file of Linux; undefined where there is none. */
export type ReadText = (path: string) => string | undefined;

/** Reads files of this machine. */
export function readText(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return undefined;
  }
}

/** Describes this machine as it is now. */
export function describeMachine(read: ReadText = readText): Machine {
  const processor = /^model name\s*:\s*(.+)$/m.exec(read("/proc/cpuinfo") ?? "")?.[1];
  return {
    processor: processor ?? Deno.build.arch,
    cores: navigator.hardwareConcurrency,
    memory: Math.round(Deno.systemMemoryInfo().total / 1e8) / 10,
    system: `${Deno.build.target}, ${Deno.osRelease()}`,
    deno: Deno.version.deno,
    load: { before: loadNow() },
  };
}

/** The load average of the last minute. */
export function loadNow(): number {
  return Math.round(Deno.loadavg()[0] * 100) / 100;
}

/** Processor time so far, in hundredths of a second. */
export interface Used {
  /** Of all programs. */
  all: number;
  /** Of this process and of its children that have ended. */
  own: number;
  /** Of all processors, used or not. */
  there: number;
}

/** Reads `/proc` (proc(5): `stat` and `self/stat`); undefined where there is none. */
export function usedNow(read: ReadText = readText): Used | undefined {
  const [total, own] = [read("/proc/stat"), read("/proc/self/stat")];
  if (total === undefined || own === undefined) return undefined;
  const [user, nice, system, idle, wait, irq, softirq, steal] = total.split("\n")[0]
    .split(/\s+/).slice(1).map(Number);
  const all = user + nice + system + irq + softirq + steal;
  // utime, stime, cutime, cstime: the fields 14 to 17, counted behind the name, which is in brackets.
  const times = own.slice(own.lastIndexOf(")") + 2).split(" ").slice(11, 15).map(Number);
  return { all, own: times.reduce((sum, time) => sum + time, 0), there: all + idle + wait };
}

/** Percent of all processors that other programs used between two looks. */
export function othersBetween(before: Used, after: Used): number {
  const there = after.there - before.there;
  const others = after.all - before.all - (after.own - before.own);
  return there > 0 ? Math.max(0, Math.round(1000 * others / there) / 10) : 0;
}

/** More than this many percent of all processors, used by others, make figures worse than they are. */
const quiet = 5;

/** A sentence where the machine was not at rest, before or meanwhile; undefined where it was. */
export function busyNote({ cores, load, others = 0 }: Machine): string | undefined {
  const wasBusy = load.before > cores / 4;
  if (!wasBusy && others <= quiet) return undefined;
  const meanwhile = others > quiet ? `other programs used ${others} % of its processors` : "";
  const before = wasBusy ? `its load was ${load.before} before the bench began` : "";
  const why = [before, meanwhile].filter((part) => part !== "").join(", and ");
  return `The machine was busy (${why}): rates may be lower, times longer and spreads wider than on one at rest`;
}

/** The head of all tables. */
export function headOf({ processor, cores, memory, system, deno, load }: Machine): string[] {
  return [
    `Deno ${deno} on ${cores} cores (${processor}), ${memory} GB, ${system}`,
    `Load average before: ${load.before}`,
  ];
}
