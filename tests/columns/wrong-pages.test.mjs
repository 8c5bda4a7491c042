// Servers whose pages are others than those asked for: a model of their own may have any order.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, failure, readColumnPages, readColumns, toolbox } from './fixture.mjs';

const model = 'x.thing';

/** A client of a server of 57 records, which gets the arguments of each page changed by `lie`. */
async function deceived(lie) {
  const fields = { name: { type: 'char' } };
  const { odoo, client } = await connect({ models: { [model]: { fields } } });
  const names = Array.from({ length: 57 }, (_, index) => ({ name: `n${56 - index}` }));
  await client.call(model, 'create', [names]);
  let pages = 0;
  const fetch = (url, init) => {
    const body = JSON.parse(init?.body ?? '{}');
    if (body.params?.method !== 'search_read') return odoo.fetch(url, init);
    pages += 1;
    assert.ok(pages < 20, 'it is asked for ever');
    lie(body.params.kwargs);
    return odoo.fetch(url, { ...init, body: JSON.stringify(body) });
  };
  const account = { database: 'demo', username: 'admin', password: 'admin', protocol: 'session' };
  const other = new toolbox.OdooClient({ url: odoo.url, fetch, retries: 0, ...account });
  await other.authenticate();
  return other;
}

/** What a read fails with, whole and page by page, after how many rows. */
async function failures(client, options) {
  const whole = await failure(readColumns(client, model, [], options));
  const rows = [];
  const paged = await failure(
    (async () => {
      for await (const page of readColumnPages(client, model, [], options))
        rows.push(...page.toRows());
    })(),
  );
  assert.equal(paged.message, whole.message);
  assert.deepEqual([paged.constructor, paged.row], [whole.constructor, rows.length]);
  return { error: whole, rows };
}

test('a server that gives another order than that of the id is refused with its first page', async () => {
  const client = await deceived((page) => Object.assign(page, { order: 'id desc' }));
  const { error, rows } = await failures(client, { fields: ['name'], pageSize: 20 });
  assert.equal(error.constructor, toolbox.OdooNetworkError);
  assert.match(
    error.message,
    /^The pages of x\.thing\.search_read do not go on: after id 57 came 38\. What to do: give an order of another field/,
  );
  assert.deepEqual(rows, []);
});

test('a server that gives more records than were asked for is refused, and none is given twice', async () => {
  for (const order of [undefined, 'name']) {
    const client = await deceived((page) => delete page.limit);
    for (const options of [{ limit: 20 }, { pageSize: 20 }]) {
      const { error, rows } = await failures(client, { fields: ['name'], order, ...options });
      assert.equal(error.constructor, toolbox.OdooNetworkError);
      assert.equal(
        error.message,
        'The answer of x.thing.search_read has 57 records, where no more than 20 were asked for. What to do: read with iterate, which leaves out the others',
      );
      assert.deepEqual(rows, []);
    }
  }
});

test('a server that does not mind the offset is not asked for ever, and no record is given twice', async () => {
  const client = await deceived((page) => delete page.offset);
  const { error, rows } = await failures(client, {
    fields: ['name'],
    order: 'name',
    pageSize: 20,
  });
  assert.equal(error.constructor, toolbox.OdooError);
  assert.match(
    error.message,
    /^The records of x\.thing moved while they were read in the order 'name, id': record \d+ came twice, .*What to do: read in the order of id/,
  );
  assert.equal(rows.length, 20);
});
