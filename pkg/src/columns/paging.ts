// Which page comes after which: by id, where pages neither overlap nor leave out records when
// others come and go meanwhile; else by offset.

import { OdooNetworkError } from 'odoo-client-wasm';
import type { Selection } from '#arguments/checks.ts';

/** What is paged. */
export type Paged = Pick<
  Selection,
  'model' | 'domain' | 'order' | 'limit' | 'pageSize' | 'callOptions'
> & { prefetch: number };

/** What is asked for, and how many records it gives at most. */
export interface Query {
  domain: unknown[];
  kwargs: Record<string, unknown>;
  count: number;
  /** Of pages by id: the ids between which they are. */
  after?: number | undefined;
  upTo?: number | undefined;
  /** Whether its end was known when it was asked for. */
  hasEnd?: boolean;
}

/** A page that was asked for; `note` sets the rest. */
export interface Asked {
  query: Query;
  /** Whether it is the end. */
  isLast?: boolean;
  /** Of pages by offset: whether pages after it must be empty. */
  isShort?: boolean;
  /** Of pages by id: a query for what is missing of it. */
  rest?: Query;
}

/**
 * What came of a page: how many records, and the ids of the first and the last one, as far as they
 * are known.
 */
export interface Came {
  length: number;
  first?: number;
  last?: number | undefined;
}

export interface Paging {
  /**
   * The query for the page after those ahead, which are still to be given; `undefined` where it is
   * not known yet.
   */
  next(rows: number, ahead: readonly Asked[]): Query | undefined;
  /**
   * Takes note of a page that has come after so many rows. Answers the id behind which records are
   * to be left out.
   */
  note(page: Asked, came: Came, rows: number): number | undefined;
}

/** Asks for the ids after an id, at most so many. */
type Ask = (
  method: string,
  args: unknown[],
  kwargs: Record<string, unknown>,
  options: Record<string, unknown>,
) => Promise<unknown>;

/** How many records the next page may have, after so many. */
export const room = ({ pageSize, limit }: Paged, rows: number) => Math.min(pageSize, limit - rows);

/** How many records have been given or asked for. */
export const asked = (rows: number, ahead: readonly Asked[]) =>
  ahead.reduce((sum, { query }) => sum + query.count, rows);

/** How an order is paged: by id; or by offset, in an order in which no two records are equal. */
export function orderOf(order: string): { isById: boolean; descends: boolean; order: string } {
  // Without an order the model's own is not asked for either.
  const terms = order === '' ? [['id']] : order.split(',').map((term) => term.trim().split(/\s+/));
  const [[field, direction = 'asc', ...more] = [], ...others] = terms;
  const isAlone = more.length === 0 && others.length === 0;
  if (field === 'id' && /^(asc|desc)$/i.test(direction) && isAlone)
    return { isById: true, descends: direction.toLowerCase() === 'desc', order };
  // Records that are equal in the order given would come in any order, another one on each page.
  const hasId = terms.some(([name]) => name === 'id');
  return { isById: false, descends: false, order: hasId ? order : `${order}, id` };
}

/**
 * The paging that suits the order. `onKnown` is called when more pages may be asked for than
 * before.
 */
export function pagingOf(plan: Paged, ask: Ask, onKnown: () => void): Paging {
  const { isById, descends, order } = orderOf(plan.order);
  return isById ? new ById(plan, { descends, ask, onKnown }) : new ByOffset(plan, order);
}

/** By the number of records before the page. */
class ByOffset implements Paging {
  #plan: Paged;
  #order: string;

  constructor(plan: Paged, order: string) {
    this.#plan = plan;
    this.#order = order;
  }

