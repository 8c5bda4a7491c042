// The demo: page, package and sandbox from one origin on this machine.
//
//     npm run demo                                      the embedded Odoo
//     npm run demo -- --odoo https://odoo.example.com   a real Odoo: its paths are forwarded there
//     npm run demo -- --port 8080

import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildPackage } from './build.mjs';
import { entryPoint, Refusal } from './process.mjs';
import { packageDirectory } from './project.mjs';
import { setUp } from './setup.mjs';

const usage = 'usage: npm run demo -- [--odoo https://…] [--port N] [--latency 50ms]';

function options(args) {
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        odoo: { type: 'string' },
        port: { type: 'string', default: '8069' },
        latency: { type: 'string', default: '0ms' },
      },
    }));
  } catch (error) {
    throw new Refusal(error.message, usage);
  }
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Refusal(`--port is "${values.port}", and a port is a number from 0 to 65535`, usage);
  if (values.odoo !== undefined && !/^https?:\/\/[^/]/.test(values.odoo))
    throw new Refusal(
      `--odoo is "${values.odoo}", and an address starts with https:// or http://`,
      usage,
    );
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s)$/.exec(values.latency) ?? [];
  if (!unit)
    throw new Refusal(
      `--latency is "${values.latency}", and a time looks like 50ms or 1.5s`,
      usage,
    );
  return { odoo: values.odoo, port, latencyMs: Number(number) * (unit === 's' ? 1000 : 1) };
}

const isBuilt = () => existsSync(join(packageDirectory, 'dist', 'sandbox.js'));

/** Refuses early, before minutes of building, when something else listens there. */
const assertFree = (port) =>
  new Promise((free, reject) => {
    const probe = createServer();
    probe.once('error', ({ code }) =>
      reject(
        code === 'EADDRINUSE'
          ? new Refusal(
              `port ${port} is taken: another demo, or an Odoo of your own?`,
              `npm run demo -- --port ${port + 1}    (or --port 0 for any free one)`,
            )
          : new Refusal(`port ${port} cannot be used (${code})`, 'npm run demo -- --port 8080'),
      ),
    );
    probe.listen(port, '127.0.0.1', () => probe.close(free));
  });

async function demo(args) {
  const { odoo, port, latencyMs } = options(args);
  await assertFree(port);
  if (!isBuilt())
    console.log(
      'The first time everything is built from nothing: about two minutes on two cores. Later it takes a second.\n',
    );
  await setUp('demo');
  // What the page loads, and not the build for those who look for a mistake.
  await buildPackage({
    only: ['client', 'policy', 'columns', 'bulk', 'sandbox', 'schema', 'programs'],
    draft: true,
  });
  const { serveDemo } = await import('./demo/server.mjs');
  const server = await serveDemo({ port, odoo, latencyMs });
  console.log(`
  The demo is at   ${server.url}/${odoo ? '?preset=own' : ''}
  ${odoo ? `It talks to      ${odoo} (its paths are forwarded, so the browser sees one origin)` : 'Sign in with     database demo, user admin, password admin (or demo/demo, portal/portal)'}
  Ctrl+C ends it.
`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => server.close());
}

await entryPoint(import.meta.url, demo);
