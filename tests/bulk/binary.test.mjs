// Binary fields and attachments, over every series and protocol: a program written for one serves
// for all.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { account } from '../package/combinations.mjs';
import { keys } from '../package/sandbox.mjs';
import { bulk, connect, failure } from './fixture.mjs';

const { encodeBase64, readAll, readBinary, readColumns } = bulk;
const content = Uint8Array.from({ length: 20_000 }, (_, index) => index * 7 + (index >> 8));
const base64 = encodeBase64(content);

/** A client whose model has one binary field, and that answers with this value of it. */
const answering = (json) => ({
  call: async (model, method, args, { limit } = {}, { readBody } = {}) => {
    if (method === 'fields_get') return { x: { type: 'binary' } };
    const isFirst = JSON.stringify(args) === '[[]]' || limit === 1;
    return readBody(new Response(isFirst ? `[{"id": 1, "x": ${json}}]` : '[]'));
  },
});

/** Series that differ in how they read and write binary fields, and protocols. */
const servers = ['17.0', '18.0', '19.0', 'saas-19.3', '20.0'].flatMap((odoo) =>
  ['session', 'jsonrpc', ...(odoo < '19' ? [] : ['json2'])].map((protocol) => ({ odoo, protocol })),
);

describe('attachments', () => {
  for (const { odoo: series, protocol } of servers) {
    test(`${series} over ${protocol}: what goes up comes down, in every way`, async () => {
      const { client, odoo } = await connect({ odoo: series, apiKeys: keys }, account(protocol));
      const uploaded = await client.uploadAttachment({ name: 'data.bin', data: content });
      const created = await client.create('ir.attachment', { name: 'data.bin', datas: base64 });
      const [many] = await client.createMany('ir.attachment', [
        { name: 'data.bin', datas: base64 },
      ]);
      const written = await client.create('ir.attachment', {
        name: 'data.bin',
        datas: encodeBase64(new Uint8Array(5)),
      });
      assert.equal(await client.write('ir.attachment', written, { datas: base64 }), true);
      const ids = [uploaded, created, many, written];
      assert.deepEqual(
        (await client.read('ir.attachment', ids, ['file_size'])).map(({ file_size: size }) => size),
        ids.map(() => content.length),
      );
      for (const id of ids)
        for (const field of ['datas', 'raw'])
          assert.deepEqual(
            await client.readBinary('ir.attachment', id, field),
            content,
            `${field} of ${id}`,
          );
      assert.deepEqual(
        await client.read('ir.attachment', ids, ['datas']),
        ids.map((id) => ({ id, datas: base64 })),
      );
      const domain = [['id', 'in', ids]];
      assert.deepEqual(
        await client.readAll('ir.attachment', domain, { fields: ['datas'] }),
        ids.map((id) => ({ id, datas: base64 })),
      );
      assert.deepEqual(
        await client.searchRead('ir.attachment', domain, { fields: ['datas'], order: 'id' }),
        ids.map((id) => ({ id, datas: base64 })),
      );
      assert.equal(client.protocol, protocol);
      assert.ok(odoo.requests.length > 0);
    });

    test(`${series} over ${protocol}: an image of a partner is base64, an object or a size, as one asks`, async () => {
      const { client } = await connect({ odoo: series, apiKeys: keys }, account(protocol));
      const png =
        'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
      const [id, other] = await client.create('res.partner', [
        { name: 'With', image_1920: png },
        { name: 'Without' },
      ]);
      const domain = [['id', 'in', [other, id]]];
      const size = atob(png).length;
      const [image] = await client.read('res.partner', id, ['image_1920']);
      assert.equal(image.image_1920, png);
      assert.deepEqual(
        (
          await client.searchRead('res.partner', domain, {
            fields: ['image_1920'],
            order: 'id desc',
          })
        ).map((record) => record.image_1920),
        [false, png],
      );
      const [object] = await client.read('res.partner', id, ['name', 'image_1920'], {
        binary: 'object',
      });
      assert.deepEqual(
        [object.image_1920.content, object.image_1920.size, object.name],
        [png, size, 'With'],
      );
      assert.deepEqual(
        (
          await client.searchRead('res.partner', domain, {
            fields: ['image_1920', 'parent_id'],
            order: 'id',
            binary: 'size',
          })
        ).map((record) => record.image_1920),
        [`${size}.00 bytes`, false],
      );
      assert.deepEqual(
        (
          await client.readAll('res.partner', domain, { fields: ['image_1920'], binary: 'size' })
        ).map((record) => record.image_1920),
        [`${size}.00 bytes`, false],
      );
      assert.deepEqual(
        (await client.call('res.partner', 'search_read', [domain], { fields: ['image_1920'] }))
          .map((record) => record.image_1920)
          .toSorted(),
        [false, png].toSorted(),
      );
      const columns = await client.readColumns('res.partner', domain, { fields: ['image_1920'] });
      assert.deepEqual(
        [columns.column('image_1920').kind, ...columns.column('image_1920')],
        ['binary', Uint8Array.from(atob(png), (character) => character.charCodeAt(0)), false],
      );
      assert.deepEqual(
        await client.readBinary('res.partner', id, 'image_1920'),
        columns.column('image_1920').get(0),
      );
      assert.equal(await client.readBinary('res.partner', other, 'image_1920'), null);
      const coalesced = await Promise.all(
        [id, other].map((one) => client.coalesced().read('res.partner', one, ['image_1920'])),
      );
      assert.deepEqual(
        coalesced.map(([record]) => record.image_1920),
        [png, false],
      );
      // What the configuration asks for holds where a call asks for nothing.
      const { client: ofObjects } = await connect(
        { odoo: series, apiKeys: keys },
        { ...account(protocol), binary: 'object' },
      );
      const own = await ofObjects.create('res.partner', { name: 'Own', image_1920: png });
      assert.equal(
        (await ofObjects.read('res.partner', own, ['image_1920']))[0].image_1920.content,
        png,
      );
      assert.equal(
        (await ofObjects.read('res.partner', own, ['image_1920'], { binary: 'base64' }))[0]
          .image_1920,
        png,
      );
    });
  }

  test('only a server that may send objects is asked for the types of a model, once', async () => {
    for (const [series, most] of [
      ['17.0', 0],
      ['19.0', 0],
      ['20.0', 1],
    ]) {
      const { client, odoo } = await connect({ odoo: series });
      const id = await client.create('ir.attachment', { name: 'a', datas: base64 });
      for (let turn = 0; turn < 3; turn += 1) await client.read('ir.attachment', id, ['datas']);
      assert.equal(
        odoo.requests.filter(({ method }) => method === 'fields_get').length,
        most,
        series,
      );
    }
  });

  test('sizes of a series that has objects come without the contents', async () => {
    const { client, odoo } = await connect({ odoo: '20.0' });
    const lengths = [];
    const listening = new bulk.OdooClient({
      url: odoo.url,
      database: 'demo',
      username: 'admin',
      password: 'admin',
      async fetch(url, init) {
        const response = await odoo.fetch(url, init);
        const text = await response.clone().text();
        lengths.push(text.length);
        return response;
      },
    });
    await listening.authenticate();
    const id = await client.create('ir.attachment', { name: 'a', datas: base64 });
    assert.deepEqual(
      await listening.read('ir.attachment', id, ['name', 'datas'], { binary: 'size' }),
      [{ id, name: 'a', datas: '19.53 Kb' }],
    );
    assert.ok(Math.max(...lengths) < base64.length, `${lengths}`);
  });

  for (const [stored, mimetype, fails] of [
    [0, 'text/plain', true],
    [7, 'text/plain', true],
    [content.length, 'text/plain', false],
    [7, 'image/png', false],
    [0, 'image/png', true],
  ]) {
    test(`an upload of which ${stored} bytes of a ${mimetype} are stored ${fails ? 'is an error that names the record' : 'is done'}`, async () => {
      const client = {
        call: async () => 5,
        read: async () => [{ id: 5, file_size: stored, mimetype }],
      };
      const uploading = bulk.uploadAttachment(client, { name: 'a', data: content });
      if (!fails) return assert.equal(await uploading, 5);
      const error = await failure(uploading);
      assert.deepEqual(
        [error.name, error.model, error.method, error.id],
        ['OdooError', 'ir.attachment', 'create', 5],
      );
      assert.match(
        error.message,
        /^The attachment 5 was made, but \d+ of its 20,000 bytes were stored\. What to do: /,
      );
    });
  }

  test('who may not read what he has uploaded has uploaded it', async () => {
    const client = {
      call: async () => 5,
      read: async () => {
        throw new Error('no');
      },
    };
    assert.equal(await bulk.uploadAttachment(client, { name: 'a', data: content }), 5);
  });
});

