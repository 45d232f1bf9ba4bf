// No test of its own: tools/absence_test.ts, tools/calendar_test.ts and attendance_test.ts read both languages.
/** The words of answers about absences, and about who is there. */

import { decimalText, wordings, type Words } from "./wording.ts";

const english = {
  days: (days: number) => days === 1 ? "1 day" : `${days} days`,
  sum: (daysAndTime: string, entries: number) =>
    `${daysAndTime} in ${entries === 1 ? "1 entry" : `${entries} entries`}`,
  halfDay: "half day",
  /** What Kimai calls where an absence stands. */
  states: {} as Record<string, string>,
  unread: "Not read, in no number here",
  none: (title: string) => `No absences found for ${title}`,
  found: (count: number, title: string) => `Found ${count} absence(s) for ${title}`,
  more: (count: number) =>
    `${count} more: narrow filters.begin and filters.end, or ask for one user`,
  statistics: (title: string) => `Absence statistics for ${title}`,
  people: (count: number) => count === 1 ? "1 person" : `${count} people`,
  each: "each",
  byType: "By type",
  byUser: "By user",
  byMonth: "By month",
  byStatus: "By status",
  mostDays: "Most days",
  others: (count: string) => `${count} others`,
  report: (weekday: string, day: string) => `Attendance Report for ${weekday}, ${day}`,
  weekend: "Weekend: present means no more than not absent",
  holiday: "Public holiday",
  present: (count: number, all: number) => `Present (${count} of ${all})`,
  partly: "Present for a part of the day",
  absent: "Absent",
  unknown: "Unknown, their absences could not be read",
  pending: "Asked for and not approved, so not counted as absent",
  halfTheDay: "half the day",
  types: (language: string) => `Available absence types (${language}):`,
  noTypes: "No absence types available",
  noEvents: (type: "absences" | "holidays", whose: string) => `No ${type} found${whose}`,
  events: (count: number, type: "absences" | "holidays", whose: string) =>
    `Found ${count} ${type === "absences" ? "absence" : "holiday"} event(s)${whose}:`,
  eventsOf: (of: string) => ` for ${of}`,
  hoursADay: (time: string) => `duration was read as ${time} h a day`,
};
export type AbsenceWords = typeof english;

const german: AbsenceWords = {
  days: (days) => days === 1 ? "1 Tag" : `${decimalText(days, wordings.de)} Tage`,
  sum: (daysAndTime, entries) =>
    `${daysAndTime} in ${entries === 1 ? "1 Eintrag" : `${entries} Einträgen`}`,
  halfDay: "halber Tag",
  states: {
    new: "neu",
    requested: "beantragt",
    approved: "genehmigt",
    rejected: "abgelehnt",
  },
  unread: "Nicht gelesen, hier nirgends mitgezählt",
  none: (title) => `Keine Abwesenheiten gefunden: ${title}`,
  found: (count, title) =>
    `Gefunden: ${count} ${count === 1 ? "Abwesenheit" : "Abwesenheiten"}, ${title}`,
  more: (count) =>
    `${count} weitere: filters.begin und filters.end einschränken oder nach einer Person fragen`,
  statistics: (title) => `Statistik der Abwesenheiten, ${title}`,
  people: (count) => count === 1 ? "1 Person" : `${count} Personen`,
  each: "je Person",
  byType: "Nach Art",
  byUser: "Nach Person",
  byMonth: "Nach Monat",
  byStatus: "Nach Status",
  mostDays: "Die meisten Tage",
  others: (count) => `${count} weitere`,
  report: (weekday, day) => `Anwesenheit am ${weekday}, ${day}`,
  weekend: "Wochenende: anwesend heißt nur, nicht abwesend",
  holiday: "Feiertag",
  present: (count, all) => `Anwesend (${count} von ${all})`,
  partly: "Einen Teil des Tages anwesend",
  absent: "Abwesend",
  unknown: "Unbekannt, die Abwesenheiten konnten nicht gelesen werden",
  pending: "Beantragt und nicht genehmigt, darum nicht als abwesend gezählt",
  halfTheDay: "den halben Tag",
  types: (language) => `Arten von Abwesenheiten (${language}):`,
  noTypes: "Keine Arten von Abwesenheiten",
  noEvents: (type, whose) => `Keine ${type === "absences" ? "Abwesenheiten" : "Feiertage"}${whose}`,
  events: (count, type, whose) =>
    `Gefunden: ${count} ${
      type === "absences"
        ? count === 1 ? "Abwesenheit" : "Abwesenheiten"
        : count === 1
        ? "Feiertag"
        : "Feiertage"
    }${whose}:`,
  eventsOf: (of) => `, ${of.replace(/^user /, "")}`,
  hoursADay: (time) => `duration wurde als ${time} h am Tag gelesen`,
};

export const absenceWords: Words<AbsenceWords> = { en: english, de: german };
