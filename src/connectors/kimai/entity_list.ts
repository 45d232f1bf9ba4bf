// No test of its own: tools/entity_test.ts and parity_entity_test.ts run every line of it.
/** A list of entities as an answer: how many there are, the rows that fit, and the call for the next ones. */

import { z } from "zod";
import { UserError } from "../../mcp/errors.ts";
import { textLimit } from "../../mcp/result.ts";
import { entities, type Entity, explainForbidden, type Type, types } from "./entities.ts";
import { type Filters, readFilters } from "./filters.ts";
import { briefLine, briefOf } from "./item_text.ts";
import { itemWords } from "./item_words.ts";
import { type Item, item } from "./items.ts";
import { amountText } from "./money.ts";
import { isCut, pageSize, readWindow, windowOf } from "./long_pages.ts";
import { noteWords } from "./note_words.ts";
import { invoiceUri } from "./resources.ts";
import type { KimaiSession } from "./session.ts";
import { type Language, wordings } from "./wording.ts";

/** A list: `total` rows match, `items` of them are shown. */
export const entityList = z.object({
  type: z.enum(types),
  total: z.int(),
  items: z.array(item),
  /** Of invoices, per currency. */
  sums: z.array(z.object({ currency: z.string(), total: z.number(), count: z.int() })).optional(),
  notes: z.array(z.string()).optional(),
  /** How many rows follow, and the arguments of the call that shows the next ones. */
  more: z.int().optional(),
  next: z.object({
    type: z.enum(types),
    action: z.string(),
    filters: z.looseObject({ page: z.int(), size: z.int() }),
  }).optional(),
});
export type EntityList = z.infer<typeof entityList>;

/** Rows that were read: all that match, or one page of them. */
interface Read {
  rows: Item[];
  total: number;
  /** How many rows that match come before the first of these. */
  skipped: number;
  notes: string[];
}

export async function listEntities(
  entity: Entity,
  given: Record<string, unknown>,
  session: KimaiSession,
): Promise<EntityList> {
  const { filters, written, ignored } = await readFilters(entity.type, given, session);
  if (filters.page !== undefined) filters.size ??= pageSize;
  const read = await (entity.paged ? readPaged : readAll)(entity, filters, session)
    .catch(explainForbidden(entity, "list", entity.many));
  const language = await session.language();
  if (ignored.length > 0) read.notes.push(noteWords[language].ignored(ignored, entity.many));
  return fill(entity, read, filters, written, language);
}

const skippedBy = ({ page = 1, size = 0 }: Filters) => (page - 1) * size;

/** Most collections come whole, whatever page is asked for (API.md 2): pages of them are made here. */
async function readAll(entity: Entity, filters: Filters, session: KimaiSession): Promise<Read> {
  const all = await session.kimai.request("GET", entity.listPath ?? [entity.path], {
    query: entity.query(filters),
    answer: z.array(entity.record),
  });
  const { rows, notes } = entity.type === "project"
    ? await withoutEnded(all, filters, session)
    : { rows: ownTerm.has(entity.type) ? all.filter(called(filters.term)) : all, notes: [] };
  if (filters.full && entity === entities.customer && rows.length > 0 && !rows.some(hasDetails)) {
    notes.push(noteWords[await session.language()].noAddress);
  }
  const skipped = skippedBy(filters);
  if (skipped > 0 && skipped >= rows.length) {
    throw new UserError(`There is no page ${filters.page}: the list ends before it`);
  }
  return { rows: rows.slice(skipped), total: rows.length, skipped, notes };
}

/** Kimai lists all of these or none; a term is looked for here. */
const ownTerm = new Set<Type>(["team", "holiday"]);
const called = (term = "") => ({ name }: Item) => name.toLowerCase().includes(term.toLowerCase());
const hasDetails = (row: Item) => entities.customer.full!.some((key) => row[key] !== undefined);

/**
 * Kimai leaves out projects that ended or have not begun, in silence (K-16). They are asked for, counted
 * and left out here; with `ignoreDates`, or hidden ones (`visible` 2 and 3), they stay.
 */
