// `odoo-client-wasm sandbox`: the sandbox behind a port.

import { createSandbox, type Sandbox, type SandboxOptions } from 'odoo-client-wasm/sandbox';
import { oneLine } from '../errors.ts';
import { help, options, type Settings, WrongOption } from './options.ts';
import { type Served, serve } from './server.ts';

export async function run(args: string[]): Promise<void> {
  try {
    const settings = options(args);
    if ('help' in settings) return void console.log(help);
    await start(settings);
  } catch (error) {
    if (!(error instanceof WrongOption)) throw error;
    console.error(
      `odoo-client-wasm sandbox: ${oneLine(error.message)}\n  odoo-client-wasm sandbox --help ` +
        'lists what it takes',
    );
    process.exitCode = 2;
  }
}

async function start({
  host,
  port,
  latencyMs,
  maxConnections,
  files,
  ...settings
}: Settings): Promise<void> {
  const odoo = make(settings, files);
  const server = await listen(() => serve(odoo, { host, port, latencyMs, maxConnections }), port);
  const [database, ...others] = settings.databases;
  const users =
    "admin (all rights), demo (employee), portal (customer); each one's password is the login";
  const login = "username: 'admin', password: 'admin'";
  const connect = `{ url: '${server.url}', database: '${database}', ${login} }`;
  console.log(`listening on ${server.url}

  Odoo ${settings.odoo}, database${others.length ? 's' : ''} ${settings.databases.join(', ')}
  users      ${users}
  connect    new OdooClient(${connect})
  records    are kept in memory, and gone when this ends

  Ctrl+C ends it.`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => server.close());
}

/** Makes the sandbox; what it complains of is an option of the command line. */
function make(
  settings: Omit<SandboxOptions, 'odoo'> & { odoo: string },
  files: Settings['files'],
): Sandbox {
  try {
    return createSandbox({ ...settings, data: files.map(({ text }) => text) } as SandboxOptions);
  } catch (error) {
    const words = (error as Error).message.replace(/^createSandbox: /, '');
    const [, place, problem] = /^data\[(\d+)\]: ([\s\S]*)$/.exec(words) ?? [];
    throw new WrongOption(
      place === undefined ? words : `cannot load ${files[Number(place)]?.name}: ${problem}`,
    );
  }
}

/** Opens the port; a refusal says what to do. */
async function listen(open: () => Promise<Served>, port: number): Promise<Served> {
  try {
    return await open();
  } catch (thrown) {
    const error = thrown as NodeJS.ErrnoException;
    if (error.code === 'EADDRINUSE')
      throw new WrongOption(
        `port ${port} is taken: another sandbox, or an Odoo? Choose another with --port ` +
          `${port + 1}, or any free one with --port 0`,
      );
    if (error.code === 'EACCES')
      throw new WrongOption(
        `port ${port} needs more rights: choose one above 1023, such as --port 8069`,
      );
    if (error.syscall) throw new WrongOption(`cannot listen: ${error.message}`);
    throw error;
  }
}
