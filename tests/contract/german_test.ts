/** Whose Kimai is German reads German in every tool; what programs read stays as it is. */

import assert from "node:assert/strict";
import { bookInKimai, type KimaiTest, type KimaiTestOptions, withKimai } from "../support/kimai.ts";
import { prepare } from "../connectors/kimai/parity_entity.ts";

async function german(options: KimaiTestOptions = {}): Promise<KimaiTest> {
  const test = await withKimai({ user: "super", ...options });
  prepare(test.demo);
  for (const user of test.demo.state.users.values()) user.language = "de";
  return test;
}

async function linesOf(test: KimaiTest, tool: string, args: Record<string, unknown> = {}) {
  return (await test.call(tool, args)).text.split("\n");
}

Deno.test("entities: blocks, lists and notes", async () => {
  await using test = await german();
  const entity = (args: Record<string, unknown>) => linesOf(test, "entity", args);
  assert.deepEqual(await entity({ type: "project", action: "get", id: 1 }), [
    "Projekt: Website (ID: 1)",
    "Kunde: ACME (1)",
    "Status: Aktiv",
    "Abrechenbar: Ja",
    "Globale Tätigkeiten: Ja",
    "Nummer: 0002",
  ]);
  const ended = { name: "Alt", customer: 1, end: "2026-01-31", visible: true };
  assert.deepEqual(await entity({ type: "project", action: "create", data: ended }), [
    "Created Project: Alt (ID: 3)",
    "Kunde: ACME (1)",
    "Status: Aktiv",
    "Abrechenbar: Ja",
    "Globale Tätigkeiten: Ja",
    "Nummer: 0004",
    "Ende: 2026-01-31",
  ]);
  assert.deepEqual(await entity({ type: "project", action: "list", filters: { globals: 0 } }), [
    "Gefunden: 2 Projekte",
    'Hinweis: 1 weitere sind beendet oder haben noch nicht begonnen: filters {"ignoreDates":true} zeigt sie',
    "Hinweis: nicht beachtet: globals (hier ohne Bedeutung)",
    "",
    "2 Shop, ACME (1), Nr. 0003",
    "1 Website, ACME (1), Nr. 0002",
  ]);
  assert.deepEqual(
    (await entity({ type: "invoice", action: "list" }))[0],
    "Gefunden: 1 Rechnungen: 119,00 EUR",
  );
  assert.match(
    (await entity({ type: "invoice", action: "list" })).at(-1)!,
    /ACME \(1\), 119,00 EUR, offen/,
  );
  const locked = { type: "user", action: "lock_month", ids: [4], month: "2026-1" };
  assert.deepEqual(await entity(locked), [
    "Locked month 2026-01-01 for 1 users",
    "Erledigt: 4",
  ]);
  const preferences = [{ name: "holidays", value: "30" }];
  const set = await entity({ type: "user", action: "set_preferences", id: 4, preferences });
  assert.deepEqual([set[0], set[2]], [
    "Updated preferences for user (ID: 4)",
    "Geänderte Einstellungen:",
  ]);
});

