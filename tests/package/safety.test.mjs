import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { toolbox } from './fixture.mjs';
import { connect, openWire } from './wire.mjs';

const {
  DELETE_METHODS,
  OdooClient,
  OdooSafetyError,
  READ_METHODS,
  getDefaultSafetyContext,
  inferSafetyLevel,
  resolveSafetyContext,
  setDefaultSafetyContext,
} = toolbox;

afterEach(() => setDefaultSafetyContext(null));

/** A safety context that answers so and remembers what it was asked. */
function guard(answer) {
  const asked = [];
  return {
    asked,
    confirm(operation) {
      asked.push(operation);
      return typeof answer === 'function' ? answer(operation) : answer;
    },
  };
}

describe('the tables', () => {
  test('start with the methods of the replaced client', () => {
    for (const method of 'search read search_read search_count fields_get name_get name_search default_get onchange load_views check_access_rights check_access_rule read_group'.split(
      ' ',
    )) {
      assert.ok(READ_METHODS.has(method), method);
    }
    assert.deepEqual([...DELETE_METHODS], ['unlink']);
  });

  test('hold the read-only methods of newer servers', () => {
    for (const method of 'web_search_read web_read web_read_group get_views fields_view_get formatted_read_group has_access has_group get_metadata search_fetch context_get'.split(
      ' ',
    )) {
      assert.ok(READ_METHODS.has(method), method);
    }
  });

  test('hold no method that writes', () => {
    for (const method of 'create write unlink copy name_create web_save message_post action_confirm toggle_active load import_data'.split(
      ' ',
    )) {
      assert.ok(!READ_METHODS.has(method), method);
    }
  });

  test('are consulted live', (t) => {
    t.after(() => {
      READ_METHODS.delete('get_dashboard');
      DELETE_METHODS.delete('purge');
      READ_METHODS.add('search');
    });
    assert.equal(inferSafetyLevel('get_dashboard'), 'WRITE');
    READ_METHODS.add('get_dashboard');
    assert.equal(inferSafetyLevel('get_dashboard'), 'READ');
    assert.equal(inferSafetyLevel('purge'), 'WRITE');
    DELETE_METHODS.add('purge');
    assert.equal(inferSafetyLevel('purge'), 'DELETE');
    READ_METHODS.delete('search');
    assert.equal(inferSafetyLevel('search'), 'WRITE');
  });

  test('are consulted live by calls too', async (t) => {
    t.after(() => READ_METHODS.delete('get_dashboard'));
    const safety = guard(false);
    const client = await connect(await openWire(t), { safety });
    await assert.rejects(client.call('m', 'get_dashboard'), OdooSafetyError);
    READ_METHODS.add('get_dashboard');
    await client.call('m', 'get_dashboard');
    assert.equal(safety.asked.length, 1);
  });

  test('a method in both is READ', (t) => {
    t.after(() => DELETE_METHODS.delete('search'));
    DELETE_METHODS.add('search');
    assert.equal(inferSafetyLevel('search'), 'READ');
  });

  for (const [method, level] of [
    ['search_read', 'READ'],
    ['unlink', 'DELETE'],
    ['create', 'WRITE'],
    ['anything', 'WRITE'],
    ['', 'WRITE'],
    ['constructor', 'WRITE'],
    ['SEARCH', 'WRITE'],
  ]) {
    test(`'${method}' is ${level}`, () => assert.equal(inferSafetyLevel(method), level));
  }
});

describe('the default', () => {
  test('is null until set', () => assert.equal(getDefaultSafetyContext(), null));

  test('is what was set', () => {
    const context = guard(true);
    setDefaultSafetyContext(context);
    assert.equal(getDefaultSafetyContext(), context);
    setDefaultSafetyContext(null);
    assert.equal(getDefaultSafetyContext(), null);
  });

  test('resolves where nothing was given', () => {
    const context = guard(true);
    const own = guard(true);
    assert.equal(resolveSafetyContext(undefined), null);
    setDefaultSafetyContext(context);
    assert.equal(resolveSafetyContext(undefined), context);
    assert.equal(resolveSafetyContext(), context);
    assert.equal(resolveSafetyContext(null), null);
    assert.equal(resolveSafetyContext(own), own);
  });

  test('counts for clients that were made before it was set', async (t) => {
    const client = await connect(await openWire(t));
    await client.write('m', [1], {});
    setDefaultSafetyContext(guard(false));
    await assert.rejects(client.write('m', [1], {}), OdooSafetyError);
  });

  test('does not count for clients with null or a context of their own', async (t) => {
    const wire = await openWire(t);
    const context = guard(false);
    setDefaultSafetyContext(context);
    await (await connect(wire, { safety: null })).write('m', [1], {});
    await (await connect(wire, { safety: guard(true) })).write('m', [1], {});
    await assert.rejects(
      (await connect(wire, { safety: undefined })).write('m', [1], {}),
      OdooSafetyError,
    );
    assert.equal(context.asked.length, 1);
  });

  test('setSafetyContext(null) is off, undefined is the default again', async (t) => {
    const client = await connect(await openWire(t), { safety: guard(true) });
    setDefaultSafetyContext(guard(false));
    await client.write('m', [1], {});
    client.setSafetyContext(undefined);
    await assert.rejects(client.write('m', [1], {}), OdooSafetyError);
    client.setSafetyContext(null);
    await client.write('m', [1], {});
    const own = guard(true);
    client.setSafetyContext(own);
    await client.write('m', [1], {});
    assert.equal(own.asked.length, 1);
  });
});

