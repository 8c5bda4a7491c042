// `profiles`: what login stored, without the secrets.

import type { Command } from 'commander';
import { type Globals, withGlobals } from './globals.ts';
import { longest, print, rowsAsText, say } from './output.ts';
import { setDefaultProfile, storedProfiles } from './profiles.ts';

export function define(command: Command): void {
  command.option('--default <name>', 'use this profile where none is named').action(profiles);
  withGlobals(command, 'output');
}

async function profiles(options: Globals & { default?: string }): Promise<void> {
  if (options.default) await setDefaultProfile(options.default);
  const stored = await storedProfiles();
  const rows = Object.entries(stored.profiles).map(
    ([name, { url, database, username, kind, kept, expires }]) => ({
      name,
      url,
      database,
      username,
      kind,
      kept,
      expires: expires ?? null,
      default: stored.default === name,
    }),
  );
  if (options.json) return print(JSON.stringify(rows), options.output);
  if (!rows.length) return say('there is no profile; make one: odoo-client-wasm login');
  const cells = rows.map((row) => [
    row.default ? '*' : '',
    row.name,
    row.url,
    row.database,
    row.username,
    row.kind === 'apiKey' ? 'API key' : 'password',
    row.kept,
    row.expires,
  ]);
  await print(
    await rowsAsText(
      [
        '',
        { name: 'profile', keep: longest(rows.map(({ name }) => name)) },
        { name: 'url', keep: longest(rows.map(({ url }) => url)) },
        'database',
        'user',
        'secret',
        'kept in',
        'ends',
      ],
      cells,
      options.table ? { table: true, wide: true } : {},
    ),
    options.output,
  );
}
