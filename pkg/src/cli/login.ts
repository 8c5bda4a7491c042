// `login`: stores a connection as a profile, and renews API keys.

import type { Command } from 'commander';
import type { OdooError } from 'odoo-client-wasm';
import type { OdooClient } from 'odoo-client-wasm/bulk';
import { addressOf } from './address.ts';
import { askSecret, askText, choose, confirm } from './ask.ts';
import { type Connection, clientFor, connection } from './connection.ts';
import { CliError, exitCodes, usageError } from './errors.ts';
import { type Globals, withGlobals } from './globals.ts';
import { listedDatabases, reasonOf, remedyFor } from './http.ts';
import { canAsk, say } from './output.ts';
import {
  configFolder,
  type Profile,
  saveProfile,
  setDefaultProfile,
  storedProfiles,
} from './profiles.ts';
import { keepSecret } from './secrets.ts';

interface LoginOptions extends Globals {
  apiKey?: true;
  passwordStdin?: true;
  expires?: string;
  renew?: true;
  default?: true;
}

export function define(command: Command): void {
  command
    .option('--api-key', 'the secret is an API key')
    .option('--password-stdin', 'read the password or key from stdin')
    .option('--expires <date>', 'when the API key expires, such as 2026-12-31; warns in time')
    .option('--renew', 'put a new API key in the place of the stored one')
    .option('--default', 'use this profile where none is named')
    .addHelpText(
      'after',
      `
It asks for what is missing, tries the login, and stores the profile in ${'profiles.json'} of the
settings folder (ODOO_CONFIG_DIR chooses another). The secret goes to the system's keychain where
the library @napi-rs/keyring is installed beside this package, else to that file, which only you
can read (0600).`,
    )
    .action(login);
  withGlobals(command, 'connection', 'writes');
}

async function login(options: LoginOptions): Promise<void> {
  if (options.expires !== undefined && !/^\d{4}-\d\d-\d\d$/.test(options.expires))
    throw usageError(`--expires is "${options.expires}"`, 'write it as 2026-12-31');
  if (options.renew) return renew(options);
  const url = await given(options.url, '--url', () => askText('Address of the server'));
  const { root, repaired } = addressOf(url);
  if (repaired) say(`address: ${repaired}`);
  const databases = options.db ? undefined : await databasesAt(root);
  const database =
    options.db ??
    (databases?.length === 1
      ? (databases[0] as string)
      : await given(undefined, '--db', () =>
          databases?.length ? choose('Database', databases) : askText('Database'),
        ));
  const username = await given(options.user, '--user', () => askText('User (login)'));
  const isKey =
    options.apiKey === true || (!options.passwordStdin && canAsk() && !(await isPassword()));
  const secret = options.passwordStdin
    ? await fromStdin()
    : await given(undefined, '--password-stdin', () => askSecret(isKey ? 'API key' : 'Password'));
  keepSecret(secret, username, database);
  const kind = isKey ? 'apiKey' : 'password';
  const client = await tried(
    { url: root, database, username, [kind]: secret, from: 'login' },
    options,
  );
  const name = options.profile ?? nameFor(root, database);
  const profile = {
    url: root,
    database,
    username,
    kind,
    ...(options.protocol ? { protocol: options.protocol } : {}),
    ...(options.expires ? { expires: options.expires } : {}),
  } as const;
  await keep(name, profile, secret, options);
  if (kind === 'password' && canAsk() && !options.yes)
    await offerKey(client, name, profile, options);
  await client.logout();
}

/** The databases of the server, which has to be there before anything else is asked for. */
async function databasesAt(root: string): Promise<string[] | undefined> {
  try {
    return await listedDatabases(root);
  } catch (error) {
    const reason = reasonOf(error);
    throw new CliError(
      exitCodes.network,
      `cannot reach ${root}: ${reason}`,
      remedyFor(reason, root),
    );
  }
}

async function given(
  value: string | undefined,
  flag: string,
  ask: () => Promise<string>,
): Promise<string> {
  if (value) return value;
  if (!canAsk())
    throw new CliError(
      exitCodes.configuration,
      `${flag} is missing, and nobody can be asked without a terminal`,
      flag === '--password-stdin'
        ? 'pipe the secret in: … | odoo-client-wasm login --password-stdin'
        : `add ${flag}`,
    );
  return (await ask()).trim();
}

const isPassword = async () =>
  (await choose('Log in with', ['password', 'API key'])) === 'password';

