// What the commands on records share: how records are printed, and how a write is shown before it
// is sent.

import type { OdooClient } from 'odoo-client-wasm/bulk';
import type { Connection } from './connection.ts';
import { CliError, exitCodes } from './errors.ts';
import type { Globals } from './globals.ts';
import { mustConfirm } from './guard.ts';
import { json, print, rowsAsText } from './output.ts';
import type { Fields } from './schema-fields.ts';

type Row = Record<string, unknown>;

/** Prints records: as JSON, as a table for people, or as lines with tabs. */
export async function printRecords(
  rows: readonly Row[],
  columns: readonly string[],
  globals: Globals,
  fields: Fields,
): Promise<void> {
  // A truth value is a word; of any other field, false is empty.
  const shown = (name: string, value: unknown) =>
    fields[name]?.type === 'boolean' ? String(value) : value;
  const text = globals.json
    ? json(rows)
    : await rowsAsText(
        columns,
        rows.map((row) => columns.map((name) => shown(name, row[name]))),
        globals.table ? { table: true, wide: true } : {},
      );
  await print(text, globals.output);
}

/** A request as it would be sent. */
export interface Request {
  model: string;
  method: string;
  args: unknown[];
  kwargs?: Record<string, unknown>;
}

/** Shows requests that are not sent: one JSON object in each line. */
export async function showRequests(requests: readonly Request[], globals: Globals): Promise<void> {
  await print(
    requests.map((request) => JSON.stringify({ kwargs: {}, ...request })).join('\n'),
    globals.output,
  );
}

/** Asks before a write, unless --yes. */
export async function permit(
  doing: string,
  { url, database }: Connection,
  globals: Globals,
): Promise<void> {
  if (!globals.yes) await mustConfirm(`${doing} in ${database} at ${url}?`);
}

export const many = (count: number, what = 'record') =>
  `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;

/** A record that is only named, and not read, might not be there: nothing would tell. */
export async function mustExist(client: OdooClient, model: string, id: number): Promise<void> {
  const context = { active_test: false };
  const [found] = await client.search(model, [['id', '=', id]], { context });
  if (found === undefined)
    throw new CliError(
      exitCodes.missing,
      `${model} has no record ${id}, or you may not see it`,
      'search for it: odoo-client-wasm search',
    );
}
