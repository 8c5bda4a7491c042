// How many requests are being answered at the same time.

/** The connections to the database, of which there are `size`. */
export class Pool {
  #size;
  #taken = 0;

  constructor(size) {
    this.#size = size;
  }

  /** Does `work`, which is told whether every connection is taken by others. */
  async during(work) {
    const full = this.#taken >= this.#size;
    this.#taken += 1;
    try {
      return await work(full);
    } finally {
      this.#taken -= 1;
    }
  }
}
