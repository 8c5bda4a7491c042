// import: what it must not damage: records that the file does not mean, texts that it cannot read,
// and files of refused rows that somebody corrected.

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { odoo, twoLines } from './fixture.mjs';

const changes = ['create', 'write', 'load', 'unlink'];

/** A folder with a file, and how to import that into partners. */
async function shop(t, contents, name = 'shop.csv') {
  const { run, cwd, sandbox, ...more } = await odoo(t);
  const file = (text, other = name) => writeFileSync(join(cwd, other), text);
  file(contents);
  return {
    ...more,
    run,
    cwd,
    sandbox,
    file,
    import: (...args) => run(['import', name, '-m', 'res.partner', ...args]),
    sent: () => sandbox.requests.length,
    changed: () => sandbox.requests.filter(({ method }) => changes.includes(method)).length,
    nameOf: async (id) =>
      JSON.parse((await run(['read', 'res.partner', `${id}`, '-f', 'name', '--json'])).stdout)[0]
        .name,
  };
}

describe('numbers in a column id', () => {
  for (const header of ['id', 'ID', 'Id'])
    test(`called ${header} change no record unless --key id says so, and nothing is sent`, async (t) => {
      const at = await shop(t, `${header},name,email\n1,Ann,a@x.com\n7,Ben,b@x.com\n`);
      const { code, stderr } = await at.import('--yes');
      assert.deepEqual([code, twoLines(stderr), at.sent()], [2, true, 0], stderr);
      assert.match(stderr, new RegExp(`the column "${header}" holds numbers, such as 1`));
      assert.match(stderr, new RegExp(`--key id.*--map "${header}=".*--key ref`));
      assert.equal(await at.nameOf(1), 'My Company');
      const keyed = await at.import('--yes', '--key', 'id');
      assert.equal(keyed.code, 0, keyed.stderr);
      assert.equal(await at.nameOf(1), 'Ann');
    });

  test('that a --map names are refused as well; mapped to a field they are its values', async (t) => {
    const at = await shop(t, 'Number,name\n1,Ann\n');
    assert.equal((await at.import('--yes', '--map', 'Number=id')).code, 2);
    assert.equal(at.sent(), 0);
    const { code, stderr } = await at.import('--yes', '--map', 'Number=ref', '--key', 'ref');
    assert.equal(code, 0, stderr);
    assert.match(stderr, /1 created/);
  });

  test('beside external ids are refused with both lines; a column .id is database ids without more', async (t) => {
    const at = await shop(t, 'id,name\nshop.c1,Ann\n7,Ben\n');
    const mixed = await at.import('--yes');
    assert.deepEqual([mixed.code, at.sent()], [11, 0]);
    assert.match(
      mixed.stderr,
      /a number \("7", line 3\) and an external id \("shop\.c1", line 2\)/,
    );
    at.file('.id,name\n7,Ben\n');
    const { code, stderr } = await at.import('--yes');
    assert.equal(code, 0, stderr);
    assert.match(stderr, /0 created, 1 updated/);
  });

  test('in NDJSON are refused, too, and external ids find their records again', async (t) => {
    const at = await shop(t, '{"id": 1, "name": "Ann"}\n', 'shop.ndjson');
    assert.deepEqual([(await at.import('--yes')).code, at.sent()], [2, 0]);
    at.file('{"ID": "shop.c1", "name": "Ann"}\n');
    assert.match((await at.import('--yes')).stderr, /1 created/);
    assert.match((await at.import('--yes')).stderr, /0 created, 0 updated, 1 unchanged/);
  });
});

