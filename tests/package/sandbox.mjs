// The embedded Odoo as a process of its own, one for each test file that asks for it.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { patiently, project, toolbox } from './fixture.mjs';

/** Who can log in to every sandbox. */
export const users = {
  admin: { database: 'demo', username: 'admin', password: 'admin' },
  demo: { database: 'demo', username: 'demo', password: 'demo' },
  portal: { database: 'demo', username: 'portal', password: 'portal' },
};

function program() {
  const target = resolve(project, process.env.CARGO_TARGET_DIR ?? 'target');
  const candidates = [
    process.env.ODOO_SANDBOX_SERVER,
    ...['debug', 'native'].map((profile) => join(target, profile, 'odoo-sandbox-server')),
  ].filter(Boolean);
  const found = candidates.find((path) => existsSync(path));
  if (!found) {
    throw new Error(
      `no sandbox server at ${candidates.join(' or ')}: build it with \`cargo build -p odoo-sandbox-server\``,
    );
  }
  return found;
}

/** API keys as Odoo makes them, for sandboxes that are started with `...keyOptions`. */
export const keys = {
  admin: 'a11d'.repeat(10),
  demo: 'de00'.repeat(10),
  portal: 'b0b0'.repeat(10),
};
export const keyOptions = Object.entries(keys).flatMap(([login, key]) => [
  '--api-key',
  `${login}=${key}`,
]);

/**
 * The series of sandboxes whose test names none: `ODOO_SANDBOX_SERIES=20` asks whether a test holds
 * there as well.
 */
const { ODOO_SANDBOX_SERIES: wanted } = process.env;

/**
 * Starts a sandbox on a free port; `args` are its command-line options. It ends with the test run.
 */
export async function startSandbox(...args) {
  const options = [
    ...(args.includes('--port') ? [] : ['--port', '0']),
    ...(args.includes('--odoo') || !wanted ? [] : ['--odoo', wanted]),
    ...args,
  ];
  const child = spawn(program(), options, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = new Promise((done) => child.once('exit', done));
  process.once('exit', () => child.kill());
  const lines = createInterface({ input: child.stdout });
  const url = await new Promise((done, fail) => {
    lines.once('line', (line) => {
      const [, address] = /^listening on (http:\/\/\S+)$/.exec(line) ?? [];
      if (address) done(address);
      else fail(new Error(`the sandbox said: ${line}`));
    });
    child.once('exit', (code) =>
      fail(new Error(`the sandbox ended with code ${code} before it listened`)),
    );
  });
  // Neither the process nor its output keeps the tests from ending.
  child.unref();
  child.stdout.unref();
  /** Talks to a sandbox that was started with `--control`. */
  const control = async (method, what, body) => {
    const response = await fetch(`${url}/sandbox/${what}`, {
      method,
      body: body && JSON.stringify(body),
    });
    if (!response.ok)
      throw new Error(
        `${method} /sandbox/${what}: HTTP ${response.status}: ${await response.text()}`,
      );
    return response.json();
  };
  return {
    url,
    /** Asks for trouble: rules of sandbox/README.md. */
    strike: (...rules) => control('POST', 'faults', rules),
    /** Lifts every rule. */
    heal: () => control('DELETE', 'faults'),
    /** What was called, with how often: `{ total, counts, requests }`. */
    journal: () => control('GET', 'requests'),
    forget: () => control('DELETE', 'requests'),
    /** The web sessions that are open: `{ open, sessions: [{ db, uid }] }`. */
    sessions: () => control('GET', 'sessions'),
    /** Back to the start: records, sessions, rules and requests. */
    reset: () => control('POST', 'reset'),
    stop() {
      child.ref();
      child.kill();
      return exited;
    },
    client: (user = users.admin, config = {}) =>
      new toolbox.OdooClient({ url, ...user, ...config }),
    async connect(user, config) {
      const client = this.client(user, config);
      await client.authenticate(patiently);
      return client;
    },
  };
}
