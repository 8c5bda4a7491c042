// The records of a reading, one by one.

import { Reading } from './reading.js';

/** What the iterators of the language inherit from, and what newer engines give them. */
function AsyncIterator() {}
AsyncIterator.prototype = [1, 2, 3].reduce(Object.getPrototypeOf, (async function* () {})());

/** An iterator of records. By hand: a generator would take twice as long for each. */
export class Records extends AsyncIterator {
  #plan;
  #reading;
  #page = [];
  #row = 0;
  #isOver = false;
  /** Calls that wait: what is asked for at once is answered one after the other. */
  #waiting = 0;
  #turn = Promise.resolve();

  constructor(plan) {
    super();
    this.#plan = plan;
  }

  next() {
    if (this.#waiting === 0 && this.#row < this.#page.length) return Promise.resolve({ value: this.#take(), done: false });
    return this.#inTurn(async () => {
      if (this.#row === this.#page.length && !this.#isOver) await this.#turnPage();
      return this.#row < this.#page.length ? { value: this.#take(), done: false } : { value: undefined, done: true };
    });
  }

  return(value) {
    return this.#inTurn(() => {
      this.#close();
      return { value, done: true };
    });
  }

  throw(error) {
    return this.#inTurn(() => {
      this.#close();
      throw error;
    });
  }

  /**
   * The next record, which the page lets go of: an engine may keep a list for long after its last use, and with it all records that the program does
   * not want any more.
   */
  #take() {
    const record = this.#page[this.#row];
    this.#page[this.#row] = undefined;
    this.#row += 1;
    return record;
  }

  #inTurn(work) {
    this.#waiting += 1;
    const answer = this.#turn.then(work).finally(() => { this.#waiting -= 1; });
    this.#turn = answer.then(() => {}, () => {});
    return answer;
  }

  async #turnPage() {
    this.#reading ??= new Reading(this.#plan);
    [this.#page, this.#row] = [[], 0];
    try {
      if (await this.#reading.advance()) this.#page = this.#reading.take();
      else this.#close();
    } catch (error) {
      this.#close();
      throw error;
    }
  }

  #close() {
    this.#isOver = true;
    [this.#page, this.#row] = [[], 0];
    this.#reading?.close();
  }
}