describe('a body that does not end', () => {
  /**
   * Records without end, in chunks that are there at once: nothing but the reader's own pauses lets
   * a timer have its turn.
   */
  const endless = (start, next) => {
    let id = 0;
    const encoder = new TextEncoder();
    return new Response(
      new ReadableStream({
        pull(controller) {
          controller.enqueue(
            encoder.encode(
              id === 0 ? start : Array.from({ length: 500 }, () => next((id += 1))).join(''),
            ),
          );
          id += 1;
        },
      }),
    );
  };

  for (const [what, work] of [
    [
      'readColumns',
      (client) => client.readColumns('res.partner', [], { fields: ['name'], timeoutMs: 400 }),
    ],
    [
      'readAll',
      (client) => client.readAll('res.partner', [], { fields: ['name'], timeoutMs: 400 }),
    ],
    [
      'readBinary',
      (client) => client.readBinary('res.partner', 1, 'image_1920', { timeoutMs: 400 }),
    ],
  ]) {
    test(`ends ${what} when its time is over, and is not read on`, async () => {
      const { odoo } = await connect();
      let given = 0;
      const client = new bulk.OdooClient({
        url: odoo.url,
        database: 'demo',
        username: 'admin',
        password: 'admin',
        retries: 0,
        fetch: (url, init) =>
          url.endsWith('/search_read')
            ? endless('{"jsonrpc": "2.0", "result": [{"id": 1, "name": "x"}', (id) => {
                given += 1;
                return `, {"id": ${id + 1}, "name": "A name of some length"}`;
              })
            : odoo.fetch(url, init),
      });
      await client.authenticate();
      const started = performance.now();
      const error = await failure(work(client));
      assert.equal(error.name, 'OdooTimeoutError', `${error}`);
      assert.ok(performance.now() - started < 5000);
      await new Promise((done) => {
        setTimeout(done, 200);
      });
      const before = given;
      await new Promise((done) => {
        setTimeout(done, 200);
      });
      assert.equal(given, before);
    });
  }
});

