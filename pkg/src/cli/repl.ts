// `repl`: a prompt with a client that is logged in.

import type { EventEmitter } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type REPLServer, Recoverable, start } from 'node:repl';
import { PassThrough } from 'node:stream';
import { inspect } from 'node:util';
import type { Command } from 'commander';
import type { OdooClient } from 'odoo-client-wasm/bulk';
import { latest } from './cache.ts';
import { open } from './connection.ts';
import { describe, oneLine } from './errors.ts';
import { type Globals, withGlobals } from './globals.ts';
import { colours, rowsAsText, say, toTerminal } from './output.ts';
import { configFolder } from './profiles.ts';
import { fieldsOf } from './schema-fields.ts';
import { redact } from './secrets.ts';

export function define(command: Command): void {
  command
    .addHelpText(
      'after',
      `
In it, client is logged in, and await stands anywhere:
  await client.searchRead('res.partner', [], { fields: ['name'], limit: 5 })
The tab key completes methods, models and fields; .exit or Ctrl-D ends it.
Writes ask first, unless --yes.`,
    )
    .action(repl);
  withGlobals(command, 'connection').option('-y, --yes', 'write without asking');
}

async function repl(options: Globals): Promise<void> {
  const { client, connection } = await open(options);
  const session = client.getSession();
  say(`${session?.name} in ${connection.database} at ${connection.url}; client is logged in`);
  const models = await modelsOf(client);
  const piped = process.stdin.isTTY ? undefined : lineByLine();
  const folder = configFolder();
  if (toTerminal()) await mkdir(folder, { recursive: true, mode: 0o700 }).catch(() => {});
  const server = start({
    prompt: piped ? '' : 'odoo> ',
    useColors: colours.isColorSupported,
    ignoreUndefined: true,
    writer: (value: unknown) => redact(shown(value)),
    ...(piped ? { input: piped.input, output: process.stdout, terminal: false } : {}),
  });
  if (toTerminal()) keepHistory(server, join(folder, 'history'));
  Object.assign(server.context, { client, fields: (model: string) => fieldsOf(client, model) });
  complete(server, client, models);
  time(server, piped);
  catchAwaited(server, piped);
  piped?.next(0);
  await new Promise<void>((done) => server.once('exit', () => done()));
  await client.logout();
}

/**
 * Keeps what was typed for the next time. It is read at once: lines that are typed before would be
 * lost.
 */
function keepHistory(server: REPLServer, file: string): void {
  server.on('history', (lines: string[]) => {
    // What holds a secret is not kept, wherever it was typed.
    const safe = lines.filter((line) => redact(line) === line);
    lines.splice(0, lines.length, ...safe);
  });
  server.setupHistory(file, () => {});
}

/** Lines of a pipe: `next` gives the one after a line, which `at` tells. */
interface Piped {
  input: PassThrough;
  at: () => number;
  next: (after: number) => void;
}

const terminal: Pick<Piped, 'at' | 'next'> = { at: () => 0, next() {} };

/**
 * Lines of a pipe, each given when the one before is done: Node's own prompt would not wait for an
 * await.
 */
function lineByLine(): Piped {
  const input = new PassThrough();
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  let given = 0;
  const next = (after: number) => {
    // A line that fails is told of more than once.
    if (after !== given) return;
    given += 1;
    const own = given;
    lines.next().then(({ done, value }) => {
      if (done) return void input.end();
      input.write(`${value}\n`);
      // What is no JavaScript is never evaluated: nothing tells that it is done.
      if (/^\s*(?:$|\.[a-z])/.test(value)) next(own);
    });
  };
  return { input, at: () => given, next };
}

async function modelsOf(client: OdooClient): Promise<string[]> {
  try {
    const rows = await client.searchRead<{ model: string }>('ir.model', [], {
      fields: ['model'],
      order: 'model',
    });
    return rows.map(({ model }) => model);
  } catch {
    // Not everybody may read the list.
    return (await latest()).models;
  }
}

