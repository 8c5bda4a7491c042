// Reading everything, page by page, the next page under way while one is consumed.

import type {
  FormsOf,
  OdooDomain,
  SchemaOf,
  SomeDomain,
  SomeField,
  SomeModel,
  SomeRow,
} from 'odoo-client-wasm';
import { isCount, option, selectionOf } from '#arguments/checks.ts';
import type { Plan } from '#pages/index.ts';
import type { BulkClient, Given, RecordIteration } from './options.ts';
import { Reading, Records } from './records.ts';
import type { SomeIterate } from './typed.ts';

/** Small enough that a few pages take little memory, large enough that asking costs little. */
const usualPage = 1000;

const isForm = (value: unknown): value is string =>
  ['base64', 'object', 'size'].includes(value as string);

/**
 * Goes through all records that match a domain. The next page is under way while this one is
 * consumed; what was given stays as it is, whatever becomes of later pages.
 *
 * @throws `OdooError` when records moved between two pages of another order than `id`; the error
 * has `row`.
 * @throws `OdooNetworkError` for an answer that breaks off or is not JSON in UTF-8, with `row` and
 * `offset`; and the errors of `client.call`.
 * @throws `TypeError` that names the argument, before anything is sent, when one has the wrong
 * type.
 * @example for await (const { name } of iterate<{ id: number; name: string }>(client, 'res.partner', [], { fields: ['name'] })) console.log(name);
 */
export function iterate<
  T = Given,
  C extends BulkClient = BulkClient,
  M extends SomeModel<SchemaOf<C>> = SomeModel<SchemaOf<C>>,
  const D extends readonly unknown[] = readonly unknown[],
  const O extends string = string,
  const N extends SomeField<SchemaOf<C>, M> = SomeField<SchemaOf<C>, M>,
>(
  client: C,
  model: M,
  domain?: SomeDomain<SchemaOf<C>, M, D>,
  options?: SomeIterate<SchemaOf<C>, M, N, O>,
): RecordIteration<SomeRow<SchemaOf<C>, M, N, FormsOf<C>, T>>;
export function iterate(
  client: BulkClient,
  model: string,
  domain: OdooDomain = [],
  options: any = {},
): RecordIteration<Given> {
  const selection = selectionOf(client, model, domain, options, usualPage);
  const forms = "'base64', 'object' or 'size'";
  const binary = option(options, 'binary', undefined, isForm, forms);
  const { callOptions } = selection;
  const plan: Plan = {
    ...selection,
    callOptions: binary === undefined ? callOptions : Object.assign({ binary }, callOptions),
    prefetch: option(options, 'prefetch', 1, isCount, 'a number of pages'),
  };
  return {
    [Symbol.asyncIterator]: () =>
      new Records<Given>(plan) as unknown as AsyncGenerator<Given, void, undefined>,
    pages: () => pagesOf<Given>(plan),
  };
}

/**
 * Collects what {@link iterate} goes through. Where the records are many, columns take a third of
 * the memory.
 *
 * @throws the errors of {@link iterate}.
 * @example const countries = await readAll(client, 'res.country', [], { fields: ['code', 'name'] });
 */
export function readAll<
  T = Given,
  C extends BulkClient = BulkClient,
  M extends SomeModel<SchemaOf<C>> = SomeModel<SchemaOf<C>>,
  const D extends readonly unknown[] = readonly unknown[],
  const O extends string = string,
  const N extends SomeField<SchemaOf<C>, M> = SomeField<SchemaOf<C>, M>,
>(
  client: C,
  model: M,
  domain?: SomeDomain<SchemaOf<C>, M, D>,
  options?: SomeIterate<SchemaOf<C>, M, N, O>,
): Promise<SomeRow<SchemaOf<C>, M, N, FormsOf<C>, T>[]>;
export async function readAll(
  client: BulkClient,
  model: string,
  domain?: OdooDomain,
  options?: any,
): Promise<Given[]> {
  const all: Given[] = [];
  const pages = iterate(client, model, domain, options).pages();
  for await (const records of pages) for (const record of records) all.push(record);
  return all;
}

async function* pagesOf<T>(plan: Plan): AsyncGenerator<T[], void, undefined> {
  const reading = new Reading(plan);
  try {
    // No page is held here while the next one is waited for.
    while (await reading.advance()) yield reading.take();
  } finally {
    reading.close();
  }
}
