/** Favourites (Kimai 2.66): own time records that are kept as templates for new ones. */

import { z } from "zod";
import { UpstreamError, UserError } from "../../mcp/errors.ts";
import { detailOf, entryDetail, workOf } from "./entries.ts";
import { timesheet } from "./records.ts";
import type { KimaiSession } from "./session.ts";
import { type Language, wordings, type Words } from "./wording.ts";

/** A favourite as a template: what a new record takes over. */
const favorite = entryDetail.pick({
  id: true,
  project: true,
  activity: true,
  description: true,
  tags: true,
  billable: true,
});

/** In Kimai's order, the highest id first. */
export const favoriteList = z.object({ favorites: z.array(favorite) });
type FavoriteList = z.infer<typeof favoriteList>;

export const favoriteChange = z.object({ id: z.int(), favorite: z.boolean() });
type FavoriteChange = z.infer<typeof favoriteChange>;

const path = ["favorites", "timesheets"];

/** @throws {UserError} where Kimai offers no favourites, or not to this person */
export async function listFavorites(
  { kimai, names, now }: KimaiSession,
): Promise<FavoriteList> {
  const records = await kimai.request("GET", path, { answer: z.array(timesheet) })
    .catch(explain(
      "Cannot list favorites: they came with Kimai 2.66, and this one is older",
      "Cannot list favorites: your Kimai role may not start time entries (permission start_own_timesheet)",
    ));
  const details = await Promise.all(records.map((record) => detailOf(record, names, now())));
  return {
    favorites: details.map(({ id, project, activity, description, tags, billable }) => ({
      id,
      project,
      activity,
      description,
      tags,
      billable,
    })),
  };
}

/** Adds a record or takes it off; doing so twice changes nothing. */
export async function setFavorite(
  id: number,
  favorite: boolean,
  { kimai }: KimaiSession,
): Promise<FavoriteChange> {
  const cannot = `Cannot ${
    favorite ? `add timesheet ID ${id} to` : `take timesheet ID ${id} off`
  } the favorites`;
  await kimai.request(favorite ? "POST" : "DELETE", [...path, id])
    .catch(explain(
      `${cannot}: there is none that is open to you, or this Kimai is older than 2.66`,
      `${cannot}: Kimai takes only your own entries, and needs the permission start_own_timesheet`,
    ));
  return { id, favorite };
}

/** Kimai says no more than 404 and 403. */
function explain(missing: string, forbidden: string) {
  return (error: unknown): never => {
    const fault = error instanceof UpstreamError ? error.fault : undefined;
    if (fault === "not_found") throw new UserError(missing);
    if (fault === "forbidden") throw new UserError(forbidden);
    throw error;
  };
}

const english = {
  none: "No favorites yet: timesheet favorite with an entry's id adds one",
  found: (count: number) => `Found ${count} favorite(s)`,
  start: "Start a timer from one",
};

const words: Words<typeof english> = {
  en: english,
  de: {
    none: "Noch keine Favoriten: timesheet favorite mit der id eines Eintrags fügt einen hinzu",
    found: (count) => `Favoriten: ${count}`,
    start: "Eine Zeiterfassung daraus starten",
  },
};

/** A line each, and the call that starts a timer from the first. */
export function favoritesText({ favorites }: FavoriteList, language: Language): string {
  const { none, found, start } = words[language];
  if (favorites.length === 0) return none;
  const { notBillable } = wordings[language];
  const lines = favorites.map((one) =>
    [
      `ID ${one.id}: ${workOf(one)}`,
      one.description,
      one.tags && `[${one.tags.join(", ")}]`,
      one.billable === false ? notBillable : undefined,
    ].filter((part) => part !== undefined).join(", ")
  );
  const call = { action: "restart", id: favorites[0].id, copy: true };
  return [found(favorites.length), ...lines, `${start}: timer ${JSON.stringify(call)}`].join("\n");
}

export function favoriteText({ id, favorite }: FavoriteChange): string {
  return `Timesheet ID ${id} is ${favorite ? "a favorite" : "no favorite"} now`;
}
