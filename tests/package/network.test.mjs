// The network and the server misbehave: every fault of the sandbox ends in the right class, in
// bounded time, with nothing done twice, over every protocol.

import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { inspect } from 'node:util';
import { expectedOver, troubles } from './cases/troubles.mjs';
import { combinations, startCombination } from './combinations.mjs';
import { project, toolbox } from './fixture.mjs';

/**
 * Nothing takes longer than this, whatever happens: the client's own limit, and what a busy machine
 * adds.
 */
const patience = 20_000;
/** The limit of calls that get no answer at all. */
const short = 500;

/** What a promise ends as: 'answered', or the error's class; within bounded time. */
async function ending(promise) {
  const started = performance.now();
  const outcome = await promise.then(
    (value) => ({ name: 'answered', value }),
    (error) => ({ name: error.constructor.name, error }),
  );
  const took = performance.now() - started;
  assert.ok(took < patience, `${took} ms`);
  return { ...outcome, took };
}

/** The sort of a rule, in words for a test's name. */
const named = ({ fault, ...more }) =>
  [fault, ...Object.entries(more).map(([name, value]) => `${name} ${value}`)].join(', ');

test('every fault that the sandbox can commit is tried', () => {
  const listed = [
    ...readFileSync(join(project, 'sandbox', 'src', 'faults.rs'), 'utf8').matchAll(
      /Self::\w+ => "(\w+)",/g,
    ),
  ].map(([, name]) => name);
  assert.ok(listed.length > 20);
  const tried = new Set(troubles.map(([{ fault }]) => fault));
  assert.deepEqual(
    listed.filter((name) => !tried.has(name)),
    [],
  );
});

