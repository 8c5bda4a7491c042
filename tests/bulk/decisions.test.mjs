// What errors of bulk work and of wrong arguments decide: the same members as those of the client.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bulk, connect, failure, toolbox } from './fixture.mjs';

const decided = ({ notSent, refused, transient, reason }) => [notSent, refused, transient, reason];

describe('an error', () => {
  test('of a wrong argument says so, and that nothing was sent, wherever it is found', async () => {
    const { client, requests } = await connect();
    const partners = 'res.partner';
    for (const start of [
      () => client.searchRead(partners, 'x'),
      () => client.readGroup(partners, [], { groupBy: 7 }),
      () => client.call(partners, 7),
      () => client.createMany(partners, 'x'),
      () => client.createMany(partners, [7]),
      () => client.createMany(partners, [{ name: Number.NaN }]),
      () => client.createMany(partners, [{}], { chunkSzie: 3 }),
      () => client.writeMany(partners, [['x', {}]]),
      () =>
        client.upsertMany?.(partners, 'x') ?? bulk.upsert(client, partners, 'x', { key: 'name' }),
      () => bulk.report(client, 'no name', 1),
      () => bulk.uploadAttachment(client, { name: 'a', data: 'x', resId: 1 }),
    ]) {
      const error = await failure((async () => start())());
      assert.ok(error instanceof TypeError, `${start}: ${error}`);
      assert.deepEqual(decided(error).toSpliced(1, 2), [true, 'argument'], String(start));
      assert.deepEqual(Object.keys(error).includes('reason'), false);
    }
    assert.deepEqual(requests, []);
  });

  test('says more than its class where Odoo does, over every protocol', async () => {
    for (const series of ['17', '18', '19'])
      for (const protocol of ['session', 'jsonrpc', ...(series === '19' ? ['json2'] : [])]) {
        const { client } = await connect({ protocol, series });
        const reasons = [];
        for (const start of [
          () => client.searchCount('no.such.model'),
          () => client.call('res.partner', 'no_such_method', []),
          () => client.call('res.partner', 'search', [], { domain: [], bogus: 1 }),
          () => client.write('res.partner', 99_999_999, { name: 'x' }),
          () => client.searchRead('res.partner', [['no_such_field', '=', 1]]),
        ])
          reasons.push(await failure(start()).then(({ reason }) => reason));
        const expected = ['unknownModel', 'unknownMethod', 'wrongSignature', 'missing', 'server'];
        assert.deepEqual(reasons, expected, `${series} ${protocol}`);
      }
  });

  test('of a job says what its first failure does, as far as no row says otherwise', async () => {
    const job = (errors) => {
      const client = {
        call: async (model, method, [values]) => {
          const error = errors.shift();
          if (error) throw error;
          return values.map((_, index) => index + 1);
        },
      };
      const rows = [{ name: 'a' }, { name: 'b' }];
      return failure(bulk.createMany(client, 'm', rows, { chunkSize: 1, onError: 'collect' }));
    };
    const of = (Class, decisions) => Object.assign(new toolbox[Class]('no'), decisions);
    const unsent = () => of('OdooNetworkError', { notSent: true, transient: true });
    const lost = () => of('OdooNetworkError', { transient: true });
    const refused = () => of('OdooValidationError', { refused: true });
    for (const [errors, expected] of [
      [
        [unsent(), unsent()],
        [true, false, true, 'partly'],
      ],
      [
        [unsent(), undefined],
        [false, false, true, 'partly'],
      ],
      [
        [refused(), undefined],
        [false, true, false, 'partly'],
      ],
      [
        [refused(), lost()],
        [false, false, false, 'partly'],
      ],
      [
        [lost(), undefined],
        [false, false, true, 'partly'],
      ],
    ])
      assert.deepEqual(decided(await job(errors)), expected);
  });
});
