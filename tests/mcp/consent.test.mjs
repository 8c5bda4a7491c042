// Nothing that the rules ask about is sent without consent to exactly that, and nothing is sent
// twice.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { configOf, connect, createOdooMcp, createSandbox, revisions, start } from './fixture.mjs';

const change = { model: 'res.partner', ids: [8], values: { phone: '+32 2 290 34 90' } };

for (const revision of Object.keys(revisions)) {
  describe(`a client of ${revision} that can ask a person`, () => {
    test('asks with what would change, and changes it after a yes', async () => {
      const { call, asked, writes } = await start({ revision, answer: 'accept' });
      const { data, text } = await call('odoo_update', change);
      assert.equal(data?.status, 'done', text);
      assert.equal(asked.length, 1);
      assert.match(
        asked[0],
        /^Change 1 record of res\.partner\.\n8 Juniper.*phone: .+ → \+32 2 290 34 90/,
      );
      assert.equal(writes().length, 1);
    });

    for (const answer of ['decline', 'cancel']) {
      test(`sends nothing after a ${answer}`, async () => {
        const { call, writes } = await start({ revision, answer });
        const { isError, text } = await call('odoo_delete', { model: 'res.partner', ids: [8] });
        assert.ok(isError);
        assert.match(text, /^declined: .*Nothing was sent/);
        assert.equal(writes().length, 0);
      });
    }

    test('sends nothing after a yes without its tick', async () => {
      const { client, call, writes } = await start({ revision, answer: 'accept' });
      client.setRequestHandler('elicitation/create', () => ({
        action: 'accept',
        content: { confirm: false },
      }));
      assert.match((await call('odoo_update', change)).text, /^declined/);
      assert.equal(writes().length, 0);
    });

    test('sends nothing when the record has changed while the person read', async () => {
      const { odoo, call, writes } = await start({
        revision,
        answer: async () => {
          const other = await connect(
            createOdooMcp({
              connections: { default: configOf(odoo) },
              policy: { default: { update: 'allow' } },
            }),
          );
          await other.call('odoo_update', { ...change, values: { phone: '0' } });
          return 'accept';
        },
      });
      const { isError, text } = await call('odoo_update', change);
      assert.ok(isError);
      assert.match(text, /have changed since/);
      assert.equal(writes().length, 1, 'the other one alone');
    });
  });

  describe(`a client of ${revision} that cannot ask`, () => {
    test('gets a plan, and the change is made once for its token', async () => {
      const { call, writes } = await start({ revision });
      const planned = await call('odoo_update', change);
      assert.equal(planned.data.status, 'planned');
      assert.match(planned.text, /→ \+32 2 290 34 90/);
      assert.equal(writes().length, 0);
      const done = await call('odoo_update', { ...change, plan: planned.data.plan });
      assert.equal(done.data?.status, 'done', done.text);
      const again = await call('odoo_update', { ...change, plan: planned.data.plan });
      assert.ok(again.isError);
      assert.match(again.text, /^plan_refused: .*used before/);
      assert.equal(writes().length, 1);
    });

    test('may not write at all where the rules want a person', async () => {
      const { call, writes } = await start({ revision, policy: { ask_person: true } });
      const { isError, text } = await call('odoo_update', change);
      assert.ok(isError);
      assert.match(text, /cannot ask anyone/);
      assert.equal(writes().length, 0);
    });
  });
}

