// Binary fields, attachments and reports: over every protocol that has them, and when something
// goes wrong.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { series } from '../package/combinations.mjs';
import { startSandbox, users } from '../package/sandbox.mjs';
import { bulk, combinations, connect, failure } from './fixture.mjs';

const {
  OdooClient,
  OdooAuthError,
  OdooError,
  OdooMissingError,
  OdooNetworkError,
  OdooTimeoutError,
  readBinary,
  report,
  uploadAttachment,
} = bulk;

/** So many bytes that are in no order. */
function someBytes(length) {
  const bytes = new Uint8Array(length);
  let state = 1;
  for (let at = 0; at < length; at += 1) {
    state = Math.imul(state, 1664525) + 1013904223;
    bytes[at] = state >>> 24;
  }
  return bytes;
}

const sha1 = (bytes) => createHash('sha1').update(bytes).digest('hex');

/** Bytes in pieces of these sizes, over and over. */
function* pieces(bytes, sizes = [1, 2, 3, 4, 5, 0, 1000]) {
  for (let at = 0, index = 0; at < bytes.length; index += 1)
    yield bytes.subarray(at, (at += sizes[index % sizes.length]));
}

async function* eventually(iterable) {
  for (const item of iterable) {
    await new Promise((done) => {
      setImmediate(done);
    });
    yield item;
  }
}

/** A stream as engines have it that cannot iterate one; `cancelled` is why it was given up. */
function oldStream(chunks) {
  const iterator = chunks[Symbol.asyncIterator]();
  const stream = {
    cancelled: undefined,
    getReader: () => ({
      read: () => iterator.next(),
      cancel: async (reason) => {
        stream.cancelled = reason;
      },
    }),
  };
  return stream;
}

/** The paths that were asked for since `forget` of them. */
const since = ({ requests }, count) => requests.slice(count).map(({ path }) => path);

describe('readBinary and uploadAttachment', () => {
  for (const { series: number, protocol, name } of combinations) {
    test(`${name}: a file comes back as it was stored`, async () => {
      const { client } = await connect({ protocol, series: number });
      for (const size of [1, 2, 3, 4, 1_000_000]) {
        const bytes = someBytes(size);
        const id = await uploadAttachment(client, {
          name: 'some bytes',
          data: bytes,
          resModel: 'res.partner',
          resId: 1,
          mimetype: 'image/png',
        });
        const [stored] = await client.read('ir.attachment', id, [
          'name',
          'res_model',
          'res_id',
          'mimetype',
          'file_size',
          'checksum',
        ]);
        assert.deepEqual(stored, {
          id,
          name: 'some bytes',
          res_model: 'res.partner',
          res_id: 1,
          mimetype: 'image/png',
          file_size: size,
          checksum: sha1(bytes),
        });
        const read = await readBinary(client, 'ir.attachment', id, 'datas');
        assert.ok(read instanceof Uint8Array && Buffer.compare(read, bytes) === 0, `${size} bytes`);
        assert.equal(read.buffer.byteLength, size, 'no more is kept than the file');
      }
      assert.equal(client.protocol, protocol);
    });
  }

  test('of 20 MB, over a socket', async () => {
    const sandbox = await startSandbox('--odoo', '18');
    const client = await sandbox.connect({ ...users.admin, protocol: 'session' });
    const bytes = someBytes(20_000_000);
    const id = await uploadAttachment(client, { name: 'large', data: new Blob([bytes]) });
    const read = await readBinary(client, 'ir.attachment', id, 'datas');
    assert.equal(Buffer.compare(read, bytes), 0);
    assert.equal(read.buffer.byteLength, bytes.length);
    await sandbox.stop();
  });
});

