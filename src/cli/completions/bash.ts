/** Completions for bash, from 3.2, which macOS still has. */

import {
  allFlags,
  type CommandOffer,
  type FlagOffer,
  identifierOf,
  type Offers,
  quoted,
  spellings,
  takesWord,
} from "./offers.ts";

/** The script, to be sourced. */
export function bashCompletions(offers: Offers): string {
  const { name, commands, flags } = offers;
  const own = `_${identifierOf(name)}`;
  const known = allFlags(offers);
  const names = commands.map((command) => command.name);
  return `# Completions of ${name} for bash.
${own}_offer() {
  local word
  while IFS= read -r word; do COMPREPLY+=("$word"); done
}
${own}() {
  local current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]}
  local command= at place=0
  COMPREPLY=()
  # --flag=value comes as three words.
  if [[ $current == = ]]; then
    current=
  elif [[ $before == = ]]; then
    before=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  case $before in
${values(known, `${own}_offer`)}
  esac
  for ((at = 1; at < COMP_CWORD; at++)); do
    case \${COMP_WORDS[at]} in
      =) ((at++)) ;;
${branch(spellings(known, takesWord), "[[ ${COMP_WORDS[at+1]} == = ]] || ((at++))", 6)}
      -*) ;;
      *) if [[ $command ]]; then ((place++)); else command=\${COMP_WORDS[at]}; fi ;;
    esac
  done
  local words= flags=${quoted(spellings(flags).join(" "))}
  case $command in
    '') words=${quoted(names.join(" "))} ;;
${commands.map((command) => branch([command.name], offered(command))).join("\n")}
  esac
  ((place > 0)) && words=
  [[ $current == -* ]] && words=$flags
  ${own}_offer < <(compgen -W "$words" -- "$current")
}
complete -F ${own} ${name}
`;
}

/** What a value offers. */
function values(known: readonly FlagOffer[], offer: string): string {
  const those = (wanted: FlagOffer["takes"]) => spellings(known, ({ takes }) => takes === wanted);
  const files = `compopt -o filenames 2>/dev/null; ${offer} < <(compgen -f -- "$current"); return`;
  const choices = known.filter(({ takes }) => Array.isArray(takes)).map(({ flag, takes }) => {
    const words = quoted([takes].flat().join(" "));
    return branch([flag], `${offer} < <(compgen -W ${words} -- "$current"); return`);
  });
  return [branch(those("file"), files), branch(those("text"), "return"), ...choices].join("\n");
}

function offered({ words, flags }: CommandOffer): string {
  const own = flags.length > 0 ? ` flags+=${quoted(` ${spellings(flags).join(" ")}`)}` : "";
  return `words=${quoted(words.join(" "))}${own}`;
}

function branch(words: readonly string[], then: string, indent = 4): string {
  return `${" ".repeat(indent)}${words.join("|")}) ${then} ;;`;
}
