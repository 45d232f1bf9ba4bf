/** Completions for zsh. */

import { type CommandOffer, type FlagOffer, type Offers, quoted } from "./offers.ts";

/** The script, to be sourced, or to be saved under the name `_NAME` in a folder of `$fpath`. */
export function zshCompletions({ name, commands, flags }: Offers): string {
  // The file's name: zsh loads a function by that of its own.
  const own = `_${name}`;
  const names = commands.map((command) => quoted(`${command.name}:${command.summary}`));
  return `#compdef ${name}
# Completions of ${name} for zsh.
${own}() {
  local curcontext=$curcontext state line
  typeset -A opt_args
  local -a commands shared
  commands=(
${indented(names)}
  )
  shared=(
${indented(flags.flatMap(specs))}
  )
  # After the command's name everything is its own.
  _arguments -C -A '-*' $shared '1: :->command' '*:: :->rest' && return
  case $state in
    command) _describe command commands ;;
    rest)
      case $line[1] in
${commands.map(branch).join("\n")}
        *) _arguments $shared ;;
      esac ;;
  esac
}
if [[ $funcstack[1] == ${own} ]]; then ${own} "$@"; else compdef ${own} ${name}; fi
`;
}

function branch({ name, words, flags }: CommandOffer): string {
  const first = words.length > 0 ? [quoted(`1: :(${words.join(" ")})`)] : [];
  const all = ["$shared", ...flags.flatMap(specs), ...first].join(" ");
  return `        ${name}) _arguments ${all} ;;`;
}

/** As `_arguments` wants them: what excludes each other, flag, explanation, message, action. */
function specs({ flag, short, help, takes, repeats }: FlagOffer): string[] {
  const value = takes === "nothing" ? "" : `:value:${actionOf(takes)}`;
  const assigned = takes === "nothing" ? "" : "=";
  const said = `[${help.replace(/[\\[\]:]/g, "\\$&")}]`;
  const spec = (flag: string, before: string) =>
    quoted(`${before}${flag}${flag.startsWith("--") ? assigned : ""}${said}${value}`);
  if (!short) return [spec(flag, repeats ? "*" : "")];
  return [short, flag].map((spelling) => spec(spelling, `(${short} ${flag})`));
}

function actionOf(takes: FlagOffer["takes"]): string {
  if (takes === "file") return "_files";
  return takes === "text" || takes === "nothing" ? " " : `(${takes.join(" ")})`;
}

function indented(lines: readonly string[]): string {
  return lines.map((line) => `    ${line}`).join("\n");
}
