// What Rust imports, in one file: pkg/src/client/host.ts → target/host.js. `wasm-pack` takes it
// along as a snippet; the build of the package bundles the source itself in its place.
//
//     node scripts/build/host.mjs

import { join } from 'node:path';
import { entryPoint } from '../process.mjs';
import { client, inProject, sources } from '../project.mjs';

/** The source. */
export const hostSource = join(client.room, 'host.ts');

/** The end of the path by which the glue imports it. */
export const hostFile = 'target/host.js';

await entryPoint(import.meta.url, async () => {
  const esbuild = await import('esbuild');
  await esbuild.build({
    entryPoints: [hostSource],
    outfile: inProject(...hostFile.split('/')),
    tsconfig: join(sources, 'tsconfig.json'),
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    charset: 'utf8',
    define: { __REQUIRE__: 'undefined' },
  });
});
