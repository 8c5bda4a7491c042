// `types`: the database's models as TypeScript, or what has changed since they were written.

import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import type { OdooSchema } from 'odoo-client-wasm/schema';
import { type Connection, open } from './connection.ts';
import { CliError, describe, exitCodes } from './errors.ts';
import { type Globals, withGlobals } from './globals.ts';
import { say } from './output.ts';

interface TypesOptions extends Globals {
  models?: string;
  schema?: string;
  out: string;
  check?: true;
  lenient?: true;
  methods: boolean;
}

export function define(command: Command): void {
  command
    .option('--models <patterns>', "those alone; * stands for anything: 'sale.*,res.partner'")
    .option('-o, --out <file>', 'the file to write; - is stdout', 'odoo.d.ts')
    .option(
      '--schema <file>',
      'a saved schema: used where it is there and no server is named; else saved',
    )
    .option('--no-methods', 'leave out the methods that servers from 19 on describe to an API key')
    .option('--check', 'write nothing; end with 1 where the database has changed')
    .option('--lenient', 'required fields may be empty, and selections may have unknown keys')
    .action(types);
  withGlobals(command, 'connection');
}

async function types(options: TypesOptions): Promise<void> {
  const { typesOf, typesDifference } = await import('odoo-client-wasm/schema');
  const { models, lenient, out } = options;
  const manner = { ...(models === undefined ? {} : { models }), lenient: lenient === true };
  const text = typesOf(await schemaFor(options), manner);
  if (options.check) return check(text, options, typesDifference);
  if (out === '-') return void process.stdout.write(text);
  await replace(out, text);
  const count = text.match(/^export interface /gm)?.length ?? 0;
  say(`wrote the types of ${count - 1} ${count === 2 ? 'model' : 'models'} to ${out}`);
}

async function check(
  text: string,
  { out }: TypesOptions,
  difference: (old: string, now: string) => string[],
): Promise<void> {
  const kept = await readIfThere(out);
  if (kept === undefined) {
    throw new CliError(
      exitCodes.configuration,
      `there is no ${out} to check`,
      'write it first: odoo-client-wasm types',
    );
  }
  const changes = difference(kept, text);
  if (!changes.length) return say(`${out} fits the database`);
  process.stdout.write(`${changes.join('\n')}\n`);
  say(`${out} no longer fits the database; write it again: odoo-client-wasm types`);
  process.exitCode = exitCodes.no;
}

/**
 * The saved schema where it is there, unless a server is named; else the server's, which is then
 * saved.
 */
async function schemaFor(options: TypesOptions): Promise<OdooSchema | string> {
  const { schema, models, url, profile, env } = options;
  const named = url !== undefined || profile !== undefined || env !== undefined;
  const saved = schema === undefined || named ? undefined : await readIfThere(schema);
  if (saved !== undefined) return saved;
  const { client, connection } = await open(options);
  const { readSchema } = await import('odoo-client-wasm/schema');
  const skipped: string[] = [];
  const read = await readSchema(client, {
    ...(models === undefined ? {} : { models }),
    onSkip: (model) => skipped.push(model),
    ...(options.methods && connection.apiKey ? { methods: sourceOf(connection) } : {}),
    onNoMethods: (reason) => say(`without methods: ${reason}`),
  }).catch((error) => {
    if (models === undefined || (error as { reason?: string }).reason !== 'usage') throw error;
    const { what } = describe(error);
    throw new CliError(
      exitCodes.missing,
      what,
      'correct --models; odoo-client-wasm models lists what there is',
    );
  });
  if (skipped.length) say(`left out, because they cannot be read: ${skipped.sort().join(', ')}`);
  if (schema !== undefined) await replace(schema, `${JSON.stringify(read, undefined, 1)}\n`);
  return read;
}

const sourceOf = ({ url, database, apiKey = '' }: Connection) => ({ url, database, apiKey });

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Writes a file as a whole: what was there stays until the new text is complete. */
async function replace(file: string, text: string): Promise<void> {
  const path = resolve(file);
  const beside = `${path}.${process.pid}.part`;
  await mkdir(dirname(path), { recursive: true });
  try {
    await writeFile(beside, text);
    await rename(beside, path);
  } finally {
    await rm(beside, { force: true });
  }
}
