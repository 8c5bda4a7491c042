// `logout`: forgets a profile and its secret.

import type { Command } from 'commander';
import { CliError, exitCodes } from './errors.ts';
import { type Globals, withGlobals } from './globals.ts';
import { say } from './output.ts';
import { noSuchProfile, removeProfile, storedProfiles } from './profiles.ts';

export function define(command: Command): void {
  command
    .option('--profile <name>', 'the profile; the default one, where none is named')
    .action(logout);
  withGlobals(command);
}

async function logout(options: Globals): Promise<void> {
  const stored = await storedProfiles();
  const name = options.profile ?? stored.default;
  if (name === undefined)
    throw new CliError(exitCodes.configuration, 'there is no profile', 'nothing is stored');
  if (!(await removeProfile(name))) throw noSuchProfile(name, Object.keys(stored.profiles));
  say(`profile "${name}" is forgotten`);
}
