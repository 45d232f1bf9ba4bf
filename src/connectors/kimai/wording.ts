/**
 * Our own words in the languages that answers speak. Structured content but its notes, error sentences and
 * the first lines of writes are English in all of them, because programs read those.
 */

import { dayName } from "./dates.ts";
import type { Me } from "./records.ts";

export type Language = "en" | "de";

/** The language of a person's Kimai, as far as we speak it. */
export function languageOf({ language, locale }: Pick<Me, "language" | "locale">): Language {
  return /^de\b|^de_/i.test(language ?? locale ?? "") ? "de" : "en";
}

/** A table of words in every language. */
export type Words<T> = Record<Language, T>;

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
  setting: "Expected (setting kimai_week_hours)",
  ownWeeks: "Weeks, Sunday to Saturday",
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
  project: "Project",
  nothingFor: (where: string) => `No timesheets found for project ${where}`,
  idle: "Members without entries",
  otherGroups: (count: string) => `${count} others`,
  earlier: (count: string) => `${count} earlier`,
  without: { activity: "without activity", customer: "without customer", tag: "untagged" },
  entry: "Timesheet",
  isRunning: "running",
  description: "Description",
  tagNames: "Tags",
  fixed: "fixed",
  anHour: "an hour",
  customFields: "Custom fields",
  stopped: (what: string) => `Kimai stopped ${what}`,
  noTimers: "No active timers running",
  timers: (count: number) => `Found ${count} active timer(s):`,
};
export type Wording = typeof english;

const german: Wording = {
  found: (total, of, where) =>
    `Gefunden: ${total} ${total === 1 ? "Eintrag" : "Einträge"}, ${whoseIn("de", of)} (${where})`,
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
  setting: "Soll (Einstellung kimai_week_hours)",
  ownWeeks: "Wochen, Sonntag bis Samstag",
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
  project: "Projekt",
  nothingFor: (where) => `Keine Einträge gefunden: Projekt ${where}`,
  idle: "Mitglieder ohne Einträge",
  otherGroups: (count) => `${count} weitere`,
  earlier: (count) => `${count} frühere`,
  without: { activity: "ohne Tätigkeit", customer: "ohne Kunden", tag: "ohne Schlagwort" },
  entry: "Zeiteintrag",
  isRunning: "läuft",
  description: "Beschreibung",
  tagNames: "Schlagwörter",
  fixed: "fest",
  anHour: "je Stunde",
  customFields: "Eigene Felder",
  stopped: (what) => `Kimai hat ${what} beendet`,
  noTimers: "Es läuft keine Zeiterfassung",
  timers: (count) => `Laufende Zeiterfassungen: ${count}`,
};

export const wordings: Words<Wording> = { en: english, de: german };

/** Whose something is, where that is not a name. */
const labels: Record<string, string> = { "current user": "eigene", "all users": "alle Personen" };

/** The English label of whose records were read, in a language. */
export function whoseIn(language: Language, of: string): string {
  if (language === "en") return of;
  return labels[of] ?? of.replace(/^user (?=\d)/, "Person ").replace(/^team /, "Team ");
}

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

/** `62.5`, or in German `62,5`. */
export function decimalText(value: number, { decimals }: Pick<Wording, "decimals">): string {
  return String(value).replace(".", decimals);
}

/** `62.5 %`, or in German `62,5 %`. */
export function percentText(share: number, words: Pick<Wording, "decimals">): string {
  return `${decimalText(share, words)} %`;
}

/** `Mon 16 Nov 2026`, or in German `Mo 16. Nov 2026`. */
export function dayNameIn(language: Language, day: string): string {
  return periodIn(language, dayName(day));
}

/** The English name of a period, or of a day, in a language. */
export function periodIn(language: Language, period: string): string {
  if (language === "en") return period;
  if (period === "all time") return "gesamte Zeit";
  if (period === "the latest") return "die letzten";
  return period
    .replace(/\b(\d{1,2}) (?=[A-Z][a-z]{2} \d{4})/g, "$1. ")
    .replace(/\b[A-Za-z]+\b/g, (word) => germanWords[word] ?? word);
}
