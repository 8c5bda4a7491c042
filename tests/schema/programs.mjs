// Programs of a database whose types are known, and what a compiler says of them.

import { execFile } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { alias, freshFolder, installation, project } from '../package/fixture.mjs';
import { synthesised } from './synthesised.mjs';

export const { typesOf } = createRequire(join(installation, 'requires.cjs'))(`${alias}/schema`);

/** As large as a real database's. */
export const schema = synthesised();

/** The compilers people have, each with its folder in node_modules. */
export const compilers = {
  'TypeScript 7': 'typescript-7',
  'TypeScript 6': 'typescript',
  'TypeScript 5.9': 'typescript-5.9',
  'TypeScript 5.4': 'typescript-5.4',
};

export const settings = {
  strict: true,
  skipLibCheck: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  target: 'es2022',
  lib: ['es2022', 'dom'],
  module: 'esnext',
  moduleResolution: 'bundler',
  types: [],
};

/** A folder with the types of the schema, and files beside them. */
export function folderOf(t, files) {
  const folder = freshFolder(t);
  // The generated file imports the package by its own name.
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  symlinkSync(
    join(installation, 'node_modules', alias),
    join(folder, 'node_modules', 'odoo-client-wasm'),
  );
  writeFileSync(join(folder, 'odoo.d.ts'), typesOf(schema));
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: { ...settings, noEmit: true, declaration: false },
      include: ['*.ts'],
    }),
  );
  return folder;
}

/** What a compiler prints, with the processor's time it took in seconds and the memory in MB. */
export function compile(folder, compiler) {
  const cpu =
    "data:text/javascript,process.on('exit',()=>process.stderr.write(JSON.stringify(process.cpuUsage())))";
  return new Promise((done) => {
    execFile(
      process.execPath,
      [
        '--import',
        cpu,
        join(project, 'node_modules', compiler, 'bin', 'tsc'),
        '--project',
        folder,
        '--pretty',
        'false',
        '--extendedDiagnostics',
      ],
      { cwd: folder, maxBuffer: 1 << 26 },
      (_error, stdout, stderr) => {
        const used = /\{"user":(\d+),"system":(\d+)\}/.exec(stderr);
        done({
          errors: stdout
            .split('\n')
            .filter((line) => /error TS|^ {2}/.test(line) && !/^ {2,}\d|^Cache/.test(line))
            .filter((line) => /\S/.test(line))
            .join('\n'),
          seconds: used && Number(used[1]) / 1e6,
          megabytes: Number(/^Memory used:\s+(\d+)K/m.exec(stdout)?.[1]) / 1024,
          instantiations: Number(/^Instantiations:\s+(\d+)/m.exec(stdout)?.[1]),
        });
      },
    );
  });
}
