// What a program of a typed database may and may not say.
import { createClient, OdooClient as Client, type OdooCaller } from '@odoo-toolbox/client';
import { createMany, iterate, OdooClient as BulkClient, readAll, unlinkMany, upsert, writeMany } from '@odoo-toolbox/client/bulk';
import { readColumnPages, readColumns, type DictionaryColumn, type Many2oneColumn, type NumberColumn, type TextColumn } from '@odoo-toolbox/client/columns';
import { and, Command, domain, fromOdoo, or, term, toOdoo } from '@odoo-toolbox/client/schema';
import type { Odoo } from './odoo.js';
declare const client: Client<Odoo>;
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false;
function same<A, B>(..._: Equal<A, B> extends true ? [] : [never, A, B]) {}

const rows = await client.searchRead('res.partner', [['name', '=', 'x']], { fields: ['name', 'country_id', 'type'] });
same<typeof rows[number]['country_id'], [id: number, name: string] | false>();
same<typeof rows[number]['id'], number>();
same<keyof typeof rows[number], 'id' | 'name' | 'country_id' | 'type'>();
const all = await client.searchRead('res.partner');
all[0]!.name;
const list = await client.searchRead('res.partner', [], ['name']);
same<keyof typeof list[number], 'id' | 'name'>();
await client.searchRead('sale.order', [['order_line.product_id.name', 'ilike', 'x'], '|', ['partner_id.country_id.code', '=', 'BE'], ['state', 'in', ['sale', 'draft']]], { fields: ['name'], order: 'name desc, id' });
await client.searchRead('sale.order', [['order_line', 'any', [['price_unit', '>', 5], ['product_id.name', '!=', false]]]], { fields: ['name'] });
await client.search('res.partner', [['create_date.year_number', '>', 2020], [1, '=', 1]]);
// @ts-expect-error wrong model
await client.searchRead('res.parter', []);
// @ts-expect-error wrong field
await client.searchRead('res.partner', [], { fields: ['nam'] });
// @ts-expect-error wrong domain field
await client.searchRead('res.partner', [['nam', '=', 'x']]);
// @ts-expect-error wrong path
await client.searchRead('sale.order', [['order_line.product_id.nam', '=', 'x']]);
// @ts-expect-error wrong operator
await client.searchRead('sale.order', [['amount_total', 'ilike', 'x']]);
// @ts-expect-error wrong value
await client.searchRead('sale.order', [['amount_total', '=', 'x']]);
// @ts-expect-error wrong selection
await client.searchRead('sale.order', [['state', '=', 'drft']]);
// @ts-expect-error wrong inner
await client.searchRead('sale.order', [['order_line', 'any', [['price_unt', '>', 5]]]]);
// @ts-expect-error wrong order
await client.searchRead('sale.order', [], { order: 'nam desc' });
// @ts-expect-error wrong order dir
await client.searchRead('sale.order', [], { order: 'name down' });
// @ts-expect-error absent field
rows[0]!.email;
await client.create('res.partner', { name: 'x', country_id: 5, category_id: [[6, 0, [1]], [0, 0, { name: 'tag' }]] });
const one: number = await client.create('res.partner', { name: 'x' });
const two: number[] = await client.create('res.partner', [{ name: 'x' }]);
// @ts-expect-error m2o pair
await client.create('res.partner', { name: 'x', country_id: [5, 'Belgium'] });
// @ts-expect-error readonly
await client.write('res.partner', 1, { create_date: '2020-01-01 00:00:00' });
// @ts-expect-error unknown
await client.write('res.partner', 1, { nme: 'x' });
// @ts-expect-error wrong command
await client.write('res.partner', 1, { category_id: [[7, 0, [1]]] });
// @ts-expect-error wrong command values
await client.write('res.partner', 1, { category_id: [[0, 0, { nme: 'tag' }]] });
// @ts-expect-error required emptied
await client.write('sale.order', 1, { partner_id: false });
const g = await client.readGroup('sale.order', [['state', '=', 'sale']], { groupBy: ['partner_id', 'date_order:month'], aggregates: ['amount_total:sum'] });
same<typeof g[number]['amount_total:sum'], number | false>();
g[0]!.partner_id; g[0]!['date_order:month']; g[0]!.__count;
await client.call('res.partner.category', 'copy', [[1]]);
const n = await client.call('res.partner.category', 'copy', [[1], {}]);
same<typeof n, number[]>();
await client.call('sale.order', 'action_confirm', [[1]]);
await client.call<boolean>('sale.order', 'action_confirm', [[1]]);
// @ts-expect-error ids are numbers
await client.call('res.partner.category', 'copy', [['x']]);
// @ts-expect-error an argument of another type
await client.call('res.partner.category', 'name_create', [5]);
// @ts-expect-error no parameter of the method
await client.call('res.partner.category', 'name_search', [], { nam: 'x' });
// @ts-expect-error no model of the database
await client.call('res.parter', 'copy', [[1]]);
const pairs = await client.call('res.partner.category', 'name_search', [], { name: 'x', limit: 5 });
same<typeof pairs, [number, string][]>();