describe('a body of more bytes than maxBodyBytes allows', () => {
  const most = 1_000_000;
  const bytesOf = (text) => new Uint8Array(Buffer.from(text, 'base64'));
  const works = {
    readBinary: (client, id) => client.readBinary('ir.attachment', id, 'datas'),
    readColumns: async (client, id) =>
      (await client.readColumns('ir.attachment', [['id', '=', id]], { fields: ['datas'] }))
        .column('datas')
        .get(0),
    readAll: async (client, id) =>
      bytesOf(
        (await client.readAll('ir.attachment', [['id', '=', id]], { fields: ['datas'] }))[0].datas,
      ),
    iterate: async (client, id) => {
      for await (const { datas } of client.iterate('ir.attachment', [['id', '=', id]], {
        fields: ['datas'],
      }))
        return bytesOf(datas);
    },
    report: (client) => client.report('sale.report_saleorder', 1),
  };
  /** The body as a runtime gives it: decompressed, with the headers that came. */
  const ways = {
    'a length': (bytes, headers) =>
      new Response(bytes, { headers: { ...headers, 'content-length': `${bytes.length}` } }),
    'no length': (bytes, headers) => new Response(new Blob([bytes]).stream(), { headers }),
    'the length of its gzip': (bytes, headers) => {
      const packed = gzipSync(bytes);
      return new Response(
        new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip')),
        {
          headers: { ...headers, 'content-encoding': 'gzip', 'content-length': `${packed.length}` },
        },
      );
    },
  };
  /**
   * A client whose answers to reads, and whose reports, are so long and come in that way;
   * `requests` are those.
   */
  async function reading(size, way, config) {
    const { client, odoo } = await connect();
    const file = new Uint8Array(size).fill(37);
    file.set(new TextEncoder().encode('%PDF-1.7'));
    const id = await client.uploadAttachment({ name: 'a.pdf', data: file });
    const requests = [];
    const limited = new bulk.OdooClient({
      url: odoo.url,
      ...account('session'),
      retries: 2,
      ...config,
      async fetch(url, init) {
        const isReport = url.includes('/report/pdf/');
        if (!isReport && !url.endsWith('/search_read')) return odoo.fetch(url, init);
        requests.push(url);
        const bytes = isReport
          ? file
          : new Uint8Array(await (await odoo.fetch(url, init)).arrayBuffer());
        return ways[way](bytes, {
          'content-type': isReport ? 'application/pdf' : 'application/json',
        });
      },
    });
    await limited.authenticate();
    return { client: limited, file, id, requests };
  }

  for (const way of Object.keys(ways)) {
    for (const [name, work] of Object.entries(works)) {
      test(`is refused by ${name}, and is not asked for again: ${way}`, async () => {
        const { client, id, requests } = await reading(2_000_000, way, { maxBodyBytes: most });
        const error = await failure(work(client, id));
        assert.equal(error.name, 'OdooNetworkError', `${error}`);
        assert.match(error.message, /longer than 1000000 bytes.*maxBodyBytes/);
        assert.deepEqual([error.notSent, error.refused, requests.length], [false, false, 1]);
        assert.equal(client.isAuthenticated(), true);
      });

      test(`comes whole from ${name} where it is within: ${way}`, async () => {
        const { client, file, id } = await reading(600_000, way, { maxBodyBytes: most });
        assert.deepEqual(await work(client, id), file);
      });
    }
  }
});

