// Running other programs, and ending this one with a message instead of a stack trace.

import { spawn, spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { root, toolEnvironment } from './project.mjs';

/** Something the user has to know or do; its message is all that is printed. */
export class Refusal extends Error {
  constructor(message, remedy) {
    super(remedy ? `${message}\n  → ${remedy}` : message);
  }
}

/** The text a program prints, or null when it is missing or fails. */
export function output(program, args, options = {}) {
  const { status, stdout } = spawnSync(program, args, {
    cwd: root,
    env: toolEnvironment(),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    ...options,
  });
  return status === 0 ? stdout.trim() : null;
}

/**
 * Runs a program to its end, its output passed on as it comes, or kept back when it is to be
 * `quiet`. Resolves to that output as text; rejects with a Refusal when the program fails, which
 * tells what was kept back.
 */
export function run(program, args, { env = {}, remedy, quiet = false, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...toolEnvironment(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...options,
    });
    const seen = [];
    for (const [from, to] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ]) {
      from.on('data', (chunk) => {
        seen.push(chunk);
        if (!quiet) to.write(chunk);
      });
    }
    const said = () => Buffer.concat(seen).toString();
    const command = [program, ...args].join(' ');
    child.on('error', (error) =>
      reject(new Refusal(`${program} could not be started: ${error.message}`, remedy)),
    );
    child.on('close', (code, signal) => {
      if (code === 0) return resolve(said());
      const failure = `\`${command}\` failed (${signal ?? `exit code ${code}`})`;
      reject(
        Object.assign(new Refusal(quiet ? `${failure}:\n${said().trim()}` : failure, remedy), {
          output: said(),
          exitCode: code,
        }),
      );
    });
  });
}

/**
 * Runs `main` when `url` is the module Node was started with; a Refusal ends it with its message
 * alone.
 */
export async function entryPoint(url, main) {
  if (!process.argv[1] || realpathSync(process.argv[1]) !== realpathSync(fileURLToPath(url)))
    return;
  try {
    await main(process.argv.slice(2));
  } catch (error) {
    console.error(`\n✗ ${error instanceof Refusal ? error.message : error.stack}`);
    process.exitCode = 1;
  }
}
