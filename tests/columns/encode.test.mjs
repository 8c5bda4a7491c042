// Bytes → base64.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import {
  columns,
  connect,
  installed,
  readColumnPages,
  required,
  thrown,
  withoutSimd,
} from './fixture.mjs';

const { encodeBase64 } = columns;
const builds = { 'with SIMD': encodeBase64, 'without SIMD': withoutSimd.encodeBase64 };
const someBytes = (length) => Uint8Array.from({ length }, (_, index) => index * 31 + (index >> 8));
const expected = (bytes) =>
  Buffer.from(bytes.buffer ?? bytes, bytes.byteOffset, bytes.byteLength).toString('base64');

/** So many bytes are encoded at once. */
const piece = 3 * 16 * 1024;

describe('encodeBase64', () => {
  for (const [build, encode] of Object.entries(builds)) {
    test(`${build}: encodes any number of bytes, also where pieces meet`, () => {
      const lengths = [
        ...Array(70).keys(),
        piece - 1,
        piece,
        piece + 1,
        piece + 2,
        2 * piece,
        3 * piece + 1,
        1_000_003,
      ];
      for (const length of lengths) {
        const bytes = someBytes(length);
        assert.ok(encode(bytes) === expected(bytes), `${length} bytes`);
      }
    });
  }

  test('takes any view and any buffer', () => {
    const bytes = someBytes(1000);
    const shared = new SharedArrayBuffer(1000);
    new Uint8Array(shared).set(bytes);
    for (const given of [
      bytes.buffer,
      shared,
      new DataView(bytes.buffer, 100, 501),
      new Float64Array(bytes.buffer, 8, 3),
      bytes.subarray(1, 2),
      Buffer.from(bytes),
    ]) {
      assert.equal(encodeBase64(given), expected(given));
    }
    assert.equal(required.encodeBase64(bytes), expected(bytes));
  });

  test('refuses what is no bytes', () => {
    for (const given of ['text', [1, 2], null, undefined, 7, { length: 3 }, new Blob(['a'])]) {
      const error = thrown(() => encodeBase64(given));
      assert.ok(error instanceof TypeError, `${error}`);
      assert.match(
        error.message,
        /^Invalid bytes: expected a Uint8Array or an ArrayBuffer, got ("|an object|a list|null|undefined|\d)/,
      );
    }
  });

  test('does not take bytes that are gone for none', () => {
    for (const make of [
      (buffer) => buffer,
      (buffer) => new Uint8Array(buffer),
      (buffer) => new Float64Array(buffer),
      (buffer) => new DataView(buffer),
      (buffer) => new Uint8Array(buffer, 8, 0),
    ]) {
      const buffer = new ArrayBuffer(64);
      const bytes = make(buffer);
      structuredClone(buffer, { transfer: [buffer] });
      for (const work of [
        () => encodeBase64(bytes),
        () => columns.jsonText(bytes),
        () => columns.jsonText([bytes]),
        () => columns.decodeColumns(bytes, {}),
      ]) {
        const error = thrown(work);
        assert.ok(error instanceof TypeError, `${error}`);
        assert.match(error.message, /^Invalid bytes: their buffer was detached: .* What to do: /);
      }
    }
    for (const empty of [
      new ArrayBuffer(0),
      new Uint8Array(0),
      new Uint8Array(new ArrayBuffer(8), 8),
      new DataView(new ArrayBuffer(8), 4, 0),
      new SharedArrayBuffer(0),
    ])
      assert.equal(encodeBase64(empty), '');
    assert.match(
      thrown(() => encodeBase64({ [Symbol.toStringTag]: 'ArrayBuffer' })).message,
      /^Invalid bytes: expected a Uint8Array or an ArrayBuffer, got an object$/,
    );
  });

  test("does not need more of the module's memory for a large file than for a small one", async (t) => {
    const memories = [];
    const { Instance } = WebAssembly;
    t.after(() => {
      WebAssembly.Instance = Instance;
    });
    WebAssembly.Instance = function (...args) {
      const instance = new Instance(...args);
      memories.push(instance.exports.memory);
      return instance;
    };
    const own = await import(
      `${pathToFileURL(join(installed, 'dist', 'columns.js'))}?memory-of-encoding`
    );
    own.encodeBase64(someBytes(100_000));
    const before = memories.map(({ buffer }) => buffer.byteLength);
    const bytes = new Uint8Array(50_000_000).fill(0xa5);
    assert.equal(own.encodeBase64(bytes).length, Math.ceil(bytes.length / 3) * 4);
    assert.ok(before.length > 0);
    assert.deepEqual(
      memories.map(({ buffer }) => buffer.byteLength),
      before,
    );
  });

  test('leaves reads that are under way alone', async () => {
    const { client } = await connect();
    const ids = await client.search('res.partner', [], { order: 'id' });
    const seen = [];
    for await (const page of readColumnPages(client, 'res.partner', [], {
      fields: ['name'],
      pageSize: 100,
    })) {
      seen.push(...page.column('id').values);
      assert.equal(encodeBase64(someBytes(10)), expected(someBytes(10)));
    }
    assert.deepEqual(seen, ids);
  });
});
