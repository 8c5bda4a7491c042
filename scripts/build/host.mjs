// What Rust imports, in one file: pkg/src/client/host.ts → target/host.js. `wasm-pack` takes it
// along as a snippet; the build of the package bundles the source itself in its place. And the
// numbers that both sides know, as enums of Rust: numbers.rs, in the folder of what cargo builds.
//
//     node scripts/build/host.mjs

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { entryPoint } from '../process.mjs';
import { cargoTarget, client, inProject, sources } from '../project.mjs';

/** The source. */
export const hostSource = join(client.room, 'host.ts');

/** The end of the path by which the glue imports it. */
export const hostFile = 'target/host.js';

/** The enums of TypeScript as enums of Rust, each with what makes a member of a number. */
const inRust = (enums) =>
  Object.entries(enums)
    .map(([name, byName]) => {
      const members = Object.entries(byName).filter(([, number]) => typeof number === 'number');
      const each = (line) => members.map(([member, number]) => line(member, number)).join('\n');
      return `#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ${name} {
${each((member, number) => `    ${member} = ${number},`)}
}

impl ${name} {
    pub(super) fn of(number: u8) -> Option<Self> {
        match number {
${each((member, number) => `            ${number} => Some(Self::${member}),`)}
            _ => None,
        }
    }
}
`;
    })
    .join('\n');

await entryPoint(import.meta.url, async () => {
  const esbuild = await import('esbuild');
  const options = {
    tsconfig: join(sources, 'tsconfig.json'),
    bundle: true,
    format: 'esm',
  };
  const numbers = await esbuild.build({
    ...options,
    entryPoints: [join(client.room, 'host', 'numbers.ts')],
    write: false,
  });
  const text = encodeURIComponent(numbers.outputFiles[0].text);
  const folder = process.env.OUT_DIR ?? cargoTarget;
  await writeFile(join(folder, 'numbers.rs'), inRust(await import(`data:text/javascript,${text}`)));
  await esbuild.build({
    ...options,
    entryPoints: [hostSource],
    outfile: inProject(...hostFile.split('/')),
    platform: 'neutral',
    target: 'es2022',
    charset: 'utf8',
    define: { __REQUIRE__: 'undefined' },
  });
});
