// Columns as comma-separated values.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  bytesOf,
  connect,
  decodeColumns,
  failure,
  readColumnPages,
  readColumns,
} from './fixture.mjs';

const schema = {
  id: 'integer',
  name: 'char',
  amount: 'float',
  active: 'boolean',
  partner_id: 'many2one',
  line_ids: 'one2many',
  image: 'binary',
  data: 'json',
};
const columnsOf = (records, types = schema) =>
  decodeColumns(bytesOf(JSON.stringify(records)), types);

/** Reads comma-separated values as RFC 4180 has them. */
function parsed(text) {
  const rows = [];
  let row = [];
  for (let at = 0; at < text.length; ) {
    let cell = '';
    if (text[at] === '"') {
      for (at += 1; text[at] !== '"' || text[at + 1] === '"'; at += text[at] === '"' ? 2 : 1)
        cell += text[at];
      at += 1;
    } else {
      while (at < text.length && ![',', '\r'].includes(text[at])) cell += text[at++];
    }
    row.push(cell);
    if (text[at] === ',') {
      at += 1;
    } else {
      assert.equal(text.slice(at, at + 2), '\r\n');
      at += 2;
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

test('values of every type are written, and empty ones as nothing', () => {
  const text = columnsOf([
    {
      id: 1,
      name: 'Ada',
      amount: 1.5,
      active: true,
      partner_id: [3, 'Grace'],
      line_ids: [1, 2],
      image: 'AAEC',
      data: { a: [1] },
    },
    {
      id: 2,
      name: false,
      amount: false,
      active: false,
      partner_id: false,
      line_ids: false,
      image: false,
      data: null,
    },
    { id: 3, name: '', amount: 0, active: true, partner_id: 7, line_ids: [], image: '', data: 'x' },
    { id: 4 },
  ]).toCsv();
  assert.equal(
    text,
    [
      'id,name,amount,active,partner_id,line_ids,image,data',
      '1,Ada,1.5,true,Grace,"1,2",AAEC,"{""a"":[1]}"',
      '2,,,false,,,,',
      '3,,0,true,7,,,"""x"""',
      '4,,,,,,,',
      '',
    ].join('\r\n'),
  );
});

test('what is written is read again by the rules of RFC 4180', () => {
  const names = [
    '',
    'plain',
    'with, comma',
    'with "quotes"',
    '"',
    'two\nlines',
    'two\r\nlines',
    '\r',
    ' spaces ',
    'é😀',
    ';',
    "'",
    '=1+1',
  ];
  const text = columnsOf(
    names.map((name) => ({ name })),
    { name: 'char' },
  ).toCsv();
  assert.deepEqual(parsed(text), [['name'], ...names.map((name) => [name])]);
});

test('headers, delimiters and ids are as one likes', () => {
  const columns = columnsOf(
    [
      { 'a;b': 'x;y', p: [3, 'Grace'] },
      { 'a;b': 'x,y', p: 5 },
    ],
    { 'a;b': 'char', p: 'many2one' },
  );
  assert.equal(columns.toCsv({ delimiter: ';' }), '"a;b";p\r\n"x;y";Grace\r\n"x,y";5\r\n');
  assert.equal(columns.toCsv({ header: false, many2one: 'id' }), 'x;y,3\r\n"x,y",5\r\n');
});

test('every delimiter can be told from what is between two of them', () => {
  const names = ['a,b', 'a;b', 'a\tb', 'a|b', '"', 'a\r\nb', '-1', 'x'];
  const columns = columnsOf(
    names.map((name, index) => ({ id: index - 3, name, amount: index / 4, line_ids: [1, 2] })),
    { id: 'integer', name: 'char', amount: 'float', line_ids: 'one2many' },
  );
  for (const delimiter of [',', ';', '\t', '|', '-', '.', '1', '§', '😀']) {
    const quotes = (text) => text.includes(delimiter) || /[",\r\n]/.test(text);
    const expected = names.map((name, index) =>
      [String(index - 3), name, String(index / 4), '1,2']
        .map((text) => (quotes(text) ? `"${text.replaceAll('"', '""')}"` : text))
        .join(delimiter),
    );
    assert.equal(
      columns.toCsv({ delimiter, header: false }),
      expected.map((line) => `${line}\r\n`).join(''),
      delimiter,
    );
  }
  for (const delimiter of ['', '""', '"', '\r', '\n', ';;', 5])
    assert.throws(() => columns.toCsv({ delimiter }), {
      name: 'TypeError',
      message: /^Invalid options\.delimiter: expected one character, such as ';', got /,
    });
});

test('a mark of the byte order comes first where a spreadsheet wants it, and once', () => {
  const columns = columnsOf([{ id: 1, name: 'é' }], { id: 'integer', name: 'char' });
  assert.equal(columns.toCsv({ bom: true, delimiter: ';' }), '\ufeffid;name\r\n1;é\r\n');
  assert.equal(columns.toCsv({ bom: true, header: false }), '\ufeff1,é\r\n');
  assert.equal(columns.toCsv({ bom: false }), 'id,name\r\n1,é\r\n');
});

test('date-times are in UTC as Odoo has them, in the time of this runtime, or in that of a zone; dates stay', () => {
  const records = [
    '2026-01-31 23:30:00',
    '2026-07-01 00:00:05',
    '1999-12-31 23:59:59',
    '0001-01-01 00:00:00',
  ].map((moment) => ({ moment, day: '2026-01-31', text: moment }));
  const columns = columnsOf(records, { moment: 'datetime', day: 'date', text: 'char' });
  const moments = (dates) =>
    columns
      .toCsv({ header: false, dates })
      .trim()
      .split('\r\n')
      .map((line) => line.split(','));
  assert.deepEqual(
    moments('utc'),
    records.map(({ moment, day, text }) => [moment, day, text]),
  );
  assert.deepEqual(
    moments('Europe/Brussels').slice(0, 3),
    ['2026-02-01 00:30:00', '2026-07-01 02:00:05', '2000-01-01 00:59:59'].map((moment, index) => [
      moment,
      '2026-01-31',
      records[index].text,
    ]),
  );
  assert.deepEqual(
    moments('America/New_York')
      .map(([moment]) => moment)
      .slice(0, 2),
    ['2026-01-31 18:30:00', '2026-06-30 20:00:05'],
  );
  assert.equal(moments('UTC')[3][0], '0001-01-01 00:00:00');
  const { TZ } = process.env;
  for (const [zone, expected] of [
    ['Asia/Tokyo', '2026-02-01 08:30:00'],
    ['UTC', '2026-01-31 23:30:00'],
  ]) {
    process.env.TZ = zone;
    try {
      assert.equal(moments('local')[0][0], expected, zone);
    } finally {
      if (TZ === undefined) delete process.env.TZ;
      else process.env.TZ = TZ;
    }
  }
  for (const dates of ['Atlantis/Center', '', 5])
    assert.throws(() => columns.toCsv({ dates }), {
      name: 'TypeError',
      message: /^Invalid options\.dates: expected 'utc', 'local' or a time zone/,
    });
});

test('x2many values are ids, or names where they are known and asked for', () => {
  const columns = columnsOf(
    [
      { id: 1, line_ids: [7, 8], partner_id: [3, 'Grace'] },
      { id: 2, line_ids: false, partner_id: false },
      { id: 3, line_ids: [9], partner_id: 5 },
    ],
    { id: 'integer', line_ids: 'one2many', partner_id: 'many2one' },
  );
  assert.equal(columns.toCsv({ header: false }), '1,"7,8",Grace\r\n2,,\r\n3,9,5\r\n');
  assert.equal(columns.toCsv({ header: false, names: false }), '1,"7,8",3\r\n2,,\r\n3,9,5\r\n');
  for (const line_ids of [
    { 7: 'Ink, black', 8: 'Paper' },
    new Map([
      [7, 'Ink, black'],
      [8, 'Paper'],
    ]),
  ]) {
    assert.equal(
      columns.toCsv({ header: false, names: { line_ids } }),
      '1,"Ink, black,Paper",Grace\r\n2,,\r\n3,9,5\r\n',
    );
  }
  assert.throws(() => columns.toCsv({ names: true }), {
    name: 'TypeError',
    message:
      /^Invalid options\.names: the names of 'line_ids' were not read\. What to do: read the columns with names: true, or give /,
  });
  for (const names of [1, 'yes', { line_ids: 'x' }])
    assert.throws(() => columns.toCsv({ names }), {
      name: 'TypeError',
      message: /^Invalid options\.names/,
    });
});

test('the names of what x2many values link to are read where they are asked for, each once', async () => {
  const { client, odoo } = await connect();
  const tags = await client.create('res.partner.category', [
    { name: 'First' },
    { name: 'Second, with a comma' },
  ]);
  const ids = await client.create('res.partner', [
    { name: 'A', category_id: [[6, 0, tags]] },
    { name: 'B', category_id: [[6, 0, [tags[0]]]] },
    { name: 'C' },
  ]);
  const domain = [['id', 'in', ids]];
  const columns = await readColumns(client, 'res.partner', domain, {
    fields: ['name', 'category_id'],
    names: true,
  });
  const names = new Map(
    (await client.read('res.partner.category', tags, ['display_name'])).map(
      ({ id, display_name: name }) => [id, name],
    ),
  );
  const [first, second] = tags.map((id) => names.get(id));
  assert.deepEqual(
    [0, 1, 2].map((row) => columns.column('category_id').namesOf(row).toSorted()),
    [[first, second], [first], []],
  );
  assert.ok(columns.toCsv({ names: true, delimiter: ';' }).includes(`;B;${first}\r\n`));
  assert.deepStrictEqual(
    columns.toRows(),
    (
      await readColumns(client, 'res.partner', domain, { fields: ['name', 'category_id'] })
    ).toRows(),
  );
  const before = odoo.requests.filter(({ model }) => model === 'res.partner.category').length;
  const pages = [];
  for await (const page of readColumnPages(client, 'res.partner', domain, {
    fields: ['category_id'],
    names: ['category_id'],
    pageSize: 1,
  }))
    pages.push(page.column('category_id').namesOf(0).toSorted());
  assert.deepEqual(pages, [[first, second], [first], []]);
  assert.equal(
    odoo.requests.filter(({ model }) => model === 'res.partner.category').length,
    before + 1,
  );
  assert.match(
    (await failure(readColumns(client, 'res.partner', domain, { names: 'category_id' }))).message,
    /^Invalid options\.names: expected true, or a list of field names, got "category_id"$/,
  );
});

test('what a spreadsheet would take for a formula is written as a text where that is wanted', () => {
  const texts = ['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', 'a=b', '1-1'];
  const columns = columnsOf(
    texts.map((name, index) => ({ name, amount: -index })),
    { name: 'char', amount: 'float' },
  );
  const names = (options) =>
    parsed(columns.toCsv({ header: false, ...options })).map(([name]) => name);
  assert.deepEqual(names(), texts);
  assert.deepEqual(
    names({ escapeFormulas: true }),
    texts.map((text, index) => (index < 6 ? `'${text}` : text)),
  );
  assert.deepEqual(
    parsed(columns.toCsv({ header: false, escapeFormulas: true }))
      .map(([, amount]) => amount)
      .slice(1, 3),
    ['-1', '-2'],
  );
});

test('the pieces are the text, a thousand rows each', () => {
  const columns = columnsOf(
    Array.from({ length: 2500 }, (_, id) => ({ id })),
    { id: 'integer' },
  );
  const pieces = [...columns.csv()];
  assert.deepEqual(
    pieces.map((piece) => piece.split('\r\n').length - 1),
    [1, 1000, 1000, 500],
  );
  assert.equal(pieces.join(''), columns.toCsv());
});
