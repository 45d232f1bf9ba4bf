/**
 * Time records and the small models as Kimai's JSON (API.md 3.1, 3.7), beside what they embed.
 */
import { safeColor } from "./colors.ts";
import { formatMoment, startOfDay } from "./dates.ts";
import { seesRates } from "./permissions.ts";
import type { Comment, Invoice, Rate, Tag, Timesheet } from "./records.ts";
import { type Json, MasterSerializer } from "./serialize_masters.ts";

export type { Json } from "./serialize_masters.ts";

/** Turns rows into JSON for one caller. */
export class Serializer extends MasterSerializer {
  #rateViews = new Map<number, boolean>();

  #seesRates(row: Timesheet): boolean {
    let sees = this.#rateViews.get(row.user);
    if (sees === undefined) {
      this.#rateViews.set(row.user, sees = seesRates(this.state, this.caller, row));
    }
    return sees;
  }

  /**
   * A time record. `expanded` embeds user, project and activity; `entity` adds the rates that only
   * single records show; `zone` and `tags` are those of a record just read from a request, which
   * its first answer shows as they were sent.
   */
  timesheet(
    row: Timesheet,
    options: { expanded?: boolean; entity?: boolean; zone?: string; tags?: number[] } = {},
  ): Json {
    const texts = options.zone === undefined ? this.state.timesheets.texts(row) : {
      begin: formatMoment(row.begin, options.zone),
      end: row.end === null ? null : formatMoment(row.end, options.zone),
    };
    const json: Json = {
      id: row.id,
      begin: texts.begin,
      end: texts.end,
      duration: row.duration,
      break: row.break,
      description: row.description,
      exported: row.exported,
      billable: row.billable,
      tags: (options.tags ?? row.tags).map((id) => this.state.tags.get(id)!.name),
      metaFields: this.metaFields(row.meta),
      activity: options.expanded ? this.activityEmbed(row.activity) : row.activity,
      project: options.expanded ? this.projectEmbed(row.project) : row.project,
      user: options.expanded ? this.user(row.user) : row.user,
    };
    if (this.#seesRates(row)) {
      json.rate = row.rate;
      json.internalRate = row.internalRate;
      if (options.entity) {
        json.fixedRate = row.fixedRate;
        json.hourlyRate = row.hourlyRate;
      }
    }
    return json;
  }

  tag(tag: Tag): Json {
    return {
      "color-safe": safeColor(tag.color, tag.name ?? ""),
      id: tag.id,
      name: tag.name,
      visible: tag.visible,
      color: tag.color,
    };
  }

  rate(rate: Rate): Json {
    return {
      id: rate.id,
      user: rate.user === null ? null : this.user(rate.user),
      rate: rate.rate,
      internalRate: rate.internalRate,
      isFixed: rate.isFixed,
    };
  }

  /** A comment; its time is UTC, but the caller's zone right after writing (API.md 3.7). */
  comment(comment: Comment, zone = "UTC"): Json {
    return {
      id: comment.id,
      message: comment.message,
      createdBy: this.user(comment.createdBy),
      createdAt: formatMoment(comment.createdAt, zone),
      pinned: comment.pinned,
    };
  }

  invoice(invoice: Invoice): Json {
    const due = invoice.createdAt + invoice.dueDays * 86_400_000;
    return {
      createdAt: formatMoment(invoice.createdAt, invoice.timezone),
      overdue: due < this.state.now(), // whatever its status (recordings 2734)
      id: invoice.id,
      invoiceNumber: invoice.invoiceNumber,
      comment: invoice.comment,
      customer: this.customerEmbed(invoice.customer),
      user: this.user(invoice.user),
      total: invoice.total,
      tax: invoice.tax,
      currency: invoice.currency,
      dueDays: invoice.dueDays,
      vat: invoice.vat,
      status: invoice.status,
      invoiceFilename: invoice.invoiceFilename,
      paymentDate: invoice.paymentDate &&
        formatMoment(startOfDay(invoice.paymentDate, invoice.timezone), invoice.timezone),
      metaFields: this.metaFields(invoice.meta),
    };
  }
}
