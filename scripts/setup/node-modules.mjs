// Node itself and the npm packages of the lock files.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Refusal, run } from '../process.mjs';
import { inProject } from '../project.mjs';

const oldest = 20;

/** The step that brings the packages of a folder's package-lock.json. */
function installation(name, ...folder) {
  const lock = inProject(...folder, 'package-lock.json');
  const stamp = inProject(...folder, 'node_modules', '.installed-from');
  const lockHash = () => createHash('sha256').update(readFileSync(lock)).digest('hex');
  return {
    name,

    present() {
      if (Number.parseInt(process.versions.node, 10) < oldest) {
        throw new Refusal(
          `Node ${process.versions.node} is too old for the project's own scripts.`,
          `install Node ${oldest} or newer (the package itself runs on Node 18)`,
        );
      }
      const current = existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash();
      return current
        ? `as ${[...folder, 'package-lock.json'].join('/')} says (Node ${process.versions.node})`
        : null;
    },

    async obtain(say) {
      say(`npm ci${folder.length ? ` in ${folder.join('/')}` : ''} …`);
      await run('npm', ['ci', '--ignore-scripts'], {
        cwd: inProject(...folder),
        remedy: 'npm has to reach its registry; see the lines above',
      });
      writeFileSync(stamp, lockHash());
    },
  };
}

export const nodeModules = installation('npm packages');
/**
 * What the benchmarks measure beside the client: for them alone, so that nobody else has to install
 * it.
 */
export const benchModules = installation('npm packages of the benchmarks', 'bench');
/** The protocol's conformance suite, which needs a newer Node than everything else. */
export const conformanceModules = installation(
  'npm packages of the conformance suite',
  'tests',
  'mcp',
  'conformance',
);
