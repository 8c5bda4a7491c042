// Odoo's `load`: rows as the policy writes them, and the ids that it judges the answer to be.

import { OdooError, OdooValidationError } from 'odoo-client-wasm';
import { Loaded, policy } from 'odoo-client-wasm/policy';
import { argumentError } from '#arguments/checks.ts';
import { hidden } from '#plain/errors.ts';
import { call, shown, Unaccountable, within } from './call.ts';
import type { Item } from './found.ts';
import type { Job } from './job.ts';
import type { Field, Machine } from './stored.ts';

/** A row as `load` takes it. */
export interface Laid {
  /** Equal for rows that have the same columns, which one call stores. */
  shape: string;
  columns: Field[];
  /** Its external id, then the columns. */
  cells: unknown[];
  /** The record that it is expected to be stored in. */
  id: number | undefined;
}

/** Rows as `load` takes them: all of them, before any is stored. */
export function laidOut({ model }: Job, machine: Machine, fields: Field[], items: Item[]): Laid[] {
  // In the order of their names, whatever the order in a row.
  const sorted = [...fields].sort((one, other) => (one.name < other.name ? -1 : 1));
  return items.map(({ value, row }) => {
    const columns = sorted.filter(({ name }) => value[name] !== undefined);
    for (const { name: field, pathRefusal } of columns)
      if (pathRefusal !== undefined)
        throw Object.assign(new OdooError(pathRefusal), { model, row, field });
    const cells = columns.map(({ name, place }) => {
      const cell = machine.cell(place, value[name]);
      if (cell !== undefined) return cell;
      throw argumentError(machine.wrongCell(place, row, JSON.stringify(value[name])));
    });
    const shape = columns.map(({ path }) => path).join();
    return { shape, columns, cells: [value.xmlid, ...cells], id: undefined };
  });
}

/** Stores rows of the same columns in one transaction. */
export async function load(job: Job, rows: number[], laid: Laid[]): Promise<number[]> {
  const own = rows.map((row) => laid[row] as Laid);
  const { columns } = own[0] as Laid;
  // Date-times are in UTC, as `create` takes them: `load` would take them for the user's own time.
  const calls = columns.some(({ isTimed }) => isTimed) ? within(job, { tz: 'UTC' }) : job;
  const paths = ['id', ...columns.map(({ path }) => path)];
  const answer = await call(calls, 'load', [paths, own.map(({ cells }) => cells)]);
  const { loadedOf, wordsOfLoad } = policy();
  const expected = Float64Array.from(own, ({ id }) => id ?? 0);
  const loaded = loadedOf(answer, expected);
  if (loaded === Loaded.Ids) return answer.ids;
  if (loaded !== Loaded.Refused) {
    const words = `${job.model}.load answered ${shown(answer)} instead of ${own.length} ids`;
    throw new Unaccountable(words);
  }
  const { messages } = answer;
  const words = wordsOfLoad(messages, Uint32Array.from(rows));
  const refusal = new OdooValidationError(words, { data: { messages } });
  Object.assign(refusal, { model: job.model, method: 'load' });
  throw Object.defineProperty(refusal, 'refused', hidden(true));
}
