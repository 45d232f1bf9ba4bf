/** Comments on customers and projects (Kimai 2.57). */

import { z } from "zod";
import { UpstreamError, UserError } from "../../../mcp/errors.ts";
import { firstLines } from "../compat.ts";
import { instantOf } from "../dates.ts";
import { flag, id } from "../fields.ts";
import { type Comment, comment as record, displayName } from "../records.ts";
import { action, type KimaiSession, tool } from "../session.ts";
import { aboutOf, nameOf, pathOf, type Subject, subjectOf, titleOf } from "../subresources.ts";
import type { Words } from "../wording.ts";

const subject = subjectOf("comments");
const commentId = { comment_id: id("delete, pin") };

const shown = z.object({
  id: z.int(),
  message: z.string(),
  by: z.string().optional(),
  /** In the reader's zone, `YYYY-MM-DD HH:mm`. */
  at: z.string(),
  pinned: z.literal(true).optional(),
});
const about = aboutOf("comments");

/** The reader's zone; UTC where it cannot be looked up, which must not hide a comment that was just written. */
async function zoneOf(me: KimaiSession["me"]): Promise<string> {
  try {
    return (await me()).timezone;
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return "UTC";
  }
}

async function show(comment: Comment, { me }: KimaiSession): Promise<z.infer<typeof shown>> {
  // Kimai answers with the author's offset after POST and in UTC elsewhere: only the instant counts.
  const at = instantOf(comment.createdAt).toZonedDateTimeISO(await zoneOf(me));
  return {
    id: comment.id,
    message: comment.message,
    by: comment.createdBy ? displayName(comment.createdBy) : undefined,
    at: at.toPlainDateTime().toString({ smallestUnit: "minute" }).replace("T", " "),
    pinned: comment.pinned ? true : undefined,
  };
}

async function read(subject: Subject, { kimai }: KimaiSession): Promise<Comment[]> {
  const comments = await kimai.request("GET", pathOf(subject, "comments"), {
    answer: z.array(record),
  });
  return comments.sort((one, other) => Number(other.pinned) - Number(one.pinned));
}

const english = {
  none: (title: string) => `No comments found for ${title}`,
  found: (count: number, title: string) => `Found ${count} comment(s) for ${title}:`,
  comment: "Comment",
  pinned: "PINNED",
  unknown: "unknown",
};
const words: Words<typeof english> = {
  en: english,
  de: {
    none: (title) => `Keine Kommentare: ${title}`,
    found: (count, title) => `Kommentare: ${count}, ${title}`,
    comment: "Kommentar",
    pinned: "ANGEHEFTET",
    unknown: "unbekannt",
  },
};

export const comment = tool({
  name: "comment",
  title: "Comments",
  description: "Comments on Kimai customers and projects, as Markdown.",
  actions: {
    list: action({
      summary: "all, pinned first",
      effect: "read",
      input: z.object(subject),
      output: z.object({ ...about, comments: z.array(shown) }),
      run: async (input, session) => {
        const [comments, name] = await Promise.all([read(input, session), nameOf(input, session)]);
        const list = await Promise.all(comments.map((one) => show(one, session)));
        return { ...input, name, comments: list };
      },
      text: async (result, session) => {
        const language = await session.language();
        const { none, found, comment, pinned, unknown } = words[language];
        const title = titleOf(result, language);
        if (result.comments.length === 0) return none(title);
        return [
          found(result.comments.length, title),
          ...result.comments.map((one) =>
            `\n${comment} ID: ${one.id}${one.pinned ? ` [${pinned}]` : ""}, ${
              one.by ?? unknown
            }, ${one.at}\n${one.message}`
          ),
        ].join("\n");
      },
    }),
    create: action({
      summary: "write data.message",
      effect: "create",
      input: z.object({
        ...subject,
        data: z.strictObject({ message: z.string().trim().min(1), pinned: flag().optional() }),
      }),
      output: z.object({ ...about, comment: shown }),
      run: async ({ data, ...input }, session) => {
        const body = { message: data.message, ...(data.pinned && { pinned: true }) };
        const created = await session.kimai.request("POST", pathOf(input, "comments"), {
          body,
          answer: record,
        });
        return { ...input, comment: await show(created, session) };
      },
      text: ({ entity, entity_id, comment }) =>
        firstLines.commented(comment.id, entity, entity_id, comment.pinned ?? false),
    }),
    delete: action({
      summary: "delete for good",
      effect: "delete",
      input: z.object({ ...subject, ...commentId }),
      output: z.object({ ...about, deleted: z.int() }),
      run: async ({ comment_id, ...input }, { kimai }) => {
        await kimai.request("DELETE", [...pathOf(input, "comments"), comment_id]);
        return { ...input, deleted: comment_id };
      },
      text: ({ entity, entity_id, deleted }) => firstLines.uncommented(deleted, entity, entity_id),
    }),
    pin: action({
      summary: "set data.pinned, without it flip it",
      effect: "update",
      input: z.object({
        ...subject,
        ...commentId,
        data: z.strictObject({ pinned: flag().optional() }).optional(),
      }),
      output: z.object({ ...about, comment: shown, changed: z.boolean() }),
      run: async ({ comment_id, data, ...input }, session) => {
        // Kimai only offers a toggle: the state is read first.
        const before = (await read(input, session)).find((one) => one.id === comment_id);
        if (!before) {
          throw new UserError(
            `Cannot pin comment ${comment_id}: ${titleOf(input)} has no such comment`,
          );
        }
        const wanted = data?.pinned ?? !before.pinned;
        const changed = before.pinned !== wanted;
        const path = [...pathOf(input, "comments"), comment_id, "pin"];
        const after = changed
          ? await session.kimai.request("PATCH", path, { answer: record })
          : before;
        return { ...input, comment: await show(after, session), changed };
      },
      text: ({ comment, changed }) =>
        firstLines.pinned(comment.id, comment.pinned ?? false) +
        (changed ? "" : " (it was already)"),
    }),
  },
});
