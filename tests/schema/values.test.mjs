// Domains, commands and dates as values.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connected, OdooError, schema, series } from './fixture.mjs';

const {
  Command,
  and,
  domain,
  evaluate,
  fromOdoo,
  normalize,
  not,
  or,
  parse,
  print,
  readSchema,
  term,
  toOdoo,
} = schema;

test('domains are joined as what they mean, whatever signs they leave out', () => {
  const [a, b, c] = [
    ['a', '=', 1],
    ['b', '=', 2],
    ['c', '=', 3],
  ];
  assert.deepEqual(and([a, b], [c]), ['&', '&', a, b, c]);
  assert.deepEqual(or([a, b], [c]), ['|', '&', a, b, c]);
  assert.deepEqual(or(['|', a, b, c], [a]), ['|', '&', '|', a, b, c, a]);
  assert.deepEqual(not([a, b]), ['!', '&', a, b]);
  assert.deepEqual(not(['!', a]), ['!', '!', a]);
  assert.deepEqual(term('a', '=', 1), [a]);
  assert.deepEqual(and([a], [], [b]), ['&', a, b]);
  assert.deepEqual(and(), []);
  assert.deepEqual(or(), [[0, '=', 1]]);
  assert.deepEqual(or([a], []), ['|', a, [1, '=', 1]]);
  assert.deepEqual(not([]), ['!', [1, '=', 1]]);
  assert.deepEqual(domain()('x')([a]), [a]);
  assert.throws(() => and(['&', a], [b]), OdooError);
});

test('joined domains find on the server what they say', async () => {
  const { client } = await connected('19.0');
  const belgian = [['country_id.code', '=', 'BE']];
  const companies = [
    ['is_company', '=', true],
    ['type', '=', 'contact'],
  ];
  const [all, one, other, both, either, neither] = await Promise.all(
    [
      [],
      belgian,
      companies,
      and(belgian, companies),
      or(belgian, companies),
      not(or(belgian, companies)),
    ].map((given) => client.search('res.partner', given)),
  );
  assert.deepEqual(
    both,
    one.filter((id) => other.includes(id)),
  );
  assert.deepEqual(
    either,
    all.filter((id) => one.includes(id) || other.includes(id)),
  );
  assert.deepEqual(
    neither,
    all.filter((id) => !either.includes(id)),
  );
});

test('a domain is normalised, printed as Python text and read from it', () => {
  assert.deepEqual(
    normalize([
      ['a', '=', 1],
      ['b', '<>', 2],
    ]),
    ['&', ['a', '=', 1], ['b', '!=', 2]],
  );
  assert.equal(
    print(['|', ['name', '=', "it's"], ['ok', '=', true]]),
    "['|', ('name', '=', \"it's\"), ('ok', '=', True)]",
  );
  const now = new Date('2026-03-14T22:30:00Z');
  assert.deepEqual(
    parse("[('user_id', '=', uid), ('date', '>=', context_today().strftime('%Y-%m-01'))]", {
      uid: 7,
      now,
      timeZone: 'Europe/Brussels',
    }),
    [
      ['user_id', '=', 7],
      ['date', '>=', '2026-03-01'],
    ],
  );
  assert.deepEqual(parse("[('d', '=', context_today())]", { now, timeZone: 'Asia/Tokyo' }), [
    ['d', '=', '2026-03-15'],
  ]);
  assert.throws(
    () => parse("[('company_id', '=', company_id)]"),
    /speaks of "company_id".*company_id: …/,
  );
  assert.throws(() => parse('{}'), /a domain is a list/);
  assert.throws(() => normalize([['a', '~', 1]]), /no operator/);
  assert.throws(() => print('x'), OdooError);
});

for (const odoo of series) {
  test(`a domain is evaluated on records as ${odoo} searches`, async () => {
    const { client } = await connected(odoo);
    const known = await readSchema(client, {
      models: 'res.partner,res.country,res.partner.category',
    });
    const fields = {
      name: true,
      email: true,
      is_company: true,
      color: true,
      create_date: true,
      type: true,
      category_id: { name: true },
      country_id: { code: true, name: true },
      parent_id: { name: true },
    };
    const rows = await client.fetch('res.partner', [], { select: fields, order: 'id' });
    for (const given of [
      [['country_id.code', 'in', ['BE', 'US']]],
      ['!', ['is_company', '=', true]],
      [['email', '!=', false]],
      [['name', 'ilike', 'A%e']],
      ['|', ['parent_id', '=', false], ['parent_id.name', 'ilike', 'e']],
      [['category_id.name', '!=', false]],
      [['country_id', '=?', false]],
      [['create_date', '>', '2020-01-01']],
      [['type', 'not in', ['contact']]],
      [['color', '=', 0]],
      [['country_id', 'any', [['code', '!=', 'BE']]]],
    ]) {
      const found = await client.search('res.partner', given, { order: 'id' });
      const held = rows
        .filter((row) => evaluate(given, row, { schema: known, model: 'res.partner' }))
        .map(({ id }) => id);
      assert.deepEqual(held, found, JSON.stringify(given));
    }
  });
}

test('a record that lacks what a domain asks for is told with what to read', () => {
  assert.equal(evaluate([['a', '>', 3]], { a: 5 }), true);
  assert.throws(() => evaluate([['b', '=', 1]], { a: 5 }), /has no b/);
  assert.throws(
    () => evaluate([['p.name', '=', 'x']], { p: [3, 'x'] }),
    /read it nested, with fetch/,
  );
  assert.throws(() => evaluate([['id', 'child_of', 3]], { id: 3 }), /ask the server/);
});

