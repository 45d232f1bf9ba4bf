/** Secrets in the text of configuration files, covered before the text is shown to anybody. */

const cover = "********";
/** What names a secret. The file that holds one may be shown. */
const naming = String
  .raw`[\w.-]*(?:token|secret|passw|passphrase|credential|authorization|api[_.-]?key)[\w.-]*`;
const text = String.raw`(?:[^"\\\n]|\\.)`;

const patterns: RegExp[] = [
  // "API_TOKEN": "value" and API_TOKEN = "value"
  new RegExp(String.raw`("?(?![\w.-]*file)${naming}"?\s*[:=]\s*")${text}+`, "gi"),
  // "--api-token=value"
  new RegExp(String.raw`(--(?![\w-]*file)${naming}=)${text}+`, "gi"),
  // "--api-token", "value", on one line or two with the marks of a diff
  new RegExp(String.raw`("--(?![\w-]*file)${naming}",\s*[-+]?\s*")${text}+`, "gi"),
  // https://user:password@host
  new RegExp(String.raw`(:\/\/[^/\s:@"]*:)[^/\s@"]+(?=@)`, "gi"),
  new RegExp(String.raw`(Bearer\s+)${text}+`, "gi"),
];

/**
 * The text without the known secrets, and without what looks like one: the servers of others have theirs in
 * the same file.
 */
export function masked(shown: string, secrets: readonly string[]): string {
  const longestFirst = [...new Set(secrets)].filter(Boolean).sort((a, b) => b.length - a.length);
  const plain = longestFirst.reduce(
    (all, secret) => all.replaceAll(secret, cover).replaceAll(inJson(secret), cover),
    shown,
  );
  return patterns.reduce((all, pattern) => all.replace(pattern, `$1${cover}`), plain);
}

function inJson(secret: string): string {
  return JSON.stringify(secret).slice(1, -1);
}
