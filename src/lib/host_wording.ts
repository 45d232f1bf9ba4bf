// No test of its own: types, and a list that tests/lib/host_findings_test.ts reads.
/** How what was found on the way to a host is said, and to whom. */

/** What a look at one thing found, as a connector's `Finding`. */
export interface HostFinding {
  name: "DNS" | "Connection" | "Certificate";
  outcome: "ok" | "warning" | "failed";
  text: string;
  fix?: string;
}

/** Who asks. */
export interface Wording {
  /** What stands there, at the beginning of a sentence: `Kimai`. */
  who: string;
  /** The setting with the address: `--kimai-url (KIMAI_URL)`. */
  setting: string;
  now: Temporal.Instant;
  /** How a certificate's check is told what to trust; without it there is only the certificate to be mended. */
  trust?: Trust;
}

export interface Trust {
  /** `--ssl-verify (KIMAI_SSL_VERIFY)` */
  setting: string;
  /** Nothing is checked, whatever the certificate is. */
  off?: boolean;
  /** Own authorities: the file or folder, and who they are. */
  ca?: { path: string; subjects: readonly string[] };
}

/** `a, b and c`, the first few of many. */
export function some(words: readonly string[], most = 4): string {
  if (words.length === 0) return "nothing";
  const shown = words.length > most
    ? [...words.slice(0, most), `${words.length - most} more`]
    : [...words];
  return shown.length < 2 ? shown[0] : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}
