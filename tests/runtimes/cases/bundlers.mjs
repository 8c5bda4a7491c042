// Bundlers as their own documentation starts them, without a plugin for this package.

import { build as esbuild } from 'esbuild';
import { clock, loadedByNode, printReport, stopClock } from '../workspace.mjs';
import { leaveReport, reportOfPage } from '../chromium.mjs';
import { Server } from '../server.mjs';

const html = (script) =>
  `<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<link rel="icon" href="data:,">\n<title>Runtimes</title>\n${script}\n</html>\n`;

const source = `
import './clock.js';
import * as toolbox from 'odoo-client-wasm';
import { smoke } from './smoke.mjs';
`;

/** The page's program, in a function: not every bundler's output format has a top-level await. */
const pageSource = `${source}
async function main() {${leaveReport}}
main();
`;

/** The same for Node. */
const nodeSource = (url) => `${source}${stopClock}(async () => {${printReport(url)}})();`;

const version = async (workspace, name) =>
  JSON.parse(await workspace.read('node_modules', name, 'package.json')).version;

/** A case that builds `src.js` into `out/` and opens a page with what came out. */
const bundled = (
  name,
  {
    dependencies = {},
    quick = false,
    tool,
    script = '<script src="bundle.js" defer></script>',
    build,
  },
) => ({
  name,
  quick,
  dependencies,
  async run(workspace) {
    await workspace.write('clock.js', clock);
    await workspace.write('src.js', pageSource);
    await workspace.write('out/index.html', html(script));
    await build(workspace);
    const report = await reportOfPage(`${await workspace.sandbox('out')}/index.html`);
    return {
      ...report,
      version: tool ? await version(workspace, tool) : (await import('esbuild')).version,
    };
  },
});

const webpack = (mode) =>
  bundled(`webpack 5, ${mode}`, {
    tool: 'webpack',
    dependencies: { webpack: '5.112.2', 'webpack-cli': '7.3.1' },
    build: (workspace) =>
      workspace.run('npx', [
        'webpack',
        '--mode',
        mode,
        '--entry',
        './src.js',
        '--output-path',
        'out',
        '--output-filename',
        'bundle.js',
      ]),
  });

const rollup = bundled('Rollup', {
  tool: 'rollup',
  dependencies: { rollup: '4.68.7', '@rollup/plugin-node-resolve': '16.0.3' },
  script: '<script type="module" src="bundle.js"></script>',
  build: (workspace) =>
    workspace.run('npx', [
      'rollup',
      'src.js',
      '--file',
      'out/bundle.js',
      '--format',
      'es',
      '--plugin',
      'node-resolve',
      '--failAfterWarnings',
    ]),
});

const withEsbuild = (workspace, options) =>
  esbuild({
    absWorkingDir: workspace.folder,
    entryPoints: ['src.js'],
    outfile: workspace.path('out', 'bundle.js'),
    bundle: true,
    logLevel: 'silent',
    ...options,
  });

const esbuildCases = [
  bundled('esbuild, page', { build: (workspace) => withEsbuild(workspace, {}) }),
  bundled('esbuild, page, minified', {
    quick: true,
    build: (workspace) => withEsbuild(workspace, { minify: true }),
  }),
  {
    name: 'esbuild, Node, minified',
    quick: true,
    async run(workspace) {
      await workspace.write('clock.js', clock);
      await workspace.write('src.js', nodeSource(await workspace.sandbox()));
      await withEsbuild(workspace, { platform: 'node', minify: true });
      await workspace.write('out/package.json', '{}');
      const report = await workspace.report(process.execPath, ['out/bundle.js']);
      return {
        version: (await import('esbuild')).version,
        ...report,
        gzip: await workspace.gzip('out/bundle.js'),
      };
    },
  },
];

const viteConfig = (url) => `
const proxy = Object.fromEntries(['/jsonrpc', '/web', '/json', '/nowhere', '/sandbox'].map((path) => [path, '${url}']));
export default { server: { host: '127.0.0.1', proxy } };
`;

const workerPage = `
const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
worker.onerror = (event) => console.error(event.message);
worker.onmessage = ({ data }) => { globalThis.report = data; };
`;

