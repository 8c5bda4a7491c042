// Which page comes after which.

import { OdooError } from 'odoo-client-wasm';
import { asked, ById, orderOf, room } from '../../pkg/src/columns/paging.ts';

/** The paging that suits the order of a plan; `ask` and `onKnown` are those of {@link ById}. */
export function pagingOf(plan, ask, onKnown) {
  const { isById, descends, order } = orderOf(plan.order);
  return isById ? new RecordsById(plan, { descends, ask, onKnown, canCut: true }) : new ByOffset(plan, order);
}

/** By id. */
class RecordsById extends ById {
  /** The records to give of those that have come. */
  accept(page, records, rows) {
    const cut = this.note(page, { length: records.length, first: records[0]?.id, last: records[records.length - 1]?.id }, rows);
    return cut === undefined ? records : records.filter(({ id }) => !this.comesAfter(id, cut));
  }
}

/**
 * By the number of records before the page. Each page begins with the last record of the one before: where that is another one,
 * records have moved, and some may have been passed over.
 */
class ByOffset {
  #plan;
  #order;
  #last;

  constructor(plan, order) {
    this.#plan = plan;
    this.#order = order;
  }

  next(rows, ahead) {
    // Most reads are of one page: nothing is asked for before the first has come.
    if (ahead.length > 0 && rows === 0) return undefined;
    const firstRow = asked(rows, ahead);
    const count = room(this.#plan, firstRow);
    const overlap = firstRow > 0 ? 1 : 0;
    const kwargs = { limit: count + overlap, offset: firstRow - overlap, order: this.#order };
    return count <= 0 ? undefined : { domain: this.#plan.domain, firstRow, count, kwargs };
  }

  accept(page, records) {
    const { firstRow, count } = page.query;
    if (firstRow > 0 && records[0]?.id !== this.#last) {
      const { model } = this.#plan;
      const words = `The records of ${model} moved while they were read in the order '${this.#order}': record ${this.#last} is no longer row ${firstRow - 1}, so that others may have been passed over. `
        + 'What came before is as it was then. What to do: read in the order of id, or once more';
      throw Object.assign(new OdooError(words), { model, method: 'search_read', row: firstRow });
    }
    const fresh = firstRow > 0 ? records.slice(1) : records;
    // A short page may be a server's own limit: only an empty one is the end.
    page.isLast = fresh.length === 0;
    page.isAsExpected = fresh.length === count;
    this.#last = fresh[fresh.length - 1]?.id ?? this.#last;
    return fresh;
  }
}