async function fromStdin(): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(part as Buffer);
  const secret = Buffer.concat(parts)
    .toString('utf8')
    .replace(/[\r\n]+$/, '');
  if (!secret) throw usageError('stdin holds no secret', 'pipe the password or the key in');
  return secret;
}

async function tried(found: Connection, options: Globals): Promise<OdooClient> {
  const client = await clientFor(found, { ...options, yes: true });
  const { name, uid } = await client.authenticate();
  say(`logged in as ${name} (id ${uid}) over ${client.protocol}`);
  return client;
}

const nameFor = (root: string, database: string) => `${database}@${new URL(root).host}`;

async function keep(
  name: string,
  profile: Omit<Profile, 'kept' | 'secret'>,
  secret: string,
  options: LoginOptions,
): Promise<void> {
  const kept = await saveProfile(name, profile, secret);
  if (options.default) await setDefaultProfile(name);
  const { default: chosen } = await storedProfiles();
  const place =
    kept === 'keychain'
      ? "in the system's keychain"
      : `in ${configFolder()}, readable by you alone`;
  say(`profile "${name}" is stored; its secret is ${place}`);
  say(
    chosen === name
      ? 'it is used where no other connection is named'
      : `use it with --profile ${name}`,
  );
}

/** How a person gets a key: Odoo makes them in the preferences alone, up to version 19. */
const where = (root: string) =>
  `in Odoo (${root}), open your preferences, tab "Account Security" (or "Security"), "New API Key"`;

async function offerKey(
  client: OdooClient,
  name: string,
  profile: Omit<Profile, 'kept' | 'secret'>,
  options: LoginOptions,
): Promise<void> {
  if (
    !(await confirm(
      'Use an API key in place of the password? It can be revoked alone, and works with ' +
        'two-factor authentication',
    ))
  )
    return;
  say(`make one: ${where(profile.url)}`);
  const key = (await askSecret('The new API key')).trim();
  keepSecret(key);
  await client.logout();
  const withKey = await tried(
    {
      url: profile.url,
      database: profile.database,
      username: profile.username,
      apiKey: key,
      from: 'login',
    },
    options,
  );
  await keep(name, { ...profile, kind: 'apiKey' }, key, options);
  await withKey.logout();
}

async function renew(options: LoginOptions): Promise<void> {
  const stored = await storedProfiles();
  const name = options.profile ?? stored.default;
  const profile = name === undefined ? undefined : stored.profiles[name];
  if (name === undefined || !profile)
    throw new CliError(
      exitCodes.configuration,
      'there is no such profile to renew',
      'name it with --profile, or log in: odoo-client-wasm login',
    );
  const found = await connection({ profile: name });
  if (!found.apiKey)
    throw usageError(
      `the profile "${name}" has a password, not an API key`,
      'log in with a key: odoo-client-wasm login --api-key',
    );
  const client = await clientFor(found, { ...options, yes: true });
  await client.authenticate();
  const expires =
    options.expires ?? new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10);
  let key: string | undefined;
  try {
    key = await client.call<string>('res.users.apikeys', 'generate', [
      found.apiKey,
      'rpc',
      `odoo-client-wasm ${name}`,
      `${expires} 00:00:00`,
    ]);
    keepSecret(key);
  } catch (error) {
    if ((error as OdooError).reason !== 'unknownMethod') throw error;
    // Odoo 20 is the first that lets programs make keys.
    if (!canAsk() && !options.passwordStdin)
      throw new CliError(
        exitCodes.refused,
        'this Odoo does not let programs make keys',
        `make one (${where(found.url)}), then: odoo-client-wasm login --renew --password-stdin ` +
          `--profile ${name}`,
      );
    say(`make a new key: ${where(found.url)}`);
    key = options.passwordStdin ? await fromStdin() : (await askSecret('The new API key')).trim();
    keepSecret(key);
  }
  if (typeof key !== 'string' || !key)
    throw new CliError(exitCodes.refused, 'the server gave no key', 'make one in the preferences');
  const renewed = await tried({ ...found, apiKey: key }, options);
  await keep(
    name,
    {
      url: profile.url,
      database: profile.database,
      username: profile.username,
      kind: 'apiKey',
      ...(profile.protocol ? { protocol: profile.protocol } : {}),
      expires,
    },
    key,
    options,
  );
  // The old one is good for nothing any more; servers before 20 have it revoked by hand.
  await renewed
    .call('res.users.apikeys', 'revoke', [found.apiKey])
    .catch(() => say('the old key is still good: revoke it in the preferences'));
  await renewed.logout();
}
