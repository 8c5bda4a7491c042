// `download`: a binary field, or the attachments of a record.

import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { open } from './connection.ts';
import { CliError, exitCodes, fileError, usageError } from './errors.ts';
import { type Globals, withGlobals } from './globals.ts';
import { say } from './output.ts';
import { mustExist } from './records.ts';
import { save } from './report.ts';
import { fieldOf, fieldsOf } from './schema-fields.ts';
import { parseIds } from './text.ts';

interface DownloadOptions extends Globals {
  attachments?: true;
}

export function define(command: Command): void {
  command
    .argument('<model>', 'such as ir.attachment or res.partner')
    .argument('<id>', 'id of the record')
    .argument('[field]', 'the binary field; of ir.attachment its contents')
    .option('--attachments', 'all attachments of the record, into the folder of -o')
    .addHelpText(
      'after',
      '\nWithout -o the file has the name that Odoo knows, in this folder; - is stdout.',
    )
    .action(download);
  withGlobals(command, 'connection', 'output');
}

async function download(
  model: string,
  idText: string,
  field: string | undefined,
  options: DownloadOptions,
): Promise<void> {
  const [id, ...more] = parseIds([idText]);
  if (id === undefined || more.length)
    throw usageError(`"${idText}" is more than one id`, 'download of one record at a time');
  if (!options.attachments && !field && model !== 'ir.attachment')
    throw usageError(
      'no field is named',
      'name a binary field such as image_1920, or add --attachments',
    );
  const { client } = await open(options);
  if (options.attachments) {
    await mustExist(client, model, id);
    const files = await client.searchRead<{ id: number; name: string }>(
      'ir.attachment',
      [
        ['res_model', '=', model],
        ['res_id', '=', id],
      ],
      { fields: ['name'], order: 'id' },
    );
    if (!files.length) return say(`${model} ${id} has no attachments`);
    const folder = options.output ?? '.';
    try {
      await mkdir(folder, { recursive: true });
    } catch (error) {
      throw fileError(error, folder, 'write');
    }
    for (const file of files) {
      const bytes = await client.readBinary('ir.attachment', file.id, 'datas');
      if (bytes) await save(bytes, free(folder, safeName(file.name, file.id)));
    }
    return;
  }
  const name = field ?? 'datas';
  const { type } = fieldOf(await fieldsOf(client, model), model, name);
  if (type !== 'binary')
    throw usageError(
      `${name} of ${model} is ${type}, not a file`,
      `print it: odoo-client-wasm read ${model} ${id} --fields ${name}`,
    );
  const bytes = await client.readBinary(model, id, name);
  if (bytes === null)
    throw new CliError(
      exitCodes.missing,
      `${name} of ${model} ${id} is empty`,
      'there is nothing to download',
    );
  await save(bytes, options.output ?? free('.', await nameOf()));

  async function nameOf(): Promise<string> {
    if (model !== 'ir.attachment') return safeName(`${model}-${id}-${name}`, id as number);
    const [row] = await client.read<{ name: string }>(model, id as number, ['name']);
    return safeName(row?.name ?? '', id as number);
  }
}

/** A name from the server as a name of this folder: it leads to no other one, on no system. */
function safeName(name: string, id: number): string {
  const safe = name
    .replace(/[\p{Cc}<>:"/\\|?*]/gu, '_')
    .replace(/^[. ]+|[. ]+$/g, '')
    .slice(0, 150);
  return safe === '' || /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(safe)
    ? `attachment-${id}${safe && `-${safe}`}`
    : safe;
}

/** A name that no file has yet. */
function free(folder: string, name: string): string {
  for (let number = 1; ; number += 1) {
    const file = join(folder, number === 1 ? name : name.replace(/(\.[^.]*)?$/, `-${number}$1`));
    if (!existsSync(file)) return file;
  }
}
