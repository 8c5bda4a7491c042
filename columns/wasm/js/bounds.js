// Where the pages to come end: found by a `search`, which costs little beside the records themselves, so that several pages can be under way at once.

import { isId } from './checks.js';

/** At most so many ids are asked for at once: about 150 KB. */
const mostIds = 20_000;

export class Bounds {
  #plan;
  #comesAfter;
  #idsAfter;
  #onKnown;
  /** The last ids of pages to come, in order. */
  #known = [];
  /** How many pages to look ahead next time: little of a reading that ends early is done in vain. */
  #pages;
  #isOver = false;
  /** Whether bounds are being looked for. */
  areComing = false;

  constructor(plan, comesAfter, idsAfter, onKnown) {
    this.#plan = plan;
    this.#comesAfter = comesAfter;
    this.#idsAfter = idsAfter;
    this.#onKnown = onKnown;
    this.#pages = 2 * this.#few;
    this.#isOver = plan.prefetch === 0;
  }

  /** With no more than these left it is time to look for others. */
  get #few() {
    return this.#plan.prefetch + 2;
  }

  /** Takes the first bound after an id; `undefined` where none is known. */
  after(id) {
    while (this.#known.length > 0 && !this.#comesAfter(this.#known[0], id)) this.#known.shift();
    return this.#known.shift();
  }

  /** Forgets the bounds that are known: pages that were to end there are not asked for. */
  clear() {
    this.#known = [];
  }

  /** Looks for bounds after an id, or after those that are known, if they are few. */
  lookAhead(id) {
    if (this.#isOver || this.areComing || this.#known.length > this.#few) return;
    this.areComing = true;
    this.#find(this.#known[this.#known.length - 1] ?? id).catch(() => {
      // Pages that can be read without bounds are; what is wrong, is wrong with them as well.
      this.#isOver = true;
    }).then(() => {
      this.areComing = false;
      this.#onKnown();
    });
  }

  async #find(from) {
    const { pageSize } = this.#plan;
    const wanted = this.#pages * pageSize;
    const ids = await this.#idsAfter(from, wanted);
    if (!Array.isArray(ids)) throw new TypeError('no list of ids');
    for (let [index, before] = [0, from]; index < ids.length; before = ids[index], index += 1) {
      if (!isId(ids[index]) || !this.#comesAfter(ids[index], before)) throw new TypeError(`no ids in order: ${ids[index]}`);
    }
    for (let end = pageSize; end <= ids.length; end += pageSize) this.#known.push(ids[end - 1]);
    // The records after them are asked for as those of a page without an end.
    this.#isOver = ids.length < wanted;
    this.#pages = Math.max(this.#pages, Math.min(2 * this.#pages, Math.floor(mostIds / pageSize)));
  }
}
