// The columns where users run them.

import { proofsOf } from './proofs.mjs';

/**
 * Columns are read page by page, made records, CSV and Arrow again, and fail as the client does.
 * `toolbox`, `createSandbox` and `columns` must be in scope.
 */
const program = `
async function prove() {
  const names = ['Ada', 'Żółć', '日本 😀'];
  const odoo = createSandbox({ odoo: '18.0', records: { 'res.partner': names.map((name) => ({ name, street: 'proof', country_id: 'base.be' })) } });
  const client = new toolbox.OdooClient({ url: odoo.url, fetch: odoo.fetch, database: 'demo', username: 'admin', password: 'admin' });
  await client.authenticate();
  const options = { fields: ['name', 'country_id', 'active'], pageSize: 2 };
  const partners = await columns.readColumns(client, 'res.partner', [['street', '=', 'proof']], options);
  const found = partners.toRows().map(({ name, country_id: [, country], active }) => name + '/' + country + '/' + active).join();
  let pages = 0;
  for await (const page of columns.readColumnPages(client, 'res.partner', [['street', '=', 'proof']], { ...options, order: 'name' })) pages += page.length > 0;
  const caught = (promise) => promise.then(() => null, (error) => error);
  const missing = await caught(columns.readColumns(client, 'res.partner', [], { fields: ['nmae'] }));
  const wrong = await caught(columns.readColumns(client, 'res.partner', [], { types: { name: 'integer' }, fields: ['name'] }));
  const isOurs = [missing, wrong].every((error) => error instanceof toolbox.OdooError);
  return [found, pages, isOurs, wrong.row, wrong.field, partners.toCsv().split('\\r\\n').length, partners.toArrow().length > 500].join(' ');
}
`;

export const columnsCases = proofsOf('Columns', {
  entry: 'columns',
  program,
  expected: 'Ada/Belgium/true,Żółć/Belgium/true,日本 😀/Belgium/true 2 true 0 name 5 true',
}).usual;
