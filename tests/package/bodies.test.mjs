// Bodies have a limit, counted after decompression, and the runtime's own limits of time do not end
// what has none.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { firstSeed, randomFrom } from '../generated.js';
import { config } from './answering.mjs';
import { toolbox } from './fixture.mjs';
import { connect, handled, http, openWire } from './wire.mjs';

const { OdooError, OdooNetworkError, OdooTimeoutError } = toolbox;

const failure = (promise) =>
  promise.then(
    (value) => assert.fail(`it resolved to ${inspect(value).slice(0, 99)}`),
    (error) => error,
  );
const answer = (request, size) =>
  JSON.stringify({ jsonrpc: '2.0', id: request.json.id, result: 'x'.repeat(size) });

/** The same answer, packed or in pieces or as it is. */
const ways = {
  gzip: (request, response, size) => {
    const body = gzipSync(answer(request, size));
    response
      .writeHead(200, {
        'Content-Type': 'application/json',
        'Content-Encoding': 'gzip',
        'Content-Length': body.length,
      })
      .end(body);
    return handled;
  },
  'chunked gzip': (request, response, size) => {
    response
      .writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' })
      .end(gzipSync(answer(request, size)));
    return handled;
  },
  'chunks without a length': (request, response, size) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.write('');
    response.end(answer(request, size));
    return handled;
  },
  'a length': (request, response, size) => http(200, answer(request, size)),
};

for (const [way, send] of Object.entries(ways)) {
  describe(`a body with ${way}`, () => {
    for (const [how, options] of Object.entries({
      'response.json()': undefined,
      'a readBody of the program': { readBody: (response) => response.json() },
    })) {
      test(`of more than maxBodyBytes is an error, and is not asked for again: ${how}`, async (t) => {
        const wire = await openWire(t, (request, response) => send(request, response, 20_000_000));
        const client = await connect(wire, { maxBodyBytes: 1_000_000, retries: 2 });
        const started = performance.now();
        const error = await failure(client.call('m', 'search', [[]], {}, options));
        assert.equal(error.constructor, OdooNetworkError, inspect(error));
        assert.match(error.message, /longer than 1000000 bytes.*maxBodyBytes/);
        assert.deepEqual([error.notSent, error.refused], [false, false]);
        assert.equal(wire.requests.length, 1);
        assert.ok(performance.now() - started < 10_000);
      });

      test(`within it comes whole: ${how}`, async (t) => {
        const wire = await openWire(t, (request, response) => send(request, response, 900_000));
        const client = await connect(wire, { maxBodyBytes: 1_000_000 });
        assert.equal((await client.call('m', 'x', [], {}, options)).length, 900_000);
      });
    }
  });
}

test('text of every alphabet comes whole over the borders of chunks', async (t) => {
  const text = 'a€😀ü'.repeat(50_000);
  const wire = await openWire(t, ({ json }, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.write('');
    response.end(JSON.stringify({ jsonrpc: '2.0', id: json.id, result: text }));
    return handled;
  });
  assert.equal(await (await connect(wire)).call('m', 'x'), text);
});

test('a page that stands for an error is not read to its end', async (t) => {
  const wire = await openWire(t, (request, response) => {
    response.writeHead(500, { 'Content-Type': 'text/html' });
    const more = () => {
      while (response.write('<p>sorry</p>'.repeat(10_000)));
    };
    response.on('drain', more);
    more();
    return handled;
  });
  const error = await failure((await connect(wire)).call('m', 'x'));
  assert.equal(error.status, 500);
});

test('a time limit holds while the body comes in', async (t) => {
  const wire = await openWire(t, (request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    const drip = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(drip));
    return handled;
  });
  const client = await connect(wire, { timeoutMs: 300 });
  const started = performance.now();
  assert.equal((await failure(client.call('m', 'x'))).constructor, OdooTimeoutError);
  assert.ok(performance.now() - started < 5_000);
});

test('maxBodyBytes is a number of bytes', () => {
  const config = { url: 'http://x', database: 'd', username: 'u', password: 'p' };
  for (const wrong of [0, -1, NaN, '5'])
    assert.throws(
      () => new toolbox.OdooClient({ ...config, maxBodyBytes: wrong }),
      (error) => error instanceof OdooError && /maxBodyBytes/.test(error.message),
    );
  assert.ok(new toolbox.OdooClient({ ...config, maxBodyBytes: Infinity }));
});

