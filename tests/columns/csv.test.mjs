// Columns as comma-separated values.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesOf, decodeColumns } from './fixture.mjs';

const schema = {
  id: 'integer', name: 'char', amount: 'float', active: 'boolean', partner_id: 'many2one', line_ids: 'one2many', image: 'binary', data: 'json',
};
const columnsOf = (records, types = schema) => decodeColumns(bytesOf(JSON.stringify(records)), types);

/** Reads comma-separated values as RFC 4180 has them. */
function parsed(text) {
  const rows = [];
  let row = [];
  for (let at = 0; at < text.length;) {
    let cell = '';
    if (text[at] === '"') {
      for (at += 1; text[at] !== '"' || text[at + 1] === '"'; at += text[at] === '"' ? 2 : 1) cell += text[at];
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
    { id: 1, name: 'Ada', amount: 1.5, active: true, partner_id: [3, 'Grace'], line_ids: [1, 2], image: 'AAEC', data: { a: [1] } },
    { id: 2, name: false, amount: false, active: false, partner_id: false, line_ids: false, image: false, data: null },
    { id: 3, name: '', amount: 0, active: true, partner_id: 7, line_ids: [], image: '', data: 'x' },
    { id: 4 },
  ]).toCsv();
  assert.equal(text, [
    'id,name,amount,active,partner_id,line_ids,image,data',
    '1,Ada,1.5,true,Grace,"1,2",AAEC,"{""a"":[1]}"',
    '2,,,false,,,,',
    '3,,0,true,7,,,"""x"""',
    '4,,,,,,,',
    '',
  ].join('\r\n'));
});

test('what is written is read again by the rules of RFC 4180', () => {
  const names = ['plain', 'with, comma', 'with "quotes"', '"', 'two\nlines', 'two\r\nlines', '\r', ' spaces ', 'é😀', ';', "'", '=1+1'];
  const text = columnsOf(names.map((name) => ({ name })), { name: 'char' }).toCsv();
  assert.deepEqual(parsed(text), [['name'], ...names.map((name) => [name])]);
});

test('headers, delimiters and ids are as one likes', () => {
  const columns = columnsOf([{ 'a;b': 'x;y', p: [3, 'Grace'] }, { 'a;b': 'x,y', p: 5 }], { 'a;b': 'char', p: 'many2one' });
  assert.equal(columns.toCsv({ delimiter: ';' }), '"a;b";p\r\n"x;y";Grace\r\n"x,y";5\r\n');
  assert.equal(columns.toCsv({ header: false, many2one: 'id' }), 'x;y,3\r\n"x,y",5\r\n');
});

test('the pieces are the text, a thousand rows each', () => {
  const columns = columnsOf(Array.from({ length: 2500 }, (_, id) => ({ id })), { id: 'integer' });
  const pieces = [...columns.csv()];
  assert.deepEqual(pieces.map((piece) => piece.split('\r\n').length - 1), [1, 1000, 1000, 500]);
  assert.equal(pieces.join(''), columns.toCsv());
});
