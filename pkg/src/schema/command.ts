// Commands of x2many fields: what to do with which records.

/**
 * Makes the commands that x2many fields are written with. Where the field is known, the values are
 * checked by the model it leads to.
 *
 * @example await client.write('sale.order', 7, { order_line: [Command.create({ product_id: 5 }), Command.delete(9)] });
 */
export const Command = {
  /** Creates a record with these values and links it. */
  create: <const V extends object>(values: V): readonly [0, 0, V] => [0, 0, values],
  /** Stores values in a linked record. */
  update: <const V extends object>(id: number, values: V): readonly [1, number, V] => [
    1,
    id,
    values,
  ],
  /** Takes a record out and deletes it for good. */
  delete: (id: number): [2, number, 0] => [2, id, 0],
  /** Takes a record out; it stays where it was. */
  unlink: (id: number): [3, number, 0] => [3, id, 0],
  /** Links a record that is there. */
  link: (id: number): [4, number, 0] => [4, id, 0],
  /** Takes all records out. */
  clear: (): [5, 0, 0] => [5, 0, 0],
  /** Has these records linked, and no others. */
  set: (ids: readonly number[]): [6, 0, number[]] => [6, 0, [...ids]],
};
