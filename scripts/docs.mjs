// Writes the reference of the package's types as Markdown: docs/reference, which is not committed.
//
//     npm run docs

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { entryPoint, Refusal } from './process.mjs';
import { emitDeclarations, entries } from './build/types.mjs';
import { inProject, packageDirectory } from './project.mjs';
import { setUp } from './setup.mjs';

export const referenceFolder = inProject('docs', 'reference');

/**
 * Where the declarations of an entry begin: the emitted ones of its room, or the file written by
 * hand.
 */
function declarationsOf(file) {
  const room = entries[file.replace(/^\.\/(\w+)\.d\.ts$/, '$1')];
  return room ? join(packageDirectory, 'types', 'esm', room, 'index.d.ts') : inProject('pkg', file);
}

/**
 * The pages by name, one for each file of types that the package exports: what programs import, and
 * the file.
 */
export const pages = {};
const { name: packageName, exports } = JSON.parse(
  readFileSync(inProject('pkg', 'manifest.json'), 'utf8'),
);
for (const [path, { default: { types } = {} }] of Object.entries(exports)) {
  const file = types && declarationsOf(types);
  if (!file || Object.values(pages).some((page) => page.types === file)) continue;
  pages[path === '.' ? 'client' : path.slice(2)] = {
    specifier: packageName + path.slice(1),
    types: file,
  };
}

const options = {
  name: 'Reference',
  entryPoints: Object.values(pages).map(({ types }) => types),
  compilerOptions: { module: 'nodenext', target: 'es2022', lib: ['es2022'], types: [] },
  plugin: ['typedoc-plugin-markdown'],
  logLevel: 'Warn',
  readme: 'none',
  disableSources: true,
  excludeExternals: true,
  preservedTypeAnnotationTags: ['@throws'],
  validation: { invalidLink: true, notExported: true },
  treatWarningsAsErrors: true,
  // In the order of the types, what one begins with first.
  sort: ['source-order'],
  groupOrder: [
    'Classes',
    'Functions',
    'Variables',
    'Interfaces',
    'Type Aliases',
    'Constructors',
    'Methods',
    'Accessors',
    'Properties',
  ],
  outputFileStrategy: 'modules',
  hidePageHeader: true,
  hideBreadcrumbs: true,
  useCodeBlocks: true,
  expandObjects: true,
  ...Object.fromEntries(
    [
      'parameters',
      'interfaceProperties',
      'classProperties',
      'propertyMembers',
      'typeDeclaration',
    ].map((part) => [`${part}Format`, 'table']),
  ),
  tableColumnSettings: { hideInherited: true, hideOverrides: true },
  pageTitleTemplates: { module: ({ name }) => `\`${pages[name].specifier}\`` },
};

/**
 * One list of all that is thrown, each class a link: of `@throws {Class} when …`, TypeDoc would
 * make a heading each, without the class.
 */
function listThrows(comment) {
  const thrown = comment.getTags('@throws');
  if (!thrown.length) return;
  const [list] = thrown;
  const content = thrown.flatMap((tag) => [
    { kind: 'text', text: '- ' },
    ...(tag.typeAnnotation
      ? [
          {
            kind: 'inline-tag',
            tag: '@link',
            text: tag.typeAnnotation.replace(/^\{(.*)\}$/, '$1'),
          },
          { kind: 'text', text: ' ' },
        ]
      : []),
    ...tag.content,
    { kind: 'text', text: '\n' },
  ]);
  comment.blockTags = comment.blockTags.filter((tag) => !thrown.includes(tag) || tag === list);
  Object.assign(list, { content, typeAnnotation: undefined });
}

/**
 * The parts that types of a schema are computed by are exported from their room alone: nobody names
 * them.
 */
const isOfTypedParts =
  /types\/esm\/(client\/typed\/|schema\/fields)\S+, is referenced by .+ but not included/;

/** Writes the pages into `folder`, which holds nothing else afterwards. */
export async function writeReference(folder) {
  const { Application, ConsoleLogger, Converter, PageEvent } = await import('typedoc');
  // No readers: nothing but these options counts.
  const app = await Application.bootstrapWithPlugins(
    { ...options, outputs: [{ name: 'markdown', path: folder }] },
    [],
  );
  app.logger = new (class extends ConsoleLogger {
    warn(text, ...more) {
      if (!isOfTypedParts.test(text)) super.warn(text, ...more);
    }
  })();
  const assertContent = () => {
    if (app.logger.hasErrors() || app.logger.hasWarnings())
      throw new Refusal('the reference cannot be written', 'the lines above name what is wrong');
  };
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, (context) => {
    const { project } = context;
    for (const module of project.children) {
      const [declaration] = context.getSymbolFromReflection(module).declarations;
      const { fileName } = declaration.getSourceFile();
      [module.name] = Object.entries(pages).find(([, { types }]) => types === fileName);
    }
    for (const { comment } of Object.values(project.reflections)) if (comment) listThrows(comment);
  });
  app.renderer.on(PageEvent.END, (page) => {
    page.contents = page.contents.replace(/[ ]+$/gm, '');
  });
  const project = await app.convert();
  if (project) app.validate(project);
  assertContent();
  await app.generateOutputs(project);
  assertContent();
}

await entryPoint(import.meta.url, async () => {
  await setUp('docs');
  await emitDeclarations();
  await writeReference(referenceFolder);
  console.log(`Reference: ${referenceFolder}`);
});
