// No test of its own: tools/entity_test.ts reads blocks and lines of every kind.
/** An entity for reading: as a block with a line for each field, or as one line of a list. A field reads the same in all kinds. */

import { hours } from "./dates.ts";
import { columnOf, itemWords, labels, marks } from "./item_words.ts";
import type { Item, Named } from "./items.ts";
import { amountOf, amountText } from "./money.ts";
import { type Language, wordings } from "./wording.ts";

type Spell = (value: unknown, item: Item, language: Language) => string;

const active: Spell = (value, _, language) =>
  value ? itemWords[language].active : itemWords[language].inactive;
const money: Spell = (value, { currency }, language) =>
  amountText(amountOf(Number(value), currency as string | undefined), wordings[language]);
const perMonth = ({ budgetType }: Item, language: Language) =>
  budgetType === "month" ? itemWords[language].perMonth : "";

/** Fields that do not read as they are. */
const spellings: Record<string, Spell> = {
  visible: active,
  enabled: active,
  status: (value, _, language) => itemWords[language].states[`${value}`] ?? `${value}`,
  total: money,
  tax: (value, item, language) =>
    money(value, item, language) + (item.vat ? ` (${item.vat} %)` : ""),
  budget: (value, item, language) => money(value, item, language) + perMonth(item, language),
  timeBudget: (value, item, language) => `${hours(Number(value))} h${perMonth(item, language)}`,
};

/** `ACME (5)`, `alice (1, lead)`, `cc = 42`, lists with commas, Yes and No. */
const spell: Spell = (value, item, language) => {
  const words = itemWords[language];
  if (Array.isArray(value)) return value.map((one) => spell(one, item, language)).join(", ");
  if (typeof value === "boolean") return value ? words.yes : words.no;
  if (typeof value !== "object" || value === null) return String(value);
  if ("value" in value && "name" in value) return `${value.name} = ${value.value}`;
  const { id, name, lead } = value as Named;
  return name === undefined ? `${id}` : `${name} (${id}${lead ? `, ${words.lead}` : ""})`;
};

const spelled = (key: string, one: Item, language: Language) =>
  (spellings[key] ?? spell)(one[key], one, language);

/** What is set, a line each. */
export function blockLines(one: Item, language: Language = "en"): string[] {
  const own = one.username === undefined ? [] : [`${itemWords[language].name}: ${one.name}`];
  const rest = labels.filter(([key]) => one[key] !== undefined);
  return [
    ...own,
    ...rest.map(([key, ...label]) =>
      `${label[columnOf(language)]}: ${spelled(key, one, language)}`
    ),
  ];
}

/** What a list shows of an entity: the given fields, as far as they are not as usual. */
export function briefOf(one: Item, keys: readonly string[]): Item {
  const usual = (key: string) =>
    marks.some(([marked, value]) => marked === key && one[key] !== value);
  const shown = keys.filter((key) => one[key] !== undefined && !usual(key));
  return { id: one.id, name: one.name, ...Object.fromEntries(shown.map((key) => [key, one[key]])) };
}

/** `17 Website, ACME (5), until 2026-12-31 [hidden]` */
export function briefLine(one: Item, language: Language = "en"): string {
  const { prefixes } = itemWords[language];
  const marked = marks.filter(([key, value]) => one[key] === value)
    .map(([, , ...mark]) => ` [${mark[columnOf(language)]}]`);
  const hidden = new Set(["id", "name", "currency", ...marks.map(([key]) => key)]);
  const parts = Object.keys(one).filter((key) => !hidden.has(key) && one[key] !== one.name)
    .map((key) => `, ${prefixes[key] ?? ""}${spelled(key, one, language)}`);
  return `${one.id} ${one.name}${parts.join("")}${marked.join("")}`;
}
