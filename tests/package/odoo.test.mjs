// The client against the sandbox in the manner of Odoo 17, 18, 19 and 20: a program's whole day.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { inspect } from 'node:util';
import { series } from './combinations.mjs';
import { toolbox } from './fixture.mjs';
import { startSandbox, users } from './sandbox.mjs';

const {
  MailService,
  ModuleManager,
  OdooAccessError,
  OdooAuthError,
  OdooMissingError,
  OdooNetworkError,
  OdooRpcError,
  OdooValidationError,
} = toolbox;

for (const version of series) {
  describe(`Odoo ${version}`, () => {
    let sandbox;
    let client;
    before(async () => {
      sandbox = await startSandbox('--odoo', version);
      client = await sandbox.connect();
    });
    after(() => sandbox?.stop());

    /** A new partner, whose id is returned. */
    const partner = (values = {}) =>
      client.create('res.partner', { name: 'Ada Lovelace', ...values });

    const fails = (promise, Class, message) =>
      assert.rejects(promise, (error) => {
        assert.equal(error.constructor, Class, inspect(error));
        assert.match(error.message, message);
        assert.ok(
          !inspect(error).includes('Traceback') && !JSON.stringify(error).includes('Traceback'),
          inspect(error),
        );
        return true;
      });

    describe('the login', () => {
      for (const [name, user] of Object.entries(users)) {
        test(`of ${name} gives that user's session`, async () => {
          const session = await sandbox.client(user).authenticate();
          assert.equal(session.username, name);
          assert.equal(session.db, 'demo');
          assert.equal(session.context.uid, session.uid);
          assert.match(session.context.lang, /^[a-z]{2}_[A-Z]{2}$/);
          assert.ok(Number.isInteger(session.uid) && Number.isInteger(session.partner_id));
          const context = await (await sandbox.connect(user)).call('res.users', 'context_get');
          assert.deepEqual(session.context, context);
        });
      }

      test('with a wrong password is an OdooAuthError', () =>
        assert.rejects(
          sandbox.client({ ...users.admin, password: 'wrong' }).authenticate(),
          (error) => error.constructor === OdooAuthError,
        ));

      test('of nobody is an OdooAuthError', () =>
        assert.rejects(
          sandbox.client({ ...users.admin, username: 'nobody' }).authenticate(),
          (error) => error.constructor === OdooAuthError,
        ));

      test('to a database that does not exist is an OdooRpcError that names it', () =>
        fails(
          sandbox.client({ ...users.admin, database: 'no_such_db' }).authenticate(),
          OdooRpcError,
          /no_such_db/,
        ));

      test('below a path where there is no Odoo is an OdooNetworkError', () =>
        assert.rejects(
          new toolbox.OdooClient({ url: `${sandbox.url}/nowhere`, ...users.admin }).authenticate(),
          (error) => error.constructor === OdooNetworkError && /^HTTP 404/.test(error.message),
        ));
    });

    describe('records', () => {
      test('are created, read, changed, found, counted and deleted', async () => {
        const id = await partner({ email: 'ada@example.com', comment: false });
        assert.ok(Number.isInteger(id));
        assert.deepEqual(await client.read('res.partner', id, ['name', 'email']), [
          { id, name: 'Ada Lovelace', email: 'ada@example.com' },
        ]);
        assert.equal(await client.write('res.partner', id, { name: 'Ada King' }), true);
        assert.deepEqual(await client.searchRead('res.partner', [['id', '=', id]], ['name']), [
          { id, name: 'Ada King' },
        ]);
        assert.deepEqual(await client.search('res.partner', [['id', '=', id]]), [id]);
        assert.equal(await client.searchCount('res.partner', [['id', '=', id]]), 1);
        assert.equal(await client.unlink('res.partner', id), true);
        assert.deepEqual(await client.read('res.partner', id, ['name']), []);
        assert.equal(await client.searchCount('res.partner', [['id', '=', id]]), 0);
      });

      test('are created several at once, in order', async () => {
        const ids = await client.create('res.partner', [{ name: 'First' }, { name: 'Second' }]);
        assert.equal(ids.length, 2);
        const names = new Map(
          (await client.read('res.partner', ids, ['name'])).map(({ id, name }) => [id, name]),
        );
        assert.deepEqual(
          ids.map((id) => names.get(id)),
          ['First', 'Second'],
        );
      });

      test('come in pages that neither overlap nor leave a gap', async () => {
        const all = await client.search('res.country', [], { order: 'id' });
        assert.ok(all.length > 40);
        const pages = [];
        for (let offset = 0; offset < all.length; offset += 20)
          pages.push(
            ...(await client.search('res.country', [], { offset, limit: 20, order: 'id' })),
          );
        assert.deepEqual(pages, all);
      });

      test('come in the order asked for', async () => {
        const names = (
          await client.searchRead('res.country', [], {
            fields: ['code'],
            order: 'code desc',
            limit: 50,
          })
        ).map(({ code }) => code);
        assert.deepEqual(names, [...names].sort().reverse());
      });

      test('with every field when no field is asked for', async () => {
        const [record] = await client.searchRead('res.country', [], { limit: 1 });
        for (const field of ['id', 'name', 'code', 'display_name', 'create_date'])
          assert.ok(field in record, field);
        assert.ok(
          Object.keys((await client.read('res.country', record.id))[0]).length >=
            Object.keys(record).length,
        );
      });

      test('keep text of any script, long text and empty values', async () => {
        const name = 'Ångström 中文 العربية 😀👩‍👩‍👧 "quoted" \\ <b>';
        const street = 'x'.repeat(100_000);
        const id = await partner({ name, street, phone: false });
        assert.deepEqual(await client.read('res.partner', id, ['name', 'street', 'phone']), [
          { id, name, street, phone: false },
        ]);
      });

      test('are found by domains with operators', async () => {
        const tag = `tag-${Math.random()}`;
        const ids = await client.create('res.partner', [
          { name: 'A', ref: tag },
          { name: 'B', ref: tag, email: 'b@example.com' },
          { name: 'C', ref: tag },
        ]);
        const found = (...terms) =>
          client.search('res.partner', [['ref', '=', tag], ...terms], { order: 'id' });
        assert.deepEqual(await found(), ids);
        assert.deepEqual(await found(['email', '!=', false]), [ids[1]]);
        assert.deepEqual(await found('|', ['name', '=', 'A'], ['name', '=', 'C']), [
          ids[0],
          ids[2],
        ]);
        assert.deepEqual(await found('!', ['name', 'in', ['A', 'B']]), [ids[2]]);
      });

      test('with a binary field of 10 MB come back unchanged', async () => {
        const datas = Buffer.alloc(7_500_000, 'odoo').toString('base64');
        const id = await client.create('ir.attachment', { name: 'large.bin', datas });
        const [attachment] = await client.read('ir.attachment', id, ['datas', 'file_size']);
        assert.equal(attachment.file_size, 7_500_000);
        assert.ok(attachment.datas === datas);
        await client.unlink('ir.attachment', id);
      });

      test('of a copy are new', async () => {
        const id = await partner();
        const [copy] = [await client.call('res.partner', 'copy', [[id]])].flat();
        assert.ok(Number.isInteger(copy) && copy !== id);
      });

      test('give null from a method that returns None', async () => {
        const result = await client.call('res.partner', 'onchange_parent_id', [[await partner()]]);
        assert.equal(result, null);
      });
    });

    describe('what Odoo refuses', () => {
      test('a change without the rights is an OdooAccessError', async () => {
        const demo = await sandbox.connect(users.demo);
        await fails(
          demo.write('res.company', [1], { name: 'Hacked' }),
          OdooAccessError,
          /res\.company/,
        );
        assert.equal(demo.isAuthenticated(), true);
        assert.equal(await demo.searchCount('res.country', [['code', '=', 'BE']]), 1);
      });

      test('a model that portal users may not read is an OdooAccessError', async () => {
        const portal = await sandbox.connect(users.portal);
        await fails(portal.search('crm.lead', []), OdooAccessError, /crm\.lead/);
      });

      test('changing and deleting what does not exist is an OdooMissingError', async () => {
        await fails(
          client.write('res.partner', [99_999_999], { name: 'x' }),
          OdooMissingError,
          /does not exist/,
        );
        await fails(client.unlink('res.partner', [99_999_999]), OdooMissingError, /does not exist/);
      });

      test('a circle of parents is an OdooValidationError', async () => {
        const id = await partner();
        await fails(
          client.write('res.partner', [id], { parent_id: id }),
          OdooValidationError,
          /recursive/i,
        );
      });

      test('a missing required value is an OdooValidationError', () =>
        fails(client.create('crm.lead', { type: 'lead' }), OdooValidationError, /required|name/i));

      test('deleting the superuser is an OdooValidationError', () =>
        fails(client.unlink('res.users', [1]), OdooValidationError, /./));

      test('a method that does not exist is an OdooRpcError that names it', () =>
        fails(client.call('res.partner', 'no_such_method', [[1]]), OdooRpcError, /no_such_method/));

      test('a field that does not exist is an OdooRpcError that names it', () =>
        fails(
          client.search('res.partner', [['no_such_field', '=', 1]]),
          OdooRpcError,
          /no_such_field/,
        ));

      test('a model that does not exist is an OdooRpcError that names it', () =>
        assert.rejects(
          client.search('no.such.model'),
          (error) => error instanceof OdooRpcError && /no\.such\.model/.test(error.message),
        ));

      test('an operator that does not exist is an OdooRpcError, and what is no domain a TypeError before it is sent', async () => {
        await assert.rejects(
          client.search('res.partner', [['name', 'sounds like', 'x']]),
          (error) => error instanceof OdooRpcError,
        );
        await assert.rejects(
          client.search('res.partner', ['not a domain']),
          (error) => error instanceof TypeError && /not a domain/.test(error.message),
        );
      });

      test('a password that changed in the meantime is an OdooAuthError, and the client is logged out', async () => {
        const login = `temp${Math.floor(Math.random() * 1e9)}`;
        const id = await client.create('res.users', {
          name: 'Temp',
          login,
          password: 'first-password',
        });
        const temp = await sandbox.connect(
          { database: 'demo', username: login, password: 'first-password' },
          { protocol: 'jsonrpc' },
        );
        await client.write('res.users', [id], { password: 'second-password' });
        await assert.rejects(
          temp.search('res.partner', []),
          (error) => error instanceof OdooAuthError,
        );
        assert.equal(temp.isAuthenticated(), false);
      });
    });

    describe('messages', () => {
      for (const [what, post, internal, subtype] of [
        ['a note', (...rest) => client.mail.postInternalNote(...rest), true, 'Note'],
        [
          'an open message',
          (...rest) => new MailService(client).postOpenMessage(...rest),
          false,
          'Discussions',
        ],
      ]) {
        test(`${what} is a comment on the record, with the right sub-type, its HTML kept`, async () => {
          const id = await partner();
          const message = await post('res.partner', id, '<p>Hello <b>Ada</b></p>');
          assert.ok(Number.isInteger(message));
          const [read] = await client.read('mail.message', message, [
            'model',
            'res_id',
            'body',
            'message_type',
            'is_internal',
            'subtype_id',
          ]);
          assert.equal(read.model, 'res.partner');
          assert.equal(read.res_id, id);
          assert.equal(read.body, '<p>Hello <b>Ada</b></p>');
          assert.equal(read.message_type, 'comment');
          assert.equal(read.is_internal, internal);
          assert.equal(read.subtype_id[1], subtype);
        });
      }

      test('plain text is escaped once', async () => {
        const id = await partner();
        for (const post of [toolbox.postInternalNote, toolbox.postOpenMessage]) {
          const message = await post(client, 'res.partner', id, '1 < 2 & <3');
          const [{ body }] = await client.read('mail.message', message, ['body']);
          assert.equal(body, '<p>1 &lt; 2 &amp; &lt;3</p>');
        }
      });

      test('partners and attachments are on the message', async () => {
        const id = await partner();
        const reader = await partner({ name: 'Reader', email: 'reader@example.com' });
        const attachment = await client.create('ir.attachment', { name: 'a.txt', datas: 'aGk=' });
        for (const post of [toolbox.postInternalNote, toolbox.postOpenMessage]) {
          const message = await post(client, 'res.partner', id, 'See the attachment', {
            partnerIds: [reader],
            attachmentIds: [attachment],
          });
          const [read] = await client.read('mail.message', message, [
            'partner_ids',
            'attachment_ids',
          ]);
          assert.deepEqual(read, {
            id: message,
            partner_ids: [reader],
            attachment_ids: [attachment],
          });
        }
      });
    });

    describe('modules', () => {
      test('are listed, the installed apps among them', async () => {
        const apps = await client.modules.listModules({ state: 'installed', application: true });
        assert.ok(apps.some(({ name }) => name === 'crm'));
        assert.ok(
          apps.every(({ state, application }) => state === 'installed' && application === true),
        );
        assert.equal((await client.modules.listModules({ limit: 2 })).length, 2);
      });

      test('are installed, upgraded and uninstalled', async () => {
        const modules = new ModuleManager(client);
        const [{ name }] = await modules.listModules({ state: 'uninstalled', limit: 1 });
        assert.equal(await modules.isModuleInstalled(name), false);
        assert.equal((await modules.installModule(name)).state, 'installed');
        assert.equal(await modules.isModuleInstalled(name), true);
        assert.equal((await modules.installModule(name)).state, 'installed');
        assert.equal((await modules.upgradeModule(name)).state, 'installed');
        assert.equal((await modules.uninstallModule(name)).state, 'uninstalled');
        assert.equal((await modules.uninstallModule(name)).state, 'uninstalled');
      });

      test('that do not exist are an Error that says so', () =>
        assert.rejects(
          client.modules.installModule('no_such_module'),
          /Module 'no_such_module' not found/,
        ));

      test('are not for users without settings rights, to whom Odoo says AccessDenied', async () => {
        const demo = await sandbox.connect(users.demo);
        await fails(demo.modules.upgradeModule('base'), OdooAccessError, /Access Denied/);
        assert.equal(demo.isAuthenticated(), true);
        assert.ok((await demo.searchCount('res.partner')) > 0, 'and demo goes on');
        assert.equal(await client.modules.isModuleInstalled('base'), true);
      });
    });

    test('30 programs at once each do their own work', async () => {
      const clients = await Promise.all(Array.from({ length: 30 }, () => sandbox.connect()));
      const ids = await Promise.all(
        clients.map((each, index) => each.create('res.partner', { name: `Crowd ${index}` })),
      );
      assert.equal(new Set(ids).size, 30);
      const names = await Promise.all(
        clients.map(
          async (each, index) => (await each.read('res.partner', ids[index], ['name']))[0].name,
        ),
      );
      assert.deepEqual(
        names,
        Array.from({ length: 30 }, (_, index) => `Crowd ${index}`),
      );
    });
  });
}
