// No test of its own: tools/status_test.ts and tests/contract/german_test.ts read all of them.
/** The words of `status`. */

import type { Words } from "./wording.ts";

const english = {
  at: (version: string, url: string) => `Kimai ${version} at ${url}`,
  silent: (url: string) => `Kimai at ${url} does not answer as it should`,
  problem: "Problem",
  mode: "Tracking mode",
  running: "Running",
  may: "You may (by the role's defaults)",
  mayNot: "You may not",
  noPlugins: "Plugins: none",
  missing: "Not available in this Kimai",
  /** What may be done, where a language does not call it as English does. */
  what: {} as Record<string, string>,
};
export const statusWords: Words<typeof english> = {
  en: english,
  de: {
    at: (version, url) => `Kimai ${version} unter ${url}`,
    silent: (url) => `Kimai unter ${url} antwortet nicht wie nötig`,
    problem: "Problem",
    mode: "Art der Erfassung",
    running: "Läuft",
    may: "Erlaubt (nach den Vorgaben der Rolle)",
    mayNot: "Nicht erlaubt",
    noPlugins: "Plugins: keine",
    missing: "In diesem Kimai nicht vorhanden",
    what: {
      "book, change and delete your own time": "eigene Zeiten buchen, ändern und löschen",
      "see and change other people's time": "Zeiten anderer sehen und ändern",
      "set billable and exported": "abrechenbar und exportiert setzen",
      "set rates": "Sätze festlegen",
      "create and change customers and projects": "Kunden und Projekte anlegen und ändern",
      "list users": "Benutzer auflisten",
      "read teams": "Teams lesen",
      "read invoices": "Rechnungen lesen",
      "absences (plugin)": "Abwesenheiten (Plugin)",
      "public holidays (plugin)": "Feiertage (Plugin)",
    },
  },
};
