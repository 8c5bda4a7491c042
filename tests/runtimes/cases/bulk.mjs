// The bulk work where users run it.

import { proofsOf } from './proofs.mjs';

/**
 * Records are upserted twice, read page by page and together, and a job tells of its rows.
 * `toolbox`, `createSandbox` and `bulk` must be in scope.
 */
const program = `
async function prove() {
  const odoo = createSandbox({ odoo: '18.0' });
  const requests = [];
  const client = new bulk.OdooClient({
    url: odoo.url, fetch: odoo.fetch, database: 'demo', username: 'admin', password: 'admin', onRequest: ({ method }) => requests.push(method),
  });
  await client.authenticate();
  const rows = ['Ada', 'Żółć', '日本 😀'].map((name, index) => ({ ref: 'proof-' + index, name }));
  const ids = await client.upsert('res.partner', rows, { key: 'ref', chunkSize: 2 });
  const again = await client.upsert('res.partner', rows, { key: 'ref' });
  const names = [];
  for await (const { name } of client.iterate('res.partner', [['ref', '=like', 'proof-%']], { fields: ['name'], pageSize: 2 })) names.push(name);
  requests.length = 0;
  const together = client.coalesced();
  const read = await Promise.all(ids.map((id) => together.read('res.partner', id, ['name'])));
  const asked = requests.filter((method) => method === 'read').length;
  const columns = await client.readColumns('res.partner', [['id', 'in', ids]], { fields: ['name'] });
  const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => index % 251);
  const attachment = await client.uploadAttachment({ name: 'proof.bin', data: bytes });
  const stored = await client.readBinary('ir.attachment', attachment, 'datas');
  const failed = await client.createMany('res.partner', [{ name: 'x' }, { nmae: 'y' }], { onError: 'collect' }).catch((error) => error);
  const isOurs = failed instanceof bulk.OdooBulkError && failed instanceof toolbox.OdooError && client instanceof toolbox.OdooClient;
  return [
    ids.join() === again.join(), names.join(), asked, read.length, columns.length,
    stored.length === bytes.length && stored.every((byte, index) => byte === bytes[index]), isOurs, failed.failed[0].rows, failed.done.length,
  ].join(' ');
}
`;

export const bulkCases = proofsOf('Bulk work', {
  entry: 'bulk',
  program,
  expected: 'true Ada,Żółć,日本 😀 1 3 3 true true 1 1',
}).usual;
