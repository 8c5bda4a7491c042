// The client against a real Odoo, over every protocol that server has. Run by `npm run live`;
// README.md says how.
//
// Nothing here looks at the words of a message: a server speaks the language of its user.

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { inspect } from 'node:util';
import { toolbox } from '../package/fixture.mjs';
import { testBulk } from './bulk.mjs';
import { testPromises } from './promises.mjs';
import {
  apiKey,
  cleanUp,
  client,
  connect,
  database,
  keep,
  leftOut,
  mark,
  modules,
  protocols,
  series,
  url,
  users,
} from './server.mjs';

const {
  OdooAccessError,
  OdooAuthError,
  OdooClient,
  OdooError,
  OdooMissingError,
  OdooRpcError,
  OdooValidationError,
} = toolbox;

const model = 'res.partner';

/** The error of exactly that class that a promise rejects with. */
async function refusal(promise, Class) {
  const error = await promise.then(
    (value) => assert.fail(`it resolved to ${inspect(value)}`),
    (caught) => caught,
  );
  assert.equal(error.constructor, Class, inspect(error));
  assert.ok(!JSON.stringify(error).includes('Traceback'));
  return error;
}

console.log(
  `Odoo ${series} at ${url}, database ${database}, user ${users.admin.username}; everything made is called "${mark} …"`,
);
console.log(`over ${protocols.join(', ')}`);
for (const what of leftOut) console.log(`not tested: ${what}`);

