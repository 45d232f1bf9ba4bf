/**
 * Tags, the token's user, and invoices.
 */
import assert from "node:assert/strict";
import { none, same } from "./assertions.ts";
import type { Fact } from "./facts.ts";
import { type Live, pick, read, type Row, rowsOf, since, Skip } from "./session.ts";
import { ascends, containsWord, wordIn } from "./texts.ts";

const TAGS = "/tags/find?name=";

const tagFacts: Fact[] = [
  {
    fact: "tags/find without a name finds nothing",
    async check(live) {
      since(live, 21_800, "tags/find");
      none(await rowsOf(live, "/tags/find"), "found");
    },
  },
  {
    fact: "tags/find with an empty name finds the visible tags, as /tags lists them",
    async check(live) {
      since(live, 21_800, "tags/find");
      const tags = await rowsOf(live, TAGS);
      pick(tags, "tag", () => true);
      none(tags.filter(({ visible }) => !visible), "hidden");
      const names = tags.map(({ name }) => name);
      same(names.toSorted(), (await rowsOf(live, "/tags")).toSorted(), "the names");
    },
  },
  {
    fact: "tags/find looks for a part of the name, without case",
    async check(live) {
      since(live, 21_800, "tags/find");
      const { id, name } = pick(
        await rowsOf(live, TAGS),
        "tag of a plain word",
        ({ name }) => wordIn(name),
      );
      const part = wordIn(name)!.slice(1).toUpperCase();
      const rows = await rowsOf(live, `${TAGS}${part}`);
      assert.ok(rows.some((row) => row.id === id), `tag ${id} is not found`);
      none(rows.filter((row) => !containsWord(row.name, part)), "without the part");
    },
  },
];

const personFacts: Fact[] = [
  {
    fact: "the token's user is the same by his id",
    async check(live) {
      const { body } = await read(live, `/users/${live.me.id}`);
      same([body.id, body.username], [live.me.id, live.me.username], "id and name");
    },
  },
  {
    fact: "the role that everybody has is not among the roles",
    check: ({ me }) => Promise.resolve(assert.ok(!me.roles.includes("ROLE_USER"))),
  },
  {
    fact: "memberships are of the teams of the token's user",
    check: ({ me }) => {
      const teams = me.teams.map(({ id }: Row) => id).sort();
      const memberships = me.memberships.map(({ team }: Row) => team.id).sort();
      return Promise.resolve(same(memberships, teams, "the teams"));
    },
  },
];

const invoices = async (live: Live, query = ""): Promise<Row[]> => {
  since(live, 22_200, "invoices");
  return await rowsOf(live, `/invoices?${query}`);
};

const invoiceFacts: Fact[] = [
  {
    fact: "invoices come newest first",
    async check(live) {
      const rows = await invoices(live);
      if (rows.length < 2) throw new Skip("there are fewer than two");
      const moment = ({ createdAt }: Row) => Temporal.Instant.from(createdAt).epochMilliseconds;
      assert.ok(ascends(rows.toReversed(), [moment]), "they are in another order");
    },
  },
  {
    fact: "invoices of a status and of a customer are",
    async check(live) {
      const { id, status, customer } = pick(await invoices(live), "invoice", () => true);
      const query = `status[]=${status}&customers[]=${customer.id}`;
      const rows = await invoices(live, query);
      assert.ok(rows.some((row) => row.id === id), `invoice ${id} is not among them`);
      const isFit = (row: Row) => row.status === status && row.customer.id === customer.id;
      none(rows.filter((row) => !isFit(row)), "of another status or customer");
    },
  },
  {
    fact: "a page of invoices beyond the last is a 404",
    async check(live) {
      await invoices(live);
      const { headers } = await live.ask("/invoices?");
      const { status } = await live.ask(
        `/invoices?page=${Number(headers.get("X-Total-Pages")) + 1}`,
      );
      same(status, 404, "the status");
    },
  },
  {
    fact: "no invoice is made in a day to come",
    async check(live) {
      none(await invoices(live, "begin=2099-01-01T00:00:00"), "made");
    },
  },
];

/** Everything about the other objects. */
export const objectFactRows: Fact[] = [...tagFacts, ...personFacts, ...invoiceFacts];