test('commands do on every series what they say', async () => {
  for (const odoo of series) {
    const { client } = await connected(odoo);
    const tags = await client.create('res.partner.category', [
      { name: 'one' },
      { name: 'two' },
      { name: 'three' },
    ]);
    const id = await client.create('res.partner', {
      name: 'Ada',
      category_id: [Command.set(tags)],
      child_ids: [Command.create({ name: 'Child' })],
    });
    const read = async () => {
      const [record] = await client.read('res.partner', id, ['category_id', 'child_ids']);
      return { ...record, category_id: record.category_id.sort((a, b) => a - b) };
    };
    const [child] = (await read()).child_ids;
    await client.write('res.partner', id, {
      category_id: [Command.unlink(tags[0])],
      child_ids: [Command.update(child, { name: 'Renamed' })],
    });
    assert.deepEqual((await read()).category_id, tags.slice(1));
    assert.equal((await client.read('res.partner', child, ['name']))[0].name, 'Renamed');
    await client.write('res.partner', id, {
      category_id: [Command.clear(), Command.link(tags[0])],
      child_ids: [Command.delete(child)],
    });
    assert.deepEqual(await read(), { id, category_id: [tags[0]], child_ids: [] });
    assert.deepEqual(await client.search('res.partner', [['id', '=', child]]), []);
  }
});

/** What `Temporal` has, as far as it is looked at; engines get it one by one. */
const temporal = (kind, text) => ({
  [Symbol.toStringTag]: `Temporal.${kind}`,
  toString: () => text,
});

test('days and moments are written as Odoo has them, in the time zone that is meant', () => {
  assert.equal(toOdoo(new Date('2026-03-15T10:00:00+02:00')), '2026-03-15 08:00:00');
  assert.equal(toOdoo(new Date('2026-03-15T10:00:00.999Z')), '2026-03-15 10:00:00');
  assert.equal(toOdoo(new Date('2026-03-14T23:30:00Z'), 'date'), '2026-03-14');
  assert.equal(
    toOdoo(new Date('2026-03-14T23:30:00Z'), 'date', { timeZone: 'Europe/Brussels' }),
    '2026-03-15',
  );
  assert.equal(toOdoo(temporal('PlainDate', '2026-03-15')), '2026-03-15');
  assert.equal(
    toOdoo(temporal('PlainDate', '2026-03-15[u-ca=gregory]'), 'datetime', {
      timeZone: 'Europe/Brussels',
    }),
    '2026-03-14 23:00:00',
  );
  assert.equal(
    toOdoo(temporal('PlainDateTime', '2026-07-01T12:00:00'), 'datetime', {
      timeZone: 'America/New_York',
    }),
    '2026-07-01 16:00:00',
  );
  assert.equal(toOdoo(temporal('PlainDateTime', '2026-07-01T12:00:00'), 'date'), '2026-07-01');
  assert.equal(toOdoo(temporal('Instant', '2026-07-01T12:00:00.5Z')), '2026-07-01 12:00:00');
  assert.equal(
    toOdoo(temporal('ZonedDateTime', '2026-07-01T00:30:00+02:00[Europe/Brussels]')),
    '2026-06-30 22:30:00',
  );
  assert.equal(
    toOdoo(temporal('ZonedDateTime', '2026-07-01T00:30:00+02:00[Europe/Brussels]'), 'date'),
    '2026-07-01',
  );
  for (const wrong of [
    new Date(NaN),
    new Date(8.64e15),
    '2026-01-01',
    5,
    null,
    {},
    temporal('Duration', 'P1D'),
  ])
    assert.throws(() => toOdoo(wrong), TypeError);
});

test('days and moments are read as Odoo has them, in the time zone that is meant', () => {
  assert.equal(
    fromOdoo('2026-03-15 08:00:00', 'datetime').toISOString(),
    '2026-03-15T08:00:00.000Z',
  );
  assert.equal(fromOdoo('2026-03-15', 'date').toISOString(), '2026-03-15T00:00:00.000Z');
  assert.equal(
    fromOdoo('2026-03-15', 'date', { timeZone: 'Europe/Brussels' }).toISOString(),
    '2026-03-14T23:00:00.000Z',
  );
  assert.equal(
    fromOdoo('2026-07-15', 'date', { timeZone: 'Europe/Brussels' }).toISOString(),
    '2026-07-14T22:00:00.000Z',
  );
  // Clocks go forward over midnight there: the day begins an hour later.
  assert.equal(
    fromOdoo('2018-11-04', 'date', { timeZone: 'America/Sao_Paulo' }).toISOString(),
    '2018-11-04T03:00:00.000Z',
  );
  assert.equal(fromOdoo('0001-01-01', 'date').getUTCFullYear(), 1);
  assert.equal(fromOdoo(false, 'date'), null);
  for (const wrong of ['2026-02-30', '15/03/2026', '', '2026-03-15 25:00:00', '2026-13-01'])
    assert.throws(() => fromOdoo(wrong, 'datetime'), TypeError);
  for (const day of ['2026-01-01', '2026-03-29', '2026-10-25', '2018-11-04']) {
    for (const timeZone of [
      'UTC',
      'Europe/Brussels',
      'Pacific/Apia',
      'America/Sao_Paulo',
      'Asia/Kathmandu',
    ]) {
      assert.equal(
        toOdoo(fromOdoo(day, 'date', { timeZone }), 'date', { timeZone }),
        day,
        `${day} ${timeZone}`,
      );
    }
  }
});
