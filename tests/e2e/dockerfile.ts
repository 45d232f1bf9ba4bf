/** The repository's Dockerfile, read as far as it is needed to lay its last stage out and to start it. */

const file = new URL("../../Dockerfile", import.meta.url);

/** An instruction: its word in capitals, what follows as one line, and that as a list where it is one in JSON. */
export interface Instruction {
  word: string;
  rest: string;
  list?: string[];
}

/** From one FROM up to the next. */
export interface Stage {
  image: string;
  instructions: Instruction[];
}

/** All stages in order. */
export async function readStages(): Promise<Stage[]> {
  const text = (await Deno.readTextFile(file)).replace(/^\s*#.*\n/gm, "").replace(/\\\n/g, " ");
  const stages: Stage[] = [];
  for (const line of text.split("\n").filter((line) => line.trim() !== "")) {
    const [, word, rest] = /^(\w+)\s+(.*)$/.exec(line.replace(/\s+/g, " ").trim())!;
    if (word === "FROM") stages.push({ image: rest, instructions: [] });
    else stages.at(-1)!.instructions.push({ word, rest, list: listIn(rest) });
  }
  return stages;
}

function listIn(text: string): string[] | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a container is started with. */
export interface Image {
  entrypoint: string[];
  command: string[];
  health: string[];
  env: Record<string, string>;
  workdir: string;
  /** As numbers. */
  user: { uid: number; gid: number };
  volumes: string[];
  stopSignal: string;
  copies: Copy[];
}

/** A file or folder of the image. */
export interface Copy {
  /** The stage or image that it is from; the repository where absent. */
  from?: string;
  source: string;
  target: string;
  owner: { uid: number; gid: number };
  /** Unless it is the file's own. */
  mode?: number;
}

/** The image that a stage makes. */
export function imageOf({ instructions }: Stage): Image {
  const all = (word: string) => instructions.filter((one) => one.word === word);
  const one = (word: string) => all(word).at(-1)?.rest ?? "";
  const list = (word: string) => all(word).at(-1)?.list ?? [];
  return {
    entrypoint: list("ENTRYPOINT"),
    command: list("CMD"),
    health: listIn(/ CMD (\[.*\])$/.exec(one("HEALTHCHECK"))?.[1] ?? "") ?? [],
    env: Object.fromEntries(all("ENV").flatMap(({ rest }) => rest.split(" ").map(pair))),
    workdir: one("WORKDIR"),
    user: owner(one("USER")),
    volumes: list("VOLUME"),
    stopSignal: one("STOPSIGNAL"),
    copies: all("COPY").map(({ rest }) => copyOf(rest)),
  };
}

function pair(text: string): [string, string] {
  const at = text.indexOf("=");
  return [text.slice(0, at), text.slice(at + 1)];
}

function owner(text: string): { uid: number; gid: number } {
  const [uid, gid] = text.split(":").map(Number);
  return { uid, gid };
}

function copyOf(text: string): Copy {
  const words = text.split(" ");
  const flags = Object.fromEntries(
    words.filter((word) => word.startsWith("--")).map((word) => pair(word.slice(2))),
  );
  const [source, target] = words.filter((word) => !word.startsWith("--"));
  return {
    from: flags.from,
    source,
    target,
    owner: owner(flags.chown ?? "0:0"),
    ...(flags.chmod && { mode: parseInt(flags.chmod, 8) }),
  };
}