export const c1: OdooCaller = client;
declare function takes(c: Client): void;
declare function takesAny(c: Client<any>): void;
takesAny(client);
const plain = new Client({ url: '', database: '', username: '', password: '' });
const anyRows = await plain.searchRead('x', [['a', '=', 1]], { fields: ['b'] });
anyRows[0].whatever;
const typed = await plain.searchRead<{ id: number; name: string }>('x', [], ['name']);
same<typeof typed, { id: number; name: string }[]>();
export class Mine extends Client { override async call<T = any>(model: string, method: string): Promise<T> { return super.call(model, method); } }
export class Other extends Client { override async searchRead<T = any>(model: string, domain?: any[], options?: any): Promise<T[]> { return super.searchRead(model, domain, options); } }
const i: InstanceType<typeof Client> = plain; i.searchRead('x');
const f1 = await client.fetch('sale.order', [['state', '=', 'sale']], { select: { name: true, partner_id: { name: true, country_id: { code: true } }, order_line: { product_id: true, price_unit: true, $limit: 5 } } });
f1[0]!.order_line[0]!.price_unit.toFixed();
const p0 = f1[0]!.partner_id;
if (p0) { const c0 = p0.country_id; if (c0) { same<typeof c0.code, string | false>(); } }
// @ts-expect-error
await client.fetch('sale.order', [], { select: { nam: true } });
// @ts-expect-error
await client.fetch('sale.order', [], { select: { partner_id: { nam: true } } });
const d1 = await client.with({ dates: 'Date', many2one: 'object' }).searchRead('sale.order', [], ['date_order', 'partner_id']);
same<typeof d1[number]['partner_id'], { id: number; display_name: string }>;
d1[0]!.date_order.getTime(); d1[0]!.partner_id.display_name;
await client.with({ dates: 'Date' }).create('sale.order', { date_order: new Date() });
// @ts-expect-error
await client.create('sale.order', { date_order: new Date() });
const pf = await plain.fetch('x', [], { select: { a: true } }); pf[0].b;

// Commands are checked by the model that their field leads to.
await client.write('sale.order', 1, { order_line: [Command.create({ name: 'x', price_unit: 5 }), Command.update(3, { product_id: 4 }), Command.delete(9), Command.clear(), Command.set([1, 2]), Command.link(4), Command.unlink(5)] });
// @ts-expect-error a field that the lines do not have
await client.write('sale.order', 1, { order_line: [Command.create({ nme: 'x' })] });
// @ts-expect-error a value of another type
await client.write('sale.order', 1, { order_line: [Command.update(3, { price_unit: 'x' })] });
Command.create({ anything: 1 });

// Domains that are made apart.
const orders = domain<Odoo>()('sale.order');
const open = orders([['state', '=', 'draft'], ['partner_id.country_id.code', '=', 'BE']]);
await client.search('sale.order', open);
await client.search('sale.order', and(open, or(term('name', 'ilike', 'x'), [['amount_total', '>', 5]])));
// @ts-expect-error no key of the selection
orders([['state', '=', 'drft']]);
// @ts-expect-error a path that leads nowhere
orders([['partner_id.country_id.cod', '=', 'BE']]);

// Operators and values by the type of the field.
await client.search('sale.order', ['!', ['date_order', '>=', '2026-01-01'], '|', ['partner_id', '=', false], ['partner_id', 'in', [1, 2]]]);
await client.search('sale.order', [['partner_id', 'child_of', [3]], ['partner_id', 'ilike', 'x'], ['order_line', '=', false]]);
await client.search('res.partner', [['image_1920', '!=', false]]);
// @ts-expect-error a sign that is none
await client.search('sale.order', ['or', ['name', '=', 'x']]);
// @ts-expect-error "in" takes a list
await client.search('sale.order', [['name', 'in', 'x']]);
// @ts-expect-error a list of another type
await client.search('sale.order', [['partner_id', 'in', ['x']]]);
// @ts-expect-error a many2one is compared by id
await client.search('sale.order', [['partner_id', '=', { id: 5 }]]);
// @ts-expect-error only relations lead to records
await client.search('sale.order', [['name', 'any', [['id', '=', 1]]]]);
// @ts-expect-error a condition without a value
await client.search('sale.order', [['name', '=']]);
// @ts-expect-error a condition without its list
await client.search('sale.order', ['name', '=', 'x']);
// @ts-expect-error a field that no search takes
await client.search('res.partner', [['avatar_128', '!=', false]]);
// @ts-expect-error a field that nothing is sorted by
await client.search('sale.order', [], { order: 'order_line' });
// @ts-expect-error an absent group
await client.readGroup('sale.order', [], { groupBy: ['nam'] });
// @ts-expect-error a function that is none
await client.readGroup('sale.order', [], { aggregates: ['amount_total:add'] });
// @ts-expect-error a granularity that is none
await client.readGroup('sale.order', [], { groupBy: ['date_order:decade'] });
// @ts-expect-error an absent field
await client.read('res.partner', 1, ['nam']);
const [read] = await client.read('res.partner', [1], ['name', 'child_ids', 'type']);
same<NonNullable<typeof read>['child_ids'], number[]>();
// @ts-expect-error a key that the selection does not have
read!.type === 'nothing';
// @ts-expect-error no model of the database
await client.unlink('res.parter', 1);
// @ts-expect-error no model of the database
await client.searchCount('res.parter');
const from = await createClient<Odoo>();
await from.searchCount('res.partner', [['name', '!=', false]]);
// @ts-expect-error an absent field
await from.searchCount('res.partner', [['nam', '!=', false]]);

