// How many requests are being answered at the same time.

/** The connections to the database, of which there are `size`. */
export class Pool {
  readonly #size: number;
  #taken = 0;

  constructor(size: number) {
    this.#size = size;
  }

  /** Does `work`, which is told whether every connection is taken by others. */
  async during<T>(work: (isFull: boolean) => Promise<T>): Promise<T> {
    const isFull = this.#taken >= this.#size;
    this.#taken += 1;
    try {
      return await work(isFull);
    } finally {
      this.#taken -= 1;
    }
  }
}
