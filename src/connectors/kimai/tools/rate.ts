/** What an hour or an entry costs: rates of customers, projects and activities, for everybody or for one user. */

import { z } from "zod";
import { UpstreamError, UserError } from "../../../mcp/errors.ts";
import { firstLines, renamed } from "../compat.ts";
import { nameUser, nameWithId } from "../directory.ts";
import { named } from "../entries.ts";
import { flag, id, money } from "../fields.ts";
import { amountOf, amountText } from "../money.ts";
import { type Rate, rate as record } from "../records.ts";
import { action, type KimaiSession, tool } from "../session.ts";
import { aboutOf, nameOf, pathOf, type Subject, subjectOf, titleOf } from "../subresources.ts";
import { ref } from "../refs.ts";
import { type Language, wordings, type Words } from "../wording.ts";

const subject = subjectOf("rates");
const about = aboutOf("rates");

const data = renamed(
  z.strictObject({
    rate: money,
    user: ref("user", "default everybody").optional(),
    internal_rate: money.optional(),
    is_fixed: flag("per entry, not hour").optional(),
  }),
  { internalRate: "internal_rate", isFixed: "is_fixed" },
);
type Data = z.output<typeof data>;

/** A rate in an answer. Amounts in the customer's currency; without a user it holds for everybody. */
const shown = z.object({
  id: z.int(),
  user: named.optional(),
  rate: z.number(),
  internal_rate: z.number().optional(),
  is_fixed: z.boolean(),
});
type Shown = z.infer<typeof shown>;

async function show(rate: Rate, { names }: KimaiSession): Promise<Shown> {
  return {
    id: rate.id,
    user: rate.user ? await nameUser(rate.user, names) : undefined,
    rate: rate.rate,
    internal_rate: rate.internalRate ?? undefined,
    is_fixed: rate.isFixed ?? false,
  };
}

async function read(subject: Subject, session: KimaiSession): Promise<Shown[]> {
  const answer = z.array(record);
  const rates = await session.kimai.request("GET", pathOf(subject, "rates"), { answer });
  return Promise.all(rates.map((one) => show(one, session)));
}

const english = {
  internal: "internal",
  everybody: "all users",
  none: (title: string) => `No rates configured for ${title}`,
  found: (count: number, title: string) => `Found ${count} rate(s) for ${title}:`,
  rate: "Rate",
};
const words: Words<typeof english> = {
  en: english,
  de: {
    internal: "intern",
    everybody: "alle Personen",
    none: (title) => `Keine Sätze: ${title}`,
    found: (count, title) => `Sätze: ${count}, ${title}`,
    rate: "Satz",
  },
};

/** `75.00 an hour, internal 60.00` */
function amount({ rate, internal_rate, is_fixed }: Shown, language: Language): string {
  const common = wordings[language];
  const text = (value: number) => amountText(amountOf(value), common);
  const internal = internal_rate === undefined
    ? ""
    : `, ${words[language].internal} ${text(internal_rate)}`;
  return `${text(rate)} ${is_fixed ? common.fixed : common.anHour}${internal}`;
}

function line(rate: Shown, language: Language = "en"): string {
  const whose = rate.user ? nameWithId(rate.user) : words[language].everybody;
  return `${words[language].rate} ID: ${rate.id}, ${whose}: ${amount(rate, language)}`;
}

/** Kimai refuses `user` for a second rate of the same user and for an unknown one alike: the rates there tell which. */
async function explainAdd(
  error: unknown,
  about: Subject & { name?: string },
  { user }: Data,
  session: KimaiSession,
): Promise<never> {
  const isUser = error instanceof UpstreamError && error.fault === "invalid" &&
    error.fields.some(({ name }) => name === "user");
  if (!isUser) throw error;
  const taken = (await read(about, session)).find((one) => one.user?.id === user);
  if (!taken && user === undefined) throw error;
  if (!taken) {
    throw new UserError(
      `Cannot add the rate to ${titleOf(about)}: Kimai has no user ${user} that is open to you`,
    );
  }
  throw new UserError(
    `Cannot add the rate to ${titleOf(about)}: there is one already (${
      line(taken)
    }), Kimai keeps one for each user and one for all users, and changes none; delete that one first`,
  );
}

export const rate = tool({
  name: "rate",
  title: "Rates",
  description:
    "Rates of a Kimai customer, project or activity. What counts for an entry: activity before project before customer, there a user's own before the one for all.",
  actions: {
    list: action({
      summary: "all",
      effect: "read",
      input: z.object(subject),
      output: z.object({ ...about, rates: z.array(shown) }),
      run: async (input, session) => {
        const [rates, name] = await Promise.all([read(input, session), nameOf(input, session)]);
        return { ...input, name, rates };
      },
      text: async (result, session) => {
        const language = await session.language();
        const title = titleOf(result, language);
        if (result.rates.length === 0) return words[language].none(title);
        const lines = result.rates.map((rate) => line(rate, language));
        return [words[language].found(lines.length, title), ...lines].join("\n");
      },
    }),
    add: action({
      summary: "a rate; to change one, delete and add",
      effect: "create",
      admin: true,
      input: z.object({ ...subject, data }),
      output: z.object({ ...about, rate: shown }),
      run: async ({ data, ...input }, session) => {
        const about = { ...input, name: await nameOf(input, session) };
        const body = {
          rate: data.rate,
          user: data.user,
          internalRate: data.internal_rate,
          isFixed: data.is_fixed,
        };
        const created = await session.kimai
          .request("POST", pathOf(input, "rates"), { body, answer: record })
          .catch((error) => explainAdd(error, about, data, session));
        return { ...about, rate: await show(created, session) };
      },
      text: async ({ entity, entity_id, rate }, session) => {
        const whose = rate.user ? `user ${rate.user.name ?? rate.user.id}` : "all users";
        const first = firstLines.rateAdded(rate.id, whose, entity, entity_id);
        return `${first}\n${line(rate, await session.language())}`;
      },
    }),
    delete: action({
      summary: "delete `rate_id`",
      effect: "delete",
      admin: true,
      input: z.object({ ...subject, rate_id: id() }),
      output: z.object({ ...about, deleted: shown }),
      run: async ({ rate_id, ...input }, session) => {
        const [rates, name] = await Promise.all([read(input, session), nameOf(input, session)]);
        const deleted = rates.find((one) => one.id === rate_id);
        if (!deleted) {
          const there = rates.length > 0 ? rates.map((one) => line(one)).join("; ") : "it has none";
          throw new UserError(
            `Cannot delete rate ${rate_id}: ${
              titleOf({ ...input, name })
            } has no such rate (${there})`,
          );
        }
        await session.kimai.request("DELETE", [...pathOf(input, "rates"), rate_id]);
        return { ...input, name, deleted };
      },
      text: async ({ entity, entity_id, deleted }, session) => {
        const first = firstLines.rateDeleted(deleted.id, entity, entity_id);
        return `${first}\n${line(deleted, await session.language())}`;
      },
    }),
  },
});
