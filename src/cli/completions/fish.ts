/** Completions for fish. */

import {
  allFlags,
  type FlagOffer,
  identifierOf,
  type Offers,
  spellings,
  takesWord,
} from "./offers.ts";

/** The script, to be sourced, or to be saved as `NAME.fish` in fish's folder of completions. */
export function fishCompletions(offers: Offers): string {
  const { name, commands, flags } = offers;
  const own = `__${identifierOf(name)}`;
  const complete = (...rest: string[]) => ["complete -c", name, ...rest].join(" ");
  const after = (...words: string[]) => `-n ${quoted([`${own}_after`, ...words].join(" "))}`;
  return [
    `# Completions of ${name} for fish.`,
    functions(own, spellings(allFlags(offers), takesWord)),
    complete("-f"),
    ...flags.map((flag) => complete(flagOf(flag))),
    ...commands.flatMap(({ name, summary, words, flags }) => [
      complete(after(), "-a", name, "-d", quoted(summary)),
      ...(words.length > 0 ? [complete(after(name), "-a", quoted(words.join(" ")))] : []),
      ...flags.map((flag) => complete(`-n ${quoted(`${own}_in ${name}`)}`, flagOf(flag))),
    ]),
    "",
  ].join("\n");
}

/** Which words stand before the cursor, flags and their values left out. */
function functions(own: string, takingValue: readonly string[]): string {
  return `function ${own}_words
    set -l isvalue 0
    for token in (commandline -opc)[2..]
        if test $isvalue = 1
            set isvalue 0
            continue
        end
        switch $token
            case ${takingValue.join(" ")}
                set isvalue 1
            case '-*'
            case '*'
                printf '%s\\n' $token
        end
    end
end
function ${own}_after
    set -l words (${own}_words)
    test "$words" = "$argv"
end
function ${own}_in
    set -l words (${own}_words)
    test "$words[1]" = "$argv[1]"
end`;
}

function flagOf({ flag, short, help, takes }: FlagOffer): string {
  const names = `${short ? `-s ${short.slice(1)} ` : ""}-l ${flag.slice(2)}`;
  return `${names} ${takenOf(takes)}-d ${quoted(help)}`;
}

function takenOf(takes: FlagOffer["takes"]): string {
  if (takes === "nothing") return "";
  if (takes === "file") return "-r -F ";
  return takes === "text" ? "-x " : `-x -a ${quoted(takes.join(" "))} `;
}

/** Unlike other shells fish knows an escape within quotes. */
function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}
