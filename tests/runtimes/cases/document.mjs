// The programs of docs/using-it-with.md, each as it stands there, against the sandbox.

import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { inProject } from '../../../scripts/project.mjs';
import { output } from '../../../scripts/process.mjs';
import { withPage } from '../chromium.mjs';
import { bundleWorker, serveWorker } from '../workerd.mjs';
import { freePort, Server } from '../server.mjs';

const document = await readFile(inProject('docs', 'using-it-with.md'), 'utf8');
const programs = Object.fromEntries(
  [...document.matchAll(/^```\w+ file=(\S+)\n([^]*?)^```$/gm)].map(([, file, text]) => [
    file,
    text,
  ]),
);

/** What the document says to run a program with: the arguments, without the name of the runtime. */
function commandOf(file) {
  const [, line] =
    new RegExp(`^ {4}(\\w+ .*${file.replaceAll('.', '\\.')})$`, 'm').exec(document) ?? [];
  assert.ok(line, `the document does not say how to run ${file}`);
  return line.split(' ').slice(1);
}

/** Writes programs of the document into the workspace. */
async function take(workspace, ...files) {
  for (const file of files) {
    assert.ok(programs[file], `the document has no ${file}`);
    await workspace.write(file, programs[file]);
  }
}

/** What the programs find in their environment. */
const account = (url) => ({
  ODOO_URL: url,
  ODOO_DB: 'demo',
  ODOO_USER: 'admin',
  ODOO_PASSWORD: 'admin',
});

/** A case answers what was seen as `proof`; it counts as run because something was. */
const example = (name, { files, quick = true, dependencies, run }) => ({
  name: `Document, ${name}`,
  quick,
  files,
  dependencies,
  async run(workspace) {
    await take(workspace, ...files);
    return run(workspace, await workspace.sandbox());
  },
});

const partners = /^\d+ partners$/;

async function assertFormWorks(url) {
  return withPage(url, async (page) => {
    const logIn = async (password, expected) => {
      await page.fill('[name=username]', 'admin');
      await page.fill('[name=password]', password);
      await page.click('button');
      await page.waitForFunction(
        (text) => new RegExp(text).test(document.querySelector('[role=status]').textContent),
        expected.source,
      );
    };
    await logIn('wrong', /^Wrong name or password$/);
    await logIn('admin', partners);
    return page.textContent('[role=status]');
  });
}

