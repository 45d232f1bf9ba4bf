/** Looks a name up across everything that can be meant by one, and gives ready arguments. Reads only. */

import { z } from "zod";
import { count } from "../fields.ts";
import {
  findReferents,
  nameOf,
  type Referent,
  referentsOf,
  type RefKind,
  refKinds,
} from "../refs.ts";
import { itemWords } from "../item_words.ts";
import { nearest } from "../matching.ts";
import { action, type KimaiSession, tool } from "../session.ts";
import type { Language, Words } from "../wording.ts";

const hit = z.object({
  type: z.enum(refKinds),
  id: z.int(),
  name: z.string(),
  /** The customer of a project, the project of an activity. */
  of: z.string().optional(),
  hidden: z.literal(true).optional(),
});
type Hit = z.infer<typeof hit>;

const answer = z.object({
  found: z.array(hit),
  /** How many more fit. */
  more: z.int().optional(),
  /** What comes nearest, where nothing fits. */
  nearest: z.array(hit).optional(),
});

function hitOf({ kind, id, name, owner, hidden }: Referent): Hit {
  return { type: kind, id, name, of: owner, hidden: hidden ? true : undefined };
}

async function find(text: string, kinds: readonly RefKind[], limit: number, session: KimaiSession) {
  const all = await Promise.all(kinds.map((kind) => referentsOf(kind, session)));
  const found = all.flatMap((list) => findReferents(text, list));
  const more = found.length - limit;
  return {
    found: found.slice(0, limit).map(hitOf),
    more: more > 0 ? more : undefined,
    nearest: found.length === 0 ? nearest(text, all.flat()).map(hitOf) : undefined,
  };
}

const english = {
  hidden: "hidden",
  more: (count: number) => `${count} more fit: write more of the name, or its type`,
  nearest: "Nothing fits. The nearest are:",
  nothing: "Nothing fits.",
};
const words: Words<typeof english> = {
  en: english,
  de: {
    hidden: "ausgeblendet",
    more: (count) => `${count} weitere passen: mehr vom Namen schreiben, oder die Art (type)`,
    nearest: "Nichts passt. Am nächsten kommen:",
    nothing: "Nichts passt.",
  },
};

/** `project 1: ACME / Website {"project":1}` */
function lineIn(language: Language, one: Hit): string {
  const name = nameOf({ kind: one.type, id: one.id, name: one.name, owner: one.of, hidden: false });
  const type = language === "en" ? one.type : itemWords[language].titles[one.type];
  return `${type} ${one.id}: ${name}${one.hidden ? ` (${words[language].hidden})` : ""} ${
    JSON.stringify({ [one.type]: one.id })
  }`;
}

export const findTool = tool({
  name: "find",
  title: "Find by name",
  description:
    "Look names up in Kimai: customers, projects, activities, users, teams, tags. Case, accents and slips do not matter.",
  actions: {
    find: action({
      summary: "look up",
      effect: "read",
      input: z.object({
        text: z.string().trim().min(1).max(200).describe('name, or "customer / project"'),
        type: z.enum(refKinds).optional(),
        size: count(1, 100).default(20),
      }),
      output: answer,
      run: ({ text, type, size }, session) => find(text, type ? [type] : refKinds, size, session),
      text: async ({ found, more, nearest = [] }, session) => {
        const language = await session.language();
        const own = words[language];
        const lines = (hits: readonly Hit[]) => hits.map((hit) => lineIn(language, hit));
        if (found.length === 0 && nearest.length === 0) return own.nothing;
        if (found.length === 0) return [own.nearest, ...lines(nearest)].join("\n");
        return [...lines(found), ...more === undefined ? [] : [own.more(more)]].join("\n");
      },
    }),
  },
});