describe('readBinary', () => {
  test('gives null for an empty field', async () => {
    const { client } = await connect();
    const id = await client.create('ir.attachment', {
      name: 'a link',
      type: 'url',
      url: 'https://example.com',
    });
    assert.equal(await readBinary(client, 'ir.attachment', id, 'datas'), null);
    const empty = await uploadAttachment(client, { name: 'empty', data: new Uint8Array() });
    assert.equal(await readBinary(client, 'ir.attachment', empty, 'datas'), null);
  });

  test('gives the bytes where the context asks for their size', async () => {
    const { client } = await connect({}, { context: { bin_size: true } });
    const id = await uploadAttachment(client, { name: 'x', data: someBytes(10) });
    const [{ datas }] = await client.read('ir.attachment', id, ['datas']);
    assert.equal(datas, '10.00 bytes');
    for (const context of [undefined, { bin_size: true, bin_size_datas: true }]) {
      assert.deepEqual(
        await readBinary(client, 'ir.attachment', id, 'datas', { context }),
        someBytes(10),
      );
    }
  });

  test('reads archived records, and asks for the type of a field once', async () => {
    const { client, odoo } = await connect({
      models: {
        'box.box': {
          fields: {
            name: { type: 'char' },
            active: { type: 'boolean', default: true },
            content: { type: 'binary' },
          },
        },
      },
    });
    const id = await client.create('box.box', { active: false, content: 'AAEC' });
    for (let time = 0; time < 3; time += 1)
      assert.deepEqual(await readBinary(client, 'box.box', id, 'content'), Uint8Array.of(0, 1, 2));
    const count = (name) => odoo.requests.filter(({ method }) => method === name).length;
    assert.deepEqual([count('fields_get'), count('search_read')], [1, 3]);
  });

  test('takes base64 with line breaks, and says what is none', async () => {
    const answering = (content) => ({
      call: async (model, method) =>
        method === 'fields_get' ? { content: { type: 'binary' } } : [{ id: 1, content }],
    });
    assert.deepEqual(
      await readBinary(answering('AAEC\nAwQ=\n'), 'box.box', 1, 'content'),
      Uint8Array.of(0, 1, 2, 3, 4),
    );
    const error = await failure(readBinary(answering('12.5 Kb!'), 'box.box', 1, 'content'));
    assert.deepEqual(
      [error.constructor, error.model, error.field],
      [OdooError, 'box.box', 'content'],
    );
    assert.match(error.message, /holds a text that is no base64\. What to do: /);
  });

  test('says that there is no such record, no such field, or that it is not binary', async () => {
    const { client } = await connect();
    const missing = await failure(readBinary(client, 'ir.attachment', 999_999, 'datas'));
    assert.deepEqual(
      [missing.constructor, missing.model, missing.field],
      [OdooMissingError, 'ir.attachment', 'datas'],
    );
    assert.match(missing.message, /^There is no record 999999 of ir\.attachment, /);
    const other = await failure(readBinary(client, 'res.partner', 1, 'name'));
    assert.equal(other.constructor, OdooError);
    assert.match(
      other.message,
      /^The field 'name' of res\.partner is of the type char, not binary\. What to do: /,
    );
    const unknown = await failure(readBinary(client, 'res.partner', 1, 'nothing'));
    assert.match(unknown.message, /^There is no field 'nothing' on res\.partner/);
  });

  test('refuses wrong arguments before anything is sent', async () => {
    const { client, odoo } = await connect();
    const count = odoo.requests.length;
    for (const [given, message] of [
      [[{}, 'ir.attachment', 1, 'datas'], /^client: expected an OdooClient, got an object$/],
      [[client, '', 1, 'datas'], /^model: expected the name of a model, got ''$/],
      [[client, 'ir.attachment', 0, 'datas'], /^id: expected the id of a record, got 0$/],
      [[client, 'ir.attachment', [1], 'datas'], /^id: expected the id of a record, got a list$/],
      [[client, 'ir.attachment', 1], /^field: expected the name of a field, got undefined$/],
      [
        [client, 'ir.attachment', 1, 'datas', { signal: {} }],
        /^options\.signal: expected an AbortSignal, got an object$/,
      ],
    ]) {
      const error = await failure(readBinary(...given));
      assert.ok(error instanceof TypeError, `${error}`);
      assert.match(error.message, message);
    }
    assert.equal(odoo.requests.length, count);
  });
});

