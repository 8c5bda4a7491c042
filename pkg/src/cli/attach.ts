// `attach`: files as attachments of a record.

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { open } from './connection.ts';
import { fileError, usageError } from './errors.ts';
import { type Globals, withGlobals } from './globals.ts';
import { write } from './interrupt.ts';
import { print, say } from './output.ts';
import { many, mustExist, permit, showRequests } from './records.ts';
import { parseIds } from './text.ts';

interface AttachOptions extends Globals {
  name?: string;
  mimetype?: string;
}

export function define(command: Command): void {
  command
    .argument('<model>', 'such as sale.order')
    .argument('<id>', 'id of the record')
    .argument('<files...>', 'files of this machine')
    .option('--name <name>', 'name of the attachment, of a single file')
    .option('--mimetype <type>', 'type of the contents, such as application/pdf')
    .action(attach);
  withGlobals(command, 'connection', 'output', 'writes');
}

async function attach(
  model: string,
  id: string,
  files: string[],
  options: AttachOptions,
): Promise<void> {
  const [resId, ...more] = parseIds([id]);
  if (more.length || resId === undefined)
    throw usageError(`"${id}" is more than one id`, 'attach to one record at a time');
  if (options.name && files.length > 1)
    throw usageError('--name is for a single file', 'leave it out: each keeps its name');
  for (const file of files) {
    try {
      if (!(await stat(file)).isFile())
        throw Object.assign(new Error('it is a folder'), { code: 'EISDIR' });
    } catch (error) {
      throw fileError(error, file, 'read');
    }
  }
  const nameOf = (file: string) => options.name ?? basename(file);
  if (options.dryRun)
    return showRequests(
      files.map((file) => ({
        model: 'ir.attachment',
        method: 'create',
        args: [[{ name: nameOf(file), res_model: model, res_id: resId }]],
      })),
      options,
    );
  const { client, connection } = await open({ ...options, yes: true });
  await mustExist(client, model, resId);
  await permit(`Attach ${many(files.length, 'file')} to ${model} ${resId}`, connection, options);
  const ids: number[] = [];
  for (const file of files) {
    const attachment = {
      name: nameOf(file),
      data: createReadStream(file),
      resModel: model,
      resId,
      ...(options.mimetype ? { mimetype: options.mimetype } : {}),
    };
    const upload = await write({ did: 'attached', count: files.length, what: 'file' }, (signal) =>
      client.uploadAttachment(attachment, { signal }).catch((error) => {
        throw Object.assign(error, {
          done: ids.map((one) => ({ id: one })),
          unknown: [{ rows: [0] }],
        });
      }),
    );
    ids.push(upload);
  }
  await print(options.json ? JSON.stringify(ids) : ids.join('\n'), options.output);
  say(`attached ${many(files.length, 'file')} to ${model} ${resId}`);
}
