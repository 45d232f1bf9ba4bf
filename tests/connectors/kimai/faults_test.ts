import assert from "node:assert/strict";
import { z } from "zod";
import {
  type Asked,
  readAnswer,
  refusal,
  type Reply,
  unanswered,
} from "../../../src/connectors/kimai/faults.ts";
import type { Failure } from "../../../src/connectors/kimai/transport.ts";
import { UpstreamError } from "../../../src/mcp/errors.ts";

const site = "https://kimai.example.com";
const get: Asked = { method: "GET", site, path: "/timesheets", names: "collection" };
const post: Asked = { ...get, method: "POST", body: { project: 1, billable: true, break: "0:30" } };
const record: Asked = { method: "PATCH", site, path: "/timesheets/7", names: "record" };
const part: Asked = { method: "GET", site, path: "/timesheets/7/meta", names: "part" };

const reply = (status: number, body: unknown, headers: HeadersInit = {}): Reply => ({
  status,
  headers: new Headers(headers),
  text: typeof body === "string" ? body : JSON.stringify(body),
});
const phrase = (status: number) => reply(status, { code: status, message: "Kimai's own phrase" });
const html = (status: number) =>
  reply(status, "<html><body>nginx on server7</body></html>", { "Content-Type": "text/html" });

const mayBeDone =
  "; the change may have been carried out, so look at the record before repeating it";

/** Asserts fault, status and sentence at once. */
function is(error: UpstreamError, fault: string, status: number | undefined, message: string) {
  assert.deepEqual([error.fault, error.status, error.message], [fault, status, message]);
}

Deno.test("each failure without answer has its own sentence", () => {
  const sentences: Record<Failure, string> = {
    refused:
      `Kimai at ${site} refuses connections: check that it runs, and host and port in --kimai-url (KIMAI_URL)`,
    unknown_host:
      `The host "kimai.example.com" is unknown: check its spelling in --kimai-url (KIMAI_URL), and this computer's network and DNS`,
    unreachable:
      `Cannot connect to Kimai at ${site}: check the network, VPN, proxy and firewall in between, and --kimai-url (KIMAI_URL)`,
    untrusted:
      `The certificate of Kimai at ${site} was issued by nobody who is trusted here (it is self-signed, or of a private authority): give the authority's certificate as a file with --ssl-verify (KIMAI_SSL_VERIFY), or switch the check off there with "false"`,
    expired:
      `The certificate of Kimai at ${site} has expired or is not valid yet: have it renewed, and check this computer's clock`,
    wrong_name:
      `The certificate that Kimai shows is not made out for "kimai.example.com": use the name that it is made out for in --kimai-url (KIMAI_URL), or have one issued for "kimai.example.com"`,
    bad_certificate:
      `The certificate of Kimai at ${site} is not acceptable (damaged, revoked or meant for something else): have it replaced, or switch the check off with --ssl-verify false (KIMAI_SSL_VERIFY)`,
    not_tls:
      `${site} does not speak https at this port: check port and scheme in --kimai-url (KIMAI_URL) (http or https)`,
    not_http:
      `${site} did not answer GET /timesheets in http: check port and scheme in --kimai-url (KIMAI_URL) (http or https)`,
    blocked_port:
      `The port of ${site} is one that http clients do not connect to: set --kimai-url (KIMAI_URL) to the port that Kimai's web pages have`,
    not_permitted: `This program may not connect to ${site}: start it with deno's --allow-net`,
    lost:
      `The connection to Kimai at ${site} broke before GET /timesheets was answered: check the network, and the logs of Kimai and its proxy`,
    timeout:
      `Kimai at ${site} did not answer GET /timesheets within 30 s: ask for less at once, or raise --kimai-timeout (KIMAI_TIMEOUT)`,
  };
  for (const [failure, message] of Object.entries(sentences) as [Failure, string][]) {
    const fault = failure === "timeout" ? "timeout" : "unavailable";
    is(unanswered(get, failure, "kimai.example.com", 30), fault, undefined, message);
    const done = ["not_http", "lost", "timeout"].includes(failure) ? mayBeDone : "";
    assert.equal(
      unanswered(post, failure, "kimai.example.com", 30).message,
      message.replace("GET", "POST") + done,
    );
  }
});

