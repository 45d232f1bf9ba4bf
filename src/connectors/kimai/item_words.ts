// No test of its own: tools/entity_test.ts reads blocks and lists in both languages.
/** An entity's words, in the languages that answers speak. */

import type { Type } from "./entities.ts";
import type { Language, Words } from "./wording.ts";

/** How fields are called in a block, in the order of its lines. */
export const labels: readonly [key: string, english: string, german: string][] = [
  ["customer", "Customer", "Kunde"],
  ["project", "Project", "Projekt"],
  ["global", "Global", "Global"],
  ["title", "Title", "Titel"],
  ["date", "Date", "Datum"],
  ["halfDay", "Half Day", "Halber Tag"],
  ["group", "Group", "Gruppe"],
  ["status", "Status", "Status"],
  ["visible", "Status", "Status"],
  ["enabled", "Status", "Status"],
  ["overdue", "Overdue", "Überfällig"],
  ["billable", "Billable", "Abrechenbar"],
  ["globalActivities", "Global Activities", "Globale Tätigkeiten"],
  ["number", "Number", "Nummer"],
  ["color", "Color", "Farbe"],
  ["start", "Start", "Beginn"],
  ["end", "End", "Ende"],
  ["orderNumber", "Order Number", "Auftragsnummer"],
  ["orderDate", "Order Date", "Auftragsdatum"],
  ["budget", "Budget", "Budget"],
  ["timeBudget", "Time Budget", "Zeitbudget"],
  ["total", "Total", "Summe"],
  ["tax", "Tax", "Steuer"],
  ["created", "Created", "Erstellt"],
  ["dueDays", "Due Days", "Zahlungsziel in Tagen"],
  ["paymentDate", "Payment Date", "Zahlungsdatum"],
  ["document", "Document", "Dokument"],
  ["company", "Company", "Firma"],
  ["contact", "Contact", "Kontakt"],
  ["addressLine1", "Address", "Adresse"],
  ["addressLine2", "Address 2", "Adresse 2"],
  ["addressLine3", "Address 3", "Adresse 3"],
  ["postCode", "Post Code", "Postleitzahl"],
  ["city", "City", "Ort"],
  ["address", "Address (unstructured)", "Adresse (ohne Gliederung)"],
  ["country", "Country", "Land"],
  ["language", "Language", "Sprache"],
  ["locale", "Locale", "Regionale Einstellung"],
  ["timezone", "Timezone", "Zeitzone"],
  ["currency", "Currency", "Währung"],
  ["vatId", "VAT ID", "Umsatzsteuer-ID"],
  ["phone", "Phone", "Telefon"],
  ["fax", "Fax", "Fax"],
  ["mobile", "Mobile", "Mobiltelefon"],
  ["email", "Email", "E-Mail"],
  ["homepage", "Homepage", "Homepage"],
  ["invoiceEmail", "Invoice Email", "E-Mail für Rechnungen"],
  ["buyerReference", "Buyer Reference", "Käuferreferenz"],
  ["roles", "Roles", "Rollen"],
  ["supervisor", "Supervisor", "Vorgesetzt"],
  ["accountNumber", "Account Number", "Personalnummer"],
  ["systemAccount", "System Account", "Systemkonto"],
  ["user", "User", "Benutzer"],
  ["members", "Members", "Mitglieder"],
  ["customers", "Customers", "Kunden"],
  ["projects", "Projects", "Projekte"],
  ["activities", "Activities", "Tätigkeiten"],
  ["teams", "Teams", "Teams"],
  ["comment", "Comment", "Kommentar"],
  ["metaFields", "Custom fields", "Eigene Felder"],
];

/** Fields that a list marks in brackets, where they are not as usual. */
export const marks: readonly [key: string, value: boolean, english: string, german: string][] = [
  ["visible", false, "hidden", "ausgeblendet"],
  ["enabled", false, "disabled", "deaktiviert"],
  ["billable", false, "not billable", "nicht abrechenbar"],
  ["global", true, "global", "global"],
  ["overdue", true, "overdue", "überfällig"],
  ["halfDay", true, "half day", "halber Tag"],
];

const english = {
  active: "Active",
  inactive: "Inactive",
  yes: "Yes",
  no: "No",
  name: "Name",
  lead: "lead",
  perMonth: " per month",
  /** Words before a value that does not speak for itself. */
  prefixes: { number: "no. ", start: "from ", end: "until " } as Record<string, string>,
  /** Kimai's words for where an invoice stands. */
  states: {} as Record<string, string>,
  /** How a kind of record is called. */
  titles: {
    project: "Project",
    activity: "Activity",
    customer: "Customer",
    user: "User",
    team: "Team",
    tag: "Tag",
    invoice: "Invoice",
    holiday: "Holiday",
  } as Record<Type, string>,
  preferences: "Preferences:",
  updatedPreferences: "Updated preferences:",
  allPreferences: "All current preferences:",
  found: (total: number, many: string) => `Found ${total} ${many}`,
  more: (more: number, hint: boolean) =>
    `${more} more${hint ? " (term narrows them down)" : ""}; the next ones`,
  with: "with it",
  done: "Done",
};

const german: typeof english = {
  active: "Aktiv",
  inactive: "Inaktiv",
  yes: "Ja",
  no: "Nein",
  name: "Name",
  lead: "Leitung",
  perMonth: " im Monat",
  prefixes: { number: "Nr. ", start: "ab ", end: "bis " },
  states: { new: "neu", pending: "offen", paid: "bezahlt", canceled: "storniert" },
  titles: {
    project: "Projekt",
    activity: "Tätigkeit",
    customer: "Kunde",
    user: "Benutzer",
    team: "Team",
    tag: "Schlagwort",
    invoice: "Rechnung",
    holiday: "Feiertag",
  },
  preferences: "Einstellungen:",
  updatedPreferences: "Geänderte Einstellungen:",
  allPreferences: "Alle Einstellungen:",
  found: (total, many) => `Gefunden: ${total} ${manyInGerman[many] ?? many}`,
  more: (more, hint) => `${more} weitere${hint ? " (term grenzt ein)" : ""}; die nächsten`,
  with: "damit auch",
  done: "Erledigt",
};

const manyInGerman: Record<string, string> = {
  projects: "Projekte",
  activities: "Tätigkeiten",
  customers: "Kunden",
  users: "Benutzer",
  teams: "Teams",
  tags: "Schlagwörter",
  invoices: "Rechnungen",
  holidays: "Feiertage",
};

export type ItemWords = typeof english;
export const itemWords: Words<ItemWords> = { en: english, de: german };

/** Where a language stands in the rows of `labels` and `marks`. */
export const columnOf = (language: Language): 0 | 1 => language === "de" ? 1 : 0;
