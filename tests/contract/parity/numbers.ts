/**
 * Kimai's traps (K) and the reference's bugs (B) by number, each with the tests that hold it. Names are as
 * in the source, those made of a template too.
 */

/** A file below `tests/`, and a test in it. */
type Guard = [file: string, test: string];

const facts = "contract/parity/facts_test.ts";
const readme = "contract/readme_calls_test.ts";
const printed = "as printed: ${tool} ${JSON.stringify(parameters)}";
const kimai = "connectors/kimai";
const tool = (name: string) => `${kimai}/tools/${name}_test.ts`;

export const guards: Record<string, Guard[]> = {
  "K-1": [
    [facts, "every date that is asked with is a local date-time without offset (K-1)"],
    [tool("absence"), "the period's last day is a whole one, and its days alone count (K-1)"],
  ],
  "K-2": [[
    `${kimai}/statistics/bookings_test.ts`,
    "a record counts with Kimai's duration, its break taken off, on the day it began (B-14, K-2)",
  ]],
  "K-3": [
    [tool("timesheet"), "a time with offset is sent as local time of the caller"],
    [tool("timesheet"), "an offset in an update is translated into the owner's zone"],
  ],
  "K-4": [
    [
      tool("timesheet"),
      "${count} entries are all read and totalled, with no request past the last page",
    ],
    [`${kimai}/paging_test.ts`, "pages longer than Kimai's longest are not asked for"],
    [`${kimai}/paging_test.ts`, "a page that Kimai made shorter than asked is counted as it is"],
  ],
  "K-5": [[
    `${kimai}/paging_test.ts`,
    "a row inserted meanwhile shows no row twice, and the shortfall is told",
  ]],
  "K-6": [
    [
      tool("timesheet"),
      "a plain user who asks for others is told, and never gets his own under their name",
    ],
    [
      tool("analyze_project_team"),
      "a plain user who asks for all is told that only his own came back (K-6)",
    ],
  ],
  "K-7": [
    [
      tool("timesheet"),
      "an id that does not exist is refused, where Kimai would list everything",
    ],
    [
      tool("entity"),
      "filters are taken for what a type really filters, under both spellings, and refused by name otherwise",
    ],
  ],
  "K-8": [[
    tool("timesheet"),
    "a lead sees everybody by name, without a request for each row",
  ]],
  "K-9": [
    [tool("timesheet"), "create books what was asked and nothing more, and answers with names"],
    [tool("timesheet"), "a field that the role does not have is named"],
  ],
  "K-10": [[
    facts,
    "a break that this Kimai does not offer is refused by name, and works without it (K-10)",
  ]],
  "K-11": [
    [facts, "a plain user starts and stops a timer in the mode ${mode} (K-11, B-4)"],
    [
      tool("timer"),
      "a plain user can start in punch mode, and a start time there is refused by name",
    ],
  ],
  "K-12": [[
    `${kimai}/crud_test.ts`,
    "custom fields are set one by one after the record, and a refused one does not undo it",
  ]],
  "K-13": [
    [tool("meta"), "custom fields of a ${entity} are set one by one, as Kimai takes them (K-13)"],
    [tool("meta"), "an invoice's fields are set at once, in a list (K-13)"],
    [
      tool("meta"),
      "a record that is not there is told from a field that is not defined: Kimai says 404 to both",
    ],
  ],
  "K-14": [[
    facts,
    "tags are listed without a filter, where Kimai's own list is empty (K-14, B-6)",
  ]],
  "K-15": [[tool("timesheet"), "a tag that Kimai does not know is told, the others are set"]],
  "K-16": [
    [
      tool("entity"),
      "ended projects are left out and counted, and shown when they are asked for",
    ],
    [
      tool("analyze_project_team"),
      "a number that is no id is looked for in names, and projects that ended or are hidden are found (K-16)",
    ],
  ],
  "K-17": [[
    facts,
    "a project's days are days when it is made, and date-times when it is changed (K-17)",
  ]],
  "K-18": [[
    tool("rate"),
    "an hourly rate is sent as false, never as a text or null that Kimai takes for true (K-18)",
  ]],
  "K-19": [
    [`${kimai}/faults_test.ts`, "a form's messages reach the caller, field by field"],
    [`${kimai}/faults_test.ts`, "a field that the form does not offer is found by name"],
  ],
  "K-20": [
    [
      `${kimai}/preferences_test.ts`,
      "the contract's type is said before the hours of a week, by itself",
    ],
    [
      `${kimai}/preferences_test.ts`,
      "a preference that Kimai does not know is named with those that it has",
    ],
    [
      `${kimai}/preferences_test.ts`,
      "hours where seconds are meant are refused before anything is sent",
    ],
  ],
  "K-21": [
    [`${kimai}/crud_test.ts`, "users, activities and teams are changed in part"],
    [`${kimai}/crud_test.ts`, "no member of a team is lost, whatever order they are named in"],
    [
      tool("team_access"),
      "a lead is not taken out of a team, and the way to do it is said (K-21)",
    ],
  ],
  "K-22": [
    [
      tool("team_access"),
      "revoke needs the permission on the target too since Kimai 2.65, and says which (K-22)",
    ],
    [`${kimai}/crud_test.ts`, "the teams of a record are granted and revoked until they are those"],
  ],
  "K-23": [[facts, "money that Kimai does not show is left out, and nothing fails for it (K-23)"]],
  "K-24": [
    [
      `${kimai}/entries_test.ts`,
      "a record with ids is shown with names, and with Kimai's duration",
    ],
    [tool("timer"), "active names what runs and for how long"],
    [tool("timesheet"), "a lead sees everybody by name, without a request for each row"],
  ],
  "K-25": [[tool("timer"), "recent shows the latest own entries, newest first"]],
  "K-26": [
    [
      tool("timer"),
      "restart makes a new timer; with copy it takes description and tags along",
    ],
    [tool("timer"), "stopping what already ended changes nothing and says so"],
    [tool("timesheet"), "duplicate makes a copy that is not exported"],
    [
      tool("timesheet"),
      "export is set to a value: repeating it changes nothing, leaving it out flips it",
    ],
    [
      tool("comment"),
      "comments are written, listed pinned first, pinned to a value, and deleted",
    ],
  ],
  "K-27": [[
    `${kimai}/crud_test.ts`,
    "what something hangs on is only deleted when that is confirmed, and is told how much",
  ]],
  "K-28": [[
    tool("entity"),
    "a customer's address is missing from a full list where Kimai does not give it",
  ]],
  "K-29": [
    [
      tool("analyze_project_team"),
      "the scopes: oneself, one person, or the members of a team",
    ],
    [tool("user_current"), "a lead sees name, roles, teams and zone"],
  ],
  "K-30": [
    [
      tool("absence"),
      "a missing plugin is said once, in a sentence that tells what still works (K-30)",
    ],
    [
      tool("absence"),
      "a range without split is one request, and every record of the answer is told (K-30)",
    ],
    [
      `${kimai}/statistics/absences_test.ts`,
      "parts tile a range without gap or overlap, none over 30 days, none over a year's end",
    ],
    [tool("entity"), "months need somebody, a month, and a Kimai that knows them"],
  ],
  "K-31": [
    [`${kimai}/faults_test.ts`, "routes of other versions are named"],
    [
      tool("meta"),
      "an unknown field of an invoice is named, beside an older Kimai as the other reason",
    ],
    [tool("comment"), "a plain user is told that he may not"],
  ],
  "K-32": [[
    `${kimai}/api_test.ts`,
    "a read carries token, accepted type and version, and no type of a body",
  ]],
  "K-33": [[`${kimai}/dates_test.ts`, "Kimai's offsets without colon are understood"]],
  "K-34": [[facts, "no call asks Kimai for API tokens, which nobody can make there (K-34)"]],
  "K-35": [[
    facts,
    "a colour that nobody chose is not shown, nor whether somebody has a token (K-35)",
  ]],
  "K-36": [[
    tool("entity"),
    "a long list is totalled, shown as far as it fits, and read to its end by the calls it names",
  ]],
  "K-37": [[tool("entity"), "a day as end includes that day, and an offset is translated"]],
  "K-38": [
    [`${kimai}/crud_test.ts`, "a project is duplicated, and an older Kimai says that it cannot"],
    [
      `${kimai}/crud_test.ts`,
      "an invoice is deleted by a role that was given the right, which none has by itself",
    ],
  ],
  "K-39": [
    [tool("entity"), "lists that a role may not read say who may"],
    [
      tool("analyze_project_team"),
      "a project's hours by person and activity, each adding up to the total, with names and without view_user (B-17)",
    ],
  ],
  "K-40": [
    [
      tool("status"),
      "status answers when ${name}, and everything else is refused in a sentence",
    ],
    [
      `${kimai}/faults_test.ts`,
      "a web page in place of JSON points at the URL or a login",
    ],
  ],
  "K-41": [
    [
      "contract/mutants_test.ts",
      "mutants: every permission is held down by a row of the role table",
    ],
    [
      tool("status"),
      "status says which Kimai, who, and what a plain user may and may not",
    ],
  ],

  "B-1": [
    [
      "e2e/http_test.ts",
      "each account acts as itself; one whose Kimai is down or refuses it disturbs nobody",
    ],
  ],
  "B-2": [
    [
      tool("timesheet"),
      "${count} entries are all read and totalled, with no request past the last page",
    ],
    [`${kimai}/paging_test.ts`, "an exact multiple of the page length needs no further page"],
  ],
  "B-3": [
    [
      tool("analyze_project_team"),
      "more than a page is read whole, and the row limit is told (B-2, B-3)",
    ],
    [tool("timesheet"), "the row limit is told, never passed over in silence"],
  ],
  "B-4": [
    [facts, "a plain user starts and stops a timer in the mode ${mode} (K-11, B-4)"],
    [tool("timesheet"), "create books what was asked and nothing more, and answers with names"],
  ],
  "B-5": [[
    `${kimai}/crud_test.ts`,
    "custom fields are set one by one after the record, and a refused one does not undo it",
  ]],
  "B-6": [[facts, "tags are listed without a filter, where Kimai's own list is empty (K-14, B-6)"]],
  "B-7": [
    [tool("absence"), "attendance: a failed look-up is unknown, never present (B-7)"],
    [
      tool("absence"),
      "attendance: the date is taken from `data` as well, and two different ones are refused (B-7)",
    ],
    [
      tool("absence"),
      "attendance: approved absences are absent, pending ones are told apart, days default to today",
    ],
  ],
  "B-8": [[
    tool("absence"),
    "an end before the begin is refused, never a success with zero records (B-8)",
  ]],
  "B-9": [[
    tool("absence"),
    "a part that fails leaves those before, with their ids in the answer (B-9)",
  ]],
  "B-10": [
    [
      tool("timesheet"),
      "batch_export run twice leaves everything exported, and reports what failed",
    ],
    [
      tool("absence"),
      "batches report every item under the right word, and fail only when nothing was done (B-10)",
    ],
    [
      tool("entity"),
      "the reference's README works as printed, a team without members too: you lead it",
    ],
  ],
  "B-11": [
    [facts, "a user without a user_scope is that user, never oneself in silence (B-11)"],
    [tool("absence"), "README's list of user 5 means user 5, without a user_scope (B-11)"],
  ],
  "B-12": [
    [`${kimai}/crud_test.ts`, "users, activities and teams are changed in part"],
    [readme, printed],
  ],
  "B-13": [
    [
      facts,
      "an unknown field of data is refused by name in every tool, and nothing is sent (B-13)",
    ],
    [tool("rate"), "internalRate and isFixed, as Kimai spells them, are not lost (B-13)"],
  ],
  "B-14": [
    [
      tool("timesheet"),
      "statistics are a summary unless another format is asked for: top groups, no entries (B-14)",
    ],
    [
      tool("timesheet"),
      "json puts every group into structured content and into the text, without entries or other projects' names (B-14)",
    ],
    [
      tool("timesheet"),
      "the work contract tells what was expected, up to today and for oneself alone (B-14)",
    ],
    [
      tool("analyze_project_team"),
      "Kimai's own duration counts, breaks taken off, as in listings (B-14)",
    ],
  ],
  "B-15": [
    [
      tool("timesheet"),
      "user_guide names people without a team too, though there are teams (B-15)",
    ],
    [
      tool("entity"),
      "months are locked for everybody who is active, with a team or without, and each failure is told",
    ],
  ],
  "B-16": [[
    tool("analyze_project_team"),
    "an exact name wins over one that contains it, in any case (B-16)",
  ]],
  "B-17": [[
    tool("analyze_project_team"),
    "scope self needs no other permission than one's own time (B-17)",
  ]],
  "B-18": [
    [
      tool("timesheet"),
      "a date as an end includes that day, and the period is echoed",
    ],
    [tool("analyze_project_team"), "a date as an end includes that day (B-18)"],
    [tool("calendar"), "public holidays are shown as dates, the end day included (B-18)"],
    [tool("entity"), "a day as end includes that day, and an offset is translated"],
  ],
  "B-19": [
    ["settings/table_test.ts", "a path keeps its case"],
    [
      "settings/sources_test.ts",
      "flag, environment, .env and default count in this order for every setting",
    ],
    ["settings/sources_test.ts", ".env is read with quotes, comments and export"],
    [
      "http/limits_test.ts",
      "B-19: a number a minute counts, and the other spelling where there is none",
    ],
  ],
  "B-20": [
    [tool("user_current"), "a lead sees name, roles, teams and zone"],
    [
      tool("entity"),
      "a user is shown with e-mail, roles, teams, supervisor and preferences",
    ],
    [tool("entity"), "an invoice is shown with its currency"],
    [tool("absence"), "types are shown with labels, in the language that is asked for (B-20)"],
    [
      tool("absence"),
      "statistics are everybody's unless somebody is named, and group_by groups (B-20)",
    ],
    [
      `${kimai}/listing_test.ts`,
      "entries stand under their day, ids of projects and activities once in the legend",
    ],
  ],
  "B-21": [
    [
      tool("timer"),
      "restart makes a new timer; with copy it takes description and tags along",
    ],
    [tool("timer"), "a start time may be given"],
    [
      tool("timer"),
      "stop without an id stops the one that runs, and sets what is noted",
    ],
  ],
  "B-22": [
    [tool("meta"), "true and false become 1 and 0, numbers text, null empties (B-22)"],
    [tool("meta"), "what was set before a refusal is said, and what was not tried (B-22)"],
  ],
  "B-23": [
    [
      `${kimai}/preferences_test.ts`,
      "a contract that an older Kimai has not made yet: where to open it, in one's own language",
    ],
    [
      `${kimai}/preferences_test.ts`,
      "hours where seconds are meant are refused before anything is sent",
    ],
  ],
  "B-24": [
    [
      "e2e/http_test.ts",
      "each account acts as itself; one whose Kimai is down or refuses it disturbs nobody",
    ],
  ],
  "B-25": [
    [`${kimai}/api_test.ts`, "addresses are tidied to what stands in front of /api"],
    [
      `${kimai}/api_test.ts`,
      "a read follows redirects within the origin, and from http to https of its host",
    ],
    [`${kimai}/faults_test.ts`, "a web page in place of JSON points at the URL or a login"],
  ],
};