describe('a column that nothing is taken from', () => {
  test('is named: ids beside another key, names that begin with _, and values without a name', async (t) => {
    const at = await shop(t, 'id,ref,name,_note,\n1,r-1,Ann,x,y\n');
    const { code, stderr } = await at.import('--yes', '--key', 'ref');
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^the column "id" is left out: records are found by ref$/m);
    assert.match(stderr, /^the column "_note" is left out: its name begins with _$/m);
    assert.match(stderr, /^the column 5 is left out: it has no name$/m);
    assert.equal(await at.nameOf(1), 'My Company');
    at.file('id,ref,name\n,r-2,Ben\n');
    assert.match((await at.import('--yes')).stderr, /^the column "id" is left out: it is empty$/m);
  });

  test('is not named where --map leaves it out, or where it is one of a report', async (t) => {
    const at = await shop(t, 'id,name,_line,_why\n1,Ann,2,x\n');
    const { code, stderr } = await at.import('--yes', '--map', 'id=');
    assert.equal(code, 0, stderr);
    assert.doesNotMatch(stderr, /left out/);
  });
});

test('the question says how many records may be overwritten, and by what they are found', async (t) => {
  const at = await shop(t, 'id,name\n1,Ann\n7,Ben\n');
  const asked = async (...args) => (await at.import(...args)).stderr;
  assert.match(
    await asked('--key', 'id'),
    /Up to 2 records found by id may be overwritten: import 2 rows of shop\.csv into res\.partner in demo/,
  );
  assert.match(
    await asked('--map', 'id='),
    /: Import 2 rows of shop\.csv into res\.partner in demo/,
  );
  at.file('ref,name\n1,Ann\n');
  assert.match(
    await asked('--key', 'ref'),
    /Up to 1 record found by ref may be overwritten: import/,
  );
  assert.equal(at.changed(), 0);
});

describe('a byte that cannot be decoded is an error with its place, and nothing is sent', () => {
  const latin = Buffer.from('name,city\nAda,Paris\nBen,Gen\xe8ve\n', 'latin1');
  const late = Buffer.concat([Buffer.from('name\n'), Buffer.alloc(70_000, 'Ada\n'), latin]);
  for (const [what, name, contents, args, line, byte] of [
    ['UTF-8', 'shop.csv', latin, ['--encoding', 'utf8'], 3, 28],
    ['UTF-8 in gzip', 'shop.csv.gz', gzipSync(latin), ['--encoding', 'utf-8'], 3, 28],
    ['UTF-8, far from the beginning', 'shop.csv', late, ['--encoding', 'utf-8'], 17_504, 70_033],
    [
      'Greek',
      'shop.csv',
      Buffer.from('name\nA\xd2\n', 'latin1'),
      ['--encoding', 'iso-8859-7'],
      2,
      7,
    ],
    [
      'UTF-16 that ends within a character',
      'shop.csv',
      Buffer.concat([Buffer.from('\ufeffname\nAnn', 'utf16le'), Buffer.from([0x3d])]),
      [],
      2,
      19,
    ],
    [
      'NDJSON',
      'shop.ndjson',
      Buffer.from('{"name": "A"}\n{"name": "\xe8"}\n', 'latin1'),
      [],
      2,
      25,
    ],
    ['JSON', 'shop.json', Buffer.from('[{"name": "\xe8"}]', 'latin1'), [], 1, 12],
  ])
    test(what, async (t) => {
      const at = await shop(t, contents, name);
      const { code, stderr } = await at.import('--yes', ...args);
      assert.deepEqual([code, twoLines(stderr), at.sent()], [11, true, 0], stderr);
      const place = `line ${line} of ${name}: byte ${byte.toLocaleString('en')} of the file`;
      assert.ok(stderr.includes(place), stderr);
    });

  test('and what can be decoded is read as ever, a mark at the beginning too', async (t) => {
    const at = await shop(t, Buffer.from('\ufeffname\nGenève\n'));
    const { code, stderr } = await at.import('--yes', '--encoding', 'utf-8');
    assert.equal(code, 0, stderr);
    assert.equal((await at.run(['count', 'res.partner', 'name=Genève'])).stdout.trim(), '1');
  });
});

