// The bulk work against a real Odoo, over one protocol.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bulk } from '../bulk/fixture.mjs';
import { contentField } from '../package/combinations.mjs';
import { keep, mark, series } from './server.mjs';

const model = 'res.partner';

/** Declares the tests; `admin()` resolves to a client. */
export function testBulk(protocol, admin) {
  const named = `${mark} ${protocol} bulk`;
  const domain = [['name', '=like', `${named} %`]];

  describe('bulk work', () => {
    test('creates, reads page by page, writes and deletes many records', async () => {
      const one = await admin();
      const values = Array.from({ length: 120 }, (_, index) => ({
        name: `${named} ${index}`,
        city: `city ${index % 3}`,
      }));
      const ids = keep(model, await bulk.createMany(one, model, values, { chunkSize: 50 }));
      assert.equal(new Set(ids).size, 120);
      for (const order of [undefined, 'id desc', 'city', 'city desc, name']) {
        const read = await bulk.readAll(one, model, domain, {
          fields: ['name', 'city'],
          pageSize: 25,
          order,
        });
        const expected = await one.searchRead(model, domain, {
          fields: ['name', 'city'],
          order: order === undefined ? 'id' : `${order}, id`,
        });
        assert.deepEqual(read, expected, order);
      }
      // A long reading: the ends of the pages are searched for ahead, and several pages are under
      // way at once.
      for (const order of ['id', 'id desc']) {
        const expected = await one.searchRead(model, domain, { fields: ['name'], order });
        assert.deepEqual(
          await bulk.readAll(one, model, domain, {
            fields: ['name'],
            pageSize: 7,
            prefetch: 3,
            order,
          }),
          expected,
          order,
        );
        assert.deepEqual(
          (
            await bulk.readColumns(one, model, domain, { fields: ['name'], pageSize: 7, order })
          ).toRows(),
          expected,
          order,
        );
      }
      assert.equal(
        await bulk.writeMany(
          one,
          model,
          ids.map((id, index) => ({ ids: id, values: { city: `town ${index % 2}` } })),
        ),
        120,
      );
      assert.equal(await one.searchCount(model, [...domain, ['city', '=', 'town 1']]), 60);
      assert.equal(await bulk.unlinkMany(one, model, ids, { chunkSize: 50 }), 120);
      assert.equal(await one.searchCount(model, domain), 0);
    });

    test('tells of every row what became of it', async () => {
      const one = await admin();
      const values = Array.from({ length: 9 }, (_, index) => ({
        name: `${named} ${index}`,
        ...(index === 4 ? { no_such_field: 1 } : {}),
      }));
      const error = await bulk
        .createMany(one, model, values, { chunkSize: 5, onError: 'collect' })
        .then(
          () => assert.fail('it was stored'),
          (caught) => caught,
        );
      assert.equal(error.constructor, bulk.OdooBulkError, error);
      keep(
        model,
        error.done.map(({ id }) => id),
      );
      assert.deepEqual(
        [
          error.done.map(({ row }) => row),
          error.failed.map(({ rows }) => rows),
          error.unknown,
          error.notTried,
        ],
        [[0, 1, 2, 3, 5, 6, 7, 8], [[4]], [], []],
      );
    });

    test('makes no record twice by external id, and stores values as they were given', async () => {
      const one = await admin();
      const [belgium] = await one.search('res.country', [['code', '=', 'BE']]);
      const tag = keep(
        'res.partner.category',
        await one.create('res.partner.category', { name: `${mark} tag` }),
      );
      const rows = Array.from({ length: 12 }, (_, index) => ({
        xmlid: `odoo_client_wasm_live.${protocol}_${process.pid}_${index}`,
        name: `${named} ${index}`,
        is_company: index % 2 === 0,
        color: index,
        country_id: index % 3 ? belgium : false,
        category_id: index % 4 ? [[6, 0, [tag]]] : false,
        type: 'other',
        street: 'Żółć 😀',
      }));
      const ids = keep(model, await bulk.upsert(one, model, rows, { key: 'xmlid', chunkSize: 5 }));
      assert.deepEqual(
        await bulk.upsert(
          one,
          model,
          rows.map((row) => ({ ...row, street: 'again' })),
          { key: 'xmlid' },
        ),
        ids,
      );
      const read = await one.read(model, ids, [
        'name',
        'is_company',
        'color',
        'country_id',
        'category_id',
        'type',
        'street',
      ]);
      assert.deepEqual(
        read.map(({ id: _, country_id: country, ...record }) => ({
          ...record,
          country_id: country ? country[0] : false,
        })),
        rows.map(({ xmlid: _, category_id: tags, ...row }) => ({
          ...row,
          category_id: tags ? [tag] : [],
          street: 'again',
        })),
      );
      assert.equal(await one.searchCount(model, domain), 12 + 8);
    });

    test('makes no record twice by a field', async () => {
      const one = await admin();
      const rows = Array.from({ length: 12 }, (_, index) => ({
        ref: `${mark} ${protocol} ${index}`,
        name: `${mark} ${protocol} by field ${index}`,
      }));
      const ids = keep(model, await bulk.upsert(one, model, rows.slice(0, 7), { key: 'ref' }));
      const all = await bulk.upsert(one, model, rows, { key: 'ref' });
      keep(model, all.slice(7));
      assert.deepEqual([all.slice(0, 7), new Set(all).size], [ids, 12]);
    });

    test('reads of one moment are one call, and ids that do not exist concern nobody else', async () => {
      const one = await admin();
      const ids = await one.search('res.country', [], { limit: 50, order: 'id' });
      const together = bulk.coalesced(one);
      const read = await Promise.all(
        [...ids, 999_999_999].map((id) => together.read('res.country', id, ['code'])),
      );
      assert.deepEqual(
        read.slice(0, -1),
        (await one.read('res.country', ids, ['code'])).map((record) => [record]),
      );
      assert.deepEqual(read.at(-1), []);
    });

    test('reads columns as it reads records', async () => {
      const one = await admin();
      const fields = ['name', 'code', 'currency_id', 'phone_code', 'state_ids'];
      const columns = await bulk.readColumns(one, 'res.country', [], { fields, pageSize: 60 });
      assert.deepEqual(
        columns.toRows(),
        await one.searchRead('res.country', [], { fields, order: 'id' }),
      );
    });

    test('reads into columns without names what searchRead reads without names', async () => {
      const one = await admin();
      for (const of of ['res.currency', 'res.partner', 'mail.message', 'sale.order']) {
        if (!(await one.searchCount('ir.model', [['model', '=', of]]))) continue;
        const expected = await one.searchRead(of, [], { order: 'id', limit: 20 });
        const columns = await bulk.readColumns(one, of, [], { limit: 20, order: 'id' });
        assert.deepEqual(columns.toRows(), expected, of);
      }
    });

    test('stores a file and reads it', async () => {
      const one = await admin();
      const data = Uint8Array.from({ length: 300_001 }, (_, index) => (index * 31) & 255);
      const id = keep(
        'ir.attachment',
        await bulk.uploadAttachment(one, { name: `${mark}.bin`, data }),
      );
      for (const field of ['datas', 'raw'])
        assert.deepEqual(
          Buffer.from(await bulk.readBinary(one, 'ir.attachment', id, field)),
          Buffer.from(data),
        );
      // Under one name and in one form, whatever the series has.
      const base64 = Buffer.from(data).toString('base64');
      const read = async (binary) =>
        (await one.read('ir.attachment', id, ['datas'], { binary }))[0].datas;
      const { content, size } = await read('object');
      assert.deepEqual(
        [await read(), content, size, await read('size')],
        [base64, base64, data.length, '292.97 Kb'],
      );
      const [own] = await one.read('ir.attachment', id, [contentField(series), 'file_size']);
      assert.deepEqual([own[contentField(series)], own.file_size], [base64, data.length]);
      const created = keep(
        'ir.attachment',
        await one.create('ir.attachment', { name: `${mark} created.bin`, datas: base64 }),
      );
      assert.equal(
        (await one.read('ir.attachment', created, ['file_size']))[0].file_size,
        data.length,
      );
    });
  });
}
