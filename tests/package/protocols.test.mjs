// The same call gives the same value, or the same class of error, over every protocol and with
// every series: one table of cases for all of them.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { inspect } from 'node:util';
import { check, outcomeOf } from './cases/expected.mjs';
import { login } from './cases/login.mjs';
import { methods } from './cases/methods.mjs';
import { records } from './cases/records.mjs';
import { refusals } from './cases/refusals.mjs';
import { services } from './cases/services.mjs';
import { combinations, startCombination } from './combinations.mjs';
import { toolbox } from './fixture.mjs';

const table = { login, records, methods, refusals, services };
const names = Object.entries(table).flatMap(([subject, cases]) =>
  cases.map(([name]) => `${subject}: ${name}`),
);

/** What came of each case, by the name of the combination. */
const seen = new Map(combinations.map(({ name }) => [name, new Map()]));

for (const combination of combinations) {
  describe(combination.name, () => {
    const world = { ...combination, toolbox };
    before(async () => {
      const sandbox = await startCombination(combination);
      const client = await sandbox.connect();
      Object.assign(world, {
        sandbox,
        client,
        /** A client of that user, logged in; and one that is not. */
        connect: sandbox.connect,
        make: sandbox.client,
        /** A new partner's id. */
        partner: (values = {}) => client.create('res.partner', { name: 'Ada Lovelace', ...values }),
      });
    });
    after(() => world.sandbox?.stop());

    for (const [subject, cases] of Object.entries(table)) {
      describe(subject, () => {
        for (const [name, run, expected] of cases) {
          test(name, async () => {
            const outcome = await outcomeOf(run, world);
            seen.get(combination.name).set(`${subject}: ${name}`, outcome);
            check(outcome, expected);
          });
        }
      });
    }
  });
}

describe('over all of them', () => {
  const sorted = ({ value, error }) => (error ? { error: error.constructor.name } : { value });

  test('a case has one value in each series, and one class of error in all', () => {
    for (const name of names) {
      for (const { name: where, series } of combinations) {
        const [first] = combinations.filter((one) => one.series === series);
        assert.deepEqual(
          sorted(seen.get(where).get(name)),
          sorted(seen.get(first.name).get(name)),
          `${name}: ${where}`,
        );
        assert.equal(
          sorted(seen.get(where).get(name)).error,
          sorted(seen.get(combinations[0].name).get(name)).error,
          `${name}: ${where}`,
        );
      }
    }
  });

  test("an error of the server's tells model, method, protocol and status", () => {
    for (const { name: where, protocol } of combinations) {
      const errors = [...seen.get(where)].filter(
        ([name, { error }]) => name.startsWith('refusals') && error,
      );
      assert.ok(errors.length > 20);
      for (const [name, { error }] of errors) {
        assert.equal(error.protocol, protocol, `${name}: ${where}`);
        for (const member of ['model', 'method'])
          assert.equal(
            typeof error[member],
            'string',
            `${member} of ${name}: ${where}: ${inspect(error)}`,
          );
        // JSON-2: that a method is not there is read from the description of its model, and no call
        // is sent.
        if (error.status === undefined)
          assert.match(error.message, /as far as the server describes it/, `${name}: ${where}`);
      }
    }
  });

  test('every case ran over every protocol, with every series that has it', (t) => {
    for (const [where, outcomes] of seen) {
      assert.deepEqual([...outcomes.keys()], names, where);
      t.diagnostic(`${where}: ${outcomes.size} cases`);
    }
    assert.deepEqual(
      [...seen.keys()],
      ['session', 'jsonrpc']
        .flatMap((protocol) =>
          ['17', '18', '19', '20'].map((number) => `Odoo ${number} over ${protocol}`),
        )
        .concat(['Odoo 19 over json2', 'Odoo 20 over json2']),
    );
  });
});