describe('a file of refused rows', () => {
  const wrong = 'ref,name,country_id\nr-1,Ann,Nowhere\n';
  const report = 'shop.csv.refused.csv';

  test('is neither written nor removed by a dry run, which shows the rows; --report writes them', async (t) => {
    const at = await shop(t, wrong);
    const dry = await at.import('--dry-run', '--key', 'ref');
    assert.deepEqual([dry.code, twoLines(dry.stderr), at.changed()], [9, true, 0], dry.stderr);
    assert.match(
      dry.stderr,
      /^line 2: country_id: no record of res\.country is called "Nowhere"$/m,
    );
    assert.deepEqual(
      readdirSync(at.cwd).filter((name) => name.includes('refused')),
      [],
    );
    at.file('corrected by hand', report);
    await at.import('--dry-run', '--key', 'ref');
    at.file('ref,name\nr-1,Ann\n');
    await at.import('--dry-run', '--key', 'ref');
    assert.equal(readFileSync(join(at.cwd, report), 'utf8'), 'corrected by hand');
    at.file(wrong);
    await at.import('--dry-run', '--key', 'ref', '--report', 'mine.csv');
    assert.match(readFileSync(join(at.cwd, 'mine.csv'), 'utf8'), /Nowhere/);
  });

  test('that somebody corrected is kept under another name, and that is said', async (t) => {
    const at = await shop(t, wrong);
    assert.equal((await at.import('--yes', '--key', 'ref')).code, 9);
    const first = readFileSync(join(at.cwd, report), 'utf8');
    // The same rows again are the same file.
    assert.doesNotMatch((await at.import('--yes', '--key', 'ref')).stderr, /kept as/);
    for (const number of [1, 2]) {
      at.file(`corrected ${number}`, report);
      const { stderr } = await at.import('--yes', '--key', 'ref');
      const other = `shop.csv.refused.${number}.csv`;
      assert.match(stderr, new RegExp(`^the earlier ${report} is kept as ${other}$`, 'm'));
      assert.equal(readFileSync(join(at.cwd, other), 'utf8'), `corrected ${number}`);
      assert.equal(readFileSync(join(at.cwd, report), 'utf8'), first);
    }
    assert.ok(!existsSync(join(at.cwd, `${report}.part`)));
  });

  test('is kept under another name where a later import refuses nothing', async (t) => {
    const at = await shop(t, 'ref,name\nr-1,Ann\n');
    at.file('corrected', report);
    const { code, stderr } = await at.import('--yes', '--key', 'ref');
    assert.equal(code, 0, stderr);
    assert.match(
      stderr,
      /^the earlier shop\.csv\.refused\.csv is kept as shop\.csv\.refused\.1\.csv$/m,
    );
    assert.ok(!existsSync(join(at.cwd, report)));
    assert.equal(readFileSync(join(at.cwd, 'shop.csv.refused.1.csv'), 'utf8'), 'corrected');
  });
});

describe('a column of a linked record', () => {
  test('takes the label of its field, as it takes the name', async (t) => {
    const at = await shop(t, 'name,Country/Country Code\nAnn,BE\n');
    const { code, stderr } = await at.import('--yes');
    assert.equal(code, 0, stderr);
    assert.equal(
      (await at.run(['count', 'res.partner', 'name=Ann', 'country_id.code=BE'])).stdout.trim(),
      '1',
    );
  });

  test('that is no field is refused before rows are sent, with what was probably meant', async (t) => {
    const at = await shop(t, 'name,Country/coed\nAnn,BE\n');
    const { code, stderr } = await at.import('--yes');
    assert.deepEqual([code, twoLines(stderr), at.changed()], [2, true, 0], stderr);
    assert.match(stderr, /"coed" is not a field of res\.country; did you mean "code"\?/);
    assert.doesNotMatch(stderr, /goes on from there/);
  });
});

test('a column that is no field is told with what was probably meant, ready to be typed', async (t) => {
  const at = await shop(t, 'name,contry,emial,phoen\nAnn,BE,a@x.com,1\n');
  const { code, stderr } = await at.import('--yes');
  assert.deepEqual([code, twoLines(stderr)], [2, true]);
  assert.match(
    stderr,
    /"contry" \(did you mean "country_id"\?\), "emial" \(did you mean "email"\?\), "phoen" \(did/,
  );
  assert.match(stderr, /--map "contry=country_id"/);
});