describe('over every protocol', { concurrency: true }, () => {
  for (const combination of combinations.filter(({ series }) => series !== '18')) {
    describe(combination.name, { concurrency: 1 }, () => {
      let sandbox;
      let client;
      before(async () => {
        sandbox = await startCombination(combination);
        client = await sandbox.connect();
      });
      after(() => sandbox?.stop());

      const model = 'res.partner';
      const seen = async (name) => {
        await sandbox.heal();
        return client.searchCount(model, [['name', '=', name]]);
      };

      /**
       * A client of its own, logged in, and the rule lying in wait for its calls of that method.
       */
      async function waitedFor(rule, method, more) {
        const config = /^hang/.test(rule.fault) ? { timeoutMs: short } : { timeoutMs: patience };
        // The limit is meant for the calls: on a busy machine a login may take longer, and is tried
        // again.
        const connect = (tries) =>
          sandbox.connect('admin', config).catch((error) => {
            if (tries > 1 && error.name === 'OdooTimeoutError') return connect(tries - 1);
            throw error;
          });
        const one = await connect(5);
        await sandbox.heal();
        await sandbox.forget();
        await sandbox.strike({ ...rule, model, method, ...more });
        return one;
      }

      for (const [rule, row] of troubles) {
        const expected = expectedOver(combination.protocol, row);

        test(`${named(rule)}: a read, met once`, async () => {
          const one = await waitedFor(rule, 'search_count');
          const { name, error } = await ending(one.searchCount(model));
          assert.equal(name, expected.passes ? 'answered' : expected.read, inspect(error));
        });

        test(`${named(rule)}: a read, met again and again`, async () => {
          const one = await waitedFor(rule, 'search_count', { count: 9 });
          const { name, error, took } = await ending(one.searchCount(model));
          assert.equal(name, expected.read, inspect(error));
          if (name === 'OdooTimeoutError') assert.ok(took >= short - 5, `${took} ms`);
          if (error)
            assert.deepEqual(
              [error.model, error.method, error.protocol],
              [model, 'search_count', combination.protocol],
            );
          assert.ok(
            (await sandbox.journal()).counts[`${model}.search_count`] <= 3,
            'it was tried more than three times',
          );
          // And the client goes on.
          await sandbox.heal();
          if (!one.isAuthenticated()) await one.authenticate();
          assert.ok((await one.searchCount(model)) > 0);
        });

        for (const applyFirst of [undefined, true]) {
          // A call that the server carried out and then denies having seen is beyond what a client
          // can know.
          if (applyFirst && expected.sent > 1) continue;
          test(`${named(rule)}: a create${applyFirst ? ', and what is lost is the answer' : ''}`, async () => {
            const one = await waitedFor(rule, 'create', { applyFirst });
            const name = `${combination.name} ${named(rule)} ${applyFirst}`;
            const { name: end, error, value } = await ending(one.create(model, { name }));
            assert.equal(
              end,
              applyFirst && rule.fault === 'dropDatabase' ? 'answered' : expected.create,
              inspect(error),
            );
            const { counts } = await sandbox.journal();
            const made = await seen(name);
            assert.deepEqual(
              { sent: counts[`${model}.create`], made },
              { sent: expected.sent, made: applyFirst ? 1 : expected.made },
            );
            if (end === 'answered')
              assert.deepEqual(await client.read(model, value, ['name']), [{ id: value, name }]);
          });
        }
      }

      test('a database that disappears for good is an error that names it, and not a wrong password', async () => {
        const one = await waitedFor({ fault: 'dropDatabase' }, undefined, {
          model: undefined,
          count: 99,
        });
        const { name, error } = await ending(one.searchCount(model));
        await sandbox.heal();
        assert.equal(
          name,
          combination.protocol === 'json2' ? 'OdooNetworkError' : 'OdooRpcError',
          inspect(error),
        );
        if (combination.protocol !== 'json2') assert.match(error.message, /demo/);
      });

      test('a body of 50 MB comes whole', async () => {
        const one = await waitedFor({ fault: 'bigBody', megabytes: 50 }, 'fields_get');
        assert.equal((await one.call(model, 'fields_get')).length, 50_000_000);
      });

      test('a hundred calls that fail in every way leave no listener on their signal', async () => {
        const one = await sandbox.connect('admin', { timeoutMs: 2000, retries: 1 });
        await sandbox.strike(
          ...troubles
            .filter(([{ fault }]) => !/^(hang|drop|bigBody|delay)/.test(fault))
            .map(([rule]) => ({
              ...rule,
              model,
              method: 'search_count',
              probability: 0.03,
              retryAfter: undefined,
            })),
        );
        const { signal } = new AbortController();
        const outcomes = await Promise.allSettled(
          Array.from({ length: 100 }, () => one.searchCount(model, [], { signal })),
        );
        await sandbox.heal();
        assert.ok(
          outcomes.some(({ status }) => status === 'rejected'),
          'none failed',
        );
        assert.ok(
          outcomes.every(
            ({ reason }) => reason === undefined || reason instanceof toolbox.OdooError,
          ),
        );
        assert.equal(getEventListeners(signal, 'abort').length, 0);
      });
    });
  }
});

describe('a server that is not there', () => {
  for (const combination of combinations.filter(({ series }) => series === '19')) {
    test(`is an OdooNetworkError after the tries that are safe, and later everything works again: ${combination.name}`, async () => {
      const sandbox = await startCombination(combination);
      const retries = [];
      const client = await sandbox.connect('admin', { onRetry: (info) => retries.push(info) });
      await sandbox.stop();
      for (const call of [
        () => client.searchCount('res.partner'),
        () => client.create('res.partner', { name: 'x' }),
      ]) {
        retries.length = 0;
        const { name, error } = await ending(call());
        assert.equal(name, 'OdooNetworkError');
        assert.ok(error.cause instanceof Error);
        // Nothing was sent, so that a create may be tried again as well.
        assert.equal(retries.length, 2);
        assert.equal(client.isAuthenticated(), true);
      }
      const back = await startCombination(combination, '--port', new URL(sandbox.url).port);
      try {
        if (combination.protocol === 'session') await client.authenticate();
        assert.ok((await client.create('res.partner', { name: 'Back again' })) > 0);
      } finally {
        await back.stop();
      }
    });
  }
});