Deno.test("an unknown token, a token that got lost and a foreign login are told apart", () => {
  const unknown =
    "Kimai does not accept the API token (401): it is unknown or expired, or its user is disabled; make a new one in your Kimai profile under API access and set --kimai-token (KIMAI_API_TOKEN)";
  is(refusal(get, reply(401, "")), "unauthorized", 401, unknown);
  // A web server may put its own page in place of the empty body; the header stays Kimai's.
  const headers = { "WWW-Authenticate": 'Bearer error="invalid_token",error_description="x"' };
  is(refusal(get, reply(401, "<html>", headers)), "unauthorized", 401, unknown);
  is(
    refusal(get, phrase(401)),
    "unauthorized",
    401,
    "The API token did not reach Kimai (401): a proxy or web server in between drops the Authorization header, or Kimai is older than 2.14 and takes no such tokens; let the header pass (Apache: CGIPassAuth On), or update Kimai",
  );
  is(
    refusal(get, html(401)),
    "unauthorized",
    401,
    "A login in front of Kimai answered in its place (401): let requests to /api pass it, or set --kimai-url (KIMAI_URL) to an address behind it",
  );
});

Deno.test("403 names the permission, for a record also export and lock, for a page the proxy", () => {
  is(
    refusal(get, phrase(403)),
    "forbidden",
    403,
    "Kimai forbids GET /timesheets (403): the role of this token's user lacks the permission, or what is asked for belongs to a team that is closed to it; if Kimai forbids everything, the role lacks api_access",
  );
  is(
    refusal(record, phrase(403)),
    "forbidden",
    403,
    "Kimai forbids PATCH /timesheets/7 (403): the role of this token's user lacks the permission, the record belongs to a team that is closed to it, or it is exported or in a locked period; if Kimai forbids everything, the role lacks api_access",
  );
  is(
    refusal(get, html(403)),
    "forbidden",
    403,
    `A proxy or firewall in front of Kimai at ${site} forbids the request (403): let requests to /api pass it`,
  );
});

Deno.test("404 tells a record, a part of one, a route, and a server that is no Kimai apart", () => {
  is(
    refusal(record, phrase(404)),
    "not_found",
    404,
    "Kimai has no record for PATCH /timesheets/7 (404): the id is wrong, the record was deleted, or it is not open to this token's user; list the records to find the id",
  );
  is(
    refusal(part, phrase(404)),
    "not_found",
    404,
    "Kimai has nothing for GET /timesheets/7/meta (404): the id or name is wrong, or this Kimai lacks the feature (an older version, or a plugin that is not installed)",
  );
  is(
    refusal(get, phrase(404)),
    "not_found",
    404,
    "This Kimai does not offer GET /timesheets (404): its version is older than this feature, or the plugin that brings it is not installed",
  );
  for (const other of [html(404), reply(404, "")]) {
    is(
      refusal(get, other),
      "unavailable",
      404,
      `${site} answers, but not as Kimai does (404, no JSON): set --kimai-url (KIMAI_URL) to the address of Kimai's web pages, without anything behind the host that is not part of it`,
    );
  }
});

Deno.test("routes of other versions are named", () => {
  is(
    refusal(get, phrase(405)),
    "not_found",
    405,
    "This Kimai does not offer GET /timesheets (405): its version has another way to do this, so compare its version with what this call needs",
  );
  is(
    refusal(post, phrase(410)),
    "not_found",
    410,
    "This Kimai no longer offers POST /timesheets (410): an update removed it, so use what took its place",
  );
});

Deno.test("statuses that Kimai never uses are sorted too", () => {
  const sentence = (status: number) =>
    `Kimai at ${site} refused POST /timesheets with status ${status}: check the values of this call`;
  is(refusal(post, phrase(409)), "conflict", 409, sentence(409));
  is(refusal(post, phrase(422)), "invalid", 422, sentence(422));
});

