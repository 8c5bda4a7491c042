// Next.js: a server component that renders the report, and a client component that leaves it in the
// page.

import { reportOfPage } from '../chromium.mjs';
import { clock, stopClock } from '../workspace.mjs';
import { Server } from '../server.mjs';

const release = '16.4.6';
const env = { NEXT_TELEMETRY_DISABLED: '1' };
const dependencies = { next: release, react: '19.3.1', 'react-dom': '19.3.1' };

const files = {
  'next.config.mjs': (url) => `
export default {
  async rewrites() {
    return ['/jsonrpc', '/web/:path*', '/json/:path*', '/nowhere/:path*', '/sandbox/:path*'].map((source) => ({ source, destination: '${url}' + source }));
  },
};`,
  'app/layout.js': () => `
export default function Layout({ children }) { return <html lang="en"><body>{children}</body></html>; }`,
  'app/clock.js': () => clock,
  'app/server/page.js': (url) => `
import '../clock';
import * as toolbox from 'odoo-client-wasm';
import { smoke } from '../../smoke.mjs';
import { Leave } from '../leave';
${stopClock}
export const dynamic = 'force-dynamic';
export default async function Page() { return <Leave report={{ milliseconds: globalThis.loadingTook, checks: await smoke(toolbox, '${url}') }} />; }`,
  'app/leave.js': () => `
'use client';
import { useEffect } from 'react';
export function Leave({ report }) { useEffect(() => { globalThis.report = report; }); return null; }`,
  'app/client/page.js': () => `
'use client';
import '../clock';
import * as toolbox from 'odoo-client-wasm';
import { useEffect } from 'react';
import { smoke } from '../../smoke.mjs';
${stopClock}
export default function Page() {
  useEffect(() => { smoke(toolbox, location.origin).then((checks) => { globalThis.report = { milliseconds: globalThis.loadingTook, checks }; }); }, []);
  return null;
}`,
};

async function served(workspace, path) {
  const server = await Server.start(
    workspace,
    process.execPath,
    ['node_modules/next/dist/bin/next', 'start', '--hostname', '127.0.0.1', '--port', '0'],
    { env },
  );
  try {
    return await reportOfPage(server.url + path);
  } finally {
    await server.stop();
  }
}

const next = (kind) => ({
  name: `Next.js, ${kind} component`,
  dependencies,
  async run(workspace) {
    const url = await workspace.sandbox();
    for (const [file, text] of Object.entries(files)) await workspace.write(file, text(url));
    await workspace.run('npx', ['next', 'build'], { env });
    // Its own scripts are most of what the page loads.
    return { ...(await served(workspace, `/${kind}`)), gzip: undefined, version: release };
  },
});

export const nextCases = [next('server'), next('client')];
