// Which server, database and user: flags, then a named profile, then .odoo.env and the environment,
// then the default profile.

import type { OdooClient } from 'odoo-client-wasm/bulk';
import { forPeople } from '#arguments/told.ts';
import type { ConnectionConfig } from '#mcp/connections.ts';
import { addressOf } from './address.ts';
import { askSecret } from './ask.ts';
import { CliError, exitCodes, usageError } from './errors.ts';
import type { Globals } from './globals.ts';
import { canAsk, say } from './output.ts';
import { noSuchProfile, secretOf, storedProfiles } from './profiles.ts';
import { keepSecret } from './secrets.ts';
import { parseContext } from './text.ts';

/** The options that say where to connect. */
export interface ConnectionSettings {
  profile?: string;
  env?: string;
  url?: string;
  db?: string;
  user?: string;
  protocol?: string;
  timeout?: string;
  lang?: string;
  company?: string;
  context?: string;
}

export interface Connection {
  url: string;
  database: string;
  username: string;
  password?: string;
  apiKey?: string;
  protocol?: string;
  /** When the API key ends, as far as `login` was told. */
  expires?: string;
  /** Where the settings come from, in words. */
  from: string;
}

/** Finds out where to connect, without asking the server. */
export async function connection(settings: ConnectionSettings): Promise<Connection> {
  const found = await source(settings);
  keepSecret(found?.password, found?.username, found?.database);
  keepSecret(found?.apiKey);
  const { url, db, user } = settings;
  if (!url && !db && !user) {
    if (found) return withProtocol(found, settings);
    throw await nothingConfigured(settings);
  }
  // A secret is for its own server and user: it goes to no other.
  const same = found && (!url || sameServer(url, found.url)) && (!user || user === found.username);
  const merged = {
    url: url ?? found?.url,
    database: db ?? found?.database,
    username: user ?? found?.username,
  };
  const missing = Object.entries({
    '--url': merged.url,
    '--db': merged.database,
    '--user': merged.username,
  })
    .filter(([, value]) => !value)
    .map(([name]) => name);
  if (missing.length) {
    throw new CliError(
      exitCodes.configuration,
      `${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} missing`,
      'name the server completely, or a profile: --profile',
    );
  }
  const complete = merged as { url: string; database: string; username: string };
  if (same)
    return withProtocol({ ...found, ...complete, from: `${found.from} and flags` }, settings);
  const password = await passwordFor(complete, settings);
  keepSecret(password, complete.username, complete.database);
  return withProtocol({ ...complete, password, from: 'flags' }, settings);
}

function withProtocol(found: Connection, { protocol }: ConnectionSettings): Connection {
  if (protocol === undefined) return found;
  if (!['auto', 'session', 'json2', 'jsonrpc'].includes(protocol)) {
    throw usageError(`--protocol is "${protocol}"`, 'it is one of auto, session, json2, jsonrpc');
  }
  return { ...found, protocol };
}

const sameServer = (one: string, other: string) => {
  try {
    return new URL(one).origin === new URL(other).origin;
  } catch {
    return one === other;
  }
};

/** The settings that are there already. */
async function source(settings: ConnectionSettings): Promise<Connection | undefined> {
  const named =
    settings.profile ?? (settings.env ? undefined : process.env.ODOO_PROFILE || undefined);
  if (named) return fromProfile(named);
  const { configFromEnv } = await import('odoo-client-wasm');
  const prefix = settings.env ?? 'ODOO';
  try {
    const { url, database, username, password, apiKey } = configFromEnv(prefix);
    return {
      url,
      database,
      username,
      ...(password ? { password } : {}),
      ...(apiKey ? { apiKey } : {}),
      from: '.odoo.env and the environment',
    };
  } catch (error) {
    // A file that is damaged, or settings of which only a part is there, must not be passed over
    // silently.
    const begun = ['URL', 'DB', 'DATABASE'].some((name) => process.env[`${prefix}_${name}`]);
    const { existsSync } = await import('node:fs');
    const complete = settings.url && settings.db && settings.user;
    if (!complete && (begun || existsSync('.odoo.env') || settings.env)) {
      throw new CliError(
        exitCodes.configuration,
        forPeople((error as Error).message),
        'complete the settings, or name a profile: --profile',
      );
    }
  }
  const stored = await storedProfiles();
  return stored.default ? fromProfile(stored.default) : undefined;
}