describe("Node's own limits", () => {
  const undici = Symbol.for('undici.globalDispatcher.1');

  /** The options that requests are dispatched with while `work` goes on. */
  async function dispatched(work) {
    await fetch('data:,').then((response) => response.text());
    const before = globalThis[undici];
    const seen = [];
    globalThis[undici] = {
      dispatch: (options, handler) => {
        seen.push(options);
        return before.dispatch(options, handler);
      },
    };
    try {
      await work();
    } finally {
      globalThis[undici] = before;
    }
    return seen.map(({ headersTimeout, bodyTimeout }) => [headersTimeout, bodyTimeout]);
  }

  test('do not end a call without a limit, by whichever dispatcher is in use, and stay as they are for others', async (t) => {
    const client = await connect(await openWire(t));
    const seen = await dispatched(async () => {
      await client.call('m', 'x');
      await client.call('m', 'x', [], {}, { timeoutMs: 0 });
      await client.call('ir.module.module', 'button_immediate_install', [[1]]);
    });
    assert.deepEqual(seen, [
      [undefined, undefined],
      [0, 0],
      [0, 0],
    ]);
  });

  test('are told as what they are where they end a call all the same, and a read is not repeated', async (t) => {
    const wire = await openWire(t);
    const gaveUp = Object.assign(new Error('Headers Timeout Error'), {
      code: 'UND_ERR_HEADERS_TIMEOUT',
    });
    let count = 0;
    const fetching = (url, init) => {
      if (!/search/.test(init.body)) return fetch(url, init);
      count += 1;
      throw new TypeError('fetch failed', { cause: gaveUp });
    };
    const client = await connect(wire, { fetch: fetching, retries: 2, timeoutMs: 0 });
    const error = await failure(client.search('m'));
    assert.equal(error.constructor, OdooTimeoutError);
    assert.match(error.message, /headersTimeout and bodyTimeout are 0/);
    assert.equal(count, 1);
  });
});

/** A body that bytes come to, in pieces that end anywhere, also within a character. */
function piecesOf(bytes, random) {
  const pieces = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 1 + random.below(9);
    pieces.push(bytes.subarray(at, end));
    at = end;
  }
  return new ReadableStream({
    pull(controller) {
      const piece = pieces.shift();
      if (piece) controller.enqueue(piece);
      else controller.close();
    },
  });
}

test('a body that is counted as it comes reads as one of known length, and ends with the same error', async () => {
  const first = firstSeed();
  let read = 0;
  for (let seed = first; seed < first + 300; seed += 1) {
    const random = randomFrom(seed);
    const texts = random.listOf(6, () => random.pick(['Ada', 'é', '😀', '\u2028', '\\u00e9', ' ']));
    const [mark, place, spoilt] = [random.chance(0.3), random.below(90), random.chance(0.3)];
    const byte = random.pick([0xff, 0x80, 0x22, 0]);
    const bodyOf = (id) => {
      const json = JSON.stringify({ jsonrpc: '2.0', id, result: texts });
      const bytes = Buffer.from(mark ? `\ufeff${json}` : json);
      // No UTF-8 any more, or no JSON.
      if (spoilt) bytes[place % bytes.length] = byte;
      return bytes;
    };
    const ends = [];
    for (const known of [true, false]) {
      const fetch = async (url, init) => {
        const { id, params } = JSON.parse(init.body);
        const headers = { 'Content-Type': 'application/json' };
        if (params.service === 'common' || params.args[3] !== 'm') {
          const result = params.service === 'common' ? 7 : [];
          return new Response(JSON.stringify({ jsonrpc: '2.0', id, result }), { headers });
        }
        const bytes = bodyOf(id);
        if (!known) return new Response(piecesOf(bytes, random), { headers });
        headers['Content-Length'] = String(bytes.length);
        return new Response(bytes, { headers });
      };
      const client = new toolbox.OdooClient({ ...config, fetch });
      await client.authenticate();
      ends.push(
        await client.call('m', 'x').then(
          (value) => JSON.stringify(value),
          (error) => `${error.name}: ${error.message}`,
        ),
      );
    }
    assert.equal(ends[1], ends[0], `SEED=${seed}`);
    if (!ends[0].includes('Error: ')) read += 1;
  }
  assert.ok(read > 150, `${read} of 300 could be read`);
});
