// `delete`: delete records for good.

import type { Command } from 'commander';
import { open } from './connection.ts';
import { usageError } from './errors.ts';
import { type Globals, withGlobals } from './globals.ts';
import { write } from './interrupt.ts';
import { idsOfStdin } from './lines.ts';
import { say } from './output.ts';
import { many, permit, showRequests } from './records.ts';
import { parseIds } from './text.ts';

export function define(command: Command): void {
  command
    .argument('<model>', 'such as res.partner')
    .argument('<ids...>', '7, 7,8 or 7-12; - reads them from stdin')
    .action(remove);
  withGlobals(command, 'connection', 'writes');
}

async function remove(model: string, texts: string[], options: Globals): Promise<void> {
  const ids = texts[0] === '-' ? await idsOfStdin() : parseIds(texts);
  if (!ids.length)
    throw usageError('stdin holds no id', 'write an id in each line, or objects with an id');
  if (options.dryRun) return showRequests([{ model, method: 'unlink', args: [ids] }], options);
  const { client, connection } = await open({ ...options, yes: true });
  await permit(`Delete ${many(ids.length)} of ${model} for good`, connection, options);
  await write({ did: 'deleted', count: ids.length }, async (signal) => {
    if (ids.length === 1) await client.unlink(model, ids, { signal });
    else await client.unlinkMany(model, ids, { signal });
  });
  say(`deleted ${many(ids.length)} of ${model}`);
}
