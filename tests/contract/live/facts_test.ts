/**
 * The facts themselves, checked of embedded Kimais in memory: they hold for every role and release,
 * all of them can be checked, and each kind of them notices when something is broken.
 */
import assert from "node:assert/strict";
import { createDemoKimai } from "../../../src/connectors/kimai/demo/mod.ts";
import { asVersion } from "../../../src/connectors/kimai/demo/versions.ts";
import { facts } from "./all_facts.ts";
import { createAsker, type Fetch } from "./asking.ts";
import { type Fact, inspect } from "./facts.ts";
import { kinds, samplesOf } from "./facts_shapes.ts";
import { openTwin } from "./session.ts";
import { type Shape, shapeOf } from "./shape.ts";
import { createTwin } from "./twin.ts";

const URL_GIVEN = "https://kimai.test/";

/** Checks facts and answers what was wrong, and the figures. */
async function outcomeOf(fetch: Fetch, user: string, some: readonly Fact[] = facts) {
  const { check, summary } = inspect({ url: URL_GIVEN, token: `token_${user}`, fetch });
  const wrong: string[] = [];
  for (const fact of some) {
    await check(fact).catch((error: Error) => wrong.push(`${fact.fact}: ${error.message}`));
  }
  return { wrong, summary: await summary().catch((error: Error) => error.message) };
}

Deno.test("every fact can be checked where every kind of record is, and holds", async () => {
  const { fetch } = await createTwin();
  const { wrong, summary } = await outcomeOf(fetch, "super");
  assert.deepEqual(wrong, []);
  const [, checked, skipped] = /checked (\d+), skipped (\d+)/.exec(summary)!;
  assert.deepEqual([Number(checked), Number(skipped)], [facts.length, 0], summary);
});

for (const user of ["olivia", "adrian", "lena", "ben", "maya"]) {
  Deno.test(`the facts hold for the agency as ${user} sees it`, async () => {
    assert.deepEqual((await outcomeOf(createDemoKimai().fetch, user)).wrong, []);
  });
}

for (const version of ["2.14.0", "2.30.0", "2.41.0", "2.45.0", "2.57.0", "2.62.0", "2.65.0"]) {
  Deno.test(`the facts hold for ${version}`, async () => {
    const { fetch, state } = await createTwin();
    for (const user of ["super", "user"]) {
      assert.deepEqual((await outcomeOf(asVersion(fetch, version, state), user)).wrong, [], user);
    }
  });
}

Deno.test("the facts hold for a Kimai without data", async () => {
  const { fetch } = createDemoKimai({ seed: "empty" });
  for (const user of ["super", "lead", "user"]) {
    assert.deepEqual((await outcomeOf(fetch, user)).wrong, [], user);
  }
});