describe('the guard', () => {
  test('is never asked about reads', async (t) => {
    const safety = guard(false);
    const client = await connect(await openWire(t, () => []), { safety });
    await client.search('m');
    await client.read('m', 1);
    await client.searchRead('m');
    await client.searchCount('m');
    await client.call('m', 'fields_get');
    assert.equal(safety.asked.length, 0);
  });

  test('is told the operation', async (t) => {
    const wire = await openWire(t);
    const safety = guard(true);
    const client = await connect(wire, { safety });
    await client.unlink('res.partner', [1, 2]);
    const [{ details, ...operation }] = safety.asked;
    assert.deepEqual(operation, {
      name: 'odoo.unlink',
      level: 'DELETE',
      model: 'res.partner',
      description: 'res.partner.unlink()',
      target: wire.url,
    });
    assert.deepEqual(details.ids, [1, 2]);
  });

  test('is told ids and values of a write, values of a create, arguments of a call', async (t) => {
    const safety = guard(true);
    const client = await connect(await openWire(t), { safety });
    await client.write('m', [1, 2], { name: 'Ada' });
    await client.create('m', { name: 'Grace' });
    await client.create('m', [{ name: 'A' }, { name: 'B' }]);
    await client.call('m', 'action_confirm', [[5]], { force: true });
    const [write, create, many, call] = safety.asked.map(({ details }) => details);
    assert.deepEqual([write.ids, write.values], [[1, 2], { name: 'Ada' }]);
    assert.deepEqual(create.values, { name: 'Grace' });
    assert.deepEqual(many.values, [{ name: 'A' }, { name: 'B' }]);
    assert.deepEqual([call.args, call.kwargs], [[[5]], { force: true }]);
  });

  test('is not told the password', async (t) => {
    const safety = guard(true);
    const client = await connect(await openWire(t), { safety });
    await client.write('m', [1], {});
    assert.ok(!JSON.stringify(safety.asked).includes('correct horse'));
  });

  test('is called as a method of its context', async (t) => {
    class Context {
      answer = true;
      confirm() {
        return this.answer;
      }
    }
    const client = await connect(await openWire(t), { safety: new Context() });
    assert.equal(await client.write('m', [1], {}), true);
  });

  for (const [what, answer, passes] of [
    ['true', true, true],
    ['false', false, false],
    ['a promise of true', async () => true, true],
    ['a promise of false', async () => false, false],
    ['text', 'yes', true],
    ['nothing', undefined, false],
    ['0', 0, false],
    ['a thenable of true', () => ({ then: (done) => done(true) }), true],
  ]) {
    test(`that answers ${what} ${passes ? 'lets the call pass' : 'blocks it before anything is sent'}`, async (t) => {
      const wire = await openWire(t);
      const safety = guard(answer);
      const client = await connect(wire, { safety });
      const call = client.write('m', [1], {});
      if (passes) {
        assert.equal(await call, true);
        assert.equal(wire.requests.length, 1);
        return;
      }
      await assert.rejects(call, (error) => {
        assert.ok(error instanceof OdooSafetyError);
        assert.equal(error.message, 'Operation blocked: m.write()');
        assert.equal(error.operation, safety.asked[0]);
        return true;
      });
      assert.equal(wire.requests.length, 0);
    });
  }

  for (const [what, confirm] of [
    [
      'throws',
      () => {
        throw boom;
      },
    ],
    [
      'rejects',
      async () => {
        throw boom;
      },
    ],
  ]) {
    test(`that ${what} gives the caller that very exception`, async (t) => {
      const wire = await openWire(t);
      const client = await connect(wire, { safety: { confirm } });
      await assert.rejects(client.write('m', [1], {}), (error) => error === boom);
      assert.equal(wire.requests.length, 0);
      client.setSafetyContext(null);
      assert.equal(await client.write('m', [1], {}), true);
    });
  }
  const boom = new RangeError('the dialog was closed');

  test('sees the level a call is given instead of the inferred one', async (t) => {
    const safety = guard(true);
    const client = await connect(await openWire(t), { safety });
    await client.call('m', 'refresh', [], {}, { safetyLevel: 'READ' });
    assert.equal(safety.asked.length, 0);
    await client.call('m', 'purge', [], {}, { safetyLevel: 'DELETE' });
    await client.call('m', 'search', [[]], {}, { safetyLevel: 'WRITE' });
    assert.deepEqual(
      safety.asked.map(({ name, level }) => [name, level]),
      [
        ['odoo.purge', 'DELETE'],
        ['odoo.search', 'WRITE'],
      ],
    );
  });

  test('that is no safety context is refused when it is given', async (t) => {
    const client = await connect(await openWire(t));
    for (const wrong of [{}, true, 'ask', () => true, { confirm: true }]) {
      assert.throws(() => client.setSafetyContext(wrong), /safety|confirm/i);
      assert.throws(() => setDefaultSafetyContext(wrong), /safety|confirm/i);
      assert.throws(
        () =>
          new OdooClient({
            url: 'http://x',
            database: 'x',
            username: 'x',
            password: 'x',
            safety: wrong,
          }),
        /safety|confirm/i,
      );
    }
    assert.equal(getDefaultSafetyContext(), null);
  });

  test('is asked about messages and modules too', async (t) => {
    const safety = guard(false);
    const wire = await openWire(t, ({ json }) =>
      json.params.args[3] === 'ir.module.module'
        ? [{ id: 5, name: 'crm', state: 'uninstalled' }]
        : [{ id: 2, model: 'mail.message.subtype', res_id: 2 }],
    );
    const client = await connect(wire, { safety });
    await assert.rejects(client.mail.postOpenMessage('res.partner', 1, 'Hello'), OdooSafetyError);
    await assert.rejects(client.modules.installModule('crm'), OdooSafetyError);
    assert.ok(safety.asked.length === 2);
  });
});
