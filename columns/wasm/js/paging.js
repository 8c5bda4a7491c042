// Which page comes after which.

import { OdooNetworkError } from 'odoo-client-wasm';
import { orderOf } from './order.js';

/** The paging that suits the order: each answers queries `{ domain, kwargs }`, or `undefined` where there is nothing more to ask for. */
export function pagingOf(plan, fields) {
  const names = fields.map(({ name }) => name);
  const { isById, descends, order } = orderOf(plan.order);
  return isById ? new ById(plan, names, descends) : new ByOffset({ ...plan, order }, names);
}

class Paging {
  constructor(plan, fields) {
    this.plan = plan;
    this.fields = fields;
  }

  /** A query for the page after so many rows. */
  query(rows, domain, more) {
    const limit = Math.min(this.plan.pageSize, this.plan.limit - rows);
    return limit > 0 ? { domain, kwargs: { fields: this.fields, limit, ...more } } : undefined;
  }
}

/** By the last id of the page before: such pages neither overlap nor leave out records when others come and go meanwhile. */
class ById extends Paging {
  constructor(plan, fields, descends) {
    super(plan, fields);
    [this.order, this.operator, this.last] = descends ? ['id desc', '<', Infinity] : ['id', '>', 0];
  }

  first() {
    return this.query(0, this.plan.domain, { order: this.order });
  }

  next(rows, decoder) {
    const last = decoder.last(this.fields.indexOf('id'));
    const goesOn = this.operator === '>' ? last > this.last : last < this.last;
    if (!goesOn) {
      const { model } = this.plan;
      throw Object.assign(
        new OdooNetworkError(`The pages of ${model}.search_read do not go on: after id ${this.last} came ${last}. What to do: give an order of more fields, such as 'id, name'`),
        { model, method: 'search_read' },
      );
    }
    this.last = last;
    return this.query(rows, [['id', this.operator, last], ...this.plan.domain], { order: this.order });
  }

  /** Only the page itself tells which is the next. */
  ahead() {
    return undefined;
  }
}

/** By the number of records before the page. */
class ByOffset extends Paging {
  first() {
    return this.next(0);
  }

  next(rows) {
    return this.query(rows, this.plan.domain, { order: this.plan.order, offset: rows });
  }

  ahead({ kwargs }, rows) {
    return this.next(rows + kwargs.limit);
  }
}
