/**
 * Time records, indexed by user and kept in order of begin, so that a page of thousands is a slice.
 */
import type { Timesheet } from "./records.ts";
import { formatMoment } from "./dates.ts";

/** By begin, then id: the default order of lists, ascending. */
const byBegin = (a: Timesheet, b: Timesheet) => a.begin - b.begin || a.id - b.id;

/** The texts of begin and end as Kimai shows them; formatting a zone is what lists spend time on. */
interface Texts {
  begin: string;
  end: string | null;
}

/** The table of time records. Change a kept row through `save` only. */
export class TimesheetStore {
  #rows = new Map<number, Timesheet>();
  #byUser = new Map<number, Timesheet[]>();
  #sorted: Timesheet[] | undefined;
  #texts = new WeakMap<Timesheet, Texts>();
  #last = 0;

  get size(): number {
    return this.#rows.size;
  }

  get(id: number): Timesheet | undefined {
    return this.#rows.get(id);
  }

  values(): Iterable<Timesheet> {
    return this.#rows.values();
  }

  /** The next id; taken even when the row is not kept afterwards (ADDENDA, fact 2). */
  nextId(): number {
    return ++this.#last;
  }

  /** Keeps a new row, or the changes of a kept one; answers the row that is kept from now on. */
  save(row: Timesheet): Timesheet {
    this.#last = Math.max(this.#last, row.id);
    const kept = this.#rows.get(row.id);
    if (kept) this.#forEachList(kept, remove);
    const result = kept && kept !== row ? Object.assign(kept, row) : row;
    this.#texts.delete(result);
    this.#rows.set(row.id, result);
    this.#forEachList(result, insert);
    return result;
  }

  delete(id: number): void {
    const kept = this.#rows.get(id);
    if (!kept) return;
    this.#forEachList(kept, remove);
    this.#rows.delete(id);
  }

  clear(): void {
    this.#rows.clear();
    this.#byUser.clear();
    this.#sorted = undefined;
  }

  /** Rows by begin and id, ascending: all, or those of some users. The array is not to be changed. */
  ordered(users?: readonly number[]): readonly Timesheet[] {
    if (users?.length === 1) {
      let rows = this.#byUser.get(users[0]);
      if (!rows) {
        rows = this.#all().filter((row) => row.user === users[0]);
        this.#byUser.set(users[0], rows);
      }
      return rows;
    }
    if (!users) return this.#all();
    const wanted = new Set(users);
    return this.#all().filter((row) => wanted.has(row.user));
  }

  /** A user's running rows, earliest begin first. */
  running(user: number): Timesheet[] {
    return this.ordered([user]).filter((row) => row.end === null);
  }

  /** Begin and end as text in the record's zone. */
  texts(row: Timesheet): Texts {
    let texts = this.#texts.get(row);
    if (!texts) {
      texts = {
        begin: formatMoment(row.begin, row.timezone),
        end: row.end === null ? null : formatMoment(row.end, row.timezone),
      };
      this.#texts.set(row, texts);
    }
    return texts;
  }

  #all(): Timesheet[] {
    return this.#sorted ??= [...this.#rows.values()].sort(byBegin);
  }

  #forEachList(row: Timesheet, change: (list: Timesheet[], row: Timesheet) => void): void {
    if (this.#sorted) change(this.#sorted, row);
    const own = this.#byUser.get(row.user);
    if (own) change(own, row);
  }
}

/** Where the row stands, or would stand, in an ordered list. */
function placeOf(list: Timesheet[], row: Timesheet): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (byBegin(list[middle], row) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

const insert = (list: Timesheet[], row: Timesheet) => void list.splice(placeOf(list, row), 0, row);
const remove = (list: Timesheet[], row: Timesheet) => void list.splice(placeOf(list, row), 1);
