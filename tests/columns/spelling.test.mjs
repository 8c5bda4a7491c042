// Options that are spelled wrongly: the columns judge them by the same measure as the client does
// in Rust.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, failure, readColumns } from './fixture.mjs';

const meantBy = ({ message }) => /did you mean '(\w+)'/.exec(message)?.[1];

/**
 * What a read that takes no such option says: the name that was meant, if it was refused for one.
 */
async function meant(read) {
  const error = await failure(read).catch(() => undefined);
  return error instanceof TypeError ? meantBy(error) : undefined;
}

test('a name that is an option but for a letter or two is refused with the name that was meant', async () => {
  const { client } = await connect();
  for (const [wrong, right] of [
    ['feilds', 'fields'],
    ['pageSzie', 'pageSize'],
    ['name', 'names'],
    ['type', 'types'],
    ['onprogress', 'onProgress'],
    ['Limit', 'limit'],
    ['timeoutMS', 'timeoutMs'],
  ]) {
    assert.equal(await meant(readColumns(client, 'res.partner', [], { [wrong]: 1 })), right, wrong);
  }
});

test('400 names that differ by a few letters are judged as the client judges them', async () => {
  const { client } = await connect();
  const common = ['fields', 'limit', 'order', 'timeoutMs'];
  let state = 11;
  const below = (most) => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * most);
  };
  const edits = [
    (name, at) => name.slice(0, at) + name.slice(at + 1),
    (name, at) => name.slice(0, at) + 'aeSx'[below(4)] + name.slice(at),
    (name, at) => name.slice(0, at) + 'aeSx'[below(4)] + name.slice(at + 1),
    (name, at) => name.slice(0, at) + (name[at + 1] ?? '') + (name[at] ?? '') + name.slice(at + 2),
    (name, at) => name.slice(0, at) + name.slice(at).toUpperCase(),
  ];
  const counts = { refused: 0, taken: 0 };
  for (let round = 0; round < 400; round += 1) {
    let name = common[below(common.length)];
    for (let count = 1 + below(3); count > 0; count -= 1)
      name = edits[below(edits.length)](name, below(name.length + 1));
    const options = { [name]: 1 };
    // One name was meant of several that are as near: each list of options has its own first one.
    const [ofClient, ofColumns] = [
      await meant(client.searchRead('res.partner', [['id', '=', 1]], options)),
      await meant(readColumns(client, 'res.partner', [['id', '=', 1]], options)),
    ];
    if (
      common.includes(name) ||
      [ofClient, ofColumns].some((each) => each !== undefined && !common.includes(each))
    )
      continue;
    assert.equal(ofColumns, ofClient, name);
    counts[ofClient === undefined ? 'taken' : 'refused'] += 1;
  }
  assert.ok(counts.refused > 60 && counts.taken > 60, JSON.stringify(counts));
});
