// Whether a tag may be released: it is the version of the project, and the changelog tells of it.
// The release workflow asks.
//
//     node scripts/release.mjs v1.2.3

import { readFile } from 'node:fs/promises';
import { entryPoint, Refusal } from './process.mjs';
import { inProject, projectVersion } from './project.mjs';

/** Throws a Refusal unless `tag` may be released, given the project's version and its changelog. */
export function assertReleasable(tag, version, changelog) {
  if (tag !== `v${version}`) {
    throw new Refusal(
      `the tag is ${tag || 'missing'}, the version in Cargo.toml is ${version}`,
      `tag the commit whose version it is, or set the version; the tag of this one is v${version}`,
    );
  }
  const [, head, notes] = changelog.split(/^## (\[.*)$/m);
  const [, newest, date] = /^\[(.+?)\](?: - (\d{4}-\d{2}-\d{2}))?$/.exec(head ?? '') ?? [];
  if (newest !== version || !date) {
    throw new Refusal(
      `CHANGELOG.md begins with "## ${head ?? ''}"`,
      `head what is new with "## [${version}] - YYYY-MM-DD"`,
    );
  }
  if (!/^- /m.test(notes))
    throw new Refusal(`CHANGELOG.md says nothing about ${version}`, 'list what users notice');
}

await entryPoint(import.meta.url, async ([tag]) => {
  assertReleasable(tag, projectVersion(), await readFile(inProject('CHANGELOG.md'), 'utf8'));
  console.log(`${tag} can be released`);
});
