// What is published names no folder of the machine it was built on.

import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { project } from './fixture.mjs';

const here = [
  project.replace(/\/$/, ''),
  homedir(),
  process.env.CARGO_HOME,
  process.env.CARGO_TARGET_DIR,
].filter((folder) => folder?.length > 1);

/**
 * Where people and servers have their folders; `/rustc/…` is none, but where Rust's own developers
 * had theirs.
 */
const anywhere =
  /\/(?:root\b|home\/\w|Users\/\w|tmp\/\w|builds?\/\w|github\/workspace)|[A-Z]:\\Users|\.cargo\/|\.rustup\/|crates\.io-/;

/**
 * Fails when `text` holds a folder of this machine or, unless a person has `written` it, of any.
 */
export function assertNamesNoFolder(text, what, { written = false } = {}) {
  for (const folder of here) {
    // A word that only begins like a folder names none: `notifications/roots` on a machine whose
    // home is `/root`.
    const isNamed = text
      .split(folder)
      .slice(1)
      .some((rest) => !/^[\w-]/.test(rest));
    assert.ok(!isNamed, `${what} contains ${folder}`);
  }
  if (!written) assert.doesNotMatch(text.match(anywhere)?.[0] ?? '', anywhere, what);
}
