// Binary fields and attachments: over every protocol, and when something goes wrong.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { startSandbox, users } from '../package/sandbox.mjs';
import { bulk, combinations, connect, failure } from './fixture.mjs';

const { OdooClient, OdooError, OdooMissingError, readBinary, uploadAttachment } = bulk;

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
    assert.match(error.message, /holds a text that is not base64\. What to do: /);
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
      [
        [{}, 'ir.attachment', 1, 'datas'],
        /^Invalid client: expected an OdooClient, got an object$/,
      ],
      [[client, '', 1, 'datas'], /^Invalid model: expected the name of a model, got ""$/],
      [[client, 'ir.attachment', 0, 'datas'], /^Invalid id: expected the id of a record, got 0$/],
      [
        [client, 'ir.attachment', [1], 'datas'],
        /^Invalid id: expected the id of a record, got a list$/,
      ],
      [
        [client, 'ir.attachment', 1],
        /^Invalid field: expected the name of a field, got undefined$/,
      ],
      [
        [client, 'ir.attachment', 1, 'datas', { signal: {} }],
        /^Invalid options\.signal: expected an AbortSignal, got an object$/,
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
    const { proxy: revoked, revoke } = Proxy.revocable({}, {});
    revoke();
    for (const [file, message] of [
      [revoked, /^file cannot be read: .*revoked\. Nothing was sent$/],
      [Promise.resolve({}), /^Invalid file: expected .*, got a promise; await it first$/],
      [{ name: 'x', data: revoked }, /^file\.data cannot be read: .*revoked\. Nothing was sent$/],
      [undefined, /^Invalid file: expected an object such as .*, got undefined$/],
      [{ data: bytes }, /^Invalid file\.name: expected the name of the file, got undefined$/],
      [
        { name: 'x' },
        /^Invalid file\.data: expected a Blob, bytes or a stream of bytes, got undefined$/,
      ],
      [{ name: 'x', data: 'text' }, /^Invalid file\.data: .* got "text"$/],
      [{ name: 'x', data: [1, 2] }, /^Invalid file\.data: .* got a list$/],
      [{ name: 'x', data: null }, /^Invalid file\.data: .* got null$/],
      [
        { name: 'x', data: bytes, resModel: 3 },
        /^Invalid file\.resModel: expected the name of a model, got 3$/,
      ],
      [
        { name: 'x', data: bytes, resModel: 'res.partner', resId: '3' },
        /^Invalid file\.resId: expected the id of a record, got "3"$/,
      ],
      [{ name: 'x', data: bytes, resId: 3 }, /^Invalid file\.resModel: .* got undefined$/],
      [{ name: 'x', data: bytes, mimetype: {} }, /^Invalid file\.mimetype: .* got an object$/],
      [
        { name: 'x', data: eventually(['a text']) },
        /^Invalid file\.data: expected chunks of bytes, got "a text"$/,
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