// Columns have the kinds of their fields, and rows the types of records.
const columns = await readColumns(client, 'sale.order', [['state', '=', 'sale']], { fields: ['name', 'partner_id', 'amount_total'], pageSize: 100 });
const amounts: NumberColumn = columns.column('amount_total');
const partners: Many2oneColumn = columns.column('partner_id');
const names: DictionaryColumn | TextColumn = columns.column('name');
same<ReturnType<typeof columns.toRows>[number]['partner_id'], [id: number, name: string]>();
for await (const page of readColumnPages(client, 'sale.order', [], { fields: ['amount_total'] })) page.column('amount_total').values.length;
console.log(amounts, partners, names);
// @ts-expect-error no model of the database
await readColumns(client, 'sale.oder');
// @ts-expect-error an absent field
await readColumns(client, 'sale.order', [], { fields: ['nam'] });
// @ts-expect-error a wrong path
await readColumns(client, 'sale.order', [['partner_id.nam', '=', 'x']]);
// @ts-expect-error a column that was not read
columns.column('state');
// @ts-expect-error an option that is none
await readColumns(client, 'sale.order', [], { feilds: ['name'] });
(await readColumns(plain, 'x')).column('y').values;
const day: Date | null = fromOdoo(read!.name, 'date');
const text: string = toOdoo(new Date());
export { day, text };

// Bulk work knows the schema as well, by its methods and by its functions.
declare const many: BulkClient<Odoo>;
for await (const order of many.iterate('sale.order', [['partner_id.country_id.code', '=', 'BE']], { fields: ['name', 'partner_id'], order: 'name desc', pageSize: 500 })) {
  same<typeof order, { id: number; name: string; partner_id: [id: number, name: string] }>();
}
const everything = await many.readAll('res.partner', [], { fields: ['name'] });
same<keyof typeof everything[number], 'id' | 'name'>();
const made: number[] = await many.createMany('res.partner', [{ name: 'x' }, { name: 'y', category_id: [[6, 0, [1]]] }], { chunkSize: 100 });
await many.writeMany('res.partner', [{ ids: made, values: { name: 'z' } }]);
const { created } = await many.upsert('res.partner', [{ xmlid: 'shop.a', name: 'x' }], { key: 'xmlid' });
await many.upsert('sale.order', [{ name: 'S1', date_order: new Date() }], { key: 'name' });
(await many.readColumns('sale.order', [], { fields: ['amount_total'] })).column('amount_total').values.length;
const [dated] = await many.with({ dates: 'Date' }).readAll('sale.order', [], { fields: ['date_order'] });
dated!.date_order.getTime();
await many.with({ dates: 'Date' }).createMany('sale.order', [{ date_order: new Date() }]);
for await (const page of iterate(client, 'res.partner', [], { fields: ['name'] }).pages()) same<keyof typeof page[number], 'id' | 'name'>();
await createMany(client, 'res.partner', [{ name: 'x' }]);
await writeMany(client, 'res.partner', [{ ids: 1, values: { name: 'x' } }]);
await upsert(client, 'res.partner', [{ name: 'x' }], { key: 'name' });
await unlinkMany(client, 'res.partner', [1]);
// @ts-expect-error no model of the database
many.iterate('sale.oder');
// @ts-expect-error an absent field
many.iterate('sale.order', [], { fields: ['nam'] });
// @ts-expect-error an absent field to sort by
many.iterate('sale.order', [], { order: 'nam desc' });
// @ts-expect-error a wrong path
await many.readAll('sale.order', [['partner_id.nam', '=', 'x']]);
// @ts-expect-error an absent field
await many.createMany('res.partner', [{ nme: 'x' }]);
// @ts-expect-error a pair
await many.createMany('res.partner', [{ country_id: [5, 'Belgium'] }]);
// @ts-expect-error a read-only field
await many.writeMany('res.partner', [{ ids: 1, values: { create_date: '2020-01-01 00:00:00' } }]);
// @ts-expect-error an absent field as the key
await many.upsert('res.partner', [{ name: 'x' }], { key: 'nme' });
// @ts-expect-error no model of the database
await many.unlinkMany('res.parter', [1]);
// @ts-expect-error an absent field
await readAll(client, 'res.partner', [], { fields: ['nam'] });
// @ts-expect-error an absent field
await createMany(client, 'res.partner', [{ nme: 'x' }]);
// @ts-expect-error no model of the database
await unlinkMany(client, 'res.parter', [1]);
const loose: Promise<number[]> = new BulkClient({ url: 'x', database: 'y', apiKey: 'z' }).createMany('any.model', [{ whatever: 1 }]);
export { created, loose };
