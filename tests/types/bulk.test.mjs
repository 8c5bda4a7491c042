// The types of the bulk work against the bulk work.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { declarationsOf, lookedAt, realMembersOf } from './declared.mjs';

const { exports: bulk, membersOf, signaturesOf } = declarationsOf('bulk');

/** A client whose model has nothing in it, and whose methods say what is expected of them. */
const client = {
  call: async (_model, method, [values]) =>
    method === 'create'
      ? values.map((_, index) => index + 1)
      : method === 'search_read'
        ? []
        : method === 'search_count'
          ? 0
          : true,
  read: async () => [],
};

describe('the declared options are those that are looked at', () => {
  for (const [name, look] of Object.entries({
    IterateOptions: (options) => bulk.readAll(client, 'm', [], options),
    CoalesceOptions: (options) => bulk.coalesced(client, options),
    WriteManyOptions: (options) => bulk.createMany(client, 'm', [{}], options),
  })) {
    test(`of ${name}`, async () => {
      const { looked, options } = lookedAt();
      await look(options);
      assert.deepEqual(membersOf(name), [...looked].sort());
    });
  }

  test('of UpsertOptions', async () => {
    const { looked, options } = lookedAt();
    await assert.rejects(
      bulk.upsert(client, 'm', [], options),
      /^TypeError: Invalid options\.key: /,
    );
    assert.deepEqual(membersOf('UpsertOptions'), [...looked].sort());
  });
});

describe('the declared members are the real ones', () => {
  test('of OdooClient', () => {
    const real = new bulk.OdooClient({
      url: 'http://localhost',
      database: 'd',
      username: 'u',
      password: 'p',
    });
    assert.deepEqual(membersOf('OdooClient'), realMembersOf(real));
  });

  test('of OdooBulkError', async () => {
    const error = await bulk
      .createMany(
        {
          call: async () => {
            throw new bulk.OdooValidationError('no');
          },
        },
        'm',
        [{}],
      )
      .catch((caught) => caught);
    const declared = membersOf('OdooBulkError').filter(
      (name) => !['message', 'stack'].includes(name),
    );
    assert.deepEqual(declared, [...new Set([...realMembersOf(error), 'cause'])].sort());
  });

  test('of BulkProgress', async () => {
    const told = {};
    const onProgress = (progress) => Object.assign(told, progress);
    await bulk.createMany(client, 'm', [{}], { onProgress });
    assert.ok(!('bytes' in told), 'where records are made, there are no bytes to tell of');
    await bulk.readAll(client, 'm', [], { onProgress });
    assert.deepEqual(membersOf('BulkProgress'), Object.keys(told).sort());
  });

  test('of RecordIteration', () => {
    const iteration = bulk.iterate(client, 'm');
    assert.deepEqual(membersOf('RecordIteration'), Object.keys(iteration));
    assert.equal(typeof iteration[Symbol.asyncIterator], 'function');
  });
});

test('the client is the same as that of the main entry, and more', async () => {
  const { toolbox } = await import('../package/fixture.mjs');
  for (const [name, value] of Object.entries(toolbox)) {
    if (['OdooClient', 'createClient', 'default'].includes(name)) continue;
    assert.equal(bulk[name], value, name);
  }
  assert.ok(bulk.OdooClient.prototype instanceof toolbox.OdooClient);
});

test('a function has one signature, which an editor shows with its example', () => {
  for (const name of ['iterate', 'readAll', 'createMany', 'writeMany', 'unlinkMany', 'upsert']) {
    const signatures = signaturesOf(name);
    assert.equal(signatures.length, 1, name);
    const tags = signatures[0].getJsDocTags().map((tag) => tag.name);
    assert.ok(tags.includes('example') && tags.includes('throws'), `${name} has ${tags}`);
  }
});
