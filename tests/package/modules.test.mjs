import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { toolbox } from './fixture.mjs';
import { connect, openWire } from './wire.mjs';

const { ModuleManager, OdooAuthError } = toolbox;

const model = 'ir.module.module';
const buttons = {
  button_immediate_install: 'installed',
  button_immediate_uninstall: 'uninstalled',
  button_immediate_upgrade: 'installed',
};

/** An Odoo whose modules are in those states and change when a button is pressed. */
function odooWith(states) {
  const modules = Object.entries(states).map(([name, state], index) => ({
    id: index + 1,
    name,
    state,
    shortdesc: name.toUpperCase(),
  }));
  return ({ json }) => {
    const [, , , , method, args] = json.params.args;
    if (buttons[method]) {
      for (const id of args[0]) modules[id - 1].state = buttons[method];
      return { type: 'ir.actions.act_url', target: 'self', url: '/odoo' };
    }
    const [, , name] = args[0].find(([field]) => field === 'name') ?? [];
    return modules.filter((module) => !name || module.name === name);
  };
}

const pressed = (wire) => wire.calls().filter(([, method]) => buttons[method]);

for (const [how, managerOf] of [
  ['client.modules', (client) => client.modules],
  ['new ModuleManager(client)', (client) => new ModuleManager(client)],
]) {
  describe(`by ${how}`, () => {
    for (const [method, button, from, to] of [
      ['installModule', 'button_immediate_install', 'uninstalled', 'installed'],
      ['uninstallModule', 'button_immediate_uninstall', 'installed', 'uninstalled'],
      ['upgradeModule', 'button_immediate_upgrade', 'installed', 'installed'],
    ]) {
      test(`${method} presses ${button} and resolves to the module afterwards`, async (t) => {
        const wire = await openWire(t, odooWith({ base: 'installed', crm: from }));
        const info = await managerOf(await connect(wire))[method]('crm');
        assert.deepEqual(
          pressed(wire).map(([on, name, args]) => [on, name, args]),
          [[model, button, [[2]]]],
        );
        assert.equal(info.id, 2);
        assert.equal(info.name, 'crm');
        assert.equal(info.state, to);
      });

      test(`${method} of a name that does not exist is an Error that says so`, async (t) => {
        const wire = await openWire(t, odooWith({ base: 'installed' }));
        await assert.rejects(
          managerOf(await connect(wire))[method]('nope'),
          (error) => error instanceof Error && error.message === "Module 'nope' not found",
        );
        assert.equal(pressed(wire).length, 0);
      });

      test(`${method} in a state that does not allow it is an Error that names the state`, async (t) => {
        const wire = await openWire(t, odooWith({ crm: 'uninstallable' }));
        await assert.rejects(
          managerOf(await connect(wire))[method]('crm'),
          (error) =>
            error instanceof Error &&
            /uninstallable/.test(error.message) &&
            /crm/.test(error.message),
        );
        assert.equal(pressed(wire).length, 0);
      });
    }

    for (const [method, state] of [
      ['installModule', 'installed'],
      ['uninstallModule', 'uninstalled'],
    ]) {
      test(`${method} of a module that is ${state} already presses nothing`, async (t) => {
        const wire = await openWire(t, odooWith({ crm: state }));
        const info = await managerOf(await connect(wire))[method]('crm');
        assert.equal(info.state, state);
        assert.equal(pressed(wire).length, 0);
      });
    }

    test('upgradeModule of a module that is not installed is an Error that names the state', async (t) => {
      const wire = await openWire(t, odooWith({ crm: 'uninstalled' }));
      await assert.rejects(managerOf(await connect(wire)).upgradeModule('crm'), /uninstalled/);
      assert.equal(pressed(wire).length, 0);
    });

    test('getModuleInfo resolves to the module', async (t) => {
      const wire = await openWire(t, odooWith({ base: 'installed', crm: 'uninstalled' }));
      const info = await managerOf(await connect(wire)).getModuleInfo('crm');
      assert.deepEqual(info, { id: 2, name: 'crm', state: 'uninstalled', shortdesc: 'CRM' });
    });

    test('getModuleInfo of a name that does not exist is an Error that says so', async (t) => {
      const wire = await openWire(t, odooWith({}));
      await assert.rejects(
        managerOf(await connect(wire)).getModuleInfo('nope'),
        /Module 'nope' not found/,
      );
    });

    for (const [state, answer] of [
      ['installed', true],
      ['uninstalled', false],
      ['to install', false],
    ]) {
      test(`isModuleInstalled is ${answer} for a module that is ${state}`, async (t) => {
        const wire = await openWire(t, odooWith({ crm: state }));
        assert.equal(await managerOf(await connect(wire)).isModuleInstalled('crm'), answer);
      });
    }

    test('isModuleInstalled is false for a name that does not exist', async (t) => {
      const wire = await openWire(t, odooWith({}));
      assert.equal(await managerOf(await connect(wire)).isModuleInstalled('nope'), false);
    });

    test('listModules resolves to the modules', async (t) => {
      const wire = await openWire(t, odooWith({ base: 'installed', crm: 'uninstalled' }));
      const list = await managerOf(await connect(wire)).listModules();
      assert.deepEqual(
        list.map(({ name }) => name),
        ['base', 'crm'],
      );
      const [on, method, [domain]] = wire.lastCall();
      assert.deepEqual([on, method, domain], [model, 'search_read', []]);
    });

    test('listModules selects by state and application, limit and offset', async (t) => {
      const wire = await openWire(t, () => []);
      await managerOf(await connect(wire)).listModules({
        state: 'installed',
        application: true,
        limit: 5,
        offset: 10,
      });
      const [, , [domain], kwargs] = wire.lastCall();
      assert.deepEqual(domain, [
        ['state', '=', 'installed'],
        ['application', '=', true],
      ]);
      assert.equal(kwargs.limit, 5);
      assert.equal(kwargs.offset, 10);
    });

    test('listModules takes application: false for modules that are no app', async (t) => {
      const wire = await openWire(t, () => []);
      await managerOf(await connect(wire)).listModules({ application: false });
      assert.deepEqual(wire.lastCall()[2][0], [['application', '=', false]]);
    });
  });
}

describe('a double of the client', () => {
  test('is enough for ModuleManager', async () => {
    const asked = [];
    let state = 'uninstalled';
    const double = {
      async searchRead(on) {
        asked.push(['searchRead', on]);
        return [{ id: 5, name: 'crm', state }];
      },
      async call(on, method, args) {
        asked.push([method, on, args]);
        state = 'installed';
        return true;
      },
      create: () => assert.fail('nothing is created'),
    };
    const info = await new ModuleManager(double).installModule('crm');
    assert.equal(info.state, 'installed');
    assert.deepEqual(
      asked.filter(([method]) => method !== 'searchRead'),
      [['button_immediate_install', model, [[5]]]],
    );
  });

  test('that rejects passes its exception on', async () => {
    const boom = new OdooAuthError('logged out');
    const double = {
      searchRead: async () => {
        throw boom;
      },
      call: async () => true,
      create: async () => 1,
    };
    await assert.rejects(
      new ModuleManager(double).isModuleInstalled('crm'),
      (error) => error === boom,
    );
  });
});
