// The columns, as a user's program has them.
import { OdooClient } from '@odoo-toolbox/client';
import {
  decodeColumns, encodeBase64, readColumnPages, readColumns, type Column, type Columns, type ColumnsError, type Many2oneColumn, type NumberColumn, type ReadColumnsOptions,
} from '@odoo-toolbox/client/columns';
import { same } from './expect.js';

const client = new OdooClient({ url: '', database: 'one', username: 'admin', password: 'admin' });

interface Partner { id: number; name: string; country_id: [number, string] | false }

const options: ReadColumnsOptions = {
  fields: ['name', 'country_id'], order: 'name', limit: 10, pageSize: 5, types: { name: 'json' }, context: { lang: 'fr_FR' },
  signal: AbortSignal.timeout(5), timeoutMs: 1000, onProgress: ({ done, total, elapsedMs, etaMs, bytes = 0 }) => console.log(done + total + elapsedMs + etaMs + bytes),
};
export const partners: Promise<Columns<Partner>> = readColumns<Partner>(client, 'res.partner', [['id', '>', 5]], options);
export const all = readColumns(client, 'res.partner');
// @ts-expect-error a misspelt option
export const misspelt = readColumns(client, 'res.partner', [], { feilds: ['name'] });
// @ts-expect-error no client
export const without = readColumns('res.partner', []);

export async function run(): Promise<void> {
  const columns = await partners;
  same<Partner[], ReturnType<typeof columns.toRows>>();
  const name: string | undefined = columns.get(0)?.name;
  for (const { id } of columns) console.log(id, name);
  const column: Column = columns.column('name');
  // Which arrays there are depends on the kind.
  if (column.kind === 'number') console.log(column.values.length, column.get(0));
  else if (column.kind === 'text') console.log(column.offsets, column.bytes);
  else if (column.kind === 'dictionary') console.log(column.codes, column.dictionary.get(0));
  else if (column.kind === 'many2one') console.log(column.ids, column.names.length, column.nameOf(0));
  else if (column.kind === 'json') console.log([...column]);
  // @ts-expect-error texts have no such array
  if (column.kind === 'text') console.log(column.ids);
  const countries = columns.column<Many2oneColumn>('country_id');
  const sum = columns.column<NumberColumn<Int32Array>>('id').values.reduce((total, value) => total + value, 0);
  console.log(countries.ids, sum, columns.names, columns.length);
  const arrow: Uint8Array = columns.toArrow({ format: 'file' });
  const csv: string = columns.toCsv({ delimiter: ';', header: false, many2one: 'id' });
  for (const piece of columns.csv()) console.log(piece.length + csv.length + arrow.length);
  // @ts-expect-error there is no such format
  columns.toArrow({ format: 'parquet' });
  for await (const page of readColumnPages<Partner>(client, 'res.partner', [], { pageSize: 100 })) console.log(page.get(0)?.country_id);
  const bytes = new Uint8Array(await (await fetch('/partners.json')).arrayBuffer());
  console.log(decodeColumns(bytes, { id: 'integer' }).length, decodeColumns(bytes.buffer, { id: { type: 'integer' } }).length);
  const text: string = encodeBase64(bytes) + encodeBase64(bytes.buffer) + encodeBase64(new DataView(bytes.buffer)) + encodeBase64(new SharedArrayBuffer(1));
  // @ts-expect-error A text is no bytes.
  console.log(text, encodeBase64('text'));
}

export const told = ({ row, offset, field }: ColumnsError): string => `${row ?? '?'}, ${offset ?? '?'}, ${field ?? ''}`;
