// One page in headless Firefox, driven by geckodriver over WebDriver, and the report it leaves in
// `globalThis.report`.

import { gzipSync } from 'node:zlib';
import { output } from '../../scripts/process.mjs';
import { toolEnvironment } from '../../scripts/project.mjs';
import { freePort, Server } from './server.mjs';

const patience = 60_000;

/** Waits for the report in the page; what the page loaded comes with it. */
const waitForReport = `
const done = arguments[arguments.length - 1];
const look = () => (globalThis.report
  ? done({ ...globalThis.report, scripts: performance.getEntriesByType('resource').filter(({ name }) => /\\.m?js$/.test(name)).map(({ name }) => name) })
  : setTimeout(look, 50));
look();
`;

export const firefoxVersion = () =>
  /(\d[\d.]*)/.exec(
    output('firefox-esr', ['--version']) ?? output('firefox', ['--version']) ?? '',
  )?.[1];

async function command(verb, url, body) {
  const response = await fetch(url, {
    method: verb,
    ...(body && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const { value } = await response.json();
  if (!response.ok)
    throw new Error(`${verb} ${new URL(url).pathname}: ${value.error}: ${value.message}`);
  return value;
}

/**
 * Opens `url` and answers its report, with the version of the browser and the size of all scripts
 * it loaded, each after gzip.
 */
export async function reportOfFirefox(workspace, url) {
  const port = await freePort();
  const driver = await Server.start(workspace, 'geckodriver', ['--port', String(port)], {
    env: toolEnvironment(),
    url: `http://127.0.0.1:${port}/status`,
  });
  try {
    const sessions = `http://127.0.0.1:${port}/session`;
    const { sessionId, capabilities } = await command('POST', sessions, {
      capabilities: {
        alwaysMatch: {
          'moz:firefoxOptions': { args: ['-headless'] },
          timeouts: { script: patience, pageLoad: patience },
        },
      },
    });
    const session = `${sessions}/${sessionId}`;
    try {
      await command('POST', `${session}/url`, { url });
      const { scripts, ...report } = await command('POST', `${session}/execute/async`, {
        script: waitForReport,
        args: [],
      });
      const bodies = await Promise.all(
        scripts
          .filter((script) => !script.endsWith('smoke.mjs'))
          .map(async (script) => (await fetch(script)).arrayBuffer()),
      );
      const gzip = bodies.reduce((total, body) => total + gzipSync(Buffer.from(body)).length, 0);
      return { version: capabilities.browserVersion, gzip, ...report };
    } finally {
      await command('DELETE', session);
    }
  } catch (error) {
    throw new Error(`${error.message}\n${driver.said}`);
  } finally {
    await driver.stop();
  }
}
