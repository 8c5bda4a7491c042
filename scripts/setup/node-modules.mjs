// Node itself and the npm packages of package-lock.json.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Refusal, run } from '../process.mjs';
import { inProject } from '../project.mjs';

const oldest = 20;
const stamp = inProject('node_modules', '.installed-from');
const lockHash = () => createHash('sha256').update(readFileSync(inProject('package-lock.json'))).digest('hex');

export const nodeModules = {
  name: 'npm packages',

  present() {
    if (Number.parseInt(process.versions.node, 10) < oldest) {
      throw new Refusal(`Node ${process.versions.node} is too old for the project's own scripts.`, `install Node ${oldest} or newer (the package itself runs on Node 18)`);
    }
    const current = existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash();
    return current ? `as package-lock.json says (Node ${process.versions.node})` : null;
  },

  async obtain(say) {
    say('npm ci …');
    await run('npm', ['ci', '--ignore-scripts'], { remedy: 'npm has to reach its registry; see the lines above' });
    writeFileSync(stamp, lockHash());
  },
};
