// Large exports: their memory above that of a small one, whole contents, and Parquet that goes on
// after a kill. `CLI_RECORDS=200000` is the size that is promised; fewer are made in a usual run.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { DuckDBInstance } from '@duckdb/node-api';
import { begin, odoo } from './fixture.mjs';

const count = Number(process.env.CLI_RECORDS ?? 20_500);
const allowed = 96 * 1024;
const fields =
  'id,name,ref,email,country_id,country_id.code,is_company,create_date,color,partner_latitude';

/** Runs the program; resolves to the largest memory that it had, in KB, and what it said. */
async function watched(args, options) {
  const child = begin(args, options);
  child.stdin.end();
  child.stdout.resume();
  let stderr = '';
  child.stderr.on('data', (part) => {
    stderr += part;
  });
  let peak = 0;
  const look = setInterval(() => {
    try {
      peak = Math.max(
        peak,
        Number(
          /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0,
        ),
      );
    } catch {
      // It has ended.
    }
  }, 20);
  const code = await new Promise((done) => {
    child.on('close', done);
  });
  clearInterval(look);
  assert.equal(code, 0, stderr);
  return { peak, stderr };
}

describe(`${count} records`, { timeout: 900_000 }, () => {
  let server;
  const ends = [];
  before(async () => {
    server = await odoo({ after: (end) => ends.push(end) });
    const call = async (method, args, kwargs = {}) =>
      (
        await (
          await server.sandbox.fetch(`${server.sandbox.url}/jsonrpc`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({
              jsonrpc: '2.0',
              method: 'call',
              params: {
                service: 'object',
                method: 'execute_kw',
                args: ['demo', 2, 'admin', 'res.partner', method, args, kwargs],
              },
            }),
          })
        ).json()
      ).result;
    for (let made = 0; made < count; made += 5_000) {
      await call('create', [
        Array.from({ length: Math.min(5_000, count - made) }, (_, index) => ({
          name: `Customer number ${made + index}`,
          ref: `size-${made + index}`,
          email: `customer${made + index}@example.com`,
          country_id: 20,
          color: index % 12,
        })),
      ]);
    }
  });

  const domain = '["ref", "=like", "size-%"]';
  const env = () => ({
    cwd: server.cwd,
    env: { ODOO_URL: server.url, ODOO_DB: 'demo', ODOO_USER: 'admin', ODOO_PASSWORD: 'admin' },
  });

  for (const suffix of ['csv', 'parquet', 'ndjson', 'xlsx']) {
    test(`are exported to ${suffix} in at most 96 MB above an export of one record`, async (t) => {
      const file = join(server.cwd, `big.${suffix}`);
      const args = ['export', 'res.partner', domain, '-f', fields, '-o', file];
      const idle = await watched([...args, '--limit', '1'], env());
      const { peak, stderr } = await watched(args, env());
      t.diagnostic(
        `${suffix}: ${Math.round(idle.peak / 1024)} MB idle, ${Math.round(peak / 1024)} MB at most; ${stderr.trim()}`,
      );
      if (suffix === 'csv' || suffix === 'parquet') {
        const read = suffix === 'csv' ? `read_csv('${file}', sample_size = -1)` : `'${file}'`;
        const connection = await (await DuckDBInstance.create(':memory:')).connect();
        const [row] = await (
          await connection.run(
            `select count(*), count(distinct id), count(distinct ref), min("country_id.code") from ${read}`,
          )
        ).getRowsJson();
        assert.deepEqual(row, [String(count), String(count), String(count), 'BE']);
      }
      assert.ok(peak - idle.peak <= allowed, `${peak - idle.peak} KB`);
      rmSync(file);
    });
  }

  test('in Parquet go on where a kill ended it', async () => {
    const file = join(server.cwd, 'killed.parquet');
    const args = ['export', 'res.partner', domain, '-f', fields, '-o', file];
    const child = begin(args, env());
    child.stdin.end();
    child.stdout.resume();
    child.stderr.resume();
    while (!existsSync(`${file}.part.json`))
      await new Promise((over) => {
        setTimeout(over, 5);
      });
    child.kill('SIGKILL');
    await new Promise((done) => {
      child.on('close', done);
    });
    assert.ok(!existsSync(file));
    await watched([...args, '--resume'], env());
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const [row] = await (
      await connection.run(`select count(*), count(distinct ref) from '${file}'`)
    ).getRowsJson();
    assert.deepEqual(row, [String(count), String(count)]);
  });

  test('leave the server in the end', () => {
    for (const end of ends) end();
    assert.ok(ends.length > 0);
  });
});
