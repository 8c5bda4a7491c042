// What a compiler says of a mistake: it names what is wrong, where it is written, and blames
// nothing else. Of methods with several signatures, one that no program with a schema can use among
// them, compilers told of the name of the model, whatever was wrong.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compile, compilers, folderOf } from './programs.mjs';

const head = `import { OdooClient } from 'odoo-client-wasm';
import { OdooClient as BulkClient, createMany, iterate, readAll, unlinkMany, upsert, writeMany } from 'odoo-client-wasm/bulk';
import { readColumnPages, readColumns } from 'odoo-client-wasm/columns';
import type { Odoo } from './odoo.js';
declare const client: OdooClient<Odoo>;
declare const many: BulkClient<Odoo>;
const apart = { name: true, nmae: true } as const;
`;

const [nmae, nme, limt] = [/'"nmae"'/, /'nme' does not exist/, /'limt' does not exist/];
const text = /'number' is not assignable to type 'string \| false/;
const model = /'"res\.parter"' is not assignable to parameter of type 'ModelName<Odoo>'/;
const ids = /'string' is not assignable to (parameter of )?type '(Ids|number)'/;

/**
 * Mistakes, each with what its message says; an `@` stands where the message has to point, where
 * that is more than the argument.
 */
const mistakes = {
  'a model': [
    ["client.searchRead(@'res.parter', []);", model],
    ["client.searchRead(@'res.parter', [['name', '=', 'x']], { fields: ['name'] });", model],
    ["client.create(@'res.parter', { name: 'x' });", model],
    ["client.call(@'res.parter', 'copy', [[1]]);", model],
    ["createMany(client, @'res.parter', [{ name: 'x' }]);", model],
    ["readColumns(client, @'res.parter', []);", model],
    ["unlinkMany(client, @'res.parter', [1]);", model],
  ],
  'a field to read': [
    ["client.searchRead('res.partner', [], { fields: ['nmae'] });", nmae],
    ["client.searchRead('res.partner', [], [@'nam']);", /'"nam"'.*Did you mean '"name"'/],
    ["client.read('res.partner', 7, [@'nmae']);", nmae],
    ["client.fetch('sale.order', [], { select: { @nmae: true } });", /'nmae' does not exist/],
    [
      "client.fetch('sale.order', [], { select: { partner_id: { @nmae: true } } });",
      /'nmae' does not exist/,
    ],
    ["client.fetch('sale.order', [], { @select: apart });", /\[unknownField\]: "nmae"/],
    ["many.iterate('res.partner', [], { fields: [@'nmae'] });", nmae],
    ["many.readColumns('res.partner', [], { fields: [@'nmae'] });", nmae],
    ["iterate(client, 'res.partner', [], { fields: [@'nmae'] });", nmae],
    ["readColumns(client, 'res.partner', [], { fields: [@'nmae'] });", nmae],
  ],
  'a condition': [
    ["client.search('res.partner', [[@'nmae', '=', 'x']]);", nmae],
    ["client.searchRead('res.partner', [[@'nmae', '=', 'x']]);", nmae],
    ["client.searchCount('res.partner', [[@'nmae', '=', 'x']]);", nmae],
    ["client.readGroup('sale.order', [[@'nmae', '=', 1]], { groupBy: ['name'] });", nmae],
    ["client.fetch('sale.order', [[@'nmae', '=', 1]], { select: { name: true } });", nmae],
    [
      "client.search('sale.order', [[@'partner_id.nam', '=', 'x']]);",
      /'"partner_id\.nam"'.*Did you mean '"partner_id\.name"'/,
    ],
    ["client.search('sale.order', [['amount_total', @'ilik', 5]]);", /'"ilik"' is not assignable/],
    [
      "client.search('sale.order', [['amount_total', '=', @'much']]);",
      /'string' is not assignable to type 'number/,
    ],
    ["client.search('sale.order', [['state', '=', @'drft']]);", /'"drft"'.*Did you mean '"draft"'/],
    ["many.readAll('res.partner', [[@'nmae', '=', 'x']]);", nmae],
    ["many.readColumnPages('res.partner', [[@'nmae', '=', 'x']]);", nmae],
    ["readAll(client, 'res.partner', [[@'nmae', '=', 'x']]);", nmae],
    ["readColumnPages(client, 'res.partner', [[@'nmae', '=', 'x']]);", nmae],
  ],
  'an option': [
    ["client.search('res.partner', [], { @limt: 5 });", limt],
    ["client.searchRead('sale.order', [], { @limt: 5 });", limt],
    ["client.fetch('sale.order', [], { select: { name: true }, @limt: 5 });", limt],
    ["client.fetch('sale.order', [], { @fields: ['name'] });", /'fields' does not exist/],
    ["many.readAll('res.partner', [], { @limt: 4 });", limt],
    [
      "client.fetch('sale.order', [], { select: { order_line: { @$limt: 5 } } });",
      /'\$limt' does not exist.*Did you mean to write '\$limit'/,
    ],
    [
      "client.searchRead('sale.order', [], { limit: '5' });",
      /'limit' are incompatible\.\n.*'string' is not assignable to type 'number'/,
    ],
    ["client.searchRead('sale.order', [], { order: 'nmae desc' });", /'"nmae desc"'/],
    ["client.with({ @date: 'Date' });", /'date' does not exist.*Did you mean to write 'dates'/],
  ],
  'an id': [
    ["client.read('res.partner', @'7');", ids],
    ["client.write('res.partner', @'1', { name: 'x' });", ids],
    ["client.unlink('res.partner', @'1');", ids],
    ["many.writeMany('res.partner', [{ @ids: '1', values: { name: 'x' } }]);", ids],
    ["unlinkMany(client, 'res.partner', [@'1']);", ids],
  ],
  'a value to store': [
    ["client.create('res.partner', { @nme: 'x' });", nme],
    ["client.create('res.partner', { @name: 5 });", text],
    ["client.create('res.partner', [{ @nme: 'x' }]);", nme],
    ["client.create('res.partner', [{ name: 'x' }, { @name: 5 }]);", text],
    ["client.write('res.partner', 1, { @nme: 'x' });", nme],
    ["client.write('res.partner', 1, { @name: 5 });", text],
    ["many.createMany('res.partner', [{ @nme: 'x' }]);", nme],
    ["many.createMany('res.partner', [{ @name: 5 }]);", text],
    ["many.writeMany('res.partner', [{ ids: 1, values: { @nme: 'x' } }]);", nme],
    ["many.upsert('res.partner', [{ xmlid: 'a.b', @nme: 'x' }], { key: 'xmlid' });", nme],
    ["many.upsert('res.partner', [{ name: 'x' }], { @key: 'nmae' });", nmae],
    [
      "many.upsert('res.partner', [@{ name: 'x' }], { key: 'email' });",
      /Property 'email' is missing in type '\{ name: string; \}'/,
    ],
    ["createMany(client, 'res.partner', [{ @nme: 'x' }]);", nme],
    ["createMany(client, 'res.partner', [{ @name: 5 }]);", text],
    ["writeMany(client, 'res.partner', [{ ids: 1, values: { @nme: 'x' } }]);", nme],
    ["upsert(client, 'res.partner', [{ @name: 5 }], { key: 'name' });", text],
    ["upsert(client, 'res.partner', [{ name: 'x' }], { @key: 'nmae' });", nmae],
  ],
  'a group': [
    ["client.readGroup('sale.order', [], { groupBy: [@'nmae'] });", nmae],
    [
      "client.readGroup('sale.order', [], { aggregates: [@'amount_total:add'] });",
      /'"amount_total:add"'/,
    ],
    ["client.readGroup('sale.order', [], { aggregates: [@'name:sum'] });", /'"name:sum"'/],
    ["client.readGroup('sale.order', [], { aggregates: [@'partner_id:avg'] });", /partner_id:avg/],
    ["client.readGroup('sale.order', [], { aggregates: [@'date_order:sum'] });", /date_order:sum/],
    [
      "client.readGroup('sale.order', [], { aggregates: [@'amount_total:bool_and'] });",
      /amount_total:bool_and/,
    ],
    ["client.readGroup('sale.order', [], { aggregates: [@'id:recordset'] });", /id:recordset/],
  ],
  'an argument of a described method': [
    [
      "client.call('res.partner.category', 'copy', [[@'x']]);",
      /'string' is not assignable to type 'number'/,
    ],
    ["client.call('res.partner.category', 'name_search', [], { @nam: 'x' });", /'nam' does not/],
  ],
  'a type beside that of the schema': [
    ["client.searchRead<@{ id: number }>('sale.order', []);", /'ToldBySchema'/],
  ],
};