Deno.test("timers and entries: everything below the line that scripts read", async () => {
  await using test = await german({ user: "user" });
  const data = { project: "Website", activity: "Design", tags: "fehlt" };
  assert.deepEqual(await linesOf(test, "timer", { action: "start", data }), [
    "Started timer ID 1 for project 1 / activity 1",
    "ACME / Website (1) / Design (1), user (4)",
    "Fr 20. Nov 2026 10:00, läuft, 0:01 h, abrechenbar",
    'Ohne Schlagwort: Kimai kennt "fehlt" nicht',
  ]);
  assert.equal(
    (await linesOf(test, "timer", { action: "active" }))[0],
    "Laufende Zeiterfassungen: 1",
  );
  const second = await linesOf(test, "timer", {
    action: "start",
    data: { project: 1, activity: 2 },
  });
  assert.match(second.join("\n"), /\nKimai hat ID 1: ACME .* beendet$/);
  await test.call("timer", { action: "stop" });
  assert.deepEqual(await linesOf(test, "timer", { action: "active" }), [
    "Es läuft keine Zeiterfassung",
  ]);
  assert.match(
    (await linesOf(test, "timer", { action: "recent" }))[0],
    /^Gefunden: 2 Einträge, eigene \(die letzten, /,
  );
  const got = await linesOf(test, "timesheet", { action: "get", id: 1 });
  assert.equal(got[0], "Zeiteintrag ID: 1");
});

Deno.test("analysis: totals, groups and who has no entries", async () => {
  await using test = await german();
  await bookInKimai(test, {}, "user");
  await bookInKimai(test, { begin: "2026-11-20T09:00:00", end: undefined }, "super");
  const month = { project_name: "Website", begin: "2026-11-01", end: "2026-11-30" };
  assert.deepEqual(await linesOf(test, "analyze_project_team", month), [
    "Projekt ACME / Website (1), alle Personen (So 1. Nov 2026 - Mo 30. Nov 2026, Europe/Berlin): 2:01 h für 2 Einträge, abrechenbar 2:01 h (100 %)",
    "Hinweis: 1 Eintrag läuft noch, gezählt bis jetzt",
    "",
    "Personen",
    "- super (1): 1:01 h, 50,2 %, 1 Eintrag",
    "  - Design (1): 1:01 h, 100 %, 1 Eintrag",
    "- user (4): 1:00 h, 49,8 %, 1 Eintrag",
    "  - Design (1): 1:00 h, 100 %, 1 Eintrag",
    "",
    "Tätigkeiten",
    "- Design (1): 2:01 h, 100 %, 2 Einträge",
  ]);
  const nothing = { ...month, begin: "2025-01-01", end: "2025-01-31", user: 5 };
  assert.match(
    (await linesOf(test, "analyze_project_team", nothing))[0],
    /^Keine Einträge gefunden: Projekt ACME/,
  );
});

Deno.test("calendars, rates, comments, teams, settings, looking up, who and what", async () => {
  await using test = await german();
  const firsts: [string, Record<string, unknown>, string][] = [
    [
      "calendar",
      { type: "holidays", filters: { begin: "2026-12-01", end: "2026-12-31" } },
      "Gefunden: 1 Feiertag (Di 1. Dez 2026 - Do 31. Dez 2026):",
    ],
    [
      "calendar",
      { type: "absences", filters: { user: 4 } },
      "Keine Abwesenheiten, user (4) (gesamte Zeit)",
    ],
    [
      "rate",
      { action: "list", entity: "customer", entity_id: 1 },
      "Keine Sätze: Kunde ID 1 (ACME)",
    ],
    [
      "comment",
      { action: "list", entity: "project", entity_id: 1 },
      "Keine Kommentare: Projekt ID 1 (Website)",
    ],
    ["config", { type: "timesheet" }, "Regeln der Zeiterfassung:"],
    ["find", { text: "ACME" }, 'Kunde 1: ACME {"customer":1}'],
    ["find", { text: "xyzzy", type: "tag" }, "Nichts passt. Am nächsten kommen:"],
    ["user_current", {}, "Angemeldet: super (ID: 1)"],
    ["absence", { action: "types" }, "Arten von Abwesenheiten (de):"],
  ];
  for (const [tool, args, line] of firsts) {
    assert.equal((await linesOf(test, tool, args))[0], line, tool);
  }
  const rate = await linesOf(test, "rate", {
    action: "add",
    entity: "customer",
    entity_id: 1,
    data: { rate: 1250.5, internal_rate: 60 },
  });
  assert.deepEqual(rate, [
    "Added rate ID 1 for all users to customer ID 1",
    "Satz ID: 1, alle Personen: 1.250,50 je Stunde, intern 60,00",
  ]);
  const member = { action: "add_member", team_id: 1, user_id: 5 };
  assert.equal(
    (await linesOf(test, "team_access", member))[1],
    "user2 (5), Team Web (1); Mitglieder jetzt: admin (2) Leitung, user2 (5)",
  );
  const grant = { action: "grant", team_id: 1, target: "project", target_id: 1 };
  assert.deepEqual((await linesOf(test, "team_access", grant)).slice(1), [
    "Team Web (1), Projekt Website (1)",
    "Projekt: bisher offen für alle, die den Kunden sehen, jetzt nur noch für dieses Team und Rollen mit view_all_data",
  ]);
  const status = await linesOf(test, "status");
  assert.match(status[0], /^Kimai 2\.\d+\.\d+ unter https:/);
  assert(
    status.some((line) => line.startsWith("Erlaubt (nach den Vorgaben der Rolle): eigene Zeiten")),
  );
});

Deno.test("a language that is changed in Kimai is spoken from the next look at the person on", async () => {
  await using test = await withKimai();
  const first = async () => (await linesOf(test, "config", { type: "timesheet" }))[0];
  assert.equal(await first(), "Timesheet Configuration:");
  await test.kimai("/users/4", "super", { method: "PATCH", body: '{"language":"de"}' });
  assert.equal(await first(), "Timesheet Configuration:");
  test.setNow("2026-11-20T09:11:00Z");
  assert.equal(await first(), "Regeln der Zeiterfassung:");
});
