// A fresh folder with the packed tarball installed, a sandbox of its own, and the report of the
// program that ran there.

import { copyFile, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { installFresh } from '../../scripts/pack.mjs';
import { run } from '../../scripts/process.mjs';
import { inProject } from '../../scripts/project.mjs';
import { startSandbox } from '../../scripts/sandbox.mjs';
import { checkNames } from './smoke.mjs';

const mark = 'REPORT ';

/** Programs of a runtime may take this long, start included. */
const patience = 180_000;

export class Workspace {
  #remove;
  #sandboxes = [];

  static async open(dependencies = {}, manifest = {}) {
    const workspace = new Workspace();
    const { folder, remove } = await installFresh({
      aliases: ['odoo-client-wasm'],
      dependencies,
      manifest,
    });
    workspace.folder = folder;
    workspace.#remove = remove;
    await copyFile(inProject('tests', 'runtimes', 'smoke.mjs'), join(folder, 'smoke.mjs'));
    return workspace;
  }

  path(...parts) {
    return join(this.folder, ...parts);
  }

  async write(name, text) {
    await mkdir(dirname(this.path(name)), { recursive: true });
    await writeFile(this.path(name), text);
  }

  read(...parts) {
    return readFile(this.path(...parts), 'utf8');
  }

  /** Bytes that files of the workspace have together, each after gzip. */
  async gzip(...files) {
    const sizes = await Promise.all(
      files.map(async (file) => gzipSync(await readFile(this.path(file))).length),
    );
    return sizes.reduce((total, size) => total + size, 0);
  }

  /**
   * Takes away all of the package's dist/ but these files, so that nothing else is loaded, and
   * answers their bytes after gzip.
   */
  async onlyOfPackage(...files) {
    const dist = join('node_modules', 'odoo-client-wasm', 'dist');
    const others = (await readdir(this.path(dist))).filter((file) => !files.includes(file));
    await Promise.all(others.map((file) => rm(this.path(dist, file), { recursive: true })));
    return this.gzip(...files.map((file) => join(dist, file)));
  }

  /**
   * Starts a sandbox, which ends with the workspace. With `serve`, it serves that folder as well,
   * on the same origin.
   */
  async sandbox(serve) {
    const sandbox = await startSandbox([
      '--control',
      ...(serve === undefined ? [] : ['--serve', `/=${this.path(serve)}`]),
    ]);
    this.#sandboxes.push(sandbox);
    return sandbox.url;
  }

  /** Runs a program in the folder to its end and answers what it printed. */
  run(program, args, options = {}) {
    return run(program, args, { cwd: this.folder, quiet: true, timeout: patience, ...options });
  }

  /** Runs a program that prints a report, and answers that. */
  async report(program, args, options) {
    return reportIn(await this.run(program, args, options));
  }

  /**
   * The time, in milliseconds, that `load` (an expression for the package) and the first client
   * take in a new process. Of several starts it is the shortest: whatever else the machine does
   * only adds.
   */
  async loadingTime(program, args, load, extension = 'mjs') {
    const file = `loading.${extension}`;
    await this.write(
      file,
      `
(async () => {
  const before = performance.now();
  const { OdooClient } = ${load};
  new OdooClient({ url: 'http://127.0.0.1', database: 'demo', username: 'admin', password: 'admin' });
  console.log(performance.now() - before);
})();
`,
    );
    const times = [];
    for (let start = 0; start < 9; start += 1)
      times.push(Number(await this.run(program, [...args, file])));
    return Math.min(...times);
  }

  async close() {
    await Promise.all(this.#sandboxes.map((sandbox) => sandbox.stop()));
    await this.#remove();
  }
}

/** The source of a statement that prints the report; `toolbox` and `smoke` must be in scope. */
export const printReport = (url) => `
  console.log('${mark}' + JSON.stringify({ milliseconds: Reflect.get(globalThis, 'loadingTook'), checks: await smoke(toolbox, ${JSON.stringify(url)}) }));
`;

/** What Node loads of the package, by `import` and by `require`. */
export const loadedByNode = {
  import: ['node.mjs', 'odoo_client_wasm.wasm'],
  require: ['node.cjs', 'client.node.cjs', 'odoo_client_wasm.wasm'],
  'import and require': ['node.mjs', 'node.cjs', 'client.node.cjs', 'odoo_client_wasm.wasm'],
};

/** The first import of a program whose loading is timed, and the statement after its imports. */
export const clock = 'globalThis.loadingSince = performance.now();\n';
export const stopClock = 'globalThis.loadingTook = performance.now() - globalThis.loadingSince;\n';

export function reportIn(text) {
  const line = text.split('\n').find((each) => each.includes(mark));
  if (!line) throw new Error(`the program printed no report:\n${text.slice(-2000)}`);
  return JSON.parse(line.slice(line.indexOf(mark) + mark.length));
}

/**
 * Throws unless the report tells of every check, and of no failure; or of what else was seen to
 * run.
 */
export function assertComplete({ checks, proof }) {
  if (proof) return;
  if (!checks) throw new Error('the case reports nothing');
  const missing = checkNames.filter((name) => !checks.some((check) => check.name === name));
  if (missing.length) throw new Error(`these checks did not run: ${missing.join('; ')}`);
  const failed = checks.filter(({ error }) => error);
  if (failed.length)
    throw new Error(failed.map(({ name, error }) => `${name}: ${error}`).join('\n'));
}