const all = Object.values(mistakes).flat();
const program = head + all.map(([line]) => line.replace('@', '')).join('\n');

describe('a mistake is told by what is wrong, not by the name of the model', () => {
  for (const [name, compiler] of Object.entries(compilers)) {
    test(`with ${name}`, async (t) => {
      const { errors } = await compile(folderOf(t, { 'mistakes.ts': program }), compiler);
      const told = errors.split(/^(?=mistakes\.ts)/m);
      assert.doesNotMatch(errors, /never|overload/i);
      for (const [at, [line, expected]] of all.entries()) {
        const number = head.split('\n').length + at;
        const column = line.includes('@') ? line.indexOf('@') + 1 : '\\d+';
        const messages = told.filter((message) => message.startsWith(`mistakes.ts(${number},`));
        assert.equal(messages.length, 1, `${line}\n${messages.join('')}`);
        assert.match(messages[0], new RegExp(`^mistakes\\.ts\\(${number},${column}\\)`), line);
        assert.match(messages[0], expected, line);
      }
      assert.equal(told.length, all.length, errors);
    });
  }
});

test('domains that were put together apart are taken, and aggregates that servers take', async (t) => {
  const { errors } = await compile(
    folderOf(t, {
      'apart.ts': `${head}
declare const anything: unknown[][];
const texts = [['name', '=', 'x']];
await client.search('res.partner', texts);
await client.searchRead('res.partner', ['|', ['name', '=', 'x'], ...texts, ['active', '=', true]]);
const mixed = ['|', ['name', '=', 'x'], ['active', '=', true]];
await client.searchCount('res.partner', mixed);
await readAll(many, 'res.partner', [...texts, ...anything]);
const checked = [['name', '=', 'x']] as const;
await client.search('res.partner', checked);
// @ts-expect-error What is written as a constant is checked.
await client.search('res.partner', [['nam', '=', 'x']] as const);
await client.readGroup('sale.order', [], {
  aggregates: ['amount_total:sum', 'amount_total:avg', 'date_order:max', 'id:array_agg', 'id:max', 'partner_id:count_distinct', 'locked:bool_and', 'name:count', '__count'],
});
const record = { name: 'x' };
const id: number = await client.create('res.partner', record);
const found: number[] = await client.create('res.partner', [record]);
const none: number[] = await client.create('res.partner', []);
export { apart, createMany, id, found, iterate, none, readColumnPages, readColumns, unlinkMany, upsert, writeMany };
`,
    }),
    'typescript-7',
  );
  assert.equal(errors, '');
});
