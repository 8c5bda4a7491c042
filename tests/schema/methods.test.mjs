// Methods, as a server describes them: read with the key, from that server alone.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OdooError, schema } from './fixture.mjs';

const { readSchema, typesOf } = schema;

const described = {
  copy: {
    parameters: { default: { default: null, annotation: 'ValuesType | None' } },
    return: { annotation: 'list[int]' },
    signature: '(default=None)',
    module: 'core',
  },
};

/** A client of a server of that version with three models. */
const client = (version = '19.0-20260101') => ({
  getSession: () => ({ server_version: version }),
  call: async (model, method) => {
    if (method === 'fields_get') return { name: { type: 'char' } };
    return ['a', 'b', 'c'].map((name) => ({ model: name, name }));
  },
});

/** Reads with a `fetch` that answers by `answer(model)`, and notes what was asked. */
async function read(answer, { version, ...more } = {}) {
  const asked = [];
  const said = [];
  const fetch = async (url, init) => {
    asked.push({ url, init });
    return answer(decodeURIComponent(/([^/]+)\.json$/.exec(url)[1]));
  };
  const found = await readSchema(client(version), {
    methods: { url: 'https://odoo.example.com/', database: 'prod', apiKey: 'k3y', fetch, ...more },
    onNoMethods: (reason) => said.push(reason),
  });
  return { found, asked, said };
}

const answered = (methods, status = 200) => new Response(JSON.stringify({ methods }), { status });

test('each model has what types depend on, of its methods', async () => {
  const { found, asked, said } = await read(() => answered(described));
  assert.deepEqual(said, []);
  assert.deepEqual(
    Object.values(found.models).map(({ methods }) => methods),
    Array(3).fill({
      copy: { parameters: described.copy.parameters, return: described.copy.return },
    }),
  );
  assert.deepEqual(
    asked.map(({ url }) => url).sort(),
    ['a', 'b', 'c'].map((name) => `https://odoo.example.com/doc-bearer/${name}.json`),
  );
  for (const { init } of asked) {
    assert.deepEqual(init.headers, { authorization: 'bearer k3y', 'x-odoo-database': 'prod' });
    // The key must not follow a redirect to another server.
    assert.equal(init.redirect, 'manual');
  }
  assert.match(typesOf(found), /'b': OdooSharedMethods;/);
});

test('a model that is not described has no methods; the others have theirs', async () => {
  const { found, said } = await read((model) =>
    model === 'b' ? answered(undefined, 404) : answered(described),
  );
  assert.deepEqual(
    Object.entries(found.models)
      .filter(([, { methods }]) => methods)
      .map(([name]) => name),
    ['a', 'c'],
  );
  assert.deepEqual(said, []);
});

for (const status of [401, 403]) {
  test(`a user whom the server tells ${status} has types without methods, and is told so once`, async () => {
    const { found, said } = await read((model) =>
      model === 'a' ? answered(described) : answered(undefined, status),
    );
    assert.ok(Object.values(found.models).every(({ methods }) => methods === undefined));
    assert.equal(said.length, 1);
    assert.match(said[0], /internal users, with an API key/);
  });
}

test('a server of before 19 is not even asked', async () => {
  for (const version of ['18.0', 'saas~18.4+e', '17.0-20260101']) {
    const { asked, said } = await read(() => assert.fail('asked'), { version });
    assert.deepEqual(asked, []);
    assert.match(said[0], /describes no methods/);
  }
  assert.equal((await read(() => answered(described), { version: 'saas~19.3' })).asked.length, 3);
});

test('a server that fails in the middle makes the whole reading fail, without the key in the error', async () => {
  const failures = [
    () => answered(described, 500),
    () => new Response('<html>', { status: 200 }),
    () => new Response('[]'),
    () => answered([1]),
    () => answered('x'),
    () =>
      new Response(null, { status: 301, headers: { location: 'https://elsewhere.example.com' } }),
    () => {
      throw new TypeError('fetch failed');
    },
  ];
  for (const fail of failures) {
    const error = await read((model) => (model === 'b' ? fail() : answered(described))).then(
      () => assert.fail('it was read'),
      (caught) => caught,
    );
    assert.ok(error instanceof OdooError, error);
    assert.match(error.message, /the methods of b/);
    assert.doesNotMatch(`${error.message}${error.stack}${JSON.stringify(error)}`, /k3y/);
  }
});

test('a server that never answers is not waited for for ever', async () => {
  const forever = (_url, { signal }) =>
    new Promise((_done, fail) => {
      signal.addEventListener('abort', () => fail(signal.reason));
    });
  await assert.rejects(
    read(undefined, { fetch: forever, timeoutMs: 20 }),
    /the methods of [\w.]+: none within 0\.02 s/,
  );
});
