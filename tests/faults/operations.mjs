// What is tried under each fault, and what must then be true: the records of the sandbox are
// counted, and what the client told is held against them.

import assert from 'node:assert/strict';

const model = 'res.partner';

/** Reads the truth past the client that is tried, and prepares records. */
export class Truth {
  constructor(client) {
    this.client = client;
  }

  /** Makes records; gives their ids. */
  make(values) {
    return this.client.create(model, values);
  }

  /** The records of a tag, archived ones too. */
  records(tag, fields) {
    return this.client.searchRead(model, [['ref', '=like', `${tag}-%`]], {
      fields: ['ref', ...fields],
      context: { active_test: false },
    });
  }

  count(domain) {
    return this.client.searchCount(model, domain, { context: { active_test: false } });
  }

  async existing(ids) {
    return new Set(
      await this.client.search(model, [['id', 'in', ids]], { context: { active_test: false } }),
    );
  }
}

const isMade = (error) => error !== null && typeof error === 'object';

/** What a call ended as. */
export const ending = (promise) =>
  promise.then(
    (value) => ({ value }),
    (error) => ({ error: error ?? new Error('nothing') }),
  );

/** Whether an error claims that nothing was stored. */
const claimsNothing = (error) =>
  isMade(error) && (error.notSent === true || error.refused === true);

/**
 * A call that changes one record: done once at most, done if it says so, and not done if it says
 * that.
 */
function checkOne({ value, error }, times, isRight, what) {
  assert.ok(times <= 1, `${what} was done ${times} times`);
  if (error === undefined) {
    assert.equal(times, 1, `${what} resolved to ${JSON.stringify(value)} and was not done`);
    assert.ok(isRight(value), `${what} resolved to ${JSON.stringify(value)}`);
  } else if (claimsNothing(error))
    assert.equal(
      times,
      0,
      `${what} was done, and ${error.name} says that it was not: ${error.message}`,
    );
}

/**
 * A job: each row is in one list of the account, and what the list says is true. `times(row)` is
 * how often a row was done, `isSettled` tells rows that need nothing done.
 */
function checkRows(
  { value, error },
  {
    count,
    times,
    isSettled = () => false,
    isRight = () => true,
    ids = () => undefined,
    OdooBulkError,
  },
) {
  const all = Array.from({ length: count }, (_, row) => row);
  for (const row of all) assert.ok(times(row) <= 1, `row ${row} was done ${times(row)} times`);
  const isDone = (row) => times(row) === 1 || isSettled(row);
  if (error === undefined) {
    assert.deepEqual(
      all.filter((row) => !isDone(row)),
      [],
      'the job resolved, and rows are not done',
    );
    assert.ok(isRight(value), `the job resolved to ${JSON.stringify(value)}`);
    return;
  }
  if (!(error instanceof OdooBulkError)) {
    // It ended before anything was stored.
    assert.deepEqual(
      all.filter((row) => times(row) > 0),
      [],
      `${error.name} before anything was stored, and rows are done: ${error.message}`,
    );
    return;
  }
  const { done, failed, unknown, notTried } = error;
  const lists = {
    done: done.map(({ row }) => row),
    failed: failed.flatMap(({ rows }) => rows),
    unknown: unknown.flatMap(({ rows }) => rows),
    notTried,
  };
  assert.deepEqual(
    Object.values(lists)
      .flat()
      .sort((a, b) => a - b),
    all,
    `each row in one list: ${JSON.stringify(lists)}`,
  );
  for (const { row, id } of done) {
    assert.ok(isDone(row), `row ${row} is told to be done and is not (${error.message})`);
    const own = ids(row);
    if (own !== undefined) assert.equal(id, own, `row ${row} has another id`);
  }
  for (const list of ['failed', 'notTried'])
    for (const row of lists[list])
      assert.ok(
        times(row) === 0,
        `row ${row} is told to be ${list} and is done (${error.message})`,
      );
  for (const { error: reason } of [...failed, ...unknown])
    assert.ok(reason, 'a failure without a reason');
}

const byRow = (tag, records) => {
  const found = new Map();
  for (const { ref, ...record } of records) {
    const row = Number(ref.slice(tag.length + 1));
    found.set(row, [...(found.get(row) ?? []), record]);
  }
  return (row) => found.get(row) ?? [];
};

const rowsOf = (tag, count, more = () => ({})) =>
  Array.from({ length: count }, (_, row) => ({
    ref: `${tag}-${row}`,
    name: `${tag} ${row}`,
    ...more(row),
  }));

/** A row that Odoo refuses among others, where a job goes on after failures. */
const refusedBy = (onError) => (row) =>
  onError === 'collect' && row === 5 ? { country_id: 999_999 } : {};

const createMany = (onError) => ({
  struck: ({ method }) => method === 'create',
  after: 1,
  async run({ client, tag, truth, OdooBulkError }) {
    const outcome = await ending(
      client.createMany(model, rowsOf(tag, 8, refusedBy(onError)), { chunkSize: 2, onError }),
    );
    return async () => {
      const records = byRow(tag, await truth.records(tag, []));
      checkRows(outcome, {
        count: 8,
        OdooBulkError,
        times: (row) => records(row).length,
        ids: (row) => records(row)[0]?.id,
        isRight: (ids) => ids.every((id, row) => id === records(row)[0].id),
      });
    };
  },
});

