// The command `odoo-client-wasm mcp`: its options, and the two ways in which it is reached.

import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { ConnectionConfig } from './connections.ts';
import type { createOdooMcp as Create, OdooMcp } from './index.ts';
import { Pipe } from './pipe.ts';
import { PolicyError } from './policy-file.ts';
import { didYouMean } from './text.ts';

const help = `usage: npx odoo-client-wasm mcp [options]

An MCP server for agents, over stdio or HTTP.

options:
  --policy <file>        rules (default: odoo-mcp.toml in the working directory, where it is there)
  --read-only            nothing may be changed
  --audit <file>         add a line of JSON for each change that is asked for
  --http                 streamable HTTP in place of standard input and output
  --host <address>       the address to listen on (default: 127.0.0.1)
  --port <n>             the port to listen on; 0 takes any that is free (default: 8765)
  --allow-host <name>    a further name that clients may call it by; may be given more than once
  --allow-origin <name>  a further host whose pages may call it; may be given more than once
  --oauth-issuer <url>   take the tokens of this OAuth server, in place of ODOO_MCP_TOKEN
  --oauth-audience <v>   what its tokens must be for (default: the address of this server)
  -h, --help             this text

global options:
  --profile <name>       a profile that login stored
  --env <prefix>         names in .odoo.env and the environment start with it (default ODOO)
  --url <address>        address of the server, in place of the stored one
  --db <name>            database, in place of the stored one
  --user <login>         user, in place of the stored one
  --protocol <name>      auto, session, json2 or jsonrpc
  --timeout <time>       longest time of a request, such as 30s or 5m
  --lang <code>          language of names and messages, such as fr_FR
  --company <ids>        companies to work in; the first is the current one
  --context <json>       more of the context, as JSON or Python text

Settings come from these options, a profile, .odoo.env or the environment, or else the default
profile. Over HTTP a bearer token is required: ODOO_MCP_TOKEN, or one that is made at the start and
shown once.
`;

const options = {
  policy: { type: 'string' },
  'read-only': { type: 'boolean' },
  audit: { type: 'string' },
  http: { type: 'boolean' },
  host: { type: 'string' },
  port: { type: 'string' },
  'allow-host': { type: 'string', multiple: true },
  'allow-origin': { type: 'string', multiple: true },
  'oauth-issuer': { type: 'string' },
  'oauth-audience': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  profile: { type: 'string' },
  env: { type: 'string' },
  url: { type: 'string' },
  db: { type: 'string' },
  user: { type: 'string' },
  protocol: { type: 'string' },
  timeout: { type: 'string' },
  lang: { type: 'string' },
  company: { type: 'string' },
  context: { type: 'string' },
} as const;

/** The options that say where to connect, as every command of the program takes them. */
const connecting = [
  'profile',
  'env',
  'url',
  'db',
  'user',
  'protocol',
  'timeout',
  'lang',
  'company',
  'context',
] as const;

/** Finds the settings of the default connection, by those options. */
export type FindSettings = (
  settings: Partial<Record<(typeof connecting)[number], string>>,
) => Promise<ConnectionConfig>;

/** Says what is wrong with the command line, and ends with 2. */
class WrongOption extends Error {}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const [, name = ''] = /'-*([\w-]+)/.exec((error as Error).message) ?? [];
    throw new WrongOption(
      `${(error as Error).message.split('. ')[0]}.${didYouMean(
        `--${name}`,
        Object.keys(options).map((one) => `--${one}`),
      )}`,
    );
  }
}

export async function command(
  args: readonly string[],
  create: typeof Create,
  mostBytes: number,
  find?: FindSettings,
): Promise<void> {
  try {
    const values = parsed(args);
    if (values.help) return void console.log(help);
    if (!values.http) {
      for (const name of [
        'host',
        'port',
        'allow-host',
        'allow-origin',
        'oauth-issuer',
        'oauth-audience',
      ] as const) {
        if (values[name] !== undefined) throw new WrongOption(`--${name} needs --http.`);
      }
    }
    const policy = values.policy ?? (existsSync('odoo-mcp.toml') ? 'odoo-mcp.toml' : undefined);
    const given = connecting.filter((name) => values[name] !== undefined);
    if (given.length && !find)
      throw new WrongOption(
        `--${given[0]} is an option of npx odoo-client-wasm mcp alone. Set ODOO_URL and the others.`,
      );
    const told = Object.fromEntries(given.map((name) => [name, values[name]]));
    // What an option says is looked at before the start: a host shows no later error.
    const first = find && given.length ? await find(told) : undefined;
    const settings = find && (async () => first ?? (await find(told)));
    const mcp = create({
      ...(settings ? { settings } : {}),
      ...(policy ? { policy } : {}),
      ...(values['read-only'] ? { readOnly: true } : {}),
      ...(values.audit ? { audit: values.audit } : {}),
      takesAddresses: !values.http,
    });
    if (!values.http) return overPipe(mcp, mostBytes);
    const { serveHttp } = await import('./http.ts');
    const port = Number(values.port ?? 8765);
    if (!Number.isInteger(port) || port < 0 || port > 65_535)
      throw new WrongOption(`--port ${values.port} is not a port.`);
    const server = await serveHttp(mcp, {
      host: values.host ?? '127.0.0.1',
      port,
      hosts: values['allow-host'] ?? [],
      origins: values['allow-origin'] ?? [],
      token: process.env.ODOO_MCP_TOKEN,
      issuer: values['oauth-issuer'],
      audience: values['oauth-audience'],
    });
    endWith(async () => {
      await server.close(patience);
      await mcp.close();
    });
  } catch (error) {
    const isTold =
      error instanceof WrongOption ||
      error instanceof PolicyError ||
      (error as { isTold?: boolean }).isTold;
    if (!isTold && !(error as { syscall?: string }).syscall) throw error;
    console.error(`odoo-client-wasm mcp: ${(error as Error).message}`);
    if (error instanceof WrongOption)
      console.error('  odoo-client-wasm mcp --help lists what it takes');
    process.exitCode = 2;
  }
}

/** How long calls that are under way may take when the program is to end, in milliseconds. */
const patience = 10_000;

/** Serves the client at the other end of standard input and output, until it goes. */
function overPipe(mcp: OdooMcp, mostBytes: number): void {
  const pipe = new Pipe(mostBytes);
  const handle = mcp.connect(pipe);
  const end = endWith(async () => {
    await pipe.settled(patience);
    await handle.close();
    await mcp.close();
  });
  process.stdin.once('end', end);
  process.stdin.once('close', end);
  process.stdout.on('error', end);
}

/**
 * Ends in order, once, when asked to; in any case soon after calls have had their time, and at once
 * at a second signal.
 */
function endWith(close: () => Promise<void>): () => void {
  let isEnding = false;
  const end = () => {
    if (isEnding) return;
    isEnding = true;
    setTimeout(() => process.exit(0), patience + 3000).unref();
    close().then(
      () => process.exit(0),
      () => process.exit(0),
    );
  };
  // Hosts close the pipe first, and send a signal where that is not enough: only a second signal
  // means at once.
  let isSignalled = false;
  const signalled = () => {
    if (isSignalled) process.exit(0);
    isSignalled = true;
    end();
  };
  process.on('SIGINT', signalled);
  process.on('SIGTERM', signalled);
  return end;
}