Deno.test("429 and 5xx say when to try again, and whether a change may have been carried out", () => {
  const limited = `Something in front of Kimai at ${site} limits how often it may be asked (429): `;
  is(
    refusal(get, html(429)),
    "rate_limited",
    429,
    `${limited}try again in a while, and ask for less at once`,
  );
  is(
    refusal(get, html(429), 121),
    "rate_limited",
    429,
    `${limited}try again in 3 min, and ask for less at once`,
  );
  is(
    refusal(post, html(503), 40),
    "unavailable",
    503,
    `Kimai at ${site} is not available (503): it is overloaded or in maintenance; try again in 40 s`,
  );
  for (const status of [502, 504]) {
    const message = (method: string) =>
      `The proxy in front of Kimai at ${site} got no answer from it for ${method} /timesheets (${status}): check that Kimai and its PHP process run; try again in a while`;
    is(refusal(get, html(status)), "unavailable", status, message("GET"));
    is(refusal(post, html(status)), "unavailable", status, message("POST") + mayBeDone);
  }
  for (const answer of [phrase(500), html(500), reply(500, "")]) {
    const message = (method: string) =>
      `Kimai failed at ${method} /timesheets (500, an error inside Kimai): its log (var/log/prod.log) has the cause`;
    is(refusal(get, answer), "unavailable", 500, message("GET"));
    is(refusal(post, answer), "unavailable", 500, message("POST") + mayBeDone);
  }
});

const invalid = (errors?: unknown, more = {}) =>
  reply(400, { code: 400, message: "Validation Failed", errors, ...more });

Deno.test("a form's messages reach the caller, field by field", () => {
  const error = refusal(
    record,
    invalid({
      errors: ["The end is before the begin.", "Negative."],
      children: { begin: {}, end: {}, project: { errors: ["Select one."] }, activity: [] },
    }),
  );
  is(
    error,
    "invalid",
    400,
    "Kimai did not accept PATCH /timesheets/7 (400): The end is before the begin; Negative; project: Select one",
  );
  assert.deepEqual(error.fields, [
    { name: "", messages: ["The end is before the begin", "Negative"] },
    { name: "project", messages: ["Select one"] },
  ]);
});

Deno.test("messages inside collections carry their place, in lists and in objects with holes", () => {
  const user = { children: { user: { errors: ["Unknown."] } } };
  for (const members of [[{}, user], { 1: user }]) {
    const { fields } = refusal(post, invalid({ children: { members: { children: members } } }));
    assert.deepEqual(fields, [{ name: "members[1].user", messages: ["Unknown"] }]);
  }
});

Deno.test("a service's messages reach the caller, with the one that only its head has", () => {
  const errors = { children: { duration: { errors: ["Maximum 2:00 hours allowed."] } } };
  const saving = invalid(errors, { code: "400", message: "There was a problem saving." });
  assert.equal(
    refusal(record, saving).message,
    "Kimai did not accept PATCH /timesheets/7 (400): duration: Maximum 2:00 hours allowed",
  );
  const active = invalid(errors, { code: "400", message: "An active record cannot be stopped." });
  assert.deepEqual(refusal(record, active).fields, [
    { name: "", messages: ["An active record cannot be stopped"] },
    { name: "duration", messages: ["Maximum 2:00 hours allowed"] },
  ]);
});

Deno.test("a field that the form does not offer is found by name", () => {
  const errors = {
    errors: ["This form should not contain extra fields."],
    children: { begin: {}, project: { errors: ["Select one."] } },
  };
  const error = refusal(post, invalid(errors));
  is(
    error,
    "invalid",
    400,
    'Kimai did not accept POST /timesheets (400): it does not offer "billable", "break" to this token, because the role lacks a permission for it or a setting of Kimai hides it (leave it out, or have an administrator change that); project: Select one',
  );
  assert.deepEqual(error.fields, [
    { name: "billable", messages: ["not offered to this token"] },
    { name: "break", messages: ["not offered to this token"] },
    { name: "project", messages: ["Select one"] },
  ]);
});

Deno.test("a field in another spelling is not taken for one that is not offered", () => {
  const errors = {
    errors: ["This form should not contain extra fields."],
    children: { timeBudget: {}, name: {} },
  };
  const { fields } = refusal(
    { ...post, body: { time_budget: "1:00", colour: "x" } },
    invalid(errors),
  );
  assert.deepEqual(fields, [{ name: "colour", messages: ["not offered to this token"] }]);
});

