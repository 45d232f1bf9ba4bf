/** The image without a container engine: the files of the Dockerfile's last stage in a folder, run as it says. */

import { dirname, join } from "node:path";
import { createFolder } from "../support/folder.ts";
import { run, Running } from "../support/program.ts";
import { insideOf, type Owner, sandboxed } from "./bubblewrap.ts";
import { type Copy, imageOf, readStages } from "./dockerfile.ts";

const repository = new URL("../../", import.meta.url).pathname;
const stages = await readStages();

/** What the image says. */
export const image = imageOf(stages.at(-1)!);

/** What a container is given beside its image. */
export interface Given {
  args?: string[];
  env?: Record<string, string>;
  /** Folders of the machine by place inside, not to be written. */
  mounts?: Record<string, string>;
  /** Instead of the image's command. */
  command?: string[];
}

/** The image's files, and how to start a container of them. */
export interface Container extends AsyncDisposable {
  /** What stands behind the volume, on this machine. */
  data: string;
  start(given?: Given): Running;
  /** Runs something in its place to the end, as a health check does. */
  run(given?: Given): ReturnType<typeof run>;
}

/** Lays the image out. What it is based on is the libraries that the binary names, and certificates. */
export async function createContainer(binary: string): Promise<Container> {
  const folder = await createFolder();
  const [root, data] = [join(folder.path, "root"), join(folder.path, "data")];
  for (const place of ["proc", "dev", "tmp", "etc/ssl/certs"]) await makeFolder(join(root, place));
  await layBase(root, binary);
  for (const copy of image.copies) await lay(root, copy, binary);
  await makeFolder(data, image.user);
  await Deno.chmod(folder.path, 0o755);
  const startOf = ({ args = [], env = {}, mounts = {}, command }: Given) =>
    sandboxed({
      mounts: [
        { source: root, target: "/" },
        ...image.volumes.map((target) => ({ source: data, target, writable: true })),
        ...Object.entries(mounts).map(([target, source]) => ({ source, target })),
      ],
      command: command ?? [...image.entrypoint, ...(args.length > 0 ? args : image.command)],
      env: { ...image.env, ...env },
      folder: image.workdir,
      user: image.user,
    });
  return {
    data,
    start: (given = {}) => new Running(startOf(given)),
    run: (given = {}) => run(startOf(given)),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

/** Sends what the image wants to be stopped with, and waits. @returns the exit code */
export async function stop(running: Running): Promise<number> {
  Deno.kill(await insideOf(running.pid), image.stopSignal as Deno.Signal);
  return (await running.ended).code;
}

async function layBase(root: string, binary: string): Promise<void> {
  const { stdout } = await new Deno.Command("ldd", { args: [binary] }).output();
  const libraries = new TextDecoder().decode(stdout).match(/\/\S+/g) ?? [];
  const certificates = "/etc/ssl/certs/ca-certificates.crt";
  for (const file of [...libraries, certificates]) {
    await makeFolder(dirname(join(root, file)));
    await Deno.copyFile(await Deno.realPath(file), join(root, file));
  }
}

/** Of what the build makes, the binary is the one at hand; everything else is an empty folder. */
async function lay(root: string, { from, source, target, owner, mode }: Copy, binary: string) {
  const place = join(root, target);
  const file = from === undefined
    ? join(repository, source)
    : source.endsWith("/kimai-mcp")
    ? binary
    : undefined;
  if (file === undefined) await makeFolder(place, owner);
  else {
    await makeFolder(dirname(place));
    await Deno.copyFile(file, place);
    await own(place, owner);
  }
  if (mode !== undefined) await Deno.chmod(place, mode);
}

async function makeFolder(path: string, owner?: Owner): Promise<void> {
  await Deno.mkdir(path, { recursive: true });
  if (owner) await own(path, owner);
}

/** Only root may give files away; whoever else lays them out is the user inside. */
async function own(path: string, { uid, gid }: Owner): Promise<void> {
  if (Deno.uid() === 0) await Deno.chown(path, uid, gid);
}
