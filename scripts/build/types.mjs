// The declarations of the package, emitted from its TypeScript: pkg/types, and at pkg/<entry>.d.ts
// what leads there.
//
// types/esm and types/cjs hold the same files. A package.json says of the latter that they are
// CommonJS: so `require` has its types, and no file is written in two ways.

import { readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { Refusal } from '../process.mjs';
import { packageDirectory, sources } from '../project.mjs';

/** The entries of the package by name, each with its room in pkg/src. */
export const entries = {
  index: 'client',
  bulk: 'bulk',
  columns: 'columns',
  sandbox: 'sandbox',
  schema: 'schema',
  mcp: 'mcp',
};

/** The TypeScript compiler, with the settings of pkg/src/tsconfig.json and `more`. */
async function compiler(more) {
  const { default: ts } = await import('typescript');
  const path = join(sources, 'tsconfig.json');
  const { config } = ts.parseConfigFileTextToJson(path, readFileSync(path, 'utf8'));
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, sources);
  return { ts, options: { ...options, noEmit: false, ...more } };
}

/** The path of a declaration as another one imports it. */
function importPath(from, to) {
  const path = relative(dirname(from), to).replaceAll('\\', '/').replace(/\.ts$/, '.js');
  return path.startsWith('.') ? path : `./${path}`;
}

/**
 * A transformer of declarations: what leads to another file of pkg/src, by whichever name, leads
 * there by its path. `led(from, to)` is told of each.
 */
const byPath =
  ({ ts, options }, led) =>
  (context) =>
  (declaration) => {
    const { factory } = context;
    const from = declaration.fileName;
    const resolved = ({ text }) => {
      const { resolvedModule } = ts.resolveModuleName(text, from, options, ts.sys);
      const to = resolvedModule?.resolvedFileName;
      if (!to?.startsWith(sources)) return undefined;
      led(from, to);
      return factory.createStringLiteral(importPath(from, to), true);
    };
    const visit = (node) => {
      // By what is private, the same class of `import` and of `require` would be two to a program.
      if (ts.isPropertyDeclaration(node) && ts.isPrivateIdentifier(node.name)) return undefined;
      if (ts.isImportDeclaration(node)) {
        const { modifiers, importClause, moduleSpecifier, attributes } = node;
        const path = resolved(moduleSpecifier) ?? moduleSpecifier;
        return factory.updateImportDeclaration(node, modifiers, importClause, path, attributes);
      }
      if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
        const { modifiers, isTypeOnly, exportClause, moduleSpecifier, attributes } = node;
        const path = resolved(moduleSpecifier) ?? moduleSpecifier;
        return factory.updateExportDeclaration(
          node,
          modifiers,
          isTypeOnly,
          exportClause,
          path,
          attributes,
        );
      }
      if (ts.isImportTypeNode(node)) {
        const { argument, attributes, qualifier, typeArguments, isTypeOf } = node;
        const path = resolved(argument.literal);
        const to = path ? factory.createLiteralTypeNode(path) : argument;
        return factory.updateImportTypeNode(
          node,
          to,
          attributes,
          qualifier,
          typeArguments,
          isTypeOf,
        );
      }
      return ts.visitEachChild(node, visit, context);
    };
    return ts.visitNode(declaration, visit);
  };

/** What is reached from some files, them included. */
function reachable(starts, leads) {
  const reached = new Set(starts);
  for (const file of reached) for (const to of leads.get(file) ?? []) reached.add(to);
  return reached;
}

/** Emits the declarations that programs can see: `Map { path in pkg/src → text }`. */
async function emitted() {
  const { ts, options } = await compiler({
    declaration: true,
    emitDeclarationOnly: true,
    rootDir: sources,
  });
  const starts = Object.values(entries).map((room) => join(sources, room, 'index.ts'));
  const program = ts.createProgram(starts, options);
  const leads = new Map(starts.map((file) => [file, new Set()]));
  const texts = new Map();
  const led = (from, to) => leads.set(from, (leads.get(from) ?? new Set()).add(to));
  const keep = (path, text, _bom, _onError, files) => texts.set(files[0].fileName, text);
  const { diagnostics } = program.emit(undefined, keep, undefined, true, {
    afterDeclarations: [byPath({ ts, options }, led)],
  });
  if (diagnostics.length) {
    throw new Refusal(
      ts.formatDiagnostics(diagnostics, {
        getCurrentDirectory: () => sources,
        getCanonicalFileName: (name) => name,
        getNewLine: () => '\n',
      }),
    );
  }
  return new Map(
    [...reachable(starts, leads)].map((file) => [relative(sources, file), texts.get(file)]),
  );
}

export async function emitDeclarations() {
  const folder = join(packageDirectory, 'types');
  const declarations = await emitted();
  await rm(folder, { recursive: true, force: true });
  for (const form of ['esm', 'cjs']) {
    for (const [path, text] of declarations) {
      const file = join(folder, form, path.replace(/\.ts$/, '.d.ts'));
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
  }
  await writeFile(join(folder, 'cjs', 'package.json'), '{ "type": "commonjs" }\n');
  for (const [entry, room] of Object.entries(entries)) {
    for (const [ending, form] of [
      ['d.ts', 'esm'],
      ['d.cts', 'cjs'],
    ]) {
      const text = `export * from './types/${form}/${room}/index.js';\n`;
      await writeFile(join(packageDirectory, `${entry}.${ending}`), text);
    }
  }
}