Deno.test("a field that is not offered and cannot be found is still explained", () => {
  const errors = { errors: ["This form should not contain extra fields."] };
  assert.equal(
    refusal({ ...post, body: undefined }, invalid(errors)).message,
    "Kimai did not accept POST /timesheets (400): it does not offer one of the fields to this token, because the role lacks a permission for it or a setting of Kimai hides it (leave it out, or have an administrator change that)",
  );
});

Deno.test("a refusal without details says so, and repeats no phrase of Kimai", () => {
  for (
    const answer of [phrase(400), invalid(), invalid([]), invalid("x"), invalid({ errors: "x" })]
  ) {
    const error = refusal(get, answer);
    is(
      error,
      "invalid",
      400,
      "Kimai did not accept GET /timesheets (400): it gives no details; check the form of dates and times, numbers and choices",
    );
    assert.deepEqual(error.fields, []);
  }
});

Deno.test("messages are cut to 200 characters and cleaned, and ten of them are shown", () => {
  const messages = [
    `${"ä".repeat(150)}\u001b[31m\n\u202e${"😀".repeat(100)}`,
    "short\u0000 one.",
    5,
  ];
  const many = Array.from({ length: 12 }, (_, index) => `m${index}`);
  const error = refusal(
    get,
    invalid({ children: { a: { errors: messages }, b: { errors: many } } }),
  );
  const [first, second] = error.fields[0].messages;
  assert.equal([...first].length, 200);
  assert.equal(first, `${"ä".repeat(150)} [31m ${"😀".repeat(43)}…`);
  assert.equal(second, "short one");
  assert.equal(error.fields[0].messages.length, 2);
  assert.ok(error.message.endsWith("; b: m6; b: m7; and 4 more"), error.message);
});

Deno.test("a form nested without end is read to a depth only", () => {
  const deep = (level: number): unknown =>
    level === 0 ? { errors: ["deep"] } : { children: { a: deep(level - 1) } };
  assert.deepEqual(refusal(get, invalid(deep(5))).fields.map(({ name }) => name), ["a.a.a.a.a"]);
  assert.deepEqual(refusal(get, invalid(deep(6))).fields, []);
});

Deno.test("a web page in place of JSON points at the URL or a login", () => {
  const pages = [
    reply(200, "<!doctype html><title>Login</title>", { "Content-Type": "text/html" }),
    reply(200, "  <html>"),
    reply(200, "Please sign in", { "Content-Type": "text/html; charset=utf-8" }),
  ];
  for (const page of pages) {
    assert.throws(() => readAnswer(get, page), {
      name: "UpstreamError",
      fault: "unavailable",
      status: 200,
      message:
        `${site} answers with a web page where Kimai's API should be: set --kimai-url (KIMAI_URL) to the address of Kimai's web pages, without anything behind the host that is not part of it, and let requests to /api pass a login in front of it`,
    });
  }
});

Deno.test("broken JSON, an empty body and unexpected values are named, never quoted", () => {
  const answer = z.looseObject({ id: z.int(), tags: z.array(z.looseObject({ name: z.string() })) });
  const cases: [string, string][] = [
    ['{"id":', "is broken JSON"],
    ["", "is empty"],
    ["[]", "is not of the expected kind"],
    ["null", "is not of the expected kind"],
    ['{"id":"geheim","tags":[]}', 'has something unexpected in "id"'],
    ['{"id":1,"tags":[{"name":"a"},{"name":5}]}', 'has something unexpected in "tags[1].name"'],
  ];
  const end =
    "; compare Kimai's version with the versions that this program supports, and check proxies in between";
  for (const [text, what] of cases) {
    assert.throws(() => readAnswer(get, reply(200, text), answer), {
      fault: "unavailable",
      message: `Kimai's answer to GET /timesheets was not understood: it ${what}${end}`,
    });
    assert.throws(() => readAnswer(post, reply(200, text), answer), {
      message:
        `Kimai's answer to POST /timesheets was not understood, though the change was probably carried out: it ${what}${end}`,
    });
  }
});

Deno.test("an answer may be empty where the schema allows it", () => {
  assert.equal(readAnswer(record, reply(204, ""), z.undefined()), undefined);
  assert.deepEqual(readAnswer(get, reply(200, " [1] ")), [1]);
});