  next(rows: number, ahead: readonly Asked[]) {
    // Most reads are of one page: nothing is asked for before the first has come.
    if (ahead.length > 0 && rows === 0) return undefined;
    const offset = asked(rows, ahead);
    const count = room(this.#plan, offset);
    if (count <= 0) return undefined;
    return {
      domain: this.#plan.domain,
      count,
      kwargs: { limit: count, offset, order: this.#order },
    };
  }

  /** Pages after one that came short must be empty. */
  note(page: Asked, { length }: Came) {
    // A short page may be a server's own limit: only an empty one is the end.
    page.isLast = length === 0;
    page.isShort = length < page.query.count;
    return undefined;
  }
}

/** Before this many full pages have come, a read is not taken for a long one. */
const fewPages = 3;

/**
 * A search that takes longer, in milliseconds, is of no use: pages may wait for it in the client's
 * queue.
 */
const usefulFor = 10_000;

/**
 * A page is of the ids after the last one of the page before. Where that one has not come yet, a
 * bound that was found ahead takes its place: then the page before ends there, too, whatever
 * becomes of its records.
 */
export class ById implements Paging {
  #plan: Paged;
  #order: string;
  #descends: boolean;
  #canCut: boolean;
  #bounds: Bounds;
  /** The id up to which everything was given. */
  #last: number | undefined;
  /** The id behind which nothing was asked for yet; and how many records come up to there. */
  #frontier: number | undefined;
  #rowsToFrontier = 0;
  #fullPages = 0;

  /**
   * `canCut`: records can be left out of a page that has come, so that its end may be found while
   * it is under way.
   */
  constructor(
    plan: Paged,
    given: { descends: boolean; ask: Ask; onKnown: () => void; canCut?: boolean },
  ) {
    const { descends, ask, onKnown, canCut = false } = given;
    this.#plan = plan;
    this.#descends = descends;
    this.#canCut = canCut;
    this.#order = descends ? 'id desc' : 'id';
    const idsAfter = (id: number | undefined, limit: number) => {
      // Half of what a page may take: one that waits for it in the client's queue has the other
      // half.
      const timeoutMs = Math.min(usefulFor, (plan.callOptions.timeoutMs || Infinity) / 2);
      return ask('search', [this.#domain(id)], { limit, order: this.#order }, { timeoutMs });
    };
    this.#bounds = new Bounds(plan, (id, other) => this.comesAfter(id, other), idsAfter, onKnown);
  }

  comesAfter(id: number, other: number | undefined) {
    return other === undefined || (this.#descends ? id < other : id > other);
  }

  next(rows: number, ahead: readonly Asked[]) {
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

  #query(after: number | undefined, upTo: number | undefined, count: number): Query {
    const kwargs = { limit: count, order: this.#order };
    const domain = this.#domain(after, upTo);
    return { domain, after, upTo, hasEnd: upTo !== undefined, count, kwargs };
  }

  #domain(after: number | undefined, upTo?: number) {
    const [isAfter, isWithin] = this.#descends ? ['<', '>='] : ['>', '<='];
    return [
      ...(after === undefined ? [] : [['id', isAfter, after]]),
      ...(upTo === undefined ? [] : [['id', isWithin, upTo]]),
      ...this.#plan.domain,
    ];
  }

  note(page: Asked, { length, first, last }: Came, rows: number) {
    const { upTo, hasEnd, count } = page.query;
    // A short page may be a server's own limit: only an empty one without an end is the last.
    page.isLast = length === 0 && upTo === undefined;
    if (page.isLast) return undefined;
    if (length > 0) this.#check(first ?? last, last, rows);
    if (length === count) this.#fullPages += 1;
    let cut: number | undefined;
    if (upTo === undefined) this.#last = last;
    else if (last === upTo || (length === 0 && hasEnd)) this.#last = upTo;
    else if (length > 0 && this.comesAfter(last as number, upTo)) {
      // Records have vanished from it since its end was found: those behind its end come with the
      // next page.
      if (!this.#canCut) throw this.#standstill(last, rows);
      this.#last = upTo;
      cut = upTo;
    } else {
      // The record at the end has vanished, or others have come, so that there was no room for it;
      // or there were none yet.
      this.#last = last ?? this.#last;
      const more = room(this.#plan, rows + length);
      if (more > 0) page.rest = this.#query(this.#last, upTo, more);
    }
    if (this.#fullPages >= fewPages) this.#lookAhead(rows + length);
    return cut;
  }

  #lookAhead(rows: number) {
    const isBehind = this.comesAfter(this.#last as number, this.#frontier);
    const left = this.#plan.limit - Math.max(rows, this.#rowsToFrontier);
    this.#bounds.lookAhead(isBehind ? this.#last : this.#frontier, left);
  }

  /** Pages that do not go on would never end, or give records twice. */
  #check(first: number | undefined, last: number | undefined, row: number) {
    const isRight = (id: number | undefined) =>
      Number.isSafeInteger(id) && this.comesAfter(id as number, this.#last);
    for (const id of [first, last]) if (!isRight(id)) throw this.#standstill(id, row);
    if (this.comesAfter(first as number, last)) throw this.#standstill(last, row);
  }

  #standstill(id: number | undefined, row: number) {
    const { model } = this.#plan;
    const words = `The pages of ${model}.search_read do not go on: after id ${this.#last} came ${id}. What to do: give an order of another field, such as 'name'`;
    return Object.assign(new OdooNetworkError(words), { model, method: 'search_read', row });
  }
}

/** At most so many ids are asked for at once: about 150 KB. */
const mostIds = 20_000;

/**
 * Where the pages to come end: found by a `search`, which costs little beside the records
 * themselves, so that several pages can be under way at once.
 */
class Bounds {
  #pageSize: number;
  #comesAfter: (id: number, other: number | undefined) => boolean;
  #idsAfter: (id: number | undefined, limit: number) => Promise<unknown>;
  #onKnown: () => void;
  /** The last ids of pages to come, in order. */
  #known: number[] = [];
  /** With no more than these left it is time to look for others. */
  #few: number;
  /** How many pages to look ahead next time: little of a read that ends early is done in vain. */
  #pages: number;
  #isOver: boolean;
  /** Whether bounds are being looked for. */
  areComing = false;

  constructor(
    { pageSize, prefetch }: Paged,
    comesAfter: (id: number, other: number | undefined) => boolean,
    idsAfter: (id: number | undefined, limit: number) => Promise<unknown>,
    onKnown: () => void,
  ) {
    this.#pageSize = pageSize;
    this.#comesAfter = comesAfter;
    this.#idsAfter = idsAfter;
    this.#onKnown = onKnown;
    this.#few = prefetch + 2;
    this.#pages = Math.min(2 * this.#few, this.#mostPages);
    this.#isOver = prefetch === 0 || this.#mostPages === 0;
  }

  get #mostPages() {
    return Math.floor(mostIds / this.#pageSize);
  }

  /** Takes the first bound after an id; `undefined` where none is known. */
  takeAfter(id: number | undefined): number | undefined {
    while (this.#known[0] !== undefined && !this.#comesAfter(this.#known[0], id))
      this.#known.shift();
    return this.#known.shift();
  }

  /**
   * Looks for bounds after an id, or after those known, if they are few. At most `left` records are
   * wanted behind it.
   */
  lookAhead(id: number | undefined, left: number) {
    const open = left - this.#known.length * this.#pageSize;
    const wanted = Math.min(this.#pages * this.#pageSize, open);
    if (this.#isOver || this.areComing || this.#known.length > this.#few) return;
    if (wanted <= this.#pageSize) return;
    this.areComing = true;
    this.#find(this.#known[this.#known.length - 1] ?? id, wanted)
      .catch(() => {
        // Pages can be read without: the read does not end because of it.
        this.#isOver = true;
      })
      .then(() => {
        this.areComing = false;
        this.#onKnown();
      });
  }

  async #find(from: number | undefined, wanted: number) {
    const ids = await this.#idsAfter(from, wanted);
    if (!Array.isArray(ids)) throw new TypeError('no list of ids');
    let before = from;
    // By index: holes are no ids either.
    for (let index = 0; index < ids.length; index += 1) {
      const id = ids[index];
      if (!Number.isSafeInteger(id) || !this.#comesAfter(id, before))
        throw new TypeError(`no ids in order: ${id}`);
      before = id;
    }
    for (let end = this.#pageSize; end <= ids.length; end += this.#pageSize)
      this.#known.push(ids[end - 1]);
    // The records after them are asked for as those of a page without an end.
    this.#isOver = ids.length < wanted;
    this.#pages = Math.min(2 * this.#pages, this.#mostPages);
  }
}
