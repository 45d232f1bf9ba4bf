// No test of its own: the tests of the tools read every note, tests/contract/german_test.ts some of them in German.
/** What answers tell beside what was asked for: how a question was understood, what is missing and why. */

import type { Words } from "./wording.ts";

const english = {
  ended: (count: number) =>
    `${count} more ended or did not begin yet: filters {"ignoreDates":true} shows them`,
  noAddress: "no address came back: none is set, or it takes Kimai 2.62 and details_customer",
  rowLimit: (read: number, total: number) =>
    `only ${read} of ${total} entries were read; narrow the period, or raise the row limit (--kimai-row-limit)`,
  onlyOwn:
    "only your own entries came back: there are no others here, or your Kimai role does not show them (permission view_other_timesheet)",
  ignoredUser: (user: number) =>
    `user ${user} was ignored, because user_scope "all" is everybody; leave user_scope out for that user alone`,
  ignored: (filters: readonly string[], many: string) =>
    `ignored: ${filters.join(", ")} (of no use for ${many})`,
  nobodyElse:
    "nobody but you is there, or your Kimai role shows nobody else (permission view_user or view_team)",
  onlyInLists: "your role shows it in lists only, so something may be missing",
  stillRunning: (count: number) =>
    `${count === 1 ? "1 entry is" : `${count} entries are`} still running, counted until now`,
  noHolidays: (why: string) => `public holidays are not known: ${why}`,
  freeAnyway: (days: string) =>
    `Kimai made no absence of ${days}: nothing is worked then (weekend, public holiday or work contract)`,
  ofPage: (page: number) => `totals are of page ${page} alone`,
  notTagged: (tags: string) => `Not tagged: Kimai has no tag ${tags}`,
  documents: (uri: string) => `the document of an invoice is the resource ${uri}`,
  palette: (wanted: string, nearest: string) =>
    `${wanted} is not in Kimai's palette, the nearest is ${nearest}`,
  leftAsTheyWere: (fields: string) =>
    `Left as they were: ${fields} (null and empty lists say nothing, "" empties)`,
};

const german: typeof english = {
  ended: (count) =>
    `${count} weitere sind beendet oder haben noch nicht begonnen: filters {"ignoreDates":true} zeigt sie`,
  noAddress: "keine Adresse: es gibt keine, oder es braucht Kimai 2.62 und details_customer",
  rowLimit: (read, total) =>
    `nur ${read} von ${total} Einträgen wurden gelesen; Zeitraum einschränken oder die Obergrenze anheben (--kimai-row-limit)`,
  onlyOwn:
    "nur eigene Einträge: hier sind keine anderen, oder die Rolle in Kimai zeigt sie nicht (Recht view_other_timesheet)",
  ignoredUser: (user) =>
    `Person ${user} blieb unbeachtet, denn user_scope "all" sind alle; für sie allein user_scope weglassen`,
  ignored: (filters) => `nicht beachtet: ${filters.join(", ")} (hier ohne Bedeutung)`,
  nobodyElse:
    "sonst ist niemand da, oder die Rolle in Kimai zeigt sonst niemanden (Recht view_user oder view_team)",
  onlyInLists: "die Rolle in Kimai zeigt es nur in Listen, darum kann etwas fehlen",
  stillRunning: (count) =>
    `${count === 1 ? "1 Eintrag läuft" : `${count} Einträge laufen`} noch, gezählt bis jetzt`,
  noHolidays: (why) => `die Feiertage sind nicht bekannt: ${why}`,
  freeAnyway: (days) =>
    `für ${days} hat Kimai keine Abwesenheit angelegt: da wird nicht gearbeitet (Wochenende, Feiertag oder Arbeitsvertrag)`,
  ofPage: (page) => `die Summen sind die der Seite ${page} allein`,
  notTagged: (tags) => `Ohne Schlagwort: Kimai kennt ${tags} nicht`,
  documents: (uri) => `das Dokument einer Rechnung ist die Ressource ${uri}`,
  palette: (wanted, nearest) =>
    `${wanted} fehlt in der Farbpalette von Kimai, am nächsten ist ${nearest}`,
  leftAsTheyWere: (fields) =>
    `Unverändert: ${fields} (null und leere Listen sagen nichts, "" leert)`,
};

export const noteWords: Words<typeof english> = { en: english, de: german };
