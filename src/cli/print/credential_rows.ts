/** What a person must bring, as the files know it that ask somebody for it: the connectors' credentials. */

import { connectors } from "../../connectors/mod.ts";
import { namesOf, type Setting } from "../../settings/table.ts";

/** One thing to ask a person for. */
export interface CredentialRow {
  /** The setting's key. */
  key: string;
  row: Setting;
  /** What a field for it is called: `Kimai URL`. */
  label: string;
  variable: string;
  /** What counts without an answer; who leaves something else empty cannot work. */
  fallback?: string;
}

/** All of them, connector by connector. */
export function credentialRows(): CredentialRow[] {
  return connectors.flatMap(({ settings, credentials }) =>
    Object.keys(credentials.shape).flatMap((key) => {
      const row = settings[key];
      const { variable } = namesOf(key, row);
      const { data } = row.type.safeParse(undefined);
      const fallback = data === undefined ? undefined : String(data);
      return variable ? [{ key, row, label: labelOf(key), variable, fallback }] : [];
    })
  );
}

/** The titles of all that the server works with: `Kimai`. */
export function productsOf(): string {
  return connectors.map(({ title }) => title).join(", ");
}

const abbreviations = ["ca", "ssl", "url"];

/** `kimai_url` as people write it: `Kimai URL`. */
export function labelOf(key: string): string {
  const words = key.split("_").map((word) =>
    abbreviations.includes(word) ? word.toUpperCase() : word
  );
  const label = words.join(" ");
  return label[0].toUpperCase() + label.slice(1);
}