const upsert = (key, struck, after) => ({
  struck,
  after,
  async run({ client, tag, truth, OdooBulkError }) {
    const values = rowsOf(tag, 9, (row) => ({ color: row % 3, phone: '1' }));
    const named = values.map((row, index) =>
      key === 'xmlid' ? { xmlid: `faults.${tag.replaceAll('-', '_')}_${index}`, ...row } : row,
    );
    // Three as they are to be, three that differ, three that are not there.
    const before = await truth.make(
      values
        .slice(0, 6)
        .map((row, index) => ({ ...row, ...(index >= 3 ? { phone: `old ${index}` } : {}) })),
    );
    if (key === 'xmlid')
      await truth.client.create(
        'ir.model.data',
        before.map((id, index) => ({
          module: 'faults',
          name: named[index].xmlid.slice(7),
          model,
          res_id: id,
        })),
      );
    const outcome = await ending(
      client.upsert(model, named, { key, chunkSize: 2, onError: 'collect' }),
    );
    return async () => {
      const records = byRow(tag, await truth.records(tag, ['phone']));
      checkRows(outcome, {
        count: 9,
        OdooBulkError,
        ids: (row) => records(row)[0]?.id,
        isSettled: (row) => row < 3 && records(row).length === 1,
        times: (row) =>
          row < 3
            ? records(row).length - 1
            : row < 6
              ? Number(records(row)[0].phone === '1') + records(row).length - 1
              : records(row).length,
        isRight: (ids) =>
          ids.every((id, row) => id === records(row)[0].id) &&
          ids.created === 3 &&
          ids.updated === 3 &&
          ids.unchanged === 3,
      });
    };
  },
});

const isStoring = ({ model: of, method }) => of === model && /^(?:create|write|load)$/.test(method);

/** Each is told of by `struck` and `after`: which of its calls meets the fault. */
export const operations = {
  create: {
    struck: ({ method }) => method === 'create',
    async run({ client, tag, truth }) {
      const outcome = await ending(client.create(model, { name: tag, ref: `${tag}-0` }));
      return async () => {
        const records = await truth.records(tag, []);
        checkOne(outcome, records.length, (id) => id === records[0].id, 'the create');
      };
    },
  },
  write: {
    struck: ({ method }) => method === 'write',
    async run({ client, cell, tag, truth }) {
      const [id] = await truth.make([{ name: tag, ref: `${tag}-0` }]);
      const outcome = await ending(client.write(model, id, { color: 7 }));
      return async () => {
        const [{ color }] = await truth.records(tag, ['color']);
        checkOne(
          outcome,
          cell.done.write.get(id) ?? 0,
          (value) => value === true && color === 7,
          'the write',
        );
      };
    },
  },
  unlink: {
    struck: ({ method }) => method === 'unlink',
    async run({ client, cell, tag, truth }) {
      const [id] = await truth.make([{ name: tag, ref: `${tag}-0` }]);
      const outcome = await ending(client.unlink(model, id));
      return async () => {
        const isGone = (await truth.records(tag, [])).length === 0;
        assert.equal(isGone, (cell.done.unlink.get(id) ?? 0) > 0);
        checkOne(outcome, Number(isGone), (value) => value === true, 'the unlink');
      };
    },
  },
  call: {
    struck: ({ method }) => method === 'copy',
    async run({ client, tag, truth, isAnswered }) {
      const [id] = await truth.make([{ name: tag, ref: `${tag}-0` }]);
      const outcome = await ending(client.call(model, 'copy', [[id], { name: `${tag} again` }]));
      return async () => {
        const times = await truth.count([['name', '=', `${tag} again`]]);
        // Any method may answer anything: what an answer says that looks like one, nobody can know.
        if (isAnswered) assert.ok(times <= 1, `the copy was done ${times} times`);
        else
          checkOne(outcome, times, (value) => Number.isSafeInteger([value].flat()[0]), 'the copy');
      };
    },
  },
  'createMany, stop': createMany('stop'),
  'createMany, collect': createMany('collect'),
  writeMany: {
    struck: ({ method }) => method === 'write',
    after: 1,
    async run({ client, cell, tag, truth, OdooBulkError }) {
      const ids = await truth.make(rowsOf(tag, 6));
      const outcome = await ending(
        client.writeMany(
          model,
          ids.map((id, row) => ({ ids: id, values: { color: row >> 1 } })),
          { onError: 'collect' },
        ),
      );
      return async () =>
        checkRows(outcome, {
          count: 6,
          OdooBulkError,
          times: (row) => cell.done.write.get(ids[row]) ?? 0,
          isRight: (count) => count === 6,
        });
    },
  },
  unlinkMany: {
    struck: ({ method }) => method === 'unlink',
    after: 1,
    async run({ client, tag, truth, OdooBulkError }) {
      const ids = await truth.make(rowsOf(tag, 6));
      const outcome = await ending(
        client.unlinkMany(model, ids, { chunkSize: 2, onError: 'collect' }),
      );
      return async () => {
        const left = await truth.existing(ids);
        checkRows(outcome, {
          count: 6,
          OdooBulkError,
          times: (row) => Number(!left.has(ids[row])),
          isRight: (count) => count === 6,
        });
      };
    },
  },
  'upsert by field': upsert('ref', isStoring, 1),
  // That there are no records, nobody can see through.
  'upsert by field, while it compares': {
    ...upsert('ref', ({ method }) => method === 'search_read', 0),
    leavesOut: ({ name }) => /^(?:the result|status 200 with) \[\],/.test(name),
  },
  'upsert by xmlid': upsert('xmlid', isStoring, 1),
  'upsert by xmlid, while it compares': {
    ...upsert('xmlid', ({ method }) => method === 'search_read', 1),
    leavesOut: ({ name }) => /^(?:the result|status 200 with) \[\],/.test(name),
  },
};
