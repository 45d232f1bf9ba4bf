/** What a shell offers for a beginning, asked of the shell itself; tests of one that is not there are skipped. */

import { createFolder } from "./folder.ts";

export type Shell = "bash" | "zsh" | "fish";

/** A test that is skipped, and says so, where the shell is missing. */
export async function shellTest(
  shell: Shell,
  name: string,
  fn: () => Promise<void>,
): Promise<void> {
  const looked = new Deno.Command(shell, { args: ["--version"], stdout: "null", stderr: "null" });
  // What is called bash on Windows has other paths than the rest of it.
  const isThere = Deno.build.os !== "windows" &&
    await looked.output().then(({ success }) => success, () => false);
  Deno.test({ name: isThere ? name : `${name} (skipped: no ${shell})`, ignore: !isThere, fn });
}

/**
 * The offers for each of some lines, sorted, without descriptions and blanks at their ends. The last word of a line
 * is the one that is being typed; two files are in the folder.
 * @param script sourced; with `_` in front of the program's name as `file`, zsh loads it by itself
 */
export async function offersFor(
  shell: Shell,
  script: string,
  lines: readonly string[],
  file = "script",
): Promise<Record<string, string[]>> {
  await using folder = await createFolder();
  const path = (name: string) => `${folder.path}/${name}`;
  await Deno.writeTextFile(path(file), script);
  for (const name of ["users.json", "two words.json"]) await Deno.writeTextFile(path(name), "{}");
  const outputs = await asks[shell](folder.path, lines);
  return Object.fromEntries(lines.map((line, at) => [line, offersIn(outputs[at])]));
}

function offersIn(output: string): string[] {
  const offers = output.split("\n").map((offer) => offer.split("\t")[0].trim());
  return [...new Set(offers)].filter(Boolean).sort();
}

const asks: Record<Shell, (folder: string, lines: readonly string[]) => Promise<string[]>> = {
  bash: (folder, lines) =>
    Promise.all(
      lines.map((line) => run("bash", folder, ["--norc", "-c", inBash, "bash", ...wordsOf(line)])),
    ),
  fish: (folder, lines) =>
    Promise.all(lines.map((line) => run("fish", folder, ["--no-config", "-c", inFish, line]))),
  zsh: async (folder, lines) => {
    await Deno.writeTextFile(`${folder}/inner`, inZsh(lines));
    await run("zsh", folder, ["-f", "-c", aroundZsh]);
    return (await Deno.readTextFile(`${folder}/offers`)).split(separator).slice(1);
  },
};

async function run(shell: Shell, folder: string, args: string[]): Promise<string> {
  const env = { HOME: folder, XDG_CONFIG_HOME: folder, TERM: "dumb", LC_ALL: "C.UTF-8" };
  const command = new Deno.Command(shell, { args, cwd: folder, env, stdin: "null" });
  const { stdout, stderr, success } = await command.output();
  const said = new TextDecoder().decode(stderr);
  if (!success || said) throw new Error(`${shell} failed: ${said}`);
  return new TextDecoder().decode(stdout);
}

/** As bash breaks a line before it asks a function: "=" is a word of its own. */
function wordsOf(line: string): string[] {
  return line.split(" ").flatMap((word) =>
    word === "" ? [word] : word.split(/(=)/).filter(Boolean)
  );
}

const inBash = `
source ./script
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
ask=$(complete -p "$1"); ask=\${ask#*-F }; \${ask%% *}
printf '%s\\n' "\${COMPREPLY[@]}"
`;

const inFish = "source script; complete -C $argv[1]";

/** zsh completes on a terminal only, so it gets one. */
const aroundZsh = `
zmodload zsh/zpty
zpty inner zsh -f -i
zpty -w inner 'source ./inner'
zpty -w -n inner $'\\C-g'
while zpty -r inner line; do :; done
`;

const separator = "@@\n";

/** Writes every match down that any completer adds, and ends. */
const inZsh = (lines: readonly string[]) => `
PROMPT=
fpath=($PWD $fpath)
autoload -Uz compinit && compinit -u -D
[[ ! -e script ]] || source ./script
compadd() {
  local -a hits
  if [[ \${@[1,(i)(-|--)]} != *-(O|A|D)\\ * ]]; then
    builtin compadd -A hits "$@"
    (( $#hits )) && print -rl -- $hits >> offers
  fi
  builtin compadd "$@"
}
ask() {
  for BUFFER in ${lines.map(quoted).join(" ")}; do
    CURSOR=$#BUFFER
    print -rn -- ${quoted(separator)} >> offers
    zle list-choices
  done
  exit
}
zle -N ask
bindkey '^G' ask
`;

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