describe('uploadAttachment', () => {
  const bytes = someBytes(10_007);
  const inside = someBytes(10_020);
  inside.set(bytes, 8);
  const buffer = bytes.slice().buffer;
  const shared = new SharedArrayBuffer(bytes.length);
  new Uint8Array(shared).set(bytes);
  const kinds = {
    'a Uint8Array': () => bytes,
    'a view into a larger buffer': () => new DataView(inside.buffer, 8, bytes.length),
    'an ArrayBuffer': () => buffer,
    'a SharedArrayBuffer': () => shared,
    'a Blob': () => new Blob([bytes]),
    'a Response': () => new Response(bytes),
    'a Blob of an engine without streams': () => ({ type: '', arrayBuffer: async () => buffer }),
    'an async iterable': () => eventually(pieces(bytes)),
    'a ReadableStream': () =>
      new Response(
        new ReadableStream({
          pull: async (controller) => {
            controller.enqueue(bytes);
            controller.close();
          },
        }),
      ).body,
    'a stream that can only be read': () => oldStream(eventually(pieces(bytes))),
    'chunks in memory that is used again': async function* () {
      const memory = new Uint8Array(1000);
      for (const piece of pieces(bytes)) {
        memory.set(piece);
        yield memory.subarray(0, piece.length);
      }
    },
  };

  for (const [kind, make] of Object.entries(kinds)) {
    test(`takes ${kind}`, async () => {
      const { client } = await connect();
      const id = await uploadAttachment(client, { name: kind, data: make() });
      assert.deepEqual(await client.read('ir.attachment', id, ['file_size', 'checksum']), [
        { id, file_size: bytes.length, checksum: sha1(bytes) },
      ]);
    });
  }

  test('sends what it was told, the type of a Blob among it', async () => {
    const sent = [];
    const client = {
      call: async (...args) => {
        sent.push(args);
        return [7];
      },
    };
    const options = { context: { lang: 'en_US' }, timeoutMs: 5 };
    assert.equal(
      await uploadAttachment(
        client,
        { name: 'a', data: new Blob(['abc'], { type: 'text/plain' }) },
        options,
      ),
      7,
    );
    await uploadAttachment(client, {
      name: 'a',
      data: new Blob(['abc'], { type: 'text/plain' }),
      mimetype: 'text/csv',
      resModel: 'res.partner',
      resId: 3,
    });
    await uploadAttachment(client, { name: 'a', data: new Blob(['abc']) });
    await uploadAttachment(client, { name: 'a', data: new Response('abc') });
    const values = { name: 'a', datas: 'YWJj' };
    assert.deepEqual(
      sent.map(([model, method, args]) => [model, method, args]),
      [
        { ...values, mimetype: 'text/plain' },
        { ...values, res_model: 'res.partner', res_id: 3, mimetype: 'text/csv' },
        values,
        values,
      ].map((expected) => ['ir.attachment', 'create', [expected]]),
    );
    assert.deepEqual(sent[0].slice(3), [{}, { ...options, signal: undefined }]);
  });

  test('goes through the create of the client', async () => {
    class Auditing extends OdooClient {
      created = [];
      create(model, ...rest) {
        this.created.push(model);
        return super.create(model, ...rest);
      }
    }
    const { odoo } = await connect();
    const client = new Auditing({ url: odoo.url, fetch: odoo.fetch, ...users.admin });
    await client.authenticate();
    await uploadAttachment(client, { name: 'x', data: bytes });
    assert.deepEqual(client.created, ['ir.attachment']);
  });

  test('refuses wrong arguments before anything is sent or read', async () => {
    const { client, odoo } = await connect();
    const count = odoo.requests.length;
    for (const [file, message] of [
      [undefined, /^file: expected an object such as .*, got undefined$/],
      [{ data: bytes }, /^file\.name: expected the name of the file, got undefined$/],
      [{ name: 'x' }, /^file\.data: expected a Blob, bytes or a stream of bytes, got undefined$/],
      [{ name: 'x', data: 'text' }, /^file\.data: .* got 'text'$/],
      [{ name: 'x', data: [1, 2] }, /^file\.data: .* got a list$/],
      [{ name: 'x', data: null }, /^file\.data: .* got null$/],
      [
        { name: 'x', data: bytes, resModel: 3 },
        /^file\.resModel: expected the name of a model, got 3$/,
      ],
      [
        { name: 'x', data: bytes, resModel: 'res.partner', resId: '3' },
        /^file\.resId: expected the id of a record, got '3'$/,
      ],
      [{ name: 'x', data: bytes, resId: 3 }, /^file\.resModel: .* got nothing$/],
      [{ name: 'x', data: bytes, mimetype: {} }, /^file\.mimetype: .* got an object$/],
      [
        { name: 'x', data: eventually(['a text']) },
        /^file\.data: expected chunks of bytes, got 'a text'$/,
      ],
    ]) {
      const error = await failure(uploadAttachment(client, file));
      assert.ok(error instanceof TypeError, `${error}`);
      assert.match(error.message, message);
    }
    const unread = new Response('abc').body;
    assert.ok(
      (await failure(
        uploadAttachment(client, { name: 'x', data: unread }, { signal: 1 }),
      )) instanceof TypeError,
    );
    assert.equal(unread.locked, false);
    assert.equal(odoo.requests.length, count);
  });

  test('sends nothing of a stream that fails', async () => {
    const { client, odoo } = await connect();
    const count = odoo.requests.length;
    const reason = new Error('the disk is gone');
    async function* failing() {
      yield bytes;
      throw reason;
    }
    assert.equal(await failure(uploadAttachment(client, { name: 'x', data: failing() })), reason);
    assert.equal(odoo.requests.length, count);
  });

  test('gives up a stream when the signal aborts, even one that never answers', async () => {
    const { client, odoo } = await connect();
    const count = odoo.requests.length;
    const reason = new Error('enough');
    async function* silent() {
      yield bytes;
      await new Promise(() => {});
    }
    for (const data of [silent(), oldStream(silent())]) {
      const controller = new AbortController();
      const upload = failure(
        uploadAttachment(client, { name: 'x', data }, { signal: controller.signal }),
      );
      setTimeout(() => controller.abort(reason), 5);
      assert.equal(await upload, reason);
      if ('cancelled' in data) assert.equal(data.cancelled, reason);
    }
    assert.equal(
      await failure(
        uploadAttachment(client, { name: 'x', data: bytes }, { signal: AbortSignal.abort(reason) }),
      ),
      reason,
    );
    assert.equal(odoo.requests.length, count);
  });
});