Deno.test("a role that was given less is passed over where it matters", async () => {
  const { fetch, state } = await createTwin();
  state.roleSwitches.set("ROLE_USER", new Map([["view_own_timesheet", false]]));
  const { wrong, summary } = await outcomeOf(fetch, "user");
  assert.deepEqual(wrong, []);
  assert.match(summary, /because the token's user may not read \/timesheets:/);
});

Deno.test("a role that was given more is compared with a super admin", async () => {
  const { fetch, state } = await createTwin();
  const more = ["view_user", "view_rate_own_timesheet", "view_team", "view_invoice"];
  state.roleSwitches.set("ROLE_USER", new Map(more.map((name) => [name, true])));
  const { wrong, summary } = await outcomeOf(fetch, "user");
  assert.deepEqual(wrong, []);
  assert.doesNotMatch(summary, /may not read \/(?:users|teams|invoices)/);
});

/** An answer that can be changed. */
interface Answer {
  status: number;
  headers: Headers;
  // deno-lint-ignore no-explicit-any -- anything may be broken
  json: any;
}

/** What is broken, the fact that says so, and how: of a path below `/api` with its query. */
const broken: [
  what: string,
  fact: string,
  change: (answer: Answer, path: string, query: URLSearchParams) => void,
][] = [
  ["a wrong order is taken", "/timesheets?order=asc is refused", (answer, _path, query) => {
    if (query.get("order") === "asc") answer.status = 200;
  }],
  ["a wrong parameter is explained", "/timesheets?size=-1 is refused", (answer) => {
    if (answer.status === 400) answer.json.message = "The size is wrong";
  }],
  ["an unknown token gets a text", 'credentials {"Authorization":"Bearer wrong"}', (answer) => {
    if (answer.status === 401) answer.json = { code: 401, message: "Unauthorized" };
  }],
  ["a wrong token is not named", 'credentials {"Authorization":"Bearer wrong"}', (answer) => {
    answer.headers.delete("WWW-Authenticate");
  }],
  ["a route is open", "/teams is a route as in its release, and closed to nobody's requests", (
    answer,
    path,
  ) => {
    if (path === "/teams") answer.status = 200;
  }],
  ["a method is missing", "/tags/1 is a route as in its release, and closed to nobody's requests", (
    answer,
  ) => {
    answer.headers.set("Allow", "PATCH");
  }],
  ["an unknown id is forbidden", "an unknown id below /projects is a 404", (answer, path) => {
    if (path.startsWith("/projects/")) answer.status = 403;
  }],
  [
    "an error says more",
    "an error is JSON with its code and the phrase of its status, and no more",
    (
      answer,
    ) => {
      if (answer.status === 404) answer.json.trace = [];
    },
  ],
  ["a page beyond the last is empty", "a page beyond the last is a 404", (answer, _path, query) => {
    if (query.has("page") && answer.status === 404) [answer.status, answer.json] = [200, []];
  }],
  [
    "a page is not capped",
    "the headers of GET /timesheets?size=9999 agree with each other and with its rows",
    (answer, _path, query) => {
      if (query.get("size") === "9999") answer.headers.set("X-Per-Page", "9999");
    },
  ],
  [
    "the total is of the page",
    "the headers of GET /timesheets?size=2 agree with each other and with its rows",
    (answer, _path, query) => {
      if (query.has("size")) answer.headers.set("X-Total-Count", String(answer.json.length));
    },
  ],
  ["pages overlap", "pages continue each other", (answer, _path, query) => {
    if (query.get("page") === "2") answer.json[0].id++;
  }],
  ["the order is turned", "records are ordered by begin, DESC", (answer, _path, query) => {
    if (query.get("order") === "DESC") answer.json.reverse();
  }],
  ["an unknown project finds nothing", "an unknown project makes no other list", (
    answer,
    _path,
    query,
  ) => {
    if (query.has("project")) answer.json = [];
  }],
  ["one's own list is forbidden by name", "the token's user makes no other list", (
    answer,
    _path,
    query,
  ) => {
    if (query.has("user")) answer.status = 403;
  }],
  ["the begin is exclusive", "begin and end are inclusive, and both about the begin", (
    answer,
    _path,
    query,
  ) => {
    if (query.has("begin")) answer.json = [];
  }],
  ["the end is about the end", "a second before its begin a record is not there yet", (
    answer,
    path,
  ) => {
    if (path.startsWith("/timesheets")) answer.json = everything;
  }],
  ["another user's list is one's own", "a list of somebody else is of nobody but him", (
    answer,
    _path,
    query,
  ) => {
    if (/^\d+$/.test(query.get("user") ?? "")) {
      for (const row of answer.json) row.user = 1;
    }
  }],
  [
    "exported is passed over",
    "exported divides the records into those that are and those that are not",
    (
      answer,
      _path,
      query,
    ) => {
      if (query.has("exported")) answer.json = everything;
    },
  ],
  [
    "full embeds nothing",
    "an expanded record is the same record, with objects in the place of ids",
    (
      answer,
      _path,
      query,
    ) => {
      if (query.has("full")) answer.json = everything;
    },
  ],
  [
    "recent repeats itself",
    "recent has at most ten records of the token's user, no two of them alike",
    (
      answer,
      path,
    ) => {
      if (path === "/timesheets/recent") answer.json.push(answer.json[0]);
    },
  ],
  [
    "active has a stopped one",
    "active has the running records of the token's user, the newest first",
    (
      answer,
      path,
    ) => {
      if (path === "/timesheets/active") answer.json[0].end = answer.json[0].begin;
    },
  ],
  [
    "ignoreDates does nothing",
    "projects that run today are listed, and ignoreDates adds the others",
    (
      answer,
      path,
      query,
    ) => {
      if (path === "/projects" && query.has("ignoreDates")) answer.json.splice(1);
    },
  ],
  [
    "hidden tags are found",
    "tags/find with an empty name finds the visible tags, as /tags lists them",
    (
      answer,
      path,
    ) => {
      if (path === "/tags/find") answer.json[0].visible = false;
    },
  ],
  ["a key is dropped", "a project has the keys and types of its release", (answer, path) => {
    if (path === "/projects") delete answer.json[0]["color-safe"];
  }],
  ["a key is added", "a customer has the keys and types of its release", (answer, path) => {
    if (path === "/customers") answer.json[0].vatId = "DE";
  }],
  ["an id is a text", "a tag has the keys and types of its release", (answer, path) => {
    if (path === "/tags/find") answer.json[0].id = "1";
  }],
  ["a moment has a colon", "a single time record has the keys and types of its release", (
    answer,
    path,
  ) => {
    if (path.startsWith("/timesheets/")) answer.json.begin = "2026-03-02T09:00:00+01:00";
  }],
  ["an inner key is dropped", "an expanded time record has the keys and types of its release", (
    answer,
    _path,
    query,
  ) => {
    if (query.has("full")) delete answer.json[0].project.customer.currency;
  }],
  ["a colour is none", "the colours are names with colours", (answer, path) => {
    if (path === "/config/colors") answer.json.Silver = "silver";
  }],
];

/** Own records as a list without any filter shows them. */
let everything: unknown[] = [];

for (const [what, name, change] of broken) {
  Deno.test(`it is noticed when ${what}`, async () => {
    const { fetch } = await createTwin();
    const url = "https://kimai.test/api/timesheets?orderBy=id";
    const headers = { Authorization: "Bearer token_super" };
    everything = await (await fetch(url, { headers })).json();
    const tampered: Fetch = async (input, init) => {
      const response = await fetch(input, init);
      const text = await response.text();
      const answer = {
        status: response.status,
        headers: new Headers(response.headers),
        json: text.startsWith("<") || text === "" ? undefined : JSON.parse(text),
      };
      const { pathname, searchParams } = new URL(input);
      // The answers by which it is opened stay as they are.
      const path = pathname.replace("/api", "");
      const isOpening = new Headers(init.headers).get("Authorization") === headers.Authorization &&
        ["/version", "/plugins", "/users/me"].includes(path);
      if (!isOpening) change(answer, path, searchParams);
      const body = answer.json === undefined ? null : JSON.stringify(answer.json);
      return new Response(body, answer);
    };
    const one = facts.filter(({ fact }) => fact === name);
    assert.equal(one.length, 1, `the facts called "${name}"`);
    const { wrong } = await outcomeOf(tampered, "super", one);
    assert.equal(wrong.length, 1, `"${name}" holds although ${what}`);
  });
}

Deno.test("nothing but GET is sent, and nothing that changed a record in old releases", async () => {
  const methods = new Set<string | undefined>();
  const { fetch } = await createTwin();
  await outcomeOf((url, init) => {
    methods.add(init.method);
    const asked = new URL(url).pathname;
    const isNobody = !new Headers(init.headers).has("Authorization");
    assert.ok(isNobody || !/stop|restart/.test(asked), asked);
    return fetch(url, init);
  }, "super");
  assert.deepEqual([...methods], ["GET"]);
  const { ask } = createAsker({ url: URL_GIVEN, token: "token_super", fetch });
  assert.throws(() => ask("/timesheets/1/stop"), {
    message: "Cannot ask for /timesheets/1/stop: old releases change a record by it",
  });
});

Deno.test("the same question is sent once, and there is an end to questions", async () => {
  let sent = 0;
  const fetch = () => Promise.resolve(Response.json({ number: ++sent }));
  const { ask, requests } = createAsker({ url: "https://kimai.test/api", token: "t", fetch });
  await ask("/ping");
  await ask("/ping");
  assert.deepEqual([sent, requests()], [1, 1]);
  for (let number = 1; number < 400; number++) await ask(`/ping?${number}`);
  assert.throws(() => ask("/ping?again"), {
    message: "Cannot ask for /ping?again: 400 requests are enough",
  });
});

Deno.test("the token is told to nobody", async () => {
  const token = "0123456789abcdef";
  const fetch = () => Promise.reject(new TypeError(`cannot send Bearer ${token}`));
  const { check } = inspect({ url: URL_GIVEN, token, fetch });
  await assert.rejects(check(facts[0]), {
    message: "GET /version failed: cannot send Bearer [token]",
  });
});

/** Answers that end the acquaintance, and what is said of them. */
const strangers: [status: number, headers: Record<string, string>, message: string][] = [
  [401, {}, "it does not know the token"],
  [403, {}, "the token's user may not use the API"],
  [
    301,
    { Location: "https://other.test/" },
    "give the address that it leads to, below https://other.test/",
  ],
];

for (const [status, headers, message] of strangers) {
  Deno.test(`a Kimai that answers ${status} is complained about once`, async () => {
    const fetch = () => Promise.resolve(new Response(null, { status, headers }));
    const { wrong, summary } = await outcomeOf(fetch, "super");
    const complaint = `Cannot ask this Kimai: GET /version was answered with ${status}: ${message}`;
    assert.deepEqual(wrong, [`${facts[0].fact}: ${complaint}`]);
    assert.equal(summary, complaint);
  });
}

Deno.test("a release after the last one known is compared with that", async () => {
  const { fetch } = await createTwin();
  const later: Fetch = async (url, init) => {
    const response = await fetch(url, init);
    if (!url.endsWith("/version") || !response.ok) return response;
    const [version, versionId] = ["2.70.1", 27001];
    return Response.json({ version, versionId, copyright: `Kimai ${version} by Kevin Papst.` });
  };
  const { wrong, summary } = await outcomeOf(later, "super");
  assert.deepEqual(wrong, []);
  assert.match(summary, /^Kimai 2\.70\.1, compared with 2\.66\.0, asked as/);
});

/** Keys that mean different things in different places, or that the twin cannot have filled in. */
const OWN_WAY = /^(?:project|customer|user|activity|parentTitle|end|email|avatar)$/;

Deno.test("what may be empty is there both ways wherever the twin shows it", async () => {
  const twin = await openTwin("2.66.0");
  const seen = new Map<string, { place: string; kinds: Shape["kinds"] }[]>();
  const walk = (shape: Shape, place: string): void => {
    if (shape.items) walk(shape.items, `${place}[]`);
    for (const [key, inner] of shape.keys) {
      const at = { place: `${place}.${key}`, kinds: inner.shape.kinds };
      seen.set(key, [...seen.get(key) ?? [], at]);
      if (key !== "supervisor") walk(inner.shape, at.place);
    }
  };
  for (const { kind, twin: paths } of kinds) {
    walk(shapeOf(await samplesOf({ ...twin, twinUser: "user" }, paths)), kind);
  }
  const gaps = [...seen].filter(([key]) => !OWN_WAY.test(key)).flatMap(([, places]) => {
    const all = new Set(places.flatMap(({ kinds }) => [...kinds]));
    const isBoth = all.has("null") && all.size > 1;
    return places.filter(({ kinds }) => isBoth && !(kinds.has("null") && kinds.size > 1));
  });
  assert.deepEqual(gaps.map(({ place }) => place), []);
});
