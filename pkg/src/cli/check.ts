// `check`: the way to Odoo, step by step; each a tick or a cross with the remedy.

import { connect as connectTls } from 'node:tls';
import type { Command } from 'commander';
import type { OdooClient } from 'odoo-client-wasm/bulk';
import { addressOf } from './address.ts';
import { type Connection, clientFor, connection, daysUntil } from './connection.ts';
import { CliError, describe, exitCodes, isRefusal, oneLine } from './errors.ts';
import { type Globals, withGlobals } from './globals.ts';
import { ask, databasesOf, reasonOf, remedyFor, resultOf, rpc } from './http.ts';
import { colours, print } from './output.ts';
import { many } from './records.ts';
import { redact } from './secrets.ts';
import { parseNames } from './text.ts';
import { asTyped } from './typed.ts';

interface CheckOptions extends Globals {
  models?: string[];
}

type Verdict = 'ok' | 'warning' | 'failed';

interface Step {
  check: string;
  verdict: Verdict;
  found: string;
  remedy?: string;
}

export function define(command: Command): void {
  command
    .option(
      '-m, --models <names>',
      'models whose rights are examined (default: res.partner)',
      parseNames,
    )
    .addHelpText('after', '\nIt only reads. The exit code is 0 when nothing failed, else 1.')
    .action(check);
  withGlobals(command, 'connection', 'output');
}

async function check(options: CheckOptions): Promise<void> {
  const steps: Step[] = [];
  const add = (name: string, verdict: Verdict, found: string, remedy?: string) => {
    steps.push({
      check: name,
      verdict,
      found: redact(oneLine(found)),
      ...(remedy ? { remedy: redact(asTyped(oneLine(remedy))) } : {}),
    });
  };
  try {
    await examine(options, add);
  } catch (error) {
    // What was found by then is told all the same.
    const { what, advice } = describe(error);
    add('check', 'failed', what, advice);
  }
  const failed = steps.filter(({ verdict }) => verdict === 'failed').length;
  await print(
    options.json ? JSON.stringify({ ok: failed === 0, steps }) : steps.map(lines).join('\n'),
    options.output,
  );
  if (failed)
    throw new CliError(
      exitCodes.no,
      `${failed} of ${many(steps.length, 'check')} failed`,
      steps.find(({ verdict }) => verdict === 'failed')?.remedy ?? 'see above',
    );
}

function lines({ check: name, verdict, found, remedy }: Step): string {
  const { green, yellow, red } = colours;
  const mark = { ok: green('✓'), warning: yellow('!'), failed: red('✗') }[verdict];
  return `${mark} ${name.padEnd(11)} ${found}${remedy ? `\n${' '.repeat(14)}→ ${remedy}` : ''}`;
}

type Add = (name: string, verdict: Verdict, found: string, remedy?: string) => void;

async function examine(options: CheckOptions, add: Add): Promise<void> {
  let found: Connection;
  try {
    found = await connection(options);
  } catch (error) {
    const { what, advice } = describe(error);
    return add('settings', 'failed', what, advice);
  }
  add(
    'settings',
    'ok',
    `${found.database}, ${found.username || 'the user of the key'}, from ${found.from}`,
  );
  let root: string;
  try {
    const address = addressOf(found.url);
    root = address.root;
    add('address', 'ok', address.repaired ?? root);
  } catch (error) {
    const { what, advice } = describe(error);
    return add('address', 'failed', what, advice);
  }
  proxy(root, add);
  if (!(await transport(root, add))) return;
  if (!(await server(root, found, add))) return;
  await login(root, found, options, add);
}

/** Whether a host is among those that are reached without the proxy. */
function isExempt(hostname: string): boolean {
  const list = process.env.NO_PROXY ?? process.env.no_proxy ?? '';
  return list
    .split(/[\s,]+/)
    .map((name) =>
      name
        .toLowerCase()
        .replace(/:\d+$/, '')
        .replace(/^\*?\./, ''),
    )
    .some((name) => name === '*' || (name && `.${hostname}`.endsWith(`.${name}`)));
}

