/**
 * Our own words in the languages that listings speak. Structured content, error sentences and the first
 * lines of writes are English in all of them, because programs read those.
 */

import { dayName } from "./dates.ts";
import type { Me } from "./records.ts";

export type Language = "en" | "de";

/** The language of a person's Kimai, as far as we speak it. */
export function languageOf({ language, locale }: Pick<Me, "language" | "locale">): Language {
  return /^de\b|^de_/i.test(language ?? locale ?? "") ? "de" : "en";
}

const english = {
  found: (total: number, of: string, where: string) =>
    `Found ${total} timesheets for ${of} (${where})`,
  ofRead: (read: number) => ` (of the ${read} that were read)`,
  more: (more: number) => `${more} more; the next ones`,
  note: "Note",
  projects: "Projects",
  activities: "Activities",
  people: "People",
  available: "Available users",
  others: (count: number) => `${count} more`,
  now: "now",
  notBillable: "not billable",
  exported: "exported",
  pause: "break",
  rate: "rate",
  /** Separators of thousands and of decimals. */
  thousands: ",",
  decimals: ".",
  total: "Total",
  workingDays: "Working days",
  ofAllPeople: " of all people",
  aDay: "a day",
  in: "in",
  billable: "billable",
  entries: (count: number) => count === 1 ? "1 entry" : `${count} entries`,
  running: (entries: string, time: string) =>
    `Running: ${entries} for ${time} h, in no other number here`,
  contract: "Work contract",
  worked: (time: string) => `worked ${time} h (holidays and absences not taken off)`,
  byYear: "Year by year",
  mostly: "mostly",
  against: "against",
  days: (count: string) => `${count} working days`,
  customers: "Customers",
  tags: "Tags (all tags of an entry together)",
  eachDay: "Days",
  weeks: "ISO weeks",
  months: "Months",
  years: "Years",
};
export type Wording = typeof english;

const german: Wording = {
  found: (total, of, where) =>
    `Gefunden: ${total} ${total === 1 ? "Eintrag" : "Einträge"}, ${labels[of] ?? of} (${where})`,
  ofRead: (read) => ` (der ${read} gelesenen)`,
  more: (more) => `${more} weitere; die nächsten`,
  note: "Hinweis",
  projects: "Projekte",
  activities: "Tätigkeiten",
  people: "Personen",
  available: "Personen zur Auswahl",
  others: (count) => `${count} weitere`,
  now: "jetzt",
  notBillable: "nicht abrechenbar",
  exported: "exportiert",
  pause: "Pause",
  rate: "Betrag",
  thousands: ".",
  decimals: ",",
  total: "Summe",
  workingDays: "Arbeitstage",
  ofAllPeople: " aller Personen",
  aDay: "am Tag",
  in: "für",
  billable: "abrechenbar",
  entries: (count) => count === 1 ? "1 Eintrag" : `${count} Einträge`,
  running: (entries, time) => `Läuft: ${entries}, ${time} h, hier nicht mitgezählt`,
  contract: "Arbeitsvertrag",
  worked: (time) => `gearbeitet ${time} h (Feiertage und Abwesenheiten nicht abgezogen)`,
  byYear: "Jahr für Jahr",
  mostly: "vor allem",
  against: "gegenüber",
  days: (count) => `${count} Arbeitstage`,
  customers: "Kunden",
  tags: "Schlagwörter (alle eines Eintrags zusammen)",
  eachDay: "Tage",
  weeks: "ISO-Wochen",
  months: "Monate",
  years: "Jahre",
};

export const wordings: Record<Language, Wording> = { en: english, de: german };

/** Whose entries are listed, where that is not a name. */
const labels: Record<string, string> = { "current user": "eigene", "all users": "alle Personen" };

const germanWords: Record<string, string> = {
  Mon: "Mo",
  Tue: "Di",
  Wed: "Mi",
  Thu: "Do",
  Fri: "Fr",
  Sat: "Sa",
  Sun: "So",
  Mar: "Mär",
  May: "Mai",
  Oct: "Okt",
  Dec: "Dez",
  from: "ab",
  until: "bis",
};

/** `Mon 16 Nov 2026`, or in German `Mo 16. Nov 2026`. */
export function dayNameIn(language: Language, day: string): string {
  return periodIn(language, dayName(day));
}

/** The English name of a period, or of a day, in a language. */
export function periodIn(language: Language, period: string): string {
  if (language === "en") return period;
  if (period === "all time") return "gesamte Zeit";
  return period
    .replace(/\b(\d{1,2}) (?=[A-Z][a-z]{2} \d{4})/g, "$1. ")
    .replace(/\b[A-Za-z]+\b/g, (word) => germanWords[word] ?? word);
}
