// Paging by id: such pages neither overlap nor leave out records when others come and go meanwhile.

import { OdooNetworkError } from 'odoo-client-wasm';
import { isId } from '../../columns/wasm/js/checks.js';
import { Bounds } from './bounds.js';
import { asked, room } from './query.js';

/** Before this many full pages have come, a reading is not taken for a long one. */
const fewPages = 3;

/**
 * A page is of the ids after the last one of the page before. Where that one has not come yet, a bound that was found ahead takes its place: then
 * the page before ends there, too, whatever becomes of its records.
 */
export class ById {
  #plan;
  #order;
  #operators;
  #comesAfter;
  #bounds;
  /** The id up to which everything was given. */
  #last;
  /** The id behind which nothing was asked for yet, but for the page that is the last of those that were. */
  #frontier;
  #fullPages = 0;

  constructor(plan, descends, ask, onKnown) {
    this.#plan = plan;
    [this.#order, this.#operators] = descends ? ['id desc', ['<', '>=']] : ['id', ['>', '<=']];
    this.#comesAfter = (id, other) => other === undefined || (descends ? id < other : id > other);
    const idsAfter = (id, limit) => ask('search', [this.#domain(id)], { limit, order: this.#order });
    this.#bounds = new Bounds(plan, this.#comesAfter, idsAfter, onKnown);
  }

  /** The query for the page after those ahead, which were asked for and are still to be given; `undefined` where it is not known yet. */
  next(rows, ahead) {
    const count = room(this.#plan, asked(rows, ahead));
    if (count <= 0) return undefined;
    const before = ahead[ahead.length - 1]?.query;
    if (before) before.upTo ??= this.#bounds.after(before.after);
    const after = before ? before.upTo : this.#last;
    if (before && after === undefined) return undefined;
    const upTo = this.#bounds.after(after);
    // Pages that have an end can be asked for soon: that without one would have to be waited for.
    if (before && upTo === undefined && this.#bounds.areComing) return undefined;
    this.#frontier = upTo ?? after;
    return this.#query(after, upTo, count);
  }

  #query(after, upTo, count) {
    return { domain: this.#domain(after, upTo), after, upTo, hasEnd: upTo !== undefined, count, kwargs: { limit: count, order: this.#order } };
  }

  #domain(after, upTo) {
    const [isAfter, isWithin] = this.#operators;
    return [...(after === undefined ? [] : [['id', isAfter, after]]), ...(upTo === undefined ? [] : [['id', isWithin, upTo]]), ...this.#plan.domain];
  }

  /** The records of a page that has come. */
  accept(page, records, rows) {
    const { upTo, hasEnd, count } = page.query;
    // A short page may be a server's own limit: only an empty one without an end is the last.
    page.isLast = records.length === 0 && upTo === undefined;
    if (page.isLast) return records;
    this.#check(records, rows);
    const last = records[records.length - 1]?.id;
    if (records.length === count) this.#fullPages += 1;
    if (upTo === undefined) this.#last = last;
    else if (last === upTo || (records.length === 0 && hasEnd)) this.#last = upTo;
    else if (last !== undefined && this.#comesAfter(last, upTo)) {
      // The page was under way when its end was found, and records have vanished from it since: those behind its end come with the next page.
      this.#last = upTo;
      return records.filter(({ id }) => !this.#comesAfter(id, upTo));
    } else {
      // The record at the end has vanished, or others have come, so that there was no room for it; or there were none yet.
      this.#last = last ?? this.#last;
      const more = room(this.#plan, rows + records.length);
      if (more > 0) page.rest = this.#query(this.#last, upTo, more);
    }
    this.#lookAhead();
    return records;
  }

  /** Pages that do not go on would never end, or give records twice. */
  #check(records, row) {
    let before = this.#last;
    for (const record of records) {
      const id = record?.id;
      if (!isId(id) || !this.#comesAfter(id, before)) {
        const { model } = this.#plan;
        const words = `The pages of ${model}.search_read do not go on: after id ${before} came ${id}. What to do: give an order of another field, such as 'name'`;
        throw Object.assign(new OdooNetworkError(words), { model, method: 'search_read', row });
      }
      before = id;
      row += 1;
    }
  }

  #lookAhead() {
    if (this.#fullPages < fewPages) return;
    this.#bounds.lookAhead(this.#comesAfter(this.#last, this.#frontier) ? this.#last : this.#frontier);
  }
}
