// What the client promises of values, files, groups and modules, against a real Odoo.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { bulk } from '../bulk/fixture.mjs';
import { contentField } from '../package/combinations.mjs';
import { keep, mark, series, url } from './server.mjs';

const model = 'res.partner';

/** Declares the tests of a protocol; `admin()` resolves to a client, `fresh()` is a new name. */
export function testValues(protocol, admin, fresh) {
  test('numbers that JSON has no words for are read where Odoo stores them', async (t) => {
    if (protocol !== 'session') return;
    const one = await admin();
    const id = keep(model, await one.create(model, { name: fresh() }));
    const answer = await fetch(new URL('/web/dataset/call_kw', url), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        cookie: `session_id=${one.getSession().session_id}`,
      },
      body: `{"jsonrpc":"2.0","method":"call","params":{"model":"${model}","method":"write","args":[[${id}],{"partner_latitude":NaN}],"kwargs":{}}}`,
    });
    if ((await answer.json()).result !== true)
      return void t.diagnostic('this server stores no NaN in partner_latitude');
    const raw = await (
      await fetch(new URL('/web/dataset/call_kw', url), {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          cookie: `session_id=${one.getSession().session_id}`,
        },
        body: `{"jsonrpc":"2.0","method":"call","params":{"model":"${model}","method":"read","args":[[${id}],["partner_latitude"]],"kwargs":{}}}`,
      })
    ).text();
    const expected = /"partner_latitude": ?NaN/.test(raw)
      ? NaN
      : JSON.parse(raw).result[0].partner_latitude;
    assert.deepEqual(await one.read(model, id, ['partner_latitude']), [
      { id, partner_latitude: expected },
    ]);
    const columns = await bulk.readColumns(one, model, [['id', '=', id]], {
      fields: ['partner_latitude'],
    });
    assert.deepEqual(columns.toRows(), [{ id, partner_latitude: expected }]);
  });

  test('a note keeps words in angle brackets, and its line breaks', async () => {
    const one = await admin();
    const id = keep(model, await one.create(model, { name: fresh() }));
    const note = await one.mail.postInternalNote(
      model,
      id,
      '<TODO> call back\n<Ada Lovelace> called',
    );
    const [{ body }] = await one.read('mail.message', note, ['body']);
    assert.match(body, /&lt;TODO&gt; call back<br ?\/?>\s*&lt;Ada Lovelace&gt; called/);
  });

  test('find_or_create gives a number', async (t) => {
    const email = `${mark.replace(/\W+/g, '-')}@example.com`;
    const id = await (await admin()).call(model, 'find_or_create', [email]).catch((error) => {
      // Not every server offers it to other programs.
      assert.match(error.message, /find_or_create/, inspect(error));
      t.diagnostic('this server has no find_or_create');
      return 1;
    });
    if (id !== 1) keep(model, id);
    assert.ok(Number.isInteger(id), inspect(id));
  });

  test('readAll with limit false or null reads all, and progress has one shape', async () => {
    const one = await admin();
    const total = await one.searchCount('res.country');
    for (const limit of [false, null, undefined]) {
      const told = [];
      const read = await bulk.readAll(one, 'res.country', [], {
        fields: ['code'],
        limit,
        pageSize: 100,
        onProgress: (progress) => told.push(progress),
      });
      assert.equal(read.length, total);
      for (const progress of told)
        assert.deepEqual(
          ['done', 'total', 'elapsedMs', 'etaMs'].filter((key) => !(key in progress)),
          [],
          inspect(progress),
        );
    }
  });

  test('columns become CSV for a spreadsheet', async () => {
    const columns = await bulk.readColumns(await admin(), 'res.country', [['code', '=', 'BE']], {
      fields: ['code', 'currency_id'],
    });
    const csv = columns.toCsv({ names: true, bom: true, delimiter: ';' });
    assert.ok(csv.startsWith('\uFEFF'), JSON.stringify(csv));
    assert.match(csv, /;BE;EUR/);
  });

  test('groups have the same rows on every series', async () => {
    const one = await admin();
    const name = fresh();
    const [belgium] = await one.search('res.country', [['code', '=', 'BE']]);
    keep(
      model,
      await one.create(model, [
        { name, city: 'Namur', country_id: belgium, color: 1 },
        { name, city: 'Namur', color: 2 },
        { name, city: 'Liège', country_id: belgium, color: 4 },
      ]),
    );
    const groups = await one.readGroup(model, [['name', '=', name]], {
      groupBy: ['city'],
      aggregates: ['__count', 'color:sum'],
      order: 'city',
    });
    assert.deepEqual(
      groups.map((group) => [group.city, group.__count]),
      [
        ['Liège', 1],
        ['Namur', 2],
      ],
      inspect(groups),
    );
    const [first] = await one.readGroup(model, [['name', '=', name]], {
      groupBy: ['country_id'],
      aggregates: ['__count'],
      order: 'country_id',
    });
    assert.ok(
      Array.isArray(first.country_id) && first.country_id[0] === belgium && first.__count === 2,
      inspect(first),
    );
  });

  test('a file goes there and back, and is base64 text in a read', async () => {
    const one = await admin();
    const data = Buffer.from(Array.from({ length: 5_000 }, (_, index) => (index * 7) & 255));
    const id = keep(
      'ir.attachment',
      await bulk.uploadAttachment(one, { name: `${mark}.bin`, data }),
    );
    const field = contentField(series);
    assert.deepEqual(Buffer.from(await bulk.readBinary(one, 'ir.attachment', id, field)), data);
    const [read] = await one.read('ir.attachment', id, [field, 'file_size']);
    assert.deepEqual(read, { id, [field]: data.toString('base64'), file_size: data.length });
  });

  test('modules are described, and refuse what cannot be done in words', async () => {
    const one = await admin();
    assert.equal(typeof (await one.modules.getModuleInfo('base')).description, 'string');
    const [absent] = await one.modules.listModules({ state: 'uninstalled', limit: 1 });
    if (absent)
      await assert.rejects(one.modules.upgradeModule(absent.name), /must be installed to upgrade/);
    const [impossible] = await one.modules.listModules({ state: 'uninstallable', limit: 1 });
    if (impossible)
      await assert.rejects(one.modules.installModule(impossible.name), /not installable/);
  });
}
