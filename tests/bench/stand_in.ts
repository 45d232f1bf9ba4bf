/**
 * A Kimai that only lists: as many expanded time records as asked for, in pages, as text made once.
 * It is quick, so that what is measured is the server in front of it.
 */

import { createServer } from "../support/server.ts";

const customers = ["Northwind Outdoor", "Bluebird Health"];
const projects = ["Website relaunch", "Mobile app", "Patient portal", "Support", "Office"];
const activities = ["Development", "Meeting", "UX design", "Documentation", "Ticket triage"];

/** Fifty beginnings and five endings: 250 descriptions of 20 to 40 characters before one repeats. */
const subjects = [
  "Header of the shop",
  "Customer import",
  "Nightly backup job",
  "Invoice template",
  "Search suggestions",
  "Login over SSO",
  "Map of branches",
  "Weekly report mail",
  "Basket on phones",
  "Product pictures",
];
const works = ["fixed for Safari", "reviewed", "rewritten", "tested", "drafted with Jo"];

/** A description of its own for each of 50 numbers in a row, 20 to 40 characters long. */
export function descriptionOf(index: number): string {
  const text = `${subjects[index % 10]} ${works[Math.floor(index / 10) % 5]}`;
  return text.padEnd(20, " again").slice(0, 40);
}

const none = { comment: null, color: null, metaFields: [], billable: true, visible: true };
const customerOf = (index: number) => ({
  "color-safe": "#b60205",
  id: index + 1,
  name: customers[index],
  number: `000${index + 1}`,
  company: null,
  country: "DE",
  language: "en",
  currency: "EUR",
  phone: null,
  fax: null,
  mobile: null,
  homepage: null,
  timezone: "Europe/Berlin",
  ...none,
});
const projectOf = (index: number) => ({
  "color-safe": "#FF9800",
  id: index + 1,
  customer: customerOf(index % customers.length),
  name: projects[index],
  orderNumber: null,
  orderDate: null,
  start: null,
  end: null,
  globalActivities: true,
  number: `000${index + 1}`,
  ...none,
});
const activityOf = (index: number) => ({
  "color-safe": "#3F51B5",
  id: index + 1,
  project: null,
  name: activities[index],
  number: `000${index + 1}`,
  ...none,
});

const me = {
  apiToken: false,
  locale: "en",
  timezone: "Europe/Berlin",
  language: "en",
  initials: "LF",
  "color-safe": "#e135f4",
  id: 4,
  alias: "Lena Fischer",
  title: null,
  avatar: null,
  username: "lena",
  email: "lena@example.com",
  accountNumber: null,
  enabled: true,
  systemAccount: false,
  color: null,
};

/** Record `index`, the newest first: seven or more a day, as `GET /timesheets?full=1` gives it (API since 2.45). */
function recordOf(index: number, id: number, perDay: number) {
  const day = Temporal.PlainDate.from("2026-11-15").subtract({ days: Math.floor(index / perDay) });
  // Twenty lengths from 25 to 63 minutes, as people book them.
  const minutes = 25 + (index * 7 % 20) * 2;
  const begin = day.toPlainDateTime("08:00").add({
    minutes: (perDay - 1 - index % perDay) % 10 * 65,
  });
  const spell = (time: Temporal.PlainDateTime) =>
    `${time.toString({ smallestUnit: "second" })}+0100`;
  return {
    tags: [],
    id,
    begin: spell(begin),
    end: spell(begin.add({ minutes })),
    duration: minutes * 60,
    break: 0,
    user: me,
    activity: activityOf(Math.floor(index / 3) % activities.length),
    project: projectOf(index % projects.length),
    description: descriptionOf(index),
    exported: false,
    billable: true,
    metaFields: [],
  };
}

/** The stand-in as a `fetch`, and how often it was asked. */
export interface StandIn {
  fetch(input: Request | URL | string, init?: RequestInit): Promise<Response>;
  requests: URL[];
}

/** Pages are kept up to so many records: those of a million would take gigabytes, and are made anew each time. */
const mostKept = 100_000;

/** `perDay` records share a day. */
export function createStandIn(total: number, perDay = 8): StandIn {
  const pages = new Map<string, string>();
  const firstId = Math.max(48_000, total);
  const makePage = (page: number, size: number) => {
    const from = (page - 1) * size;
    const length = Math.max(0, Math.min(size, total - from));
    const records = Array.from({ length }, (_, index) => from + index);
    return JSON.stringify(records.map((index) => recordOf(index, firstId - index, perDay)));
  };
  const pageOf = (page: number, size: number) => {
    const key = `${page} ${size}`;
    const known = pages.get(key) ?? makePage(page, size);
    if (total <= mostKept) pages.set(key, known);
    return known;
  };
  const requests: URL[] = [];
  return {
    requests,
    fetch: (input) => {
      const url = new URL(input instanceof Request ? input.url : input);
      requests.push(url);
      return Promise.resolve(
        url.pathname.endsWith("/users/me")
          ? json(JSON.stringify({ ...me, roles: [], teams: [], memberships: [], preferences: [] }))
          : listed(url, total, pageOf),
      );
    },
  };
}

/** A page with the headers of Kimai's paging (at most 500 rows, 50 unless told). */
function listed(url: URL, total: number, pageOf: (page: number, size: number) => string): Response {
  const size = Math.min(500, Number(url.searchParams.get("size") ?? 50));
  const page = Number(url.searchParams.get("page") ?? 1);
  return json(pageOf(page, size), {
    "X-Page": `${page}`,
    "X-Per-Page": `${size}`,
    "X-Total-Count": `${total}`,
    "X-Total-Pages": `${Math.max(1, Math.ceil(total / size))}`,
  });
}

function json(body: string, headers: Record<string, string> = {}): Response {
  return new Response(body, { headers: { "Content-Type": "application/json", ...headers } });
}

/** Our server in front of a stand-in. */
export function serverBefore({ fetch }: StandIn): ReturnType<typeof createServer> {
  const settings = { kimai_url: "https://kimai.example.com", kimai_token: "bench" };
  return createServer({ fetch, settings, checkAnswers: false });
}
