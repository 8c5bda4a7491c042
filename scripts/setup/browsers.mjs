// The browsers that tests run in, with their drivers.

import { output } from '../process.mjs';
import { debianPackages, where } from './debian.mjs';

/** Chromium's program: Debian's name first, then the names other systems use. */
export const chromiumPath = () =>
  process.env.CHROME_PATH ??
  ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
    .map(where)
    .find(Boolean) ??
  null;

export const chromium = debianPackages({
  name: 'Chromium and its driver',
  packages: ['chromium', 'chromium-driver'],
  elsewhere:
    'install both so that `chromium` (or what CHROME_PATH names) and `chromedriver` can be started',
  present() {
    const browser = chromiumPath();
    const driver = output('chromedriver', ['--version']);
    return browser && driver ? `${browser}, ${driver.split(' ').slice(0, 2).join(' ')}` : null;
  },
});

export const firefox = debianPackages({
  name: 'Firefox',
  packages: ['firefox-esr'],
  elsewhere: 'install Firefox so that `firefox` can be started',
  present: () => where('firefox') ?? where('firefox-esr'),
});
