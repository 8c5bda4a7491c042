// Starting the sandbox server: one process, one port of its own, one URL.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { DEMO_KEYS } from '../www/js/demo-keys.js';
import { Refusal, run } from './process.mjs';
import { cargoTarget, root } from './project.mjs';

/**
 * What the demo's server is told: to serve page and package, and to know the API keys that the page
 * fills in.
 */
export const demoArguments = [
  '--serve',
  '/=www',
  '--serve',
  '/pkg=pkg',
  ...Object.entries(DEMO_KEYS).flatMap(([login, key]) => ['--api-key', `${login}=${key}`]),
];

/**
 * Compiles the server, as fast as it can be, and answers where it is. `ODOO_SANDBOX_SERVER` names
 * one that is there already.
 */
export async function sandboxProgram() {
  return given() ?? compiled('native', '--package', 'odoo-sandbox-server');
}

/**
 * The same for tests: as Rust's own tests have it, with the features of the whole workspace, so
 * that nothing is compiled twice.
 */
export async function testedSandboxProgram() {
  const likeTests = ['--workspace', '--exclude', 'odoo-glue', '--bin', 'odoo-sandbox-server'];
  return given() ?? compiled('dev', ...likeTests);
}

function given() {
  const program = process.env.ODOO_SANDBOX_SERVER;
  if (!program) return undefined;
  if (!existsSync(program))
    throw new Refusal(`ODOO_SANDBOX_SERVER is ${program}, and there is no such file.`);
  return resolve(program);
}

async function compiled(profile, ...what) {
  await run('cargo', ['build', '--locked', '--profile', profile, ...what]);
  // Cargo keeps what the profile `dev` makes in a folder of another name.
  return join(cargoTarget, profile === 'dev' ? 'debug' : profile, 'odoo-sandbox-server');
}

/**
 * Starts the server and resolves once it listens: `{ url, program, process, stop() }`.
 * `args` are the server's own; without a `--port` it takes a free one. It ends with this process.
 */
export async function startSandbox(args = []) {
  const program = await sandboxProgram();
  const server = spawn(program, args.includes('--port') ? args : ['--port', '0', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const endWithUs = () => server.kill();
  process.once('exit', endWithUs);

  const lines = createInterface({ input: server.stdout });
  const url = await new Promise((listening, reject) => {
    server.once('error', (error) =>
      reject(new Refusal(`the sandbox server could not be started: ${error.message}`)),
    );
    server.once('exit', (code) =>
      reject(
        new Refusal(
          `the sandbox server ended before it listened (exit code ${code}); see its message above`,
        ),
      ),
    );
    lines.once('line', (line) => {
      const match = /^listening on (http:\/\/\S+)$/.exec(line);
      if (match) listening(match[1]);
      else
        reject(
          new Refusal(
            `the sandbox server said "${line}" where "listening on http://…" was expected`,
          ),
        );
    });
  });

  const stop = () =>
    new Promise((stopped) => {
      process.removeListener('exit', endWithUs);
      if (server.exitCode !== null || server.signalCode !== null) return stopped();
      server.once('exit', stopped);
      server.kill();
    });
  return { url, program, process: server, stop };
}
