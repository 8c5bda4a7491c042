// What the page makes of Odoo's values, and what it keeps to itself.

process.env.TZ = 'Europe/Brussels';

const assert = (await import('node:assert/strict')).default;
const { test } = await import('node:test');
const { between, bytes, duration, plural, valueText } = await import('../../www/js/format.js');
const { callCode, connectCode, literal } = await import('../../www/js/code.js');
const { forgetSecrets, keepSecret, redacted, withoutSecrets } = await import(
  '../../www/js/redact.js'
);
const { fromLocalInput, toLocalInput } = await import('../../www/js/field-inputs.js');
const { firstColumns, searchedFields } = await import('../../www/js/model-info.js');
const { median, quantile, timesByProtocol } = await import('../../www/js/timing.js');

test("Odoo's false is nothing, but in a boolean it is No", () => {
  for (const type of ['char', 'many2one', 'integer', 'date', 'selection', 'html', 'binary'])
    assert.equal(valueText(false, { type }), '');
  assert.equal(valueText(false, { type: 'boolean' }), 'No');
  assert.equal(valueText(0, { type: 'integer' }), '0');
});

test('relations and selections are shown by name', () => {
  assert.equal(valueText([7, 'Belgium'], { type: 'many2one' }), 'Belgium');
  assert.equal(valueText([7, ''], { type: 'many2one' }), '#7');
  assert.equal(valueText([3, 4], { type: 'many2many' }), '2 records');
  assert.equal(
    valueText('b', {
      type: 'selection',
      selection: [
        ['a', 'First'],
        ['b', 'Second'],
      ],
    }),
    'Second',
  );
  assert.equal(valueText('gone', { type: 'selection', selection: [] }), 'gone');
});

test('a moment goes to the input in local time and comes back in UTC', () => {
  assert.equal(toLocalInput('2026-07-01 22:30:05'), '2026-07-02T00:30:05');
  assert.equal(fromLocalInput('2026-07-02T00:30:05'), '2026-07-01 22:30:05');
  assert.equal(toLocalInput(false), '');
  assert.equal(toLocalInput('not a date'), '');
  assert.equal(fromLocalInput(''), false);
});

test('sizes and times are short', () => {
  assert.deepEqual([0, 999, 14_200, 3_100_000].map(bytes), ['0 B', '999 B', '14.2 KB', '3.1 MB']);
  assert.deepEqual([0.44, 12.4, 999.4, 1250].map(duration), [
    '0.4 ms',
    '12 ms',
    '999 ms',
    '1.25 s',
  ]);
  assert.deepEqual([plural(1, 'record'), plural(2, 'record')], ['1 record', '2 records']);
  assert.deepEqual(
    [between(2.14, 3), between(7.2, 12.4), between(840, 1250)],
    ['2.1 – 3.0 ms', '7.2 – 12 ms', '840 ms – 1.25 s'],
  );
});

test('medians and quantiles lie between neighbours', () => {
  assert.equal(median([]), 0);
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 3]), 2.5);
  assert.deepEqual(
    [0, 0.1, 0.25, 1].map((share) => quantile([50, 10, 20, 30, 40], share)),
    [10, 14, 20, 50],
  );
  assert.equal(quantile([7], 0.9), 7);
});

test('call times are those of the latest answers over each protocol of one server', () => {
  const call = (protocol, ms, more) => ({
    server: 'http://x',
    model: 'res.partner',
    protocol,
    ms,
    outcome: 'ok',
    ...more,
  });
  const older = Array.from({ length: 30 }, () => call('session', 1000));
  const entries = [
    call('session', 900, { outcome: 'error' }),
    call('session', 0, { outcome: 'pending' }),
    call('session', 800, { model: '' }),
    call('session', 700, { server: 'http://y' }),
    call('json2', 5),
    ...Array.from({ length: 20 }, (_, at) => call('session', at + 1)),
    ...older,
  ];
  assert.deepEqual(timesByProtocol(entries, 'http://x'), [
    {
      protocol: 'session',
      calls: 20,
      median: 10.5,
      half: [5.75, 15.25],
      most: [2.9000000000000004, 18.1],
    },
    { protocol: 'json2', calls: 1, median: 5, half: [5, 5], most: [5, 5] },
  ]);
  assert.deepEqual(timesByProtocol(entries, 'http://z'), []);
});

test('secrets are hidden by the name of their member and by their very text', () => {
  keepSecret('correct horse battery');
  assert.deepEqual(
    redacted([{ password: 'x', new_passwd: 'y', apiKey: 'z', name: 'Ann', token: false }]),
    [{ password: '••••••', new_passwd: '••••••', apiKey: '••••••', name: 'Ann', token: false }],
  );
  assert.equal(
    withoutSecrets('login with correct horse battery failed'),
    'login with •••••• failed',
  );
  assert.deepEqual(redacted(['a correct horse battery b']), ['a •••••• b']);
  forgetSecrets();
  assert.equal(withoutSecrets('correct horse battery'), 'correct horse battery');
});

test('long texts are cut in the log', () =>
  assert.match(redacted('x'.repeat(9000)), /^x{2000}… \(9000 characters\)$/));

test('calls are shown as the code that makes them', () => {
  assert.equal(
    literal({ 'a b': ["it's", 1, null, true], c: {} }),
    "{ 'a b': ['it\\'s', 1, null, true], c: {} }",
  );
  assert.equal(
    callCode({ model: 'res.partner', method: 'read', args: [[1], ['name']], kwargs: {} }),
    "await client.call('res.partner', 'read', [[1], ['name']]);",
  );
  assert.equal(
    callCode({ model: 'res.partner', method: 'search', args: [[]], kwargs: { limit: 1 } }),
    "await client.call('res.partner', 'search', [[]], { limit: 1 });",
  );
  assert.equal(connectCode({ url: 'http://x', password: 'geheim' }).includes('geheim'), false);
});

test('columns begin with favourites, or with the first plain fields', () => {
  const fields = {
    id: { type: 'integer' },
    write_date: { type: 'datetime' },
    line_ids: { type: 'one2many' },
    total: { type: 'float' },
    name: { type: 'char' },
  };
  assert.deepEqual(firstColumns('x.unknown', fields), ['name', 'total']);
  assert.deepEqual(
    firstColumns('res.country', { code: { type: 'char' }, name: { type: 'char' } }),
    ['name', 'code'],
  );
  assert.deepEqual(searchedFields(['name', 'total'], fields), ['name']);
  assert.deepEqual(searchedFields(['total'], fields), ['name']);
});