describe('the token of a plan', () => {
  /** What comes of a token that is used for something else than its plan. */
  async function misused(alter, options = {}) {
    const world = await start(options);
    const { data } = await world.call('odoo_update', change);
    const result = await alter({ ...world, plan: data.plan });
    assert.ok(result.isError, result.text);
    assert.match(result.text, /^plan_refused/);
    assert.equal(world.writes().length, 0);
    return result;
  }

  const altered = {
    'for other values': { ...change, values: { phone: '1' } },
    'for one value more': { ...change, values: { ...change.values, email: 'a@b.example' } },
    'for another record': { ...change, ids: [9] },
    'for one record more': { ...change, ids: [8, 9] },
    'for another model': { ...change, model: 'res.country' },
    'with another context': { ...change, context: { lang: 'fr_FR' } },
    'under the name of its connection': { ...change, connection: 'second' },
  };
  for (const [what, args] of Object.entries(altered)) {
    test(`is refused ${what}`, () =>
      misused(async ({ odoo, plan }) => {
        const mcp = createOdooMcp({
          connections: { default: configOf(odoo), second: configOf(odoo) },
        });
        const one = await connect(mcp);
        const own = await one.call('odoo_update', change);
        assert.notEqual(own.data.plan, plan);
        const values = args.model === 'res.country' ? { ...args, values: { name: 'x' } } : args;
        return one.call('odoo_update', { ...values, plan: own.data.plan });
      }));
  }

  test('is refused for another tool', () =>
    misused(({ call, plan }) => call('odoo_delete', { model: 'res.partner', ids: [8], plan })));

  test('is refused when it is altered by a letter', () =>
    misused(({ call, plan }) =>
      call('odoo_update', {
        ...change,
        plan: plan.slice(0, -1) + (plan.endsWith('A') ? 'B' : 'A'),
      }),
    ));

  test('is refused by another server', () =>
    misused(async ({ odoo, plan }) =>
      (await connect(createOdooMcp({ connections: { default: configOf(odoo) } }))).call(
        'odoo_update',
        { ...change, plan },
      ),
    ));

  test('is refused when it has expired', () => {
    let now = 1_000_000;
    return misused(
      ({ call, plan }) => {
        now += 600_000;
        return call('odoo_update', { ...change, plan });
      },
      { now: () => now },
    );
  });

  test('is refused for another user of the database', async () => {
    const odoo = createSandbox();
    const config = configOf(odoo);
    const mcp = createOdooMcp({ connections: { default: config, demo: configOf(odoo, 'demo') } });
    const { call } = await connect(mcp);
    const { data } = await call('odoo_update', { ...change, connection: 'default' });
    const { isError, text } = await call('odoo_update', {
      ...change,
      connection: 'demo',
      plan: data.plan,
    });
    assert.ok(isError);
    assert.match(text, /another change, user or database/);
  });

  test('is refused for another database, and for the same name that leads to one', async () => {
    const [one, other] = [createSandbox(), createSandbox({ database: 'other' })];
    let config = configOf(one);
    const connections = {
      default: {
        ...config,
        get url() {
          return config.url;
        },
        get database() {
          return config.database;
        },
        get fetch() {
          return config.fetch;
        },
      },
    };
    const { call } = await connect(createOdooMcp({ connections }));
    const { data } = await call('odoo_update', change);
    await call('odoo_session', { logout: true });
    config = { ...configOf(other), database: 'other' };
    const { isError, text } = await call('odoo_update', { ...change, plan: data.plan });
    assert.ok(isError);
    assert.match(text, /another change, user or database/);
    assert.equal(other.requests.filter(({ method }) => method === 'write').length, 0);
  });

  test('is no consent where a person can be asked, and a state of theirs is no token', async () => {
    const odoo = createSandbox();
    const mcp = createOdooMcp({ connections: { default: configOf(odoo) } });
    const [asks, plans] = [await connect(mcp, { answer: 'decline' }), await connect(mcp)];
    const { data } = await plans.call('odoo_update', change);
    assert.match(
      (await asks.call('odoo_update', { ...change, plan: data.plan })).text,
      /^plan_refused/,
    );
    assert.equal(
      (await plans.call('odoo_update', { ...change, plan: data.plan })).data?.status,
      'done',
      'and it is not used up by that',
    );
  });

  test('is used up by a misuse', async () => {
    const { call, writes } = await start();
    const { data } = await call('odoo_update', change);
    await call('odoo_update', { ...change, values: { phone: '1' }, plan: data.plan });
    const { isError } = await call('odoo_update', { ...change, plan: data.plan });
    assert.ok(isError);
    assert.equal(writes().length, 0);
  });

  test('makes one change, however many calls come with it at once', async () => {
    const { call, writes } = await start();
    const { data } = await call('odoo_update', change);
    const results = await Promise.all(
      Array.from({ length: 20 }, () => call('odoo_update', { ...change, plan: data.plan })),
    );
    assert.equal(results.filter(({ isError }) => !isError).length, 1);
    assert.equal(writes().length, 1);
  });
});

describe('the state of a question', () => {
  const raw = { model: 'res.partner', values: { name: 'Raw' } };
  /** Calls as a client of 2026-07-28 does that answers for itself. */
  async function asking() {
    const world = await start({ answer: 'accept' });
    const ask = async (more = {}) => {
      const answer = await world.mcp.fetch(
        new Request('http://localhost/mcp', {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            accept: 'application/json, text/event-stream',
            'mcp-protocol-version': '2026-07-28',
            'mcp-method': 'tools/call',
            'mcp-name': 'odoo_create',
          },
          body: JSON.stringify({
            jsonrpc: '2.0',
            id: 1,
            method: 'tools/call',
            params: {
              name: 'odoo_create',
              arguments: raw,
              ...more,
              _meta: {
                'io.modelcontextprotocol/protocolVersion': '2026-07-28',
                'io.modelcontextprotocol/clientCapabilities': { elicitation: { form: {} } },
                'io.modelcontextprotocol/clientInfo': { name: 't', version: '1' },
              },
            },
          }),
        }),
      );
      const text = await answer.text();
      return JSON.parse(text.startsWith('{') ? text : /^data: (.*)$/m.exec(text)[1]);
    };
    return { ...world, ask };
  }
  const yes = { consent: { action: 'accept', content: { confirm: true } } };

  test('is refused as a wrong request when it is altered, used twice or made up', async () => {
    const { ask, writes } = await asking();
    const {
      result: { requestState },
    } = await ask();
    for (const state of [`${requestState}x`, requestState.slice(0, -1), 'plan_made-up', '']) {
      const { error, result } = await ask({ requestState: state, inputResponses: yes });
      assert.ok(
        error?.code === -32602 || result?.resultType === 'input_required',
        JSON.stringify({ error, result }),
      );
    }
    assert.equal(writes().length, 0);
    assert.equal(
      (await ask({ requestState, inputResponses: yes })).result.structuredContent?.status,
      'done',
    );
    assert.equal((await ask({ requestState, inputResponses: yes })).error?.code, -32602);
    assert.equal(writes().length, 1);
  });

  test('without it, a yes is no consent', async () => {
    const { ask, writes } = await asking();
    await ask();
    assert.equal((await ask({ inputResponses: yes })).result.resultType, 'input_required');
    assert.equal(writes().length, 0);
  });

  test('a change that is longer than what is shown says so first', async () => {
    const { call, asked } = await start({ answer: 'decline' });
    const values = Array.from({ length: 20 }, (_, index) => ({
      name: `n${index}`,
      comment: 'x'.repeat(300),
      street: 'y'.repeat(300),
      city: 'z'.repeat(300),
    }));
    await call('odoo_create', { model: 'res.partner', values });
    assert.match(
      asked[0],
      /^Create 20 records of res\.partner\.\nOnly a part is shown: 6000 of \d+ characters\./,
    );
  });
});