async function withoutEnded(
  all: Item[],
  { visible = 1, ignoreDates }: Filters,
  session: KimaiSession,
): Promise<{ rows: Item[]; notes: string[] }> {
  const dated = all.some(({ start, end }) => start || end);
  if (!dated || ignoreDates || visible > 1) return { rows: all, notes: [] };
  const { timezone } = await session.me();
  const today = session.now().toZonedDateTimeISO(timezone).toPlainDate().toString();
  const runs = ({ start = today, end = today }: Item) =>
    String(start) <= today && today <= String(end);
  const rows = all.filter(runs);
  const left = all.length - rows.length;
  const words = noteWords[await session.language()];
  return { rows, notes: left > 0 ? [words.ended(left)] : [] };
}

async function readPaged(
  entity: Entity,
  filters: Filters,
  { kimai, progress, language }: KimaiSession,
): Promise<Read> {
  const options = {
    query: entity.query(filters),
    rows: z.array(entity.record),
    onPage: (done: number, all: number) => progress(done, all, `${entity.many} read`),
  };
  const window = windowOf(filters);
  const { rows, total, complete } = window
    ? await readWindow(kimai, [entity.path], window, options)
    : await kimai.list([entity.path], options);
  const words = noteWords[await language()];
  const notes = [
    complete || (window && !isCut({ read: rows.length, total }, window))
      ? undefined
      : words.rowLimit(rows.length, total),
    rows.some(({ document }) => document) ? words.documents(invoiceUri("{id}")) : undefined,
  ].filter((note) => note !== undefined);
  return { rows, total, skipped: skippedBy(filters), notes };
}

/** Puts rows in until the text is full. */
function fill(
  entity: Entity,
  { rows, total, skipped, notes }: Read,
  { page, size = rows.length, full }: Filters,
  written: Record<string, unknown>,
  language: Language,
): EntityList {
  const keys = [...entity.brief, ...(full ? entity.full ?? [] : [])];
  const answer: EntityList = {
    type: entity.type,
    total,
    items: [],
    sums: entity.type === "invoice" && page === undefined ? sumsOf(rows) : undefined,
    notes: notes.length > 0 ? notes : undefined,
  };
  // The call that shows more is told at the end, and needs room.
  let room = textLimit - entityListText(answer, language).length - 500;
  for (const row of rows.slice(0, size)) {
    const brief = briefOf(row, keys);
    room -= briefLine(brief, language).length + 1;
    if (room < 0) break;
    answer.items.push(brief);
  }
  const until = skipped + answer.items.length;
  if (until < total && answer.items.length > 0) {
    const step = largestDivisor(until, answer.items.length);
    const filters = { ...written, page: until / step + 1, size: step };
    answer.more = total - until;
    answer.next = { type: entity.type, action: "list", filters };
  }
  return answer;
}

/** Pages begin at multiples of their size: the longest size, up to a limit, whose pages meet where this answer ends. */
function largestDivisor(of: number, limit: number): number {
  for (let size = Math.min(limit, 500); size > 1; size--) if (of % size === 0) return size;
  return 1;
}

function sumsOf(rows: readonly Item[]): EntityList["sums"] {
  const sums = new Map<string, { currency: string; total: number; count: number }>();
  for (
    const { currency = "?", total } of rows as (Item & { currency?: string; total?: number })[]
  ) {
    const sum = sums.get(currency) ?? { currency, total: 0, count: 0 };
    // Cents: adding up fractions would show what nobody charged.
    sum.total = Math.round((sum.total + (total ?? 0)) * 100) / 100;
    sum.count++;
    sums.set(currency, sum);
  }
  return sums.size > 0 ? [...sums.values()] : undefined;
}

/** The list for reading. */
export function entityListText(
  { type, total, items, sums, notes, more = 0, next }: EntityList,
  language: Language,
): string {
  const [words, { note }] = [itemWords[language], wordings[language]];
  const money = (sums ?? []).map(({ currency, total }) =>
    amountText({ currency, cents: Math.round(total * 100) }, wordings[language])
  );
  const { many, paged } = entities[type];
  return [
    words.found(total, many) + (money.length > 0 ? `: ${money.join(", ")}` : ""),
    ...(notes ?? []).map((text) => `${note}: ${text}`),
    items.length > 0 ? "" : undefined,
    ...items.map((one) => briefLine(one, language)),
    next && `${words.more(more, !paged)}: entity ${JSON.stringify(next)}`,
  ].filter((line) => line !== undefined).join("\n");
}
