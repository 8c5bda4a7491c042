// Bytes of JSON → a text for `JSON.parse`.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { columns, required, thrown, withoutSimd } from './fixture.mjs';

const builds = { 'with SIMD': columns.jsonText, 'without SIMD': withoutSimd.jsonText };
const bytesOf = (text) => new TextEncoder().encode(text);
const isAscii = (text) => /^[\0-\x7f]*$/.test(text);

describe('jsonText', () => {
  for (const [build, jsonText] of Object.entries(builds)) {
    test(`${build}: gives a text of the same value`, () => {
      for (const value of [
        null,
        'plain',
        'é',
        '\u2028',
        '😀 \ud800',
        'Żółć – Søn',
        { é: ['\\é', '"é"', '\n'] },
        'é'.repeat(1000),
        '漢字かな交じり文',
        [],
        Array.from({ length: 1000 }, (_, id) => ({
          id,
          name: `Partner ${id} – Żółć & Søn`,
          email: `partner${id}@example.com`,
          street: '1 Rue du Laid Burniat',
        })),
      ]) {
        const json = JSON.stringify(value);
        assert.deepEqual(JSON.parse(jsonText(bytesOf(json))), JSON.parse(json));
        // Wherever the characters lie in a lane.
        for (let blanks = 0; blanks < 40; blanks += 1)
          assert.deepEqual(
            JSON.parse(jsonText(bytesOf(' '.repeat(blanks) + json))),
            JSON.parse(json),
          );
      }
    });

    test(`${build}: few characters outside ASCII become escapes, many stay`, () => {
      const few = jsonText(bytesOf(`["${'abcdefgh'.repeat(10)} é 😀"]`));
      assert.ok(isAscii(few) && few.endsWith(' \\u00e9 \\ud83d\\ude00"]'), few);
      for (const text of ['["漢字"]', '["é"]']) assert.equal(jsonText(bytesOf(text)), text);
    });

    test(`${build}: what is no JSON does not become any`, () => {
      const rest = ' '.repeat(100);
      for (const wrong of ['["\\é"]', '["\\\\\\é"]', 'é', '[é]', '\ufeff[]']) {
        assert.throws(() => JSON.parse(wrong + rest), SyntaxError, wrong);
        assert.throws(() => JSON.parse(jsonText(bytesOf(wrong + rest))), SyntaxError, wrong);
      }
    });

    test(`${build}: bytes that are no UTF-8 are a TypeError, like those of TextDecoder`, () => {
      for (const wrong of [
        [0xff],
        [0xc3],
        [0xc3, 0x28],
        [0xed, 0xa0, 0x80],
        [0xf5, 0x80, 0x80, 0x80],
        [0xe2, 0x82],
      ]) {
        for (const bytes of [
          [...wrong],
          [...bytesOf('["'), ...wrong, ...bytesOf(`"]${' '.repeat(100)}`)],
        ]) {
          assert.throws(() => jsonText(Uint8Array.from(bytes)), TypeError, String(wrong));
        }
      }
    });
  }

  test('takes any view, any buffer, and pieces that divide characters', () => {
    const { jsonText } = columns;
    const bytes = bytesOf(`["Żółć 😀${' '.repeat(200)}"]`);
    const expected = JSON.parse(new TextDecoder().decode(bytes));
    for (const size of [1, 2, 3, 5, 100]) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.subarray(index * size, (index + 1) * size),
      );
      assert.deepEqual(JSON.parse(jsonText(pieces)), expected);
    }
    for (const given of [
      bytes.buffer,
      new DataView(bytes.buffer),
      Buffer.from(bytes),
      [bytes.buffer.slice(0, 4), new DataView(bytes.buffer, 4)],
    ])
      assert.deepEqual(JSON.parse(jsonText(given)), expected);
    assert.deepEqual(JSON.parse(required.jsonText(bytes)), expected);
    assert.equal(jsonText([]), '');
    assert.equal(jsonText(new Uint8Array()), '');
  });

  test('takes texts of many megabytes, one after the other', () => {
    for (const length of [10, 5_000_000, 10, 20_000_000]) {
      const text = `"${'abcdefghijklmnop'.repeat(length / 10)}é"`;
      assert.equal(JSON.parse(columns.jsonText(bytesOf(text))), JSON.parse(text));
    }
  });

  test('refuses what is no bytes', () => {
    for (const given of ['text', null, undefined, 7, [[1, 2]], ['text']]) {
      const error = thrown(() => columns.jsonText(given));
      assert.ok(error instanceof TypeError, `${error}`);
      assert.match(
        error.message,
        /^Invalid bytes: expected a Uint8Array or an ArrayBuffer, got ("|an object|a list|null|undefined|\d)/,
      );
    }
  });
});
