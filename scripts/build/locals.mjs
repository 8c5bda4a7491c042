// Shortens what wasm-bindgen's glue calls its parameters and variables.
//
// The names of its functions stay as they are: they show in stacks, and programs see those of the exported ones.

import { readFile, writeFile } from 'node:fs/promises';

/** The glue with short names in its functions. */
export async function renameLocals(glue) {
  const { transform } = await import('esbuild');
  // In a script, as opposed to a module, names outside of functions are everybody's, and esbuild leaves them alone. So what
  // makes a module of the glue waits aside; it may as well stand at the end.
  const aside = [];
  const script = glue
    .replace(/^import .*$|^export \{.*$/gm, (line) => {
      aside.push(line);
      return '';
    })
    .replace(/^export (?=(?:async )?(?:function|class) (\w+))/gm, (_, name) => {
      aside.push(`export { ${name} };`);
      return '';
    });
  const { code } = await transform(script, { minifyIdentifiers: true });
  return `${code}${aside.join('\n')}\n`;
}

/** Shortens the names in the file of the glue. */
export async function shortenLocals({ glue }) {
  await writeFile(glue, await renameLocals(await readFile(glue, 'utf8')));
}