for (const protocol of protocols) {
  describe(`over ${protocol}`, () => {
    let logged;
    /** The administrator's client, logged in once. */
    const admin = () => (logged ??= connect(protocol));
    let count = 0;
    const partner = async (values = {}) =>
      keep(
        model,
        await (await admin()).create(model, {
          name: `${mark} ${protocol} ${(count += 1)}`,
          ...values,
        }),
      );
    after(async () => (await logged)?.logout());

    describe('the login', () => {
      test('gives the session of the user', async () => {
        const session = (await admin()).getSession();
        assert.equal(session.db, database);
        assert.equal(session.username, users.admin.username);
        assert.ok(
          Number.isInteger(session.uid) &&
            Number.isInteger(session.partner_id) &&
            session.name.length > 0,
        );
        assert.deepEqual(session.context, await (await admin()).call('res.users', 'context_get'));
        assert.equal((await admin()).protocol, protocol);
      });

      test('with a wrong secret is an OdooAuthError', async () => {
        const wrong = { password: 'certainly not this', apiKey: 'f'.repeat(40) };
        await refusal(
          client(
            protocol,
            protocol === 'json2' ? { apiKey: wrong.apiKey } : { password: wrong.password },
          ).authenticate(),
          OdooAuthError,
        );
      });

      test('to a database that does not exist is an OdooRpcError that names it and the setting', async () => {
        const { message } = await refusal(
          client(protocol, { database: 'no_such_database_at_all' }).authenticate(),
          OdooRpcError,
        );
        assert.match(
          message,
          /^Database not found: the database "no_such_database_at_all" does not exist; check the setting database/,
        );
      });

      test('works with an address as a browser shows it, and shows no id of its session', async () => {
        const one = client(protocol, { url: `${url}/web#action=1` });
        const session = await one.authenticate();
        assert.ok(
          !inspect(session).includes('session_id') &&
            !JSON.stringify(session).includes('session_id'),
        );
        assert.equal(typeof session.session_id, 'string');
        await one.logout();
      });

      test('ends with the logout', async () => {
        const one = await connect(protocol);
        await one.logout();
        assert.deepEqual([one.isAuthenticated(), one.getSession()], [false, null]);
        await refusal(one.searchCount(model), OdooAuthError);
      });

      if (protocol === 'session') {
        test('is repeated by itself when the session has ended on the server', async () => {
          const one = await connect(protocol);
          const { session_id: cookie } = one.getSession();
          await fetch(new URL('/web/session/destroy', url), {
            method: 'POST',
            headers: { 'content-type': 'application/json', cookie: `session_id=${cookie}` },
            body: '{"jsonrpc":"2.0","method":"call","params":{}}',
          });
          const counts = await Promise.all(
            Array.from({ length: 10 }, () => one.searchCount('res.country', [['code', '=', 'BE']])),
          );
          assert.deepEqual(counts, Array(10).fill(1));
          assert.notEqual(one.getSession().session_id, cookie);
          await one.logout();
        });
      }
    });

    describe('records', () => {
      test('are created, read, changed, found, counted, copied and deleted', async () => {
        const one = await admin();
        const [name, email] = [`${mark} ${protocol} crud`, 'ada@example.com'];
        const id = keep(model, await one.create(model, { name, email, phone: false }));
        assert.ok(Number.isInteger(id));
        assert.deepEqual(await one.read(model, id, ['name', 'email', 'phone']), [
          { id, name, email, phone: false },
        ]);
        assert.equal(await one.write(model, [id], { city: 'Namur' }), true);
        assert.deepEqual(await one.searchRead(model, [['id', '=', id]], { fields: ['city'] }), [
          { id, city: 'Namur' },
        ]);
        assert.deepEqual(await one.search(model, [['name', '=', name]]), [id]);
        assert.equal(await one.searchCount(model, [['name', '=', name]]), 1);
        const copy = keep(model, await one.call(model, 'copy', [[id]]));
        assert.ok(Number.isInteger(copy) && copy !== id, inspect(copy));
        assert.equal(await one.unlink(model, [id, copy]), true);
        assert.deepEqual(await one.read(model, id, ['name']), []);
      });

      test('are created at once, in order, and come in pages', async () => {
        const one = await admin();
        const names = Array.from(
          { length: 25 },
          (_, index) => `${mark} ${protocol} page ${String(index).padStart(2, '0')}`,
        );
        const ids = keep(
          model,
          await one.create(
            model,
            names.map((name) => ({ name })),
          ),
        );
        assert.equal(ids.length, 25);
        const pages = [];
        for (let offset = 0; offset < 30; offset += 10)
          pages.push(
            ...(await one.searchRead(model, [['id', 'in', ids]], {
              fields: ['name'],
              offset,
              limit: 10,
              order: 'name',
            })),
          );
        assert.deepEqual(
          pages,
          ids.map((id, index) => ({ id, name: names[index] })),
        );
      });

      test('keep text of any script, and a file of 1 MB', async () => {
        const one = await admin();
        const street = 'Ångström 中文 العربية 😀👩‍👩‍👧 "quoted" \\ <b>';
        const id = await partner({ street });
        assert.deepEqual(await one.read(model, id, ['street']), [{ id, street }]);
        const datas = Buffer.from(
          Uint8Array.from({ length: 1_000_000 }, (_, index) => (index * 31) & 255),
        ).toString('base64');
        const file = keep(
          'ir.attachment',
          await one.create('ir.attachment', { name: `${mark}.bin`, datas }),
        );
        const [read] = await one.read('ir.attachment', file, ['datas', 'file_size']);
        assert.equal(read.file_size, 1_000_000);
        assert.ok(read.datas === datas, 'the file came back changed');
      });

      test('give null where a method returns None', async () => {
        assert.equal(
          await (await admin()).call(model, 'onchange_parent_id', [[await partner()]]),
          null,
        );
      });

      test('are read in the context of the call, the view and the configuration', async () => {
        const one = await admin();
        const id = await partner();
        await one.call(model, 'action_archive', [[id]]);
        const domain = [['id', '=', id]];
        const seeing = await connect(protocol, { context: { active_test: false } });
        assert.deepEqual(
          [
            await one.searchCount(model, domain),
            await one.searchCount(model, domain, { context: { active_test: false } }),
            await one.withContext({ active_test: false }).searchCount(model, domain),
            await seeing.searchCount(model, domain),
            await seeing.withContext({ active_test: true }).searchCount(model, domain),
          ],
          [0, 1, 1, 1, 0],
        );
        await seeing.logout();
      });

      test('are described, found by name and grouped', async () => {
        const one = await admin();
        assert.equal((await one.call(model, 'fields_get', [['name'], ['type']])).name.type, 'char');
        const id = await partner({ city: mark });
        const [, name] =
          (await one.call(model, 'name_search', [`${mark} ${protocol}`])).find(
            ([found]) => found === id,
          ) ?? [];
        assert.ok(name.startsWith(mark));
        const [group] =
          series < 19.1
            ? await one.call(model, 'read_group', [[['id', '=', id]], ['city'], ['city']])
            : await one.call(model, 'formatted_read_group', [
                [['id', '=', id]],
                ['city'],
                ['__count'],
              ]);
        assert.deepEqual([group.city, group.city_count ?? group.__count], [mark, 1]);
      });

      test('are grouped alike on every version', async () => {
        const one = await admin();
        const ids = [
          await partner({ city: `${mark} a`, color: 3 }),
          await partner({ city: `${mark} a`, color: 4 }),
          await partner({ city: `${mark} b`, color: 5 }),
        ];
        const rows = await one.readGroup(model, [['id', 'in', ids]], {
          groupBy: ['city', 'create_date:month', 'parent_id'],
          aggregates: ['color:sum', 'id:min'],
          having: [['__count', '>', 1]],
          order: 'city desc',
        });
        const [{ 'create_date:month': month, __range: ranges, __extra_domain: extra, ...row }] =
          rows;
        assert.equal(rows.length, 1);
        assert.deepEqual(row, {
          city: `${mark} a`,
          parent_id: false,
          'color:sum': 7,
          'id:min': Math.min(...ids.slice(0, 2)),
          __count: 2,
        });
        assert.equal(month[0], ranges['create_date:month'].from);
        assert.ok(month[1].length > 0);
        assert.deepEqual(
          (await one.search(model, ['&', ['id', 'in', ids], ...extra])).sort(),
          ids.slice(0, 2).sort(),
        );
        if (series >= 20)
          await refusal(one.call(model, 'read_group', [[], ['id:count'], ['city']]), OdooError);
      });
    });

    describe('what Odoo refuses', () => {
      test('is an error of its class, which says where', async () => {
        const one = await admin();
        const id = await partner();
        for (const [call, Class, method] of [
          [() => one.write(model, [999_999_999], { city: 'x' }), OdooMissingError, 'write'],
          [() => one.unlink(model, [999_999_999]), OdooMissingError, 'unlink'],
          [() => one.write(model, [id], { parent_id: id }), OdooValidationError, 'write'],
          [() => one.call(model, 'no_such_method', [[id]]), OdooRpcError, 'no_such_method'],
          [() => one.call(model, '_search', [[]]), OdooAccessError, '_search'],
          [() => one.search(model, [['no_such_field', '=', 1]]), OdooRpcError, 'search'],
          [() => one.call(model, 'search', [[['id', 'no operator', 1]]]), OdooRpcError, 'search'],
          [
            () => one.create(model, { name: `${mark} never made`, no_such_field: 1 }),
            OdooRpcError,
            'create',
          ],
        ]) {
          const error = await refusal(call(), Class);
          assert.deepEqual([error.model, error.method, error.protocol], [model, method, protocol]);
        }
        const unknown = await refusal(one.search('no.such.model'), OdooRpcError);
        assert.deepEqual([unknown.model, unknown.httpStatus], ['no.such.model', 500]);
        // The client's own words, whatever the language of the server's.
        assert.match(unknown.message, /^Object no\.such\.model doesn't exist: /);
        assert.equal(one.isAuthenticated(), true);
      });

      // The others have no key, so they cannot come over JSON-2.
      if (protocol !== 'json2') {
        for (const user of ['demo', 'portal'].filter((name) => users[name])) {
          test(`the ${user} user is an OdooAccessError`, async () => {
            const one = await connect(protocol, {}, user);
            const [
              {
                company_id: [company, name],
              },
            ] = await one.read('res.users', one.getSession().uid, ['company_id']);
            // What it is called already, in case the user may, after all.
            await refusal(one.write('res.company', [company], { name }), OdooAccessError);
            assert.equal(one.isAuthenticated(), true);
            await one.logout();
          });
        }
      }
    });

    describe('messages', () => {
      test('are posted: a note for employees, a message for all, HTML kept and text escaped', async () => {
        const one = await admin();
        const id = await partner();
        const note = await one.mail.postInternalNote(
          model,
          id,
          'I <3 tea & more\n<TODO> call back',
        );
        const open = await one.mail.postOpenMessage(model, id, '<p>Hello <b>Ada</b></p>');
        const fields = ['model', 'res_id', 'body', 'message_type', 'is_internal'];
        assert.deepEqual(
          (await one.read('mail.message', [note, open], fields)).sort((a, b) => a.id - b.id),
          [
            {
              id: note,
              model,
              res_id: id,
              body: '<p>I &lt;3 tea &amp; more<br>&lt;TODO&gt; call back</p>',
              message_type: 'comment',
              is_internal: true,
            },
            {
              id: open,
              model,
              res_id: id,
              body: '<p>Hello <b>Ada</b></p>',
              message_type: 'comment',
              is_internal: false,
            },
          ],
        );
      });
    });

    describe('modules', () => {
      test('are listed and described', async () => {
        const one = await admin();
        const installed = await one.modules.listModules({ state: 'installed' });
        assert.ok(
          installed.some(({ name }) => name === 'mail'),
          'install the module mail (contacts has it): the suite posts messages',
        );
        assert.ok(installed.every(({ state }) => state === 'installed'));
        const base = await one.modules.getModuleInfo('base');
        assert.equal(base.state, 'installed');
        assert.ok('description' in base);
        assert.deepEqual(
          [
            await one.modules.isModuleInstalled('base'),
            await one.modules.isModuleInstalled('no_such_module'),
          ],
          [true, false],
        );
      });

      // It takes a real server half a minute, and is the same call over every protocol.
      if (modules && protocol === protocols.at(-1)) {
        test('are installed, upgraded and uninstalled', { timeout: 600_000 }, async () => {
          const one = await admin();
          const small = ['base_address_extended', 'base_geolocalize', 'board'];
          const name = (await one.modules.listModules({ state: 'uninstalled' }))
            .map((module) => module.name)
            .find((known) => small.includes(known));
          assert.ok(name, `none of ${small.join(', ')} is there and not installed`);
          assert.equal((await one.modules.installModule(name)).state, 'installed');
          assert.equal((await one.modules.upgradeModule(name)).state, 'installed');
          assert.equal((await one.modules.uninstallModule(name)).state, 'uninstalled');
        });
      }
    });

    testBulk(protocol, admin);
    testPromises(protocol, admin);

    describe('at once', () => {
      test('100 calls are all answered, and each with its own answer', async () => {
        const one = await admin();
        const countries = await one.searchRead('res.country', [], {
          fields: ['code'],
          limit: 100,
          order: 'id',
        });
        const answers = await Promise.all(
          Array.from({ length: 100 }, (_, index) =>
            one.read('res.country', countries[index % countries.length].id, ['code']),
          ),
        );
        assert.deepEqual(
          answers,
          Array.from({ length: 100 }, (_, index) => [countries[index % countries.length]]),
        );
      });

      test('20 creates make 20 records', async () => {
        const one = await admin();
        const ids = await Promise.all(
          Array.from({ length: 20 }, () => partner({ city: `${mark} ${protocol} crowd` })),
        );
        assert.equal(new Set(ids).size, 20);
        assert.equal(
          await one.searchCount(model, [['city', '=', `${mark} ${protocol} crowd`]]),
          20,
        );
      });

      test('a call that is given up rejects with the reason, and the others go on', async () => {
        const one = await admin();
        const stop = new AbortController();
        const [given, others] = [
          one.searchCount(model, [], { signal: stop.signal }),
          Promise.all([one.searchCount(model), one.searchCount(model)]),
        ];
        stop.abort('not any more');
        await assert.rejects(given, (reason) => reason === 'not any more');
        assert.equal((await others).length, 2);
      });
    });
  });
}

describe("the client's own choice", () => {
  const automatic = (secret) =>
    new OdooClient({ url, database, username: users.admin.username, ...secret });

  test('for a password is the session', async () => {
    const one = automatic({ password: users.admin.password });
    await one.authenticate();
    assert.equal(one.protocol, 'session');
    assert.equal(await one.searchCount('res.country', [['code', '=', 'BE']]), 1);
    await one.logout();
  });

  if (apiKey) {
    test(`for an API key is ${series < 19 ? '/jsonrpc' : 'JSON-2'}`, async () => {
      const one = automatic({ apiKey });
      await one.authenticate();
      assert.equal(one.protocol, series < 19 ? 'jsonrpc' : 'json2');
      assert.equal(await one.searchCount('res.country', [['code', '=', 'BE']]), 1);
    });
  }
});

test('in the end, everything that was made is deleted', async () => {
  assert.deepEqual(await cleanUp(), [], 'this is still there: delete it by hand');
});
