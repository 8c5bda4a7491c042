// Calls and records: generics and overloads.
import { OdooClient } from '@odoo-toolbox/client';
import { same } from './expect.js';

interface Partner {
  id: number;
  name: string;
  email: string | false;
}

declare const client: OdooClient;
declare const anything: any;

export async function calls(): Promise<void> {
  const untyped = await client.call('res.partner', 'anything');
  same<typeof untyped, any>();
  const pairs = await client.call<[number, string][]>('res.partner', 'name_search', [], { name: 'Ada', limit: 5 });
  same<typeof pairs, [number, string][]>();
  await client.call('x.y', 'refresh', [[1]], {}, { safetyLevel: 'READ' });
  // @ts-expect-error there are three levels
  await client.call('x.y', 'refresh', [[1]], {}, { safetyLevel: 'HARMLESS' });
  // @ts-expect-error a method is needed
  await client.call('res.partner');
  // @ts-expect-error positional arguments are a list
  await client.call('res.partner', 'read', { ids: [1] });
  // @ts-expect-error a model is text
  await client.call(12, 'read');
}

export async function searching(): Promise<void> {
  const ids = await client.search('res.partner');
  same<typeof ids, number[]>();
  const loose = [['name', '=', 'Ada'], '|', ['email', '!=', false], ['phone', '!=', false]];
  await client.search('res.partner', loose, { offset: 0, limit: 10, order: 'name desc, id' });
  await client.search('res.partner', [], { limit: undefined });
  const frozen = [['name', '=', 'Ada']] as const;
  await client.search('res.partner', frozen);
  // @ts-expect-error a domain is a list
  await client.search('res.partner', "[('name', '=', 'Ada')]");
  // @ts-expect-error a limit is a number
  await client.search('res.partner', [], { limit: '10' });
  // @ts-expect-error search reads no fields
  await client.search('res.partner', [], { fields: ['name'] });

  const count = await client.searchCount('res.partner', [['active', '=', true]]);
  same<typeof count, number>();
}

export async function reading(): Promise<void> {
  const untyped = await client.read('res.partner', 1);
  same<typeof untyped, any[]>();
  const several = await client.read<Partner>('res.partner', [1, 2], ['name', 'email']);
  same<typeof several, Partner[]>();
  const single = await client.read<Partner>('res.partner', 1, ['name']);
  same<typeof single, Partner[]>();
  // @ts-expect-error ids are numbers
  await client.read('res.partner', '1');
  // @ts-expect-error fields are a list
  await client.read('res.partner', 1, 'name');
}

export async function searchingAndReading(): Promise<void> {
  const untyped = await client.searchRead('res.partner');
  same<typeof untyped, any[]>();
  const rows = await client.searchRead<Partner>('res.partner', [], { fields: ['name'], limit: 3, offset: 0, order: 'id' });
  same<typeof rows, Partner[]>();
  const byList = await client.searchRead<Partner>('res.partner', [], ['name', 'email']);
  same<typeof byList, Partner[]>();
  const names = ['name', 'email'] as const;
  await client.searchRead('res.partner', [], names);
  await client.searchRead('res.partner', [], { fields: names });
  // @ts-expect-error fields are a list of names
  await client.searchRead('res.partner', [], 'name');
  // @ts-expect-error names are text
  await client.searchRead('res.partner', [], [1, 2]);
  // @ts-expect-error there is no such option
  await client.searchRead('res.partner', [], { field: ['name'] });
}

export async function creating(): Promise<void> {
  const id = await client.create('res.partner', { name: 'Ada' });
  same<typeof id, number>();
  const inFrench = await client.create('res.partner', { name: 'Ada' }, { lang: 'fr_FR' });
  same<typeof inFrench, number>();
  const values: Record<string, unknown> = { name: 'Ada' };
  same<Awaited<ReturnType<typeof one>>, number>();
  const one = async () => client.create('res.partner', values);
  const partner: Omit<Partner, 'id'> = { name: 'Ada', email: false };
  const ofInterface = await client.create('res.partner', partner);
  same<typeof ofInterface, number>();

  const ids = await client.create('res.partner', [{ name: 'Ada' }, { name: 'Grace' }]);
  same<typeof ids, number[]>();
  const rows: Record<string, any>[] = [];
  const ofRows = await client.create('res.partner', rows, {});
  same<typeof ofRows, number[]>();
  const ofReadonly = await client.create('res.partner', [{ name: 'Ada' }] as const);
  same<typeof ofReadonly, number[]>();

  const unknownShape: number = await client.create('res.partner', anything);
  console.log(unknownShape);

  // @ts-expect-error one object gives one id
  const list: number[] = await client.create('res.partner', { name: 'Ada' });
  // @ts-expect-error a list gives a list of ids
  const single: number = await client.create('res.partner', [{ name: 'Ada' }]);
  // @ts-expect-error values are needed
  await client.create('res.partner');
  // @ts-expect-error values are an object
  await client.create('res.partner', 'Ada');
  console.log(list, single);
}

export async function changing(): Promise<void> {
  const written = await client.write('res.partner', 1, { name: 'Ada' });
  same<typeof written, boolean>();
  await client.write('res.partner', [1, 2], { name: 'Ada' }, { tracking_disable: true });
  const gone = await client.unlink('res.partner', [1, 2]);
  same<typeof gone, boolean>();
  await client.unlink('res.partner', 1);
  // @ts-expect-error values are needed
  await client.write('res.partner', 1);
  // @ts-expect-error ids are numbers
  await client.unlink('res.partner', ['1']);
}
