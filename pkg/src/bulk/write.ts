// Creating, writing and deleting many records, a chunk at a time.

import type { FormsOf, OdooValues, SchemaOf, SomeModel, SomeValues } from 'odoo-client-wasm';
import { Kind, policy, Sends } from 'odoo-client-wasm/policy';
import { check, isId, isList, isObject, reading, wrong } from '#arguments/checks.ts';
import { call } from './call.ts';
import { Account, jobOf, upTo } from './job.ts';
import type { BulkClient, WriteManyOptions, WriteRow } from './options.ts';
import { checkRows, linkCheckFor, rowAsJson, rowsOf, type Values } from './rows.ts';
import { confirm, create, groupsOf, writer } from './store.ts';
import type { SomeWriteRow } from './typed.ts';

/**
 * Creates many records, a chunk at a time, and returns their ids in the order of the values. The
 * values are sent as they are at the time of the call, whatever becomes of them later; so it is
 * with every job.
 *
 * @throws {@link OdooBulkError} that tells what was created, what failed, of what the outcome is
 * unknown, and what was not tried.
 * @throws `TypeError` that names the argument or the row, before anything is sent.
 * @example const ids = await createMany(client, 'product.template', products, { chunkSize: 500, concurrency: 2 });
 */
export function createMany<C extends BulkClient, M extends SomeModel<SchemaOf<C>>>(
  client: C,
  model: M,
  valuesList: readonly SomeValues<SchemaOf<C>, M, FormsOf<C>>[],
  options?: WriteManyOptions,
): Promise<number[]>;
export async function createMany(
  client: BulkClient,
  model: string,
  valuesList: readonly OdooValues[],
  options: WriteManyOptions = {},
): Promise<number[]> {
  const job = jobOf(client, model, 'create', options);
  const { values, sizes } = rowsOf('valuesList', valuesList, client);
  const account = new Account(job, { rows: values.length, sizes });
  const send = (items: number[]) =>
    create(
      job,
      items.map((item) => values[item] as Values),
    );
  account.add({ send, kind: Kind.Created }, upTo(values.length));
  return account.run();
}

/**
 * Stores values in many records. Equal values go out in one call; where a record is in several
 * rows, the last one counts.
 *
 * @returns how many records were written.
 * @throws {@link OdooBulkError} and `TypeError` as {@link createMany}.
 * @example await writeMany(client, 'product.product', stock.map(({ id, price }) => ({ ids: id, values: { list_price: price } })));
 */
export function writeMany<C extends BulkClient, M extends SomeModel<SchemaOf<C>>>(
  client: C,
  model: M,
  rows: readonly SomeWriteRow<SchemaOf<C>, M, FormsOf<C>>[],
  options?: WriteManyOptions,
): Promise<number>;
export async function writeMany(
  client: BulkClient,
  model: string,
  rows: readonly WriteRow[],
  options: WriteManyOptions = {},
): Promise<number> {
  const job = jobOf(client, model, 'write', options);
  const checkLinks = linkCheckFor(client);
  const values: Values[] = [];
  const texts: string[] = [];
  const records: number[][] = [];
  for (const [row, given] of checkRows('rows', rows).entries()) {
    const name = `rows[${row}]`;
    const checked = check(name, given, isObject, 'an object { ids, values }');
    const read = reading(name, () => ({ ids: checked.ids, values: checked.values }));
    const own = check(`${name}.values`, read.values, isObject, 'an object of fields and values');
    records.push(checkIds(`${name}.ids`, isList(read.ids) ? read.ids : [read.ids]));
    const text = rowAsJson(`${name}.values`, own);
    const stored: Values = JSON.parse(text);
    checkLinks(`${name}.values`, stored);
    texts.push(text);
    values.push(stored);
  }
  const ids = Float64Array.from(records.flat());
  const counts = Uint32Array.from(records, (own) => own.length);
  const count = policy().firstOfEach(ids).length;
  const account = new Account(job, {
    rows: values.length,
    rowOf: Uint32Array.from(records.flatMap((own, row) => own.map(() => row))),
    recordOf: (item) => ids[item],
    total: ids.length,
    // A record that is written twice must be written in that order.
    isOrdered: count < ids.length,
  });
  const write = writer(job, account);
  for (const { row, items } of groupsOf(texts, counts, ids)) {
    const send = (some: number[]) =>
      write(
        some.map((item) => ids[item] as number),
        values[row] as Values,
      );
    account.add({ send, kind: Kind.Updated }, items, Sends.One);
  }
  await account.run();
  return count;
}

function checkIds(name: string, given: unknown[]): number[] {
  for (const [index, id] of given.entries()) {
    if (!isId(id)) throw wrong(`${name}[${index}]`, 'the id of a record', id);
  }
  return [...given] as number[];
}

/**
 * Deletes many records for good, a chunk at a time.
 *
 * @returns how many records were deleted.
 * @throws {@link OdooBulkError} and `TypeError` as {@link createMany}; its rows are positions in
 * `ids`, of a repeated one the first.
 * @example await unlinkMany(client, 'mail.message', await client.search('mail.message', [['date', '<', '2020-01-01']]));
 */
export function unlinkMany<C extends BulkClient>(
  client: C,
  model: SomeModel<SchemaOf<C>>,
  ids: readonly number[],
  options?: WriteManyOptions,
): Promise<number>;
export async function unlinkMany(
  client: BulkClient,
  model: string,
  ids: readonly number[],
  options: WriteManyOptions = {},
): Promise<number> {
  const job = jobOf(client, model, 'unlink', options);
  const given = checkIds('ids', checkRows('ids', ids));
  const rowOf = policy().firstOfEach(Float64Array.from(given));
  const recordOf = (item: number) => given[rowOf[item] as number] as number;
  const account = new Account(job, {
    rows: given.length,
    rowOf,
    recordOf,
    total: rowOf.length,
  });
  const send = async (items: number[]) => {
    const own = items.map(recordOf);
    await confirm(job, account, 'unlink', await call(job, 'unlink', [own]));
    return own;
  };
  account.add({ send }, upTo(rowOf.length), Sends.One);
  await account.run();
  return rowOf.length;
}
