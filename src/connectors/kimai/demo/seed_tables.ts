/**
 * The seeded agency: its people, customers, projects and activities, who works on what and when, and
 * what they write about it.
 */
// No test of its own: data only
import type { Activity, Customer, Project, User } from "./records.ts";

export type Person = Partial<User> & { username: string };

export const PEOPLE: Person[] = [
  { username: "olivia", alias: "Olivia Brandt", title: "Owner", roles: ["ROLE_SUPER_ADMIN"] },
  { username: "adrian", alias: "Adrian Koch", title: "Office", roles: ["ROLE_ADMIN"] },
  { username: "lena", alias: "Lena Fischer", title: "Team lead", roles: ["ROLE_TEAMLEAD"] },
  { username: "ben", alias: "Ben Okafor", title: "Developer" },
  { username: "maya", alias: "Maya Torres", title: "Designer", timezone: "America/New_York" },
];

/** A row of each table without what the server fills in. */
export type Seed<Row> = Partial<Omit<Row, "id" | "meta" | "teams">> & {
  name: string;
  teams?: number[];
};

export const CUSTOMERS: Seed<Customer>[] = [
  { name: "Northwind Outdoor", company: "Northwind Outdoor GmbH", city: "Hamburg" },
  { name: "Bluebird Health", company: "Bluebird Health Inc.", country: "US", currency: "USD" },
  { name: "In-house", billable: false, comment: "Our own time" },
];

export const PROJECTS: Seed<Project>[] = [
  { name: "Website relaunch", customer: 1, timeBudget: 900 * 3600, color: "#1e90ff" },
  { name: "Mobile app", customer: 1, budget: 60_000, orderNumber: "NW-2041", teams: [1] },
  { name: "Patient portal", customer: 2, timeBudget: 400 * 3600, teams: [2] },
  { name: "Support", customer: 1, budget: 4_000, budgetType: "month" },
  { name: "Office", customer: 3, billable: false },
  { name: "Trade fair stand", customer: 1, visible: false },
];

export const ACTIVITIES: Seed<Activity>[] = [
  { name: "Development" },
  { name: "Meeting" },
  { name: "Project management" },
  { name: "Documentation" },
  { name: "UX design", project: 1, color: "#ee82ee" },
  { name: "Content migration", project: 1 },
  { name: "App development", project: 2 },
  { name: "Interviews", project: 3 },
  { name: "Ticket triage", project: 4 },
  { name: "Accounting", project: 5, billable: false },
];

export const TAGS: [string, string | null, boolean][] = [
  ["remote", "#00bfff", true],
  ["on-site", "#ffa500", true],
  ["urgent", "#ff0000", true],
  ["follow-up", null, true],
  ["old-system", null, false],
];

/** What each person works on: pairs of project and activity, the first ones more often. */
export const WORK: Record<string, [project: number, activity: number][]> = {
  olivia: [[5, 3], [1, 2], [2, 3], [3, 2]],
  adrian: [[5, 10], [5, 3], [4, 9], [5, 2]],
  lena: [[1, 1], [1, 3], [2, 2], [1, 2], [3, 3], [4, 9]],
  ben: [[1, 1], [2, 7], [1, 1], [3, 1], [4, 9], [1, 2]],
  maya: [[1, 5], [1, 5], [2, 7], [1, 6], [1, 2], [5, 4]],
};

/** The parts of a working day as minutes after midnight: begin and end. */
export const DAY_PLANS: [begin: number, end: number][][] = [
  [[540, 720], [765, 1020]],
  [[510, 600], [600, 735], [780, 1005]],
  [[525, 750], [795, 900], [900, 1020]],
  [[555, 630], [630, 750], [810, 1050]],
  [[480, 705], [750, 930]],
];

export const COMMENTS: ["customer" | "project", number, string, boolean][] = [
  ["customer", 1, "Prefers calls before noon. Invoices go to Ms. Harms.", true],
  ["customer", 2, "Eight hours behind; write rather than call.", false],
  ["project", 1, "Launch moved by two weeks, budget stays.", true],
  ["project", 1, "Images come from the client, in three sizes.", false],
  ["project", 2, "Store accounts belong to the client.", false],
  ["project", 3, "Nothing with patient data on test systems.", true],
];

/** Holidays of a year in the seeded calendar, as `MM-DD`. */
export const HOLIDAYS: [day: string, name: string][] = [
  ["01-01", "New Year's Day"],
  ["05-01", "Labour Day"],
  ["10-03", "Day of German Unity"],
  ["12-25", "Christmas Day"],
  ["12-26", "Second Day of Christmas"],
];

/** Descriptions by activity name; some are missing, as in real life. */
export const DESCRIPTIONS: Record<string, (string | null)[]> = {
  Development: [
    "Product list: filters kept in the URL",
    "Fixed the broken image sizes on tablets",
    "Search index rebuilt after the schema change",
    "Refactored the checkout steps into one form",
    "Wrote tests for the price calculation",
    "Reviewed pull requests of the week",
    "Cache headers for static assets",
    "Moved background jobs to the new queue",
    "Login with magic links, first version",
    null,
  ],
  Meeting: [
    "Weekly status with the client",
    "Sprint planning",
    "Retrospective",
    "Call about the launch date",
    "Workshop: navigation and wording",
    "Daily stand-up and follow-ups",
  ],
  "Project management": [
    "Offer for phase two",
    "Updated the roadmap and the risks",
    "Capacity planning for next month",
    "Sorted the backlog with the client",
    "Budget report",
  ],
  Documentation: [
    "Editors' handbook: images and galleries",
    "Release notes",
    "Described the deployment steps",
    null,
  ],
  "UX design": [
    "Wireframes for the landing pages",
    "Clickable prototype of the menu",
    "Contrast and font sizes checked",
    "User test with five people",
  ],
  "Content migration": [
    "Imported the news archive",
    "Cleaned up old product texts",
    "Redirects for moved pages",
  ],
  "App development": [
    "Offline mode: conflict handling",
    "Push notifications on both platforms",
    "Crash reports looked through",
    "Store screenshots and texts",
  ],
  Interviews: ["Interviews with two nurses", "Notes of the interviews written up", "Recruiting"],
  "Ticket triage": [
    "Answered tickets of the night",
    "Helped the shop with the new tax rates",
    "Broken newsletter template",
    "Password resets and permissions",
  ],
  Accounting: ["Invoices of the month", "Travel expenses", null],
};
