// Which page comes after which.

import { OdooError, OdooNetworkError } from 'odoo-client-wasm';
import { orderOf } from '../../columns/wasm/js/order.js';

/** The paging that suits the order of a plan. */
export function pagingOf(plan) {
  const { isById, descends, order } = orderOf(plan.order);
  return isById ? new ById(plan, descends) : new ByOffset(plan, order);
}

/** A query: what is asked for, how many records it gives at most, and how many were asked for before. */
const query = ({ fields }, domain, firstRow, count, more) =>
  ({ domain, firstRow, count, kwargs: { ...(fields ? { fields } : {}), ...more } });

/** How many records the next page may have, after so many. */
const room = ({ pageSize, limit }, rows) => Math.min(pageSize, limit - rows);

/** How many records come before the page after `page`, which was asked for, or after all that have come. */
const rowsBefore = (rows, page) => (page ? page.query.firstRow + page.query.count : rows);

/** By the last id of the page before: such pages neither overlap nor leave out records when others come and go meanwhile. */
class ById {
  #plan;
  #order;
  #operator;
  /** The last id of the last page that has come. */
  #last;

  constructor(plan, descends) {
    this.#plan = plan;
    [this.#order, this.#operator, this.#last] = descends ? ['id desc', '<', undefined] : ['id', '>', undefined];
  }

  /** The query after `page`, which was asked for and may not have come, or after all that has; `undefined` where that is not known yet. */
  next(rows, page) {
    const last = page ? page.lastId : this.#last;
    const before = rowsBefore(rows, page);
    const count = room(this.#plan, before);
    if (count <= 0 || (page && last === undefined)) return undefined;
    const { domain } = this.#plan;
    const after = last === undefined ? domain : [['id', this.#operator, last], ...domain];
    return query(this.#plan, after, before, count, { limit: count, order: this.#order });
  }

  /** The records of a page that has come. `page.isAsExpected` tells whether the queries after it are right. */
  accept(page, records) {
    if (records.length === 0) return records;
    const last = records[records.length - 1]?.id;
    const goesOn = Number.isSafeInteger(last) && (this.#last === undefined || (this.#operator === '>' ? last > this.#last : last < this.#last));
    if (!goesOn) {
      const { model } = this.#plan;
      const words = `The pages of ${model}.search_read do not go on: after id ${this.#last} came ${last}. What to do: give an order of another field, such as 'name'`;
      throw Object.assign(new OdooNetworkError(words), { model, method: 'search_read', row: page.query.firstRow });
    }
    page.isAsExpected = page.lastId === last;
    this.#last = last;
    return records;
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

  next(rows, page) {
    // Most reads are of one page: nothing is asked for before the first has come.
    if (page && rows === 0) return undefined;
    const before = rowsBefore(rows, page);
    const count = room(this.#plan, before);
    const overlap = before > 0 ? 1 : 0;
    return count <= 0 ? undefined : query(this.#plan, this.#plan.domain, before, count, { limit: count + overlap, offset: before - overlap, order: this.#order });
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
    page.isAsExpected = fresh.length === count;
    this.#last = fresh[fresh.length - 1]?.id ?? this.#last;
    return fresh;
  }
}
