/** What a process of this machine has used so far, as Linux tells it. */

/** Bytes of memory that are resident. */
export async function residentOf(pid: number): Promise<number> {
  const status = await Deno.readTextFile(`/proc/${pid}/status`);
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)![1]) * 1024;
}

/** Seconds of processor time of all threads, in hundredths (proc_pid_stat: utime and stime, behind a name in brackets). */
export async function cpuOf(pid: number): Promise<number> {
  const stat = await Deno.readTextFile(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/**
 * Seconds of processor time of the threads that there are, to the nanosecond (proc_pid_schedstat: the first number).
 * What threads used that have ended since is not in it.
 */
export async function threadTimeOf(pid: number): Promise<number> {
  let nanoseconds = 0;
  for await (const { name } of Deno.readDir(`/proc/${pid}/task`)) {
    const text = await Deno.readTextFile(`/proc/${pid}/task/${name}/schedstat`).catch(() => "0");
    nanoseconds += Number(text.split(" ")[0]);
  }
  return nanoseconds / 1e9;
}
