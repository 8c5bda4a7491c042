// Which page comes after which.

import { ById } from './by-id.js';
import { orderOf } from './order.js';
import { asked, room } from './query.js';

/**
 * The paging that suits the order: `next(rows, ahead)` answers the query for the page after those ahead, and `note` takes note of a page that has come.
 * `ask` and `onKnown` are those of {@link ById}.
 */
export function pagingOf(plan, ask, onKnown) {
  const { isById, descends, order } = orderOf(plan.order);
  return isById ? new ById(plan, { descends, ask, onKnown }) : new ByOffset(plan, order);
}

/** By the number of records before the page. */
class ByOffset {
  #plan;
  #order;

  constructor(plan, order) {
    this.#plan = plan;
    this.#order = order;
  }

  next(rows, ahead) {
    // Most reads are of one page: nothing is asked for before the first has come.
    if (ahead.length > 0 && rows === 0) return undefined;
    const offset = asked(rows, ahead);
    const count = room(this.#plan, offset);
    return count <= 0 ? undefined : { domain: this.#plan.domain, count, kwargs: { limit: count, offset, order: this.#order } };
  }

  /** Pages after one that came short must be empty. */
  note(page, { length }) {
    // A short page may be a server's own limit: only an empty one is the end.
    page.isLast = length === 0;
    page.isShort = length < page.query.count;
  }
}
