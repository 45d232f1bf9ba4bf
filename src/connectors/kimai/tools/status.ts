/** Always answers: which Kimai this is, who I am there, what I may do, what is wrong and what to do about it. */

import { z } from "zod";
import { UpstreamError, UserError } from "../../../mcp/errors.ts";
import { hours } from "../dates.ts";
import { detailOf, workOf } from "../entries.ts";
import { plugin, timesheet, version } from "../records.ts";
import { oldest, probeRights, rightsOf } from "../rights.ts";
import { action, type KimaiSession, tool } from "../session.ts";
import { statusWords } from "../status_words.ts";
import { languageOf } from "../wording.ts";
import { profile, profileOf, profileText } from "./user_current.ts";

/** A running timer this old was probably forgotten, in seconds. */
const forgottenAfter = 12 * 3600;

const answer = z.object({
  /** Whether everything that was asked could be found out. */
  ok: z.boolean(),
  kimai: z.object({ url: z.string().optional(), version: z.string().optional() }),
  user: profile.optional(),
  may: z.array(z.string()),
  may_not: z.array(z.string()),
  not_installed: z.array(z.string()),
  plugins: z.array(plugin).optional(),
  tracking_mode: z.string().optional(),
  running: z.array(z.object({ id: z.int(), work: z.string(), duration: z.int() })).optional(),
  /** What is wrong, each with what to do about it. */
  problems: z.array(z.string()),
});
type Answer = z.infer<typeof answer>;

/** Runs a look that may fail; an expected failure becomes a problem. */
async function look<T>(problems: Set<string>, ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof UpstreamError || error instanceof UserError)) throw error;
    problems.add(error.message);
    return undefined;
  }
}

/** Without what may be a secret: whatever stands before an `@`, scheme or not, and a query. */
function shownUrl(url: string | undefined): string | undefined {
  return url?.replace(/^(\w[\w+.-]*:\/\/)?.*@/s, "$1").replace(/[?#].*$/s, "");
}

async function readStatus(session: KimaiSession): Promise<Answer> {
  const problems = new Set<string>();
  const kimai = { url: shownUrl(session.url) };
  const nothing = { may: [], may_not: [], not_installed: [] };
  const found = await look(
    problems,
    () => session.kimai.request("GET", ["version"], { answer: version }),
  );
  // Everything else would only repeat what is wrong.
  if (!found) return { ok: false, kimai, ...nothing, problems: [...problems] };
  const [me, rules, plugins, active, probed] = await Promise.all([
    look(problems, session.me),
    look(problems, session.config),
    look(problems, () => session.kimai.request("GET", ["plugins"], { answer: z.array(plugin) })),
    look(
      problems,
      () => session.kimai.request("GET", ["timesheets", "active"], { answer: z.array(timesheet) }),
    ),
    probeRights((path, query) => session.kimai.request("GET", path, { query }), problems),
  ]);
  if (found.versionId < oldest) {
    problems.add(`Kimai ${found.version} is too old for API tokens: update to 2.14 or later`);
  }
  const byRole = rightsOf(me?.roles ?? []);
  const details = await Promise.all(
    (active ?? []).map((record) => detailOf(record, session.names, session.now())),
  );
  for (const entry of details.filter((one) => one.duration > forgottenAfter)) {
    problems.add(
      `Timer ID ${entry.id} (${workOf(entry)}) runs for ${
        hours(entry.duration)
      } h: perhaps it was forgotten, set its end with timesheet update`,
    );
  }
  return {
    ok: problems.size === 0,
    kimai: { ...kimai, version: found.version },
    user: me && profileOf(me),
    may: [...byRole.may, ...probed.may],
    may_not: [...byRole.may_not, ...probed.may_not],
    not_installed: probed.not_installed,
    plugins,
    tracking_mode: rules?.trackingMode,
    running: details.length > 0
      ? details.map((one) => ({ id: one.id, work: workOf(one), duration: one.duration }))
      : undefined,
    problems: [...problems],
  };
}

function list(title: string, items: readonly string[]): string | undefined {
  return items.length > 0 ? `${title}: ${items.join("; ")}` : undefined;
}

/** In the person's own language, as far as Kimai told whose it is. */
function statusText(status: Answer): string {
  const { kimai, user, plugins, running = [] } = status;
  const own = statusWords[languageOf(user ?? {})];
  const named = (list: readonly string[]) => list.map((what) => own.what[what] ?? what);
  return [
    // Without an address the problem says it all.
    kimai.version ? own.at(kimai.version, `${kimai.url}`) : kimai.url && own.silent(kimai.url),
    ...status.problems.map((problem) => `${own.problem}: ${problem}`),
    user && profileText(user),
    status.tracking_mode && `${own.mode}: ${status.tracking_mode}`,
    list(own.running, running.map((one) => `ID ${one.id} ${one.work}, ${hours(one.duration)} h`)),
    list(own.may, named(status.may)),
    list(own.mayNot, named(status.may_not)),
    plugins && (list("Plugins", plugins.map((one) => `${one.name} ${one.version ?? ""}`.trim())) ??
      own.noPlugins),
    list(own.missing, named(status.not_installed)),
  ].filter((line) => line !== undefined && line !== "").join("\n");
}

export const status = tool({
  name: "status",
  title: "Connection and rights",
  description:
    "Whether Kimai answers, which version, who you are there, what you may do, and what to do about problems. Call it first when something fails.",
  actions: {
    get: action({
      summary: "look",
      effect: "read",
      input: z.object({}),
      output: answer,
      run: (_input, session) => readStatus(session),
      text: statusText,
    }),
  },
});