const workerSource = `${source}
${stopClock}
async function main() {
  postMessage({ milliseconds: globalThis.loadingTook, checks: await smoke(toolbox, location.origin) });
}
main();
`;

/**
 * What Vite is given, and how it runs: built and served by the sandbox, or by its own server while
 * it develops.
 */
const vite = (release, how, { entry = pageSource, develop = false }) => ({
  name: `Vite ${release.split('.')[0]}, ${how}`,
  dependencies: { vite: release },
  async run(workspace) {
    await workspace.write('index.html', html('<script type="module" src="/src.js"></script>'));
    await workspace.write('clock.js', clock);
    await workspace.write('src.js', entry);
    await workspace.write('worker.js', workerSource);
    if (develop) {
      await workspace.write('vite.config.js', viteConfig(await workspace.sandbox()));
      return { ...(await inDevelopment(workspace)), version: release };
    }
    await workspace.write(
      'vite.config.js',
      "export default { logLevel: 'warn', build: { outDir: 'out' } };\n",
    );
    await workspace.run('npx', ['vite', 'build']);
    return {
      ...(await reportOfPage(`${await workspace.sandbox('out')}/index.html`)),
      version: release,
    };
  },
});

async function inDevelopment(workspace) {
  const server = await Server.start(workspace, process.execPath, [
    'node_modules/vite/bin/vite.js',
    '--port',
    '0',
  ]);
  try {
    // What it serves while it develops is not what users download.
    return { ...(await reportOfPage(`${server.url}/`)), gzip: undefined };
  } finally {
    await server.stop();
  }
}

/** On a server, Vite leaves packages to Node unless it is told to take them in. */
const viteSsr = (release, how, run) => ({
  name: `Vite ${release.split('.')[0]}, server side${how}`,
  dependencies: { vite: release },
  async run(workspace) {
    await workspace.write('clock.js', clock);
    await workspace.write('src.js', nodeSource(await workspace.sandbox()));
    return { version: release, ...(await run(workspace)) };
  },
});

const buildForServer = (workspace) =>
  workspace.run('npx', [
    'vite',
    'build',
    '--ssr',
    'src.js',
    '--outDir',
    'out',
    '--logLevel',
    'warn',
  ]);

const leftToNode = async (workspace) => {
  await buildForServer(workspace);
  const gzip = await workspace.onlyOfPackage(...loadedByNode.import);
  const report = await workspace.report(process.execPath, ['out/src.js']);
  return {
    ...report,
    gzip,
    milliseconds: await workspace.loadingTime(
      process.execPath,
      [],
      "await import('odoo-client-wasm')",
    ),
  };
};

const takenIn = async (workspace) => {
  await workspace.write('vite.config.js', 'export default { ssr: { noExternal: true } };\n');
  await buildForServer(workspace);
  await workspace.onlyOfPackage();
  return {
    ...(await workspace.report(process.execPath, ['out/src.js'])),
    gzip: await workspace.gzip('out/src.js'),
  };
};

const whileItDevelops = async (workspace) => {
  await workspace.write(
    'server.mjs',
    `
import { createServer } from 'vite';
const server = await createServer({ appType: 'custom', server: { middlewareMode: true, ws: false }, logLevel: 'warn' });
const { reported } = await server.ssrLoadModule('/src.js');
await reported;
await server.close();
`,
  );
  await workspace.write(
    'src.js',
    (await workspace.read('src.js')).replace('(async', 'export const reported = (async'),
  );
  return workspace.report(process.execPath, ['server.mjs']);
};

const viteCases = ['7.3.8', '8.3.8'].flatMap((release) => [
  vite(release, 'page', {}),
  vite(release, 'page in development', { develop: true }),
  vite(release, 'worker', { entry: workerPage }),
  vite(release, 'worker in development', { entry: workerPage, develop: true }),
  viteSsr(release, '', leftToNode),
  viteSsr(release, ', bundled', takenIn),
  viteSsr(release, ' in development', whileItDevelops),
]);

export const bundlerCases = [
  ...esbuildCases,
  rollup,
  webpack('development'),
  webpack('production'),
  ...viteCases,
];