let table: string | undefined;

/** Records as a table, everything else as Node shows it. */
function shown(value: unknown): string {
  if (table !== undefined) {
    const text = table;
    table = undefined;
    return text;
  }
  return inspect(value, { colors: colours.isColorSupported, depth: 4, maxArrayLength: 50 });
}

const isRecords = (value: unknown): value is Record<string, unknown>[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((row) => typeof row === 'object' && row !== null && 'id' in row);

/** Tells an error as every command does: what happened, and what to do. Others are left to Node. */
function told(error: unknown): boolean {
  if (!error || error instanceof SyntaxError) return false;
  const { what, advice, unforeseen } = describe(error);
  if (!unforeseen) say(`${oneLine(what)}\n  ${advice}`);
  return !unforeseen;
}

/**
 * What an awaited call threw does not come back from Node's evaluation: it goes to the prompt's own
 * domain.
 */
function catchAwaited(server: REPLServer, { at, next } = terminal): void {
  const { _domain: domain } = server as REPLServer & { _domain?: EventEmitter };
  const others = domain?.listeners('error') ?? [];
  domain?.removeAllListeners('error').on('error', (error: unknown) => {
    if (told(error)) server.displayPrompt();
    else for (const other of others) other.call(domain, error);
    setImmediate(next, at());
  });
}

/** Tells how long each line took, and makes tables of records. */
function time(server: REPLServer, { at, next } = terminal): void {
  const { eval: evaluate } = server;
  (server as { eval: typeof evaluate }).eval = function timed(
    this: REPLServer,
    line,
    context,
    file,
    finished,
  ) {
    const started = performance.now();
    const own = at();
    const done = (error: Error | null, value?: unknown) => {
      tellAndGoOn(error, value);
      setImmediate(next, own);
    };
    const tellAndGoOn = (error: Error | null, value?: unknown) => {
      if (told(error)) finished(null, undefined);
      else finished(error, value);
    };
    evaluate.call(this, line, context, file, (error, value: unknown) => {
      const took = performance.now() - started;
      const tell = () => {
        if (toTerminal())
          process.stderr.write(colours.dim(`${took.toFixed(took < 10 ? 1 : 0)} ms\n`));
      };
      // Of a line that goes on, there is nothing to tell yet.
      if (error instanceof Recoverable) return done(error, value);
      if (error || !isRecords(value)) {
        tell();
        return done(error, value);
      }
      const columns = Object.keys(value[0] as object);
      rowsAsText(
        columns,
        value.slice(0, 100).map((row) => columns.map((name) => row[name])),
        { table: true },
      ).then(
        (text) => {
          table = `${text}${value.length > 100 ? `\n… ${value.length - 100} more` : ''}`;
          tell();
          done(null, value);
        },
        (failed: Error) => done(failed, value),
      );
    });
  };
}

/** Completes models and fields in quotes, and what Node completes everywhere else. */
function complete(server: REPLServer, client: OdooClient, models: string[]): void {
  const completer = server.completer as unknown as (
    this: REPLServer,
    line: string,
    done: (error: Error | null, found: [string[], string]) => void,
  ) => void;
  (server as unknown as { completer: typeof completer }).completer = (line, done) => {
    const [, begun] = /['"`]([\w.]*)$/.exec(line) ?? [];
    if (begun === undefined) return completer.call(server, line, done);
    const before = [
      ...line.slice(0, line.length - begun.length - 1).matchAll(/['"`]([a-z][\w.]*)['"`]/g),
    ].map(([, name]) => name as string);
    const model = before.reverse().find((name) => models.includes(name));
    if (!model) return done(null, [models.filter((name) => name.startsWith(begun)), begun]);
    fieldsOf(client, model).then(
      (fields) =>
        done(null, [
          Object.keys(fields)
            .filter((name) => name.startsWith(begun))
            .sort(),
          begun,
        ]),
      () => done(null, [[], begun]),
    );
  };
}
