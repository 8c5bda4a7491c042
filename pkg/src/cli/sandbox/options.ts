// The command line of `odoo-client-wasm sandbox`.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { nearestOf } from '../near.ts';

export const help = `usage: npx odoo-client-wasm sandbox [options]

An Odoo in memory: it answers over /jsonrpc, the web session and JSON-2.

  --odoo SERIES             the series it behaves like: 17, 18, 19, 20 or saas-19.3 (default 19)
  --port N                  the port to listen on; 0 takes any that is free (default 8069)
  --host ADDRESS            the address to listen on (default 127.0.0.1: this machine alone)
  --db NAME                 a database to keep (default demo); may be given more than once
  --data FILE               models and records (TOML or JSON) to load into every database;
                            may be given more than once
  --models DIR              a folder of such files, loaded in the order of their names;
                            may be given more than once
  --no-samples              no sample records, as in a database without demo data
  --api-key LOGIN=KEY       an API key, for JSON-2; may be given more than once
  --two-factor LOGIN        a user with two-factor authentication: the password alone opens
                            nothing; may be given more than once
  --latency TIME            how much longer every answer takes, such as 20ms or 1s
  --max-connections N       more requests than N at a time find the connection pool full; use
                            it with --latency
  --session-lifetime TIME   how long a web session lives without a request, such as 30s or
                            7d (default 7d)
  --control                 answer at /sandbox/faults, /sandbox/requests and /sandbox/reset,
                            for tests
  --help                    this text
`;

/** Something on the command line that cannot be; its message is all that is printed. */
export class WrongOption extends Error {}

const declared = {
  odoo: { type: 'string', default: '19' },
  port: { type: 'string', default: '8069' },
  host: { type: 'string', default: '127.0.0.1' },
  db: { type: 'string', multiple: true },
  data: { type: 'string', multiple: true },
  models: { type: 'string', multiple: true },
  'no-samples': { type: 'boolean' },
  'api-key': { type: 'string', multiple: true },
  'two-factor': { type: 'string', multiple: true },
  latency: { type: 'string', default: '0ms' },
  'max-connections': { type: 'string' },
  'session-lifetime': { type: 'string', default: '7d' },
  control: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h' },
} as const;

/** What the command line asks for. */
export interface Settings {
  odoo: string;
  host: string;
  port: number;
  databases: string[];
  files: { name: string; text: string }[];
  samples: boolean;
  apiKeys: Record<string, string>;
  twoFactor: string[];
  latencyMs: number;
  maxConnections: number;
  sessionLifetimeMs: number;
  control: boolean;
}

/**
 * Reads the arguments: what `createSandbox` takes, and `host`, `port`, `latencyMs`, `files`; or
 * `help`.
 */
export function options(args: string[]): Settings | { help: true } {
  const given = parse(args);
  if (given.help) return { help: true };
  const port = Number(given.port);
  if (!/^\d+$/.test(given.port) || port > 65535)
    throw new WrongOption(`--port is "${given.port}", and a port is a number from 0 to 65535`);
  const odoo = /^(?:(1[789]|20)(?:\.0)?|saas[-~](19\.3))$/.exec(given.odoo);
  if (!odoo)
    throw new WrongOption(
      `--odoo is "${given.odoo}", and the sandbox behaves like 17, 18, 19, 20 or saas-19.3`,
    );
  return {
    odoo: odoo[2] ? `saas-${odoo[2]}` : `${odoo[1]}.0`,
    host: given.host,
    port,
    databases: given.db ?? ['demo'],
    files: [...(given.models ?? []).flatMap(moduleFiles), ...(given.data ?? [])].map((name) => ({
      name,
      text: textOf(name),
    })),
    samples: !given['no-samples'],
    apiKeys: Object.fromEntries((given['api-key'] ?? []).map(apiKey)),
    twoFactor: given['two-factor'] ?? [],
    latencyMs: milliseconds('--latency', given.latency),
    maxConnections: connections(given['max-connections']),
    sessionLifetimeMs: milliseconds('--session-lifetime', given['session-lifetime']),
    control: given.control,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: declared }).values;
  } catch (error) {
    const message = (error as Error).message.split('. ')[0] ?? '';
    const [, name] = /^Unknown option '-*([\w-]+)/.exec(message) ?? [];
    const near = name === undefined ? undefined : nearestOf(name, Object.keys(declared));
    throw new WrongOption(near === undefined ? message : `${message}; did you mean --${near}?`);
  }
}

/** The module files of a folder, in the order of their names. */
function moduleFiles(folder: string): string[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    throw new WrongOption(
      isMissing(error)
        ? `--models is "${folder}", and there is no such folder`
        : `cannot read ${folder}: ${(error as Error).message}`,
    );
  }
  const files = names.filter((name) => /\.(toml|json)$/.test(name)).sort();
  if (files.length === 0)
    throw new WrongOption(`--models is "${folder}", and there is no .toml or .json file in it`);
  return files.map((name) => join(folder, name));
}

const isMissing = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT';

function textOf(name: string): string {
  try {
    return readFileSync(name, 'utf8');
  } catch (error) {
    throw new WrongOption(
      isMissing(error)
        ? `--data is "${name}", and there is no such file`
        : `cannot read ${name}: ${(error as Error).message}`,
    );
  }
}

function apiKey(text: string): [string, string] {
  const [, login, key] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  // The text is not repeated: a part of it may be a key.
  if (!login || !key)
    throw new WrongOption('--api-key takes LOGIN=KEY, such as --api-key admin=a-key');
  return [login, key];
}

function connections(text: string | undefined): number {
  if (text !== undefined && !/^[1-9]\d*$/.test(text))
    throw new WrongOption(
      `--max-connections is "${text}", and a number of connections is 1 or more`,
    );
  return text === undefined ? Infinity : Number(text);
}

const units: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function milliseconds(option: string, text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text) ?? [];
  if (!unit || !number)
    throw new WrongOption(`${option} is "${text}", and a time looks like 20ms, 1.5s, 3m, 2h or 7d`);
  return Number(number) * (units[unit] as number);
}
