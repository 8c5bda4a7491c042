// Ctrl-C: exit code 130 in every command, and what was done by then is told. Jobs that are done in
// part.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { odoo, twoLines } from './fixture.mjs';

/** Begins a command, interrupts it at a moment, and resolves to what it said. */
async function interrupted({ begin }, args, { input, when, signal = 'SIGINT' }) {
  const child = begin(args);
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'])
    child[name].on('data', (part) => {
      said[name] += part;
    });
  child.stdin.on('error', () => {});
  if (input !== undefined) child.stdin.end(input);
  const ended = new Promise((done) => {
    child.on('close', (code, by) => done(code ?? by));
  });
  while (!when() && child.exitCode === null)
    await new Promise((over) => {
      setTimeout(over, 3);
    });
  child.kill(signal);
  return { code: await ended, ...said };
}

const slow = (sandbox, model, method, after = 0) =>
  sandbox.failNext({ fault: 'delay', milliseconds: 3_000, model, method, after });
const asked = (sandbox, method) => () =>
  sandbox.requests.some((request) => request.method === method);

describe('Ctrl-C', () => {
  for (const [args, method, model] of [
    [['search', 'res.partner'], 'search_read', 'res.partner'],
    [['count', 'res.partner'], 'search_count', 'res.partner'],
    [['fields', 'res.partner'], 'fields_get', 'res.partner'],
    [['schema', '--models', 'res.country'], 'fields_get', 'res.country'],
    [['download', 'res.partner', '1', '--attachments'], 'search_read', 'ir.attachment'],
  ]) {
    test(`ends ${args[0]} with exit code 130, in two lines`, async (t) => {
      const server = await odoo(t);
      slow(server.sandbox, model, method);
      const { code, stdout, stderr } = await interrupted(server, args, {
        input: '',
        when: asked(server.sandbox, method),
      });
      assert.deepEqual([code, stdout, twoLines(stderr)], [130, '', true], stderr);
      assert.match(stderr, /interrupted\n {2}nothing was written/);
    });
  }

  for (const [args, method, message, input = ''] of [
    [
      ['create', 'res.partner', 'name=x', '--yes'],
      'create',
      /interrupted; 0 of 1 record created, of 1 it is not known/,
    ],
    [
      ['write', 'res.partner', '1,3', 'name=x', '--yes'],
      'write',
      /interrupted; 0 of 2 records written, of 2 it is not known/,
    ],
    [
      ['delete', 'res.partner', '1', '--yes'],
      'unlink',
      /interrupted; 0 of 1 record deleted, of 1 it is not known/,
    ],
    [
      ['call', 'res.partner', 'write', '[1]', "{'name': 'x'}", '--yes'],
      'write',
      /interrupted; 0 of 1 call answered/,
    ],
  ]) {
    test(`in a write that is under way says that it may be done: ${args[0]}`, async (t) => {
      const server = await odoo(t);
      slow(server.sandbox, 'res.partner', method);
      const { code, stderr } = await interrupted(server, args, {
        input,
        when: asked(server.sandbox, method),
      });
      assert.deepEqual([code, twoLines(stderr)], [130, true], stderr);
      assert.match(stderr, message);
      assert.match(stderr, /\n {2}look what is there before you run it again/);
    });
  }

  test('in the middle of many writes tells how many were done, and prints the ids that were made', async (t) => {
    const server = await odoo(t);
    slow(server.sandbox, 'res.partner', 'create', 2);
    const input = Array.from({ length: 700 }, (_, index) => `{"name": "Many ${index}"}`).join('\n');
    const created = () =>
      server.sandbox.requests.filter(({ method }) => method === 'create').length;
    const { code, stdout, stderr } = await interrupted(
      server,
      ['create', 'res.partner', '-', '--yes'],
      { input, when: () => created() === 3 },
    );
    assert.deepEqual([code, twoLines(stderr)], [130, true], stderr);
    assert.match(stderr, /interrupted; 400 of 700 records created, of 200 it is not known/);
    assert.equal(new Set(stdout.trim().split('\n')).size, 400);
  });
});

describe('a job of many records', () => {
  const many = (bad) =>
    Array.from({ length: 450 }, (_, index) =>
      JSON.stringify({ name: index === bad ? false : `Row ${index}` }),
    ).join('\n');

  test('that is refused at once has the exit code of its reason', async (t) => {
    const { run } = await odoo(t);
    const { code, stdout, stderr } = await run(['create', 'res.partner', '-', '--yes'], {
      input: many(0),
    });
    assert.deepEqual([code, stdout, twoLines(stderr)], [7, '', true], stderr);
  });

  test('that is refused in the middle has exit code 9, and prints what was made', async (t) => {
    const { run } = await odoo(t);
    const { code, stdout, stderr } = await run(['create', 'res.partner', '-', '--yes'], {
      input: many(300),
    });
    assert.deepEqual(
      [code, stdout.trim().split('\n').length, twoLines(stderr)],
      [9, 200, true],
      stderr,
    );
  });

  test('of a record that is not there attaches nothing', async (t) => {
    const { run, cwd, sandbox } = await odoo(t);
    writeFileSync(join(cwd, 'a.txt'), 'a');
    const { code, stderr } = await run(['attach', 'res.partner', '999999', 'a.txt', '--yes']);
    assert.deepEqual([code, twoLines(stderr)], [6, true], stderr);
    assert.equal(sandbox.requests.filter(({ method }) => method === 'create').length, 0);
  });
});
