// Programs that come as Debian packages.

import { output, Refusal, run } from '../process.mjs';

/** Where a program is, or null. */
export const where = (program) => output('which', [program]);

/** How to become root here: not at all, by sudo, or null where neither goes. */
function asRoot() {
  if (process.getuid?.() === 0) return [];
  return output('sudo', ['-n', 'true']) === null ? null : ['sudo', '-n'];
}

/** A step that installs Debian packages where `present` finds nothing. */
export const debianPackages = ({ name, packages, present, elsewhere }) => ({
  name,
  present,

  async obtain(say) {
    const install = ['install', '--yes', '--no-install-recommends', ...packages];
    const byHand = `run: sudo apt-get ${install.join(' ')}`;
    if (!where('apt-get'))
      throw new Refusal(`${name}: missing, and this is no Debian-like system.`, elsewhere);
    const prefix = asRoot();
    if (!prefix) throw new Refusal(`${name}: missing, and installing needs root.`, byHand);
    say(`apt-get installs ${packages.join(' and ')} …`);
    for (const args of [['update'], install]) {
      const [program, ...rest] = [...prefix, 'apt-get', ...args];
      await run(program, rest, {
        quiet: true,
        env: { DEBIAN_FRONTEND: 'noninteractive' },
        remedy: byHand,
      });
    }
  },
});