describe('whatever shape a value comes in', () => {
  const shapes = [
    ['text', JSON.stringify('aGVsbG8='), 'hello'],
    ['an object', '{"filename": "a.txt", "content": "aGVsbG8=", "size": 5}', 'hello'],
    ['an object without its size', '{"content": "aGVsbG8="}', 'hello'],
    ['false', 'false', null],
    ['an object of nothing', '{"content": false, "size": 0}', null],
    ['an object without a content that it has not', '{"size": 0}', null],
  ];
  for (const [what, json, expected] of shapes) {
    test(`readBinary and columns take ${what}`, async () => {
      const bytes = await readBinary(answering(json), 'm', 1, 'x');
      assert.equal(bytes === null ? null : new TextDecoder().decode(bytes), expected);
      const column = (await readColumns(answering(json), 'm', [], { fields: ['x'] })).column('x');
      assert.deepEqual(
        column.get(0),
        expected === null ? false : new TextEncoder().encode(expected),
      );
    });
  }

  test('a size without its content is a text in columns, and an error of readBinary', async () => {
    const client = () => answering('{"size": 12800, "checksum": "c"}');
    assert.deepEqual(
      [...(await readColumns(client(), 'm', [], { fields: ['x'] })).column('x')],
      ['12.50 Kb'],
    );
    assert.match(
      (await failure(readBinary(client(), 'm', 1, 'x'))).message,
      /^The server sent the size of 'x' of m \(12\.50 Kb\) and not its contents\. What to do: /,
    );
  });

  test('a form that there is not is refused before anything is sent', async () => {
    const { client, odoo } = await connect();
    const sent = odoo.requests.length;
    for (const work of [
      () => client.read('res.partner', 1, ['name'], { binary: 'bytes' }),
      () => client.readAll('res.partner', [], { binary: 5 }),
      () => readAll(client, 'res.partner', [], { binary: 'x' }),
    ]) {
      const error = await failure(work());
      assert.ok(error instanceof TypeError, `${error}`);
      assert.match(error.message, /binary: expected 'base64', 'object' or 'size', got /);
    }
    assert.equal(odoo.requests.length, sent);
  });
});
