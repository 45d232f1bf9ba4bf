/** Running a program with nothing around it but some folders: Debian's bubblewrap, where it is there and allowed. */

import type { Start } from "../support/clients.ts";
import { run } from "../support/program.ts";

/** Who somebody is inside. */
export interface Owner {
  uid: number;
  gid: number;
}

/** A program inside. */
export interface Sandbox {
  /** What is at which place inside, read-only unless it is `writable`. */
  mounts: readonly { source: string; target: string; writable?: boolean }[];
  /** Places of a few bytes of memory, by size in bytes. */
  memory?: readonly { target: string; size: number }[];
  /** The command and its arguments. */
  command: readonly string[];
  env: Record<string, string>;
  folder: string;
  user: Owner;
}

const root = Deno.uid() === 0;

/**
 * How to start it: without capabilities, with the network of the machine, as the first process, which a program
 * in a container is. Where the tests run as root it is really that user, else it only believes so.
 */
export function sandboxed({ mounts, memory = [], command, env, folder, user }: Sandbox): Start {
  const { uid, gid } = user;
  const args = [
    ...mounts.flatMap(({ source, target, writable }) => [
      writable ? "--bind" : "--ro-bind",
      source,
      target,
    ]),
    ...memory.flatMap(({ target, size }) => ["--size", String(size), "--tmpfs", target]),
    ...["--proc", "/proc", "--dev", "/dev", "--unshare-all", "--share-net", "--as-pid-1"],
    ...["--uid", String(uid), "--gid", String(gid), "--cap-drop", "ALL", "--die-with-parent"],
    ...["--clearenv", ...Object.entries(env).flatMap(([name, value]) => ["--setenv", name, value])],
    ...["--chdir", folder, "--", ...command],
  ];
  const PATH = Deno.env.get("PATH") ?? "/usr/bin:/bin";
  if (!root) return { command: "bwrap", args, env: { PATH } };
  const become = [`--reuid=${uid}`, `--regid=${gid}`, "--clear-groups", "bwrap"];
  return { command: "setpriv", args: [...become, ...args], env: { PATH } };
}

/** The process inside, whose signals bubblewrap does not hand on. */
export async function insideOf(pid: number): Promise<number> {
  const children = await Deno.readTextFile(`/proc/${pid}/task/${pid}/children`);
  return Number(children.trim().split(" ")[0]);
}

/** Why nothing can be run inside here; undefined where it can. */
export const noSandbox: string | undefined = await (async () => {
  if (Deno.build.os !== "linux") return "bubblewrap is for Linux";
  const everything = { source: "/", target: "/" };
  const start = sandboxed({
    mounts: [everything],
    command: ["/bin/true"],
    env: {},
    folder: "/",
    user: { uid: 1000, gid: 1000 },
  });
  try {
    const { code, stderr } = await run(start);
    return code === 0 ? undefined : `bubblewrap is refused: ${stderr.trim().split("\n")[0]}`;
  } catch {
    return "no bwrap";
  }
})();