describe('report', () => {
  const invoice = 'account.report_invoice';
  const path = (ids) => `/report/pdf/${invoice}/${ids}`;
  const invoices = (client) =>
    client.search('account.move', [['state', '=', 'posted']], { order: 'id' });
  const latin1 = (bytes) => Buffer.from(bytes).toString('latin1');

  for (const number of series) {
    test(`Odoo ${number}: is a PDF of the records`, async () => {
      const { client, odoo } = await connect({ series: number });
      const ids = await invoices(client);
      const names = (await client.read('account.move', ids, ['display_name'])).map(
        ({ display_name: name }) => name,
      );
      const count = odoo.requests.length;
      const pdf = await report(client, invoice, ids);
      assert.ok(pdf instanceof Uint8Array && pdf.includes(0xe2), 'bytes that are no UTF-8');
      assert.match(latin1(pdf), /^%PDF-1\.\d\n[^]*%%EOF\n$/);
      assert.ok(names.length > 1);
      for (const name of names)
        assert.ok(latin1(pdf).includes(name.replaceAll(/[()]/g, '\\$&')), name);
      assert.match(latin1(await report(client, invoice, ids[0])), /\/Count 1 /);
      assert.deepEqual(
        odoo.requests.slice(count).map(({ verb, path: asked, status }) => [verb, asked, status]),
        [
          ['GET', path(ids.join(',')), 200],
          ['GET', path(ids[0]), 200],
        ],
      );
    });

    test(`Odoo ${number}: renews the session that has ended`, async () => {
      const { client, odoo } = await connect({ series: number });
      const [id] = await invoices(client);
      const before = client.getSession().session_id;
      odoo.failNext({ fault: 'dropSession', path: '/report' });
      const count = odoo.requests.length;
      assert.match(latin1(await report(client, invoice, id)), /^%PDF/);
      assert.notEqual(client.getSession().session_id, before);
      const call = '/web/dataset/call_kw/res.users/context_get';
      // A look whether the session is gone, a new login, and the report again.
      assert.deepEqual(since(odoo, count), [path(id), call, '/web/session/authenticate', path(id)]);
    });
  }

  test('over a socket: is the bytes it is, and the session is renewed', async () => {
    const sandbox = await startSandbox('--odoo', '18', '--control');
    const client = await sandbox.connect({ ...users.admin, protocol: 'session' });
    const [id] = await invoices(client);
    const pdf = await report(client, invoice, id);
    await sandbox.strike({ fault: 'dropSession', path: '/report' });
    const printed = await Promise.all([report(client, invoice, id), report(client, invoice, id)]);
    for (const again of printed) assert.deepEqual(again, pdf);
    const { counts, requests } = await sandbox.journal();
    assert.equal(
      requests.filter(({ path: asked }) => asked === '/web/session/authenticate').length,
      2,
      JSON.stringify(counts),
    );
    await sandbox.stop();
  });

  test('finds the session gone where there are several databases', async () => {
    const { client, odoo } = await connect({ databases: ['demo', 'other'] });
    const [id] = await invoices(client);
    odoo.failNext({ fault: 'dropSession', path: '/report' });
    assert.match(latin1(await report(client, invoice, id)), /^%PDF/);
  });

  test('ends where the session has ended and nobody may renew it', async () => {
    const { client, odoo } = await connect();
    const [id] = await invoices(client);
    await client.write('res.users', client.getSession().uid, { password: 'another' });
    odoo.failNext({ fault: 'dropSession', path: '/report' });
    const error = await failure(report(client, invoice, id));
    assert.ok(error instanceof OdooAuthError, `${error}`);
    assert.equal(client.isAuthenticated(), false);
  });

  test('takes the contexts of client and call along, as they are', async () => {
    const { odoo } = await connect();
    const urls = [];
    const fetch = (url, init) => {
      urls.push(String(url));
      return odoo.fetch(url, init);
    };
    const client = new OdooClient({
      url: odoo.url,
      fetch,
      ...users.admin,
      protocol: 'session',
      context: { tz: 'Europe/Brussels' },
    });
    await client.authenticate();
    const [id] = await invoices(client);
    const context = { lang: 'en_US', note: 'a & b + c #1 100% é' };
    await report(client.withContext({ allowed_company_ids: [1] }), invoice, id, { context });
    const url = new URL(urls.at(-1));
    assert.equal(url.pathname, path(id));
    assert.deepEqual(JSON.parse(url.searchParams.get('context')), {
      tz: 'Europe/Brussels',
      allowed_company_ids: [1],
      ...context,
    });
  });

  for (const protocol of ['jsonrpc', 'json2']) {
    test(`is refused over ${protocol}, before anything is sent`, async () => {
      const { client, odoo } = await connect({ protocol });
      const count = odoo.requests.length;
      const error = await failure(report(client, invoice, 1));
      assert.deepEqual([error.constructor, error.protocol], [OdooError, protocol]);
      assert.match(
        error.message,
        /^Reports exist only over the web session, .*protocol: 'session'$/,
      );
      assert.equal(odoo.requests.length, count);
    });
  }

  test('wants a login', async () => {
    const { odoo } = await connect();
    const client = new OdooClient({
      url: odoo.url,
      fetch: odoo.fetch,
      ...users.admin,
      protocol: 'session',
    });
    const count = odoo.requests.length;
    assert.ok((await failure(report(client, invoice, 1))) instanceof OdooAuthError);
    assert.equal(odoo.requests.length, count);
  });

  test('refuses wrong arguments before anything is sent', async () => {
    const { client, odoo } = await connect();
    const count = odoo.requests.length;
    for (const [name, ids, message] of [
      [
        '',
        1,
        /^reportName: expected the technical name of a report, such as 'account\.report_invoice', got ''$/,
      ],
      ['..', 1, /^reportName: /],
      ['account.report/../../web', 1, /^reportName: /],
      ['account.report?x', 1, /^reportName: /],
      [invoice, [], /^ids: expected the id of a record, or a list of ids, got a list$/],
      [invoice, '1', /^ids: .* got '1'$/],
      [invoice, [1, 0], /^ids: /],
    ]) {
      const error = await failure(report(client, name, ids));
      assert.ok(error instanceof TypeError, `${error}`);
      assert.match(error.message, message);
    }
    assert.equal(odoo.requests.length, count);
  });

  test('says what came of a report or a record that does not exist, and the session is still good', async () => {
    const { client, odoo } = await connect();
    const [id] = await invoices(client);
    for (const [name, ids, status] of [
      ['account.report_nothing', id, 500],
      [invoice, 999_999, 500],
    ]) {
      const error = await failure(report(client, name, ids));
      assert.deepEqual(
        [error.constructor, error.status, error.model, error.protocol],
        [OdooError, status, 'ir.actions.report', 'session'],
      );
      assert.match(
        error.message,
        new RegExp(
          `^The report ${name.replaceAll('.', '\\.')} was not printed: HTTP ${status}: .*\\. What to do: `,
        ),
      );
    }
    assert.ok(client.isAuthenticated());
    assert.equal(
      odoo.requests.filter(({ path: asked }) => asked === '/web/session/authenticate').length,
      1,
    );
  });

  test('says what came instead of a PDF', async () => {
    const { odoo } = await connect();
    const pdf = Buffer.from('%PDF-1.4 and so on');
    const html = { headers: { 'content-type': 'text/html; charset=utf-8' } };
    for (const [make, words] of [
      [
        () => new Response('<html>maintenance</html>', html),
        /HTTP 200, but the answer is text\/html; charset=utf-8 and no PDF\. What to do: /,
      ],
      [() => new Response(pdf, html), /HTTP 200, but the answer is text\/html/],
      [
        () => new Response('abc', { headers: { 'content-type': 'application/pdf' } }),
        /HTTP 200, but the answer is application\/pdf and no PDF/,
      ],
      [
        () =>
          Object.defineProperty(new Response('<form>', html), 'url', {
            value: 'https://odoo.test/web/login?redirect=x',
          }),
        /leads to its login page although/,
      ],
    ]) {
      const fetch = (url, init) =>
        new URL(url).pathname.startsWith('/report/') ? make() : odoo.fetch(url, init);
      const client = new OdooClient({ url: odoo.url, fetch, ...users.admin, protocol: 'session' });
      await client.authenticate();
      const error = await failure(report(client, invoice, 1));
      assert.deepEqual([error.constructor, error.status], [OdooError, 200]);
      assert.match(error.message, words);
    }
  });

  test('is printed again when it was cut off on the way, as far as the client may try again', async () => {
    const { client, odoo } = await connect({}, { retries: 1 });
    const [id] = await invoices(client);
    for (const fault of ['truncate', 'resetMidBody', 'resetBefore']) {
      odoo.failNext({ fault, path: '/report' });
      assert.match(latin1(await report(client, invoice, id)), /%%EOF\n$/);
      odoo.failNext({ fault, path: '/report', count: 2 });
      const error = await failure(report(client, invoice, id));
      assert.equal(error.constructor, OdooNetworkError);
      if (fault !== 'resetBefore')
        assert.equal(error.message, `The report ${invoice} was not printed: the answer broke off`);
    }
  });

  test('ends with the signal and with its time', async () => {
    const { client, odoo } = await connect();
    const [id] = await invoices(client);
    const reason = new Error('enough');
    for (const fault of ['hangBeforeHeaders', 'hangAfterHeaders']) {
      odoo.failNext({ fault, path: '/report', count: 2 });
      const controller = new AbortController();
      const printing = failure(report(client, invoice, id, { signal: controller.signal }));
      setTimeout(() => controller.abort(reason), 5);
      assert.equal(await printing, reason);
      const error = await failure(report(client, invoice, id, { timeoutMs: 10 }));
      assert.equal(error.constructor, OdooTimeoutError);
    }
  });

  test('is a read to the safety guard, and a request to the hooks', async () => {
    const told = [];
    const asked = [];
    const { client } = await connect(
      {},
      {
        safety: {
          confirm: (operation) => {
            asked.push(operation);
            return false;
          },
        },
        onRequest: (info) => told.push(info),
        onResponse: ({ path: where, status }) => told.push({ path: where, status }),
      },
    );
    const [id] = await invoices(client);
    told.length = 0;
    await report(client, invoice, id);
    const request = {
      protocol: 'session',
      model: 'ir.actions.report',
      method: 'render_qweb_pdf',
      path: path(id),
      attempt: 1,
    };
    assert.deepEqual(told, [request, { path: path(id), status: 200 }]);
    assert.deepEqual(asked, []);
  });

  test('waits in the queue like any call', async () => {
    const { odoo } = await connect({ latencyMs: 5 });
    let [underWay, most] = [0, 0];
    const fetch = async (url, init) => {
      underWay += 1;
      most = Math.max(most, underWay);
      return odoo.fetch(url, init).finally(() => {
        underWay -= 1;
      });
    };
    const client = new OdooClient({
      url: odoo.url,
      fetch,
      ...users.admin,
      protocol: 'session',
      maxConcurrent: 2,
    });
    await client.authenticate();
    const [id] = await invoices(client);
    await Promise.all(Array.from({ length: 6 }, () => report(client, invoice, id)));
    assert.equal(most, 2);
  });

  test('says that a client of another make knows no pages', async () => {
    const error = await failure(report({ call: async () => ({}) }, invoice, 1));
    assert.equal(error.constructor, OdooError);
    assert.match(error.message, /the client made a call of it\. What to do: /);
  });
});
