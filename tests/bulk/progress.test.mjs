// How far files have come.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect } from './fixture.mjs';

test('progress of files is told in bytes, and is complete when the server has the file or the program its bytes', async () => {
  const { client } = await connect();
  const keys_ = ['done', 'total', 'elapsedMs', 'etaMs', 'bytes'];
  const size = 300_000;
  const data = new Uint8Array(size).fill(7);
  for (const [what, given, first] of [
    ['bytes', data, size],
    ['a Blob', new Blob([data]), undefined],
    [
      'a stream',
      (async function* () {
        for (let at = 0; at < size; at += 100_000) yield data.subarray(at, at + 100_000);
      })(),
      size,
    ],
  ]) {
    const told = [];
    const onProgress = (progress) => told.push(progress);
    const id = await client.uploadAttachment({ name: 'a', data: given }, { onProgress });
    assert.ok(
      told.length > 0 && told.every((progress) => Object.keys(progress).join() === keys_.join()),
      what,
    );
    assert.deepEqual(
      [told.at(-1).done, told.at(-1).total, told.at(-1).bytes],
      [size, size, size],
      what,
    );
    assert.equal(told.filter(({ done }) => done === size).length, 1, what);
    if (first !== undefined) assert.equal(told[0].done, first, what);
    told.length = 0;
    await client.readBinary('ir.attachment', id, 'datas', { onProgress });
    assert.deepEqual(
      told.map(({ done, total }) => [done, total]),
      [[size, size]],
      what,
    );
  }
});