async function fromProfile(name: string): Promise<Connection> {
  const stored = await storedProfiles();
  const profile = stored.profiles[name];
  if (!profile) throw noSuchProfile(name, Object.keys(stored.profiles));
  const secret = await secretOf(name, profile);
  warnOfExpiry(name, profile.expires);
  return {
    url: profile.url,
    database: profile.database,
    username: profile.username,
    ...(profile.protocol ? { protocol: profile.protocol } : {}),
    ...(profile.expires ? { expires: profile.expires } : {}),
    ...(profile.kind === 'apiKey' ? { apiKey: secret } : { password: secret }),
    from: `the profile "${name}"`,
  };
}

/** Days until a date; those of an API key's last days are worth a word. */
export const daysUntil = (date: string) =>
  Math.floor((Date.parse(`${date}T23:59:59Z`) - Date.now()) / 86_400_000);

function warnOfExpiry(name: string, expires: string | undefined): void {
  if (expires === undefined) return;
  const days = daysUntil(expires);
  if (days > 14) return;
  const when = days < 0 ? `ended on ${expires}` : `ends on ${expires}`;
  say(
    `the API key of the profile "${name}" ${when}; renew it: odoo-client-wasm login --profile ` +
      `${name} --renew`,
  );
}

async function nothingConfigured({ env = 'ODOO' }: ConnectionSettings): Promise<CliError> {
  return new CliError(
    exitCodes.configuration,
    `no server is configured: neither a profile nor ${env}_URL in .odoo.env or the environment`,
    'log in once: odoo-client-wasm login',
  );
}

async function passwordFor(
  { url, username }: { url: string; username: string },
  { env = 'ODOO' }: ConnectionSettings,
): Promise<string> {
  // Flags that say where leave the password to the environment, as long as it names no other
  // server.
  const other = process.env[`${env}_URL`];
  const fromEnvironment = process.env[`${env}_PASSWORD`] ?? process.env[`${env}_API_KEY`];
  if (fromEnvironment && (!other || sameServer(url, other))) return fromEnvironment;
  if (canAsk()) return askSecret(`Password or API key of ${username} at ${url}`);
  if (fromEnvironment) {
    throw new CliError(
      exitCodes.configuration,
      `the password in the environment belongs to ${other}, and is not sent to ${url}`,
      `set ${env}_URL to ${url} or unset it, or log in once: odoo-client-wasm login`,
    );
  }
  throw new CliError(
    exitCodes.configuration,
    `there is no password for ${username} at ${url}`,
    `set ${env}_PASSWORD in the environment, or log in once: odoo-client-wasm login`,
  );
}

const units: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** The milliseconds of a time such as `30s`. */
export function milliseconds(text: string, option: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? [];
  if (!number || !unit)
    throw usageError(`${option} is "${text}"`, 'a time looks like 500ms, 30s, 5m or 1h');
  return Number(number) * (units[unit] as number);
}

/** The context that the options ask for. */
export function contextOf({ lang, company, context }: ConnectionSettings): Record<string, unknown> {
  const all: Record<string, unknown> = context === undefined ? {} : parseContext(context);
  if (lang !== undefined) all.lang = lang;
  if (company !== undefined) {
    const ids = company.split(',').map(Number);
    if (!ids.every((id) => Number.isInteger(id) && id > 0))
      throw usageError(`--company is "${company}"`, 'it takes ids, such as 1 or 1,3');
    all.allowed_company_ids = ids;
  }
  return all;
}

export interface Opened {
  client: OdooClient;
  connection: Connection;
}

/**
 * Makes the client and logs in. Writes are confirmed: by --yes, or by the person at the terminal.
 */
export async function open(globals: Globals): Promise<Opened> {
  const found = await connection(globals);
  const client = await clientFor(found, globals);
  await client.authenticate();
  return { client, connection: found };
}

/** The client of a connection, not logged in. */
export async function clientFor(found: Connection, globals: Globals): Promise<OdooClient> {
  const bulk = await import('odoo-client-wasm/bulk');
  const { guard } = await import('./guard.ts');
  return new bulk.OdooClient({
    ...configOf(found, globals),
    safety: globals.yes ? null : guard,
  } as ConstructorParameters<typeof bulk.OdooClient>[0]);
}

/** The configuration that the settings lead to, for a client that somebody else makes. */
export const configFrom = async (settings: ConnectionSettings) =>
  configOf(await connection(settings), settings);

/** The configuration of a client, as the settings and the options say. */
export function configOf(found: Connection, settings: ConnectionSettings): ConnectionConfig {
  const { from: _, expires: __, protocol, url, ...where } = found;
  const context = contextOf(settings);
  return {
    ...where,
    // Addresses are pasted into settings as well.
    url: addressOf(url).root,
    ...(protocol ? { protocol: protocol as 'auto' } : {}),
    ...(settings.timeout ? { timeoutMs: milliseconds(settings.timeout, '--timeout') } : {}),
    ...(Object.keys(context).length ? { context } : {}),
  } as ConnectionConfig;
}
