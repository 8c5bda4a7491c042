// Chromium and its driver, for the tests that run in a browser.

import { output, Refusal, run } from '../process.mjs';

const install = ['install', '--yes', '--no-install-recommends', 'chromium', 'chromium-driver'];

/** How to become root here: not at all, by sudo, or null where neither goes. */
function asRoot() {
  if (process.getuid?.() === 0) return [];
  return output('sudo', ['-n', 'true']) === null ? null : ['sudo', '-n'];
}

/** The browser's program: Debian's name first, then the names other systems use. */
export const chromiumPath = () =>
  process.env.CHROME_PATH
  ?? ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].map((name) => output('which', [name])).find(Boolean)
  ?? null;

export const chromium = {
  name: 'Chromium and its driver',

  present() {
    const browser = chromiumPath();
    const driver = output('chromedriver', ['--version']);
    return browser && driver ? `${browser}, ${driver.split(' ').slice(0, 2).join(' ')}` : null;
  },

  async obtain(say) {
    const prefix = asRoot();
    const byHand = `sudo apt-get ${install.join(' ')}`;
    if (!output('which', ['apt-get'])) {
      throw new Refusal('Chromium or chromedriver is missing, and this is no Debian-like system.', 'install both so that `chromium` (or CHROME_PATH) and `chromedriver` can be started');
    }
    if (!prefix) throw new Refusal('Chromium or chromedriver is missing, and installing them needs root.', `run: ${byHand}`);
    say('apt-get installs chromium and chromium-driver …');
    const aptGet = (args) => {
      const [program, ...rest] = [...prefix, 'apt-get', ...args];
      return run(program, rest, { quiet: true, env: { DEBIAN_FRONTEND: 'noninteractive' }, remedy: `run: ${byHand}` });
    };
    await aptGet(['update']);
    await aptGet(install);
  },
};
