// Paging by id: such pages neither overlap nor leave out records when others come and go meanwhile.

import { OdooNetworkError } from 'odoo-client-wasm';
import { Bounds } from './bounds.js';
import { asked, room } from './query.js';

/** Before this many full pages have come, a reading is not taken for a long one. */
const fewPages = 3;

/** A search that takes longer, in milliseconds, is of no use: the client's queue may have made the pages wait for it. */
const usefulFor = 10_000;

/**
 * A page is of the ids after the last one of the page before. Where that one has not come yet, a bound that was found ahead takes its place: then
 * the page before ends there, too, whatever becomes of its records.
 */
export class ById {
  #plan;
  #order;
  #operators;
  #descends;
  #canCut;
  #bounds;
  /** The id up to which everything was given. */
  #last;
  /** The id behind which nothing was asked for yet, but for the page that is the last of those that were; and how many records come up to there. */
  #frontier;
  #rowsToFrontier = 0;
  #fullPages = 0;

  /**
   * `ask` calls a method of the plan's model; `onKnown` is called when more pages may be asked for than before. `canCut` tells whether records can be left
   * out of a page that has come: then its end may be found while it is under way.
   */
  constructor(plan, { descends, ask, onKnown, canCut = false }) {
    this.#plan = plan;
    this.#descends = descends;
    this.#canCut = canCut;
    [this.#order, this.#operators] = descends ? ['id desc', ['<', '>=']] : ['id', ['>', '<=']];
    const idsAfter = (id, limit) => {
      // Half of what a page may take: one that waits for it in the client's queue has the other half.
      const timeoutMs = Math.min(usefulFor, (plan.callOptions.timeoutMs || Infinity) / 2);
      return ask('search', [this.#domain(id)], { limit, order: this.#order }, { timeoutMs });
    };
    this.#bounds = new Bounds(plan, (id, other) => this.comesAfter(id, other), idsAfter, onKnown);
  }

  comesAfter(id, other) {
    return other === undefined || (this.#descends ? id < other : id > other);
  }

  /** The query for the page after those ahead, which were asked for and are still to be given; `undefined` where it is not known yet. */
  next(rows, ahead) {
    const count = room(this.#plan, asked(rows, ahead));
    if (count <= 0) return undefined;
    const before = ahead[ahead.length - 1]?.query;
    if (before && this.#canCut) before.upTo ??= this.#bounds.takeAfter(before.after);
    const after = before ? before.upTo : this.#last;
    if (before && after === undefined) return undefined;
    const upTo = this.#bounds.takeAfter(after);
    // Pages that have an end can be asked for soon: that without one would have to be waited for.
    if (before && upTo === undefined && this.#bounds.areComing) return undefined;
    this.#frontier = upTo ?? after;
    this.#rowsToFrontier = asked(rows, ahead) + (upTo === undefined ? 0 : count);
    return this.#query(after, upTo, count);
  }

  #query(after, upTo, count) {
    return { domain: this.#domain(after, upTo), after, upTo, hasEnd: upTo !== undefined, count, kwargs: { limit: count, order: this.#order } };
  }

  #domain(after, upTo) {
    const [isAfter, isWithin] = this.#operators;
    return [...(after === undefined ? [] : [['id', isAfter, after]]), ...(upTo === undefined ? [] : [['id', isWithin, upTo]]), ...this.#plan.domain];
  }

  /**
   * Takes note of a page that has come after so many rows, with so many records, and the ids of its first and last one, as far as they are known.
   * Sets `page.isLast` where it is the end, and `page.rest` to a query for what is missing of it. Answers the id behind which its records are to be
   * left out, if there are such.
   */
  note(page, { length, first, last }, rows) {
    const { upTo, hasEnd, count } = page.query;
    // A short page may be a server's own limit: only an empty one without an end is the last.
    page.isLast = length === 0 && upTo === undefined;
    if (page.isLast) return undefined;
    if (length > 0) this.#check(first ?? last, last, rows);
    if (length === count) this.#fullPages += 1;
    let cut;
    if (upTo === undefined) this.#last = last;
    else if (last === upTo || (length === 0 && hasEnd)) this.#last = upTo;
    else if (length > 0 && this.comesAfter(last, upTo)) {
      // Records have vanished from it since its end was found: those behind its end come with the next page.
      if (!this.#canCut) throw this.#standstill(last, rows);
      this.#last = upTo;
      cut = upTo;
    } else {
      // The record at the end has vanished, or others have come, so that there was no room for it; or there were none yet.
      this.#last = last ?? this.#last;
      const more = room(this.#plan, rows + length);
      if (more > 0) page.rest = this.#query(this.#last, upTo, more);
    }
    if (this.#fullPages >= fewPages) this.#lookAhead(rows + length);
    return cut;
  }

  #lookAhead(rows) {
    const isBehind = this.comesAfter(this.#last, this.#frontier);
    this.#bounds.lookAhead(isBehind ? this.#last : this.#frontier, this.#plan.limit - Math.max(rows, this.#rowsToFrontier));
  }

  /** Pages that do not go on would never end, or give records twice. */
  #check(first, last, row) {
    const wrong = [first, last].find((id) => !Number.isSafeInteger(id) || !this.comesAfter(id, this.#last));
    if (wrong !== undefined || this.comesAfter(first, last)) throw this.#standstill(wrong ?? last, row);
  }

  #standstill(id, row) {
    const { model } = this.#plan;
    const words = `The pages of ${model}.search_read do not go on: after id ${this.#last} came ${id}. What to do: give an order of another field, such as 'name'`;
    return Object.assign(new OdooNetworkError(words), { model, method: 'search_read', row });
  }
}
