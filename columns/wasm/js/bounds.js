// Where the pages to come end: found by a `search`, which costs little beside the records themselves, so that several pages can be under way at once.

/** At most so many ids are asked for at once: about 150 KB. */
const mostIds = 20_000;

export class Bounds {
  #pageSize;
  #comesAfter;
  #idsAfter;
  #onKnown;
  /** The last ids of pages to come, in order. */
  #known = [];
  /** With no more than these left it is time to look for others. */
  #few;
  /** How many pages to look ahead next time: little of a reading that ends early is done in vain. */
  #pages;
  #isOver;
  /** Whether bounds are being looked for. */
  areComing = false;

  /** `idsAfter(id, limit)` resolves to ids; `onKnown` is called when there are bounds that were not known before. */
  constructor({ pageSize, prefetch }, comesAfter, idsAfter, onKnown) {
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
  takeAfter(id) {
    while (this.#known.length > 0 && !this.#comesAfter(this.#known[0], id)) this.#known.shift();
    return this.#known.shift();
  }

  /** Looks for bounds after an id, or after those that are known, if they are few. Behind the id, `left` records at most are wanted. */
  lookAhead(id, left) {
    const wanted = Math.min(this.#pages * this.#pageSize, left - this.#known.length * this.#pageSize);
    if (this.#isOver || this.areComing || this.#known.length > this.#few || wanted <= this.#pageSize) return;
    this.areComing = true;
    this.#find(this.#known[this.#known.length - 1] ?? id, wanted).catch(() => {
      // Pages can be read without: the reading does not end because of it.
      this.#isOver = true;
    }).then(() => {
      this.areComing = false;
      this.#onKnown();
    });
  }

  async #find(from, wanted) {
    const ids = await this.#idsAfter(from, wanted);
    if (!Array.isArray(ids)) throw new TypeError('no list of ids');
    for (let [index, before] = [0, from]; index < ids.length; before = ids[index], index += 1) {
      if (!Number.isSafeInteger(ids[index]) || !this.#comesAfter(ids[index], before)) throw new TypeError(`no ids in order: ${ids[index]}`);
    }
    for (let end = this.#pageSize; end <= ids.length; end += this.#pageSize) this.#known.push(ids[end - 1]);
    // The records after them are asked for as those of a page without an end.
    this.#isOver = ids.length < wanted;
    this.#pages = Math.min(2 * this.#pages, this.#mostPages);
  }
}