function proxy(root: string, add: Add): void {
  const [name, value] =
    Object.entries(process.env).find(([key, text]) => /^https?_proxy$/i.test(key) && text) ?? [];
  if (!name) return;
  if (isExempt(new URL(root).hostname)) {
    add('proxy', 'ok', 'none for this server, as no_proxy says');
    return;
  }
  const used = process.env.NODE_USE_ENV_PROXY === '1';
  const shown = String(value).replace(/\/\/[^@/]*@/, '//•••@');
  if (used) add('proxy', 'ok', `${shown} (${name})`);
  else
    add(
      'proxy',
      'warning',
      `${name} is set to ${shown}, and Node does not use it`,
      'set NODE_USE_ENV_PROXY=1 (Node 22.21, 24 or newer) where the server is behind the proxy',
    );
}

/** Whether the server is reached, and whether its certificate is good. */
async function transport(root: string, add: Add): Promise<boolean> {
  const { protocol, hostname, port } = new URL(root);
  const local = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
  if (protocol === 'http:') {
    if (local) add('TLS', 'ok', 'not needed on this machine');
    else
      add(
        'TLS',
        'warning',
        'http: passwords and records can be read on the way',
        `use https://${hostname}, where the server has it`,
      );
    return true;
  }
  const seen = await new Promise<{ error?: string; until?: string }>((done) => {
    const socket = connectTls(
      {
        host: hostname.replace(/^\[|\]$/g, ''),
        port: Number(port || 443),
        servername: /^[\d.]+$|^\[/.test(hostname) ? '' : hostname,
        rejectUnauthorized: false,
        timeout: 10_000,
      },
      () => {
        const until = socket.getPeerCertificate().valid_to;
        const error = socket.authorized ? undefined : String(socket.authorizationError);
        socket.destroy();
        done({ until, ...(error ? { error } : {}) });
      },
    );
    socket.on('timeout', () => {
      socket.destroy();
      done({ error: 'no answer within 10 s' });
    });
    socket.on('error', (error: NodeJS.ErrnoException) =>
      done({ error: error.code ?? error.message }),
    );
  });
  if (seen.error) {
    const remedy = /SELF_SIGNED|UNABLE_TO|DEPTH_ZERO/.test(seen.error)
      ? 'give Node the authority: NODE_EXTRA_CA_CERTS=ca.pem'
      : /EXPIRED/.test(seen.error)
        ? 'have the certificate renewed'
        : /ALTNAME/.test(seen.error)
          ? 'use the name that the certificate is for'
          : /EPROTO|WRONG_VERSION/.test(seen.error)
            ? `the server does not speak TLS there: try http://${new URL(root).host}`
            : remedyFor(seen.error, root);
    add('TLS', 'failed', seen.error, remedy);
    return false;
  }
  const days = Math.floor((Date.parse(seen.until ?? '') - Date.now()) / 86_400_000);
  if (days < 14) add('TLS', 'warning', `the certificate ends in ${days} days`, 'have it renewed');
  else add('TLS', 'ok', `the certificate is good for ${days} days`);
  return true;
}

/** Where to go in place of an address that sends elsewhere. */
function insteadOf(root: string, location: string): string {
  let other: string | undefined;
  try {
    other = addressOf(new URL(location, root).href).root;
  } catch {
    // It leads nowhere.
  }
  return other === undefined || other === root
    ? 'something there wants people to choose or to log in first: ask who runs the server'
    : `use the root of that address: ${other}`;
}

/** What answers there: version, latency, clock, databases, protocols. */
async function server(root: string, { database }: Connection, add: Add): Promise<boolean> {
  const times: number[] = [];
  let version: string | undefined;
  let date: string | undefined;
  let status = 0;
  try {
    for (let round = 0; round < 3; round += 1) {
      const answer = await ask(`${root}/web/webclient/version_info`, rpc());
      if (answer.location !== undefined) {
        add(
          'server',
          'failed',
          `it sends elsewhere: ${answer.location}`,
          insteadOf(root, answer.location),
        );
        return false;
      }
      status = answer.status;
      times.push(answer.milliseconds);
      date = answer.date ?? date;
      version =
        (resultOf(answer) as { server_version?: string } | undefined)?.server_version ?? version;
    }
    version ??= (
      resultOf(
        await ask(`${root}/jsonrpc`, rpc({ service: 'common', method: 'version', args: [] })),
      ) as { server_version?: string } | undefined
    )?.server_version;
  } catch (error) {
    const reason = reasonOf(error);
    add('server', 'failed', `${root} is not reached: ${reason}`, remedyFor(reason, root));
    return false;
  }
  if (version === undefined) {
    add(
      'server',
      'failed',
      `what answers there (HTTP ${status}) is not Odoo, or a proxy hides Odoo`,
      status >= 500
        ? 'the server, or what stands before it, is down: try again, or ask who runs it'
        : 'open the address in a browser: it must show Odoo',
    );
    return false;
  }
  add(
    'server',
    Number.parseInt(version.replace(/^saas[~-]/, ''), 10) < 17 ? 'warning' : 'ok',
    `Odoo ${version}`,
    Number.parseInt(version.replace(/^saas[~-]/, ''), 10) < 17
      ? 'the client is made for Odoo 17 and newer'
      : undefined,
  );
  const fastest = Math.min(...times);
  add(
    'latency',
    fastest > 500 ? 'warning' : 'ok',
    `${Math.round(fastest)} ms a request`,
    fastest > 500 ? 'a server nearer by, or fewer and larger requests (export, import)' : undefined,
  );
  const skew = date ? Math.round((Date.now() - Date.parse(date)) / 1000) : 0;
  if (Math.abs(skew) > 60)
    add(
      'clock',
      'warning',
      `this machine and the server differ by ${Math.abs(skew)} s`,
      'set the clock; one-time codes and expiries depend on it',
    );
  else add('clock', 'ok', 'this machine and the server agree');
  const databases = await databasesOf(root);
  if (databases === undefined) add('databases', 'ok', 'the server does not list them');
  else if (databases.includes(database))
    add('databases', 'ok', `${database} is among ${databases.length}`);
  else
    add(
      'databases',
      'failed',
      `there is no database "${database}"`,
      `the databases are: ${databases.join(', ') || 'none'}`,
    );
  return databases === undefined || databases.includes(database);
}

async function login(
  root: string,
  found: Connection,
  options: CheckOptions,
  add: Add,
): Promise<void> {
  const open = await Promise.all(
    (['session', 'json2', 'jsonrpc'] as const).map(async (name) => {
      const path = {
        session: '/web/session/get_session_info',
        json2: '/json/2/res.users/context_get',
        jsonrpc: '/jsonrpc',
      }[name];
      try {
        const { status } = await ask(
          `${root}${path}`,
          name === 'json2'
            ? {}
            : rpc(name === 'jsonrpc' ? { service: 'common', method: 'version', args: [] } : {}),
        );
        // Without a key, JSON-2 says 401; 404 means that it is not there.
        return status === 404 || status >= 500 || status === 405 ? undefined : name;
      } catch {
        return undefined;
      }
    }),
  );
  const client = await clientFor(found, options);
  const secret = found.apiKey ? 'API key' : 'password';
  try {
    const { name, username, uid } = await client.authenticate();
    add('protocol', 'ok', `${client.protocol}, of ${open.filter(Boolean).join(', ')}`);
    add('login', 'ok', `${name} (${username || found.username}, id ${uid}) by ${secret}`);
  } catch (error) {
    const { what, advice } = describe(error);
    add('protocol', 'ok', open.filter(Boolean).join(', ') || 'none answers');
    if (/two-factor/.test(what) && !found.apiKey) {
      const remedy = 'log in with an API key: odoo-client-wasm login --api-key';
      add('login', 'failed', 'the password alone opens nothing', remedy);
      return add('two-factor', 'failed', what, remedy);
    }
    const ended = found.expires !== undefined && daysUntil(found.expires) < 0;
    return add(
      'login',
      'failed',
      what,
      found.apiKey && ended
        ? `the key ended on ${found.expires}: odoo-client-wasm login --renew`
        : found.apiKey
          ? 'check that the key is of this database and user, has the scope rpc and has not expired'
          : advice,
    );
  }
  await secondFactor(client, found, add);
  await keys(client, found, add);
  for (const model of options.models ?? ['res.partner']) await rights(client, model, add);
  await client.logout();
}

async function secondFactor(client: OdooClient, { apiKey }: Connection, add: Add): Promise<void> {
  try {
    const [user] = await client.read<{ totp_enabled?: boolean }>(
      'res.users',
      client.getSession()?.uid ?? 0,
      ['totp_enabled'],
    );
    if (user?.totp_enabled && !apiKey)
      add(
        'two-factor',
        'warning',
        'is on, and this login is by password',
        'use an API key: odoo-client-wasm login',
      );
    else
      add('two-factor', 'ok', user?.totp_enabled ? 'is on; the API key is right for it' : 'is off');
  } catch {
    add('two-factor', 'ok', 'cannot be read');
  }
}

async function keys(client: OdooClient, { apiKey, expires }: Connection, add: Add): Promise<void> {
  if (!apiKey) return add('API key', 'ok', 'none is used');
  if (expires && daysUntil(expires) <= 14)
    add(
      'API key',
      'warning',
      `${daysUntil(expires) < 0 ? 'expired' : 'expires'} on ${expires}, as given to login`,
      'renew it: odoo-client-wasm login --renew',
    );
  try {
    const all = await client.searchRead<{
      name: string;
      scope: string | false;
      expiration_date?: string | false;
    }>('res.users.apikeys', [['user_id', '=', client.getSession()?.uid ?? 0]], {});
    if (!all.length) return add('API key', 'ok', 'works; its scope and end cannot be read');
    // Which of the user's keys this one is, the server tells nobody.
    for (const { name, scope, expiration_date: end } of all) {
      const day = end ? end.slice(0, 10) : undefined;
      const words = `"${name}", scope ${scope || 'any'}, ${day ? `until ${day}` : 'without end'}`;
      if (scope && scope !== 'rpc')
        add('API key', 'warning', words, 'programs need a key of the scope rpc');
      else if (day && daysUntil(day) <= 14)
        add('API key', 'warning', words, 'renew it: odoo-client-wasm login --renew');
      else add('API key', 'ok', words);
    }
  } catch {
    add('API key', 'ok', 'works; its scope and end cannot be read');
  }
}

async function rights(client: OdooClient, model: string, add: Add): Promise<void> {
  try {
    const may = await Promise.all(
      (['read', 'write', 'create', 'unlink'] as const).map((right) =>
        client
          .call<boolean>(
            model,
            'check_access_rights',
            [right],
            { raise_exception: false },
            { safetyLevel: 'READ' },
          )
          .catch((error) => {
            // Newer servers have another method for it.
            if (!isRefusal(error)) throw error;
            return client.call<boolean>(
              model,
              'has_access',
              [[], right],
              {},
              { safetyLevel: 'READ' },
            );
          }),
      ),
    );
    const names = ['read', 'write', 'create', 'delete'].filter((_, index) => may[index]);
    if (may[0]) add(model, 'ok', `may ${names.join(', ')}`);
    else add(model, 'failed', 'may not be read', 'ask an administrator for the right');
  } catch (error) {
    const { what, advice } = describe(error);
    add(model, 'failed', what, advice);
  }
}