export const documentCases = [
  example('Node', {
    files: ['companies.mjs'],
    async run(workspace, url) {
      const lines = (
        await workspace.run(process.execPath, commandOf('companies.mjs'), { env: account(url) })
      )
        .trim()
        .split('\n');
      assert.equal(lines.length, 5);
      for (const line of lines) assert.match(line, /^.+, .+$/);
      return { version: process.versions.node, proof: lines[0] };
    },
  }),

  example('Express', {
    files: ['server.mjs'],
    dependencies: { express: '5.2.1' },
    async run(workspace, url) {
      const server = await Server.start(workspace, process.execPath, ['server.mjs'], {
        env: { ...account(url), PORT: '0' },
      });
      try {
        const ask = async (path) => {
          const response = await fetch(server.url + path);
          return [response.status, await response.json()];
        };
        const [status, partner] = await ask('/partners/1');
        assert.deepEqual([status, partner.id, typeof partner.name], [200, 1, 'string']);
        assert.deepEqual(
          (await ask('/partners/987654321')).map((part) => part.error ?? part),
          [404, 'MISSING_ERROR'],
        );
        assert.equal((await ask('/partners/one'))[0], 400);
        return { version: '5.2.1', proof: partner.name };
      } finally {
        await server.stop();
      }
    },
  }),

  example('Next.js', {
    files: ['app/partners/page.jsx'],
    quick: false,
    dependencies: { next: '16.4.6', react: '19.3.1', 'react-dom': '19.3.1' },
    async run(workspace, url) {
      await workspace.write(
        'app/layout.jsx',
        'export default function Layout({ children }) { return <html lang="en"><body>{children}</body></html>; }\n',
      );
      const env = { ...account(url), NEXT_TELEMETRY_DISABLED: '1' };
      await workspace.run('npx', ['next', 'build'], { env });
      const server = await Server.start(
        workspace,
        process.execPath,
        ['node_modules/next/dist/bin/next', 'start', '--hostname', '127.0.0.1', '--port', '0'],
        { env },
      );
      try {
        const names = [
          ...(await (await fetch(`${server.url}/partners`)).text()).matchAll(/<li>([^<]+)<\/li>/g),
        ];
        assert.equal(names.length, 10);
        return { version: '16.4.6', proof: names[0][1] };
      } finally {
        await server.stop();
      }
    },
  }),

  example('Deno', {
    files: ['count.ts'],
    quick: false,
    dependencies: { '@deno/linux-x64-glibc': '2.9.6' },
    async run(workspace, url) {
      const deno = workspace.path('node_modules', '@deno', 'linux-x64-glibc', 'deno');
      const said = (
        await workspace.run(deno, commandOf('count.ts'), {
          env: { ...account(url), DENO_NO_PROMPT: '1' },
        })
      ).trim();
      assert.match(said.split('\n').at(-1), partners);
      return { version: '2.9.6', proof: said.split('\n').at(-1) };
    },
  }),

  example('Bun', {
    files: ['count-with-bun.ts'],
    quick: false,
    dependencies: { '@oven/bun-linux-x64-baseline': '1.4.5' },
    async run(workspace, url) {
      const bun = workspace.path('node_modules', '@oven', 'bun-linux-x64-baseline', 'bin', 'bun');
      const said = (
        await workspace.run(bun, commandOf('count-with-bun.ts'), { env: account(url) })
      ).trim();
      assert.match(said, partners);
      return { version: '1.4.5', proof: said };
    },
  }),

  example('Cloudflare Workers', {
    files: ['worker.mjs'],
    dependencies: { '@cloudflare/workerd-linux-64': '1.20261117.1' },
    async run(workspace, url) {
      await bundleWorker(workspace, 'worker.mjs');
      const { version, answer } = await serveWorker(workspace, {
        compatibilityDate: '2026-11-01',
        variables: account(url),
      });
      assert.ok(answer.partners > 0, JSON.stringify(answer));
      return { version, proof: `${answer.partners} partners` };
    },
  }),

  example('a page with Vite', {
    files: ['vite.config.js', 'index.html', 'main.js'],
    dependencies: { vite: '8.3.8' },
    async run(workspace, url) {
      const server = await Server.start(
        workspace,
        process.execPath,
        ['node_modules/vite/bin/vite.js', '--host', '127.0.0.1', '--port', '0'],
        { env: account(url) },
      );
      try {
        return { version: '8.3.8', proof: await assertFormWorks(`${server.url}/`) };
      } finally {
        await server.stop();
      }
    },
  }),

  example('a page behind nginx', {
    files: ['site.conf', 'index.html', 'main.js'],
    quick: false,
    dependencies: { vite: '8.3.8' },
    async run(workspace, url) {
      await workspace.run('npx', ['vite', 'build', '--outDir', 'page']);
      const port = await freePort();
      const here = [
        ['127.0.0.1:8080', `127.0.0.1:${port}`],
        ['/srv/page', workspace.path('page')],
        ['http://127.0.0.1:8069', url],
      ];
      const site = here.reduce((text, [from, to]) => {
        assert.ok(text.includes(from), `${from} is not in site.conf`);
        return text.replace(from, to);
      }, programs['site.conf']);
      await workspace.write(
        'nginx.conf',
        `
daemon off;
${process.getuid() === 0 ? 'user root;' : '' /* the folder is its maker's alone */}
pid ${workspace.path('nginx.pid')};
error_log stderr;
events {}
http {
  include /etc/nginx/mime.types;
  access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${workspace.path('nginx', kind)};`).join('\n  ')}
  ${site}
}
`,
      );
      await mkdir(workspace.path('nginx'));
      const server = await Server.start(workspace, 'nginx', ['-c', workspace.path('nginx.conf')], {
        url: `http://127.0.0.1:${port}`,
      });
      try {
        return {
          version: /nginx\/(\S+)/.exec(output('sh', ['-c', 'nginx -v 2>&1']))[1],
          proof: await assertFormWorks(`${server.url}/`),
        };
      } finally {
        await server.stop();
      }
    },
  }),
];

/**
 * Blocks of the document that are not taken by a case, or do not say which file they are; there
 * must be none.
 */
export const untested = () =>
  [...document.matchAll(/^```(\w.*)$/gm)]
    .map(([, opening]) => / file=(\S+)$/.exec(opening)?.[1] ?? opening)
    .filter((file) => !documentCases.some(({ files }) => files.includes(file)));
