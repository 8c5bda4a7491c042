// What the page's files promise: no parsed text, nothing from elsewhere, a policy that fits, small
// modules.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';
import { inProject } from '../../scripts/project.mjs';

const www = inProject('www');
const files = readdirSync(www, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
const text = (file) => readFileSync(file, 'utf8');
const scripts = files.filter((file) => file.endsWith('.js'));
const html = text(join(www, 'index.html'));

test('no script parses text as markup, or runs it', () => {
  for (const file of scripts) {
    assert.doesNotMatch(
      text(file),
      /\b(innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|document\.write|eval\(|new Function)/,
      file,
    );
  }
});

test('nothing is fetched from elsewhere', () => {
  for (const file of files) {
    const addresses =
      text(file).match(
        /(?:src|href|url\(|import|from|@import)\s*[=(]?\s*["']?(https?:)?\/\/[^\s"')]+/g,
      ) ?? [];
    assert.deepEqual(addresses, [], file);
  }
});

test('every file that the page names exists, and every style sheet and script is named', () => {
  const named = [...html.matchAll(/(?:src|href)="([^"#]+\.(?:js|css|svg))/g)].map(([, path]) =>
    resolve(www, path),
  );
  for (const path of named) assert.ok(existsSync(path), path);
  const imported = scripts.flatMap((file) =>
    [...text(file).matchAll(/from '(\.[^']+)'/g)].map(([, path]) => resolve(dirname(file), path)),
  );
  for (const path of imported) assert.ok(existsSync(path), path);
  for (const file of [...scripts, ...files.filter((name) => name.endsWith('.css'))])
    assert.ok(named.includes(file) || imported.includes(file), `${file} is used`);
});

test('every icon that is shown is in the set', () => {
  const set = new Set(
    [...text(join(www, 'icons.svg')).matchAll(/<symbol id="([^"]+)"/g)].map(([, id]) => id),
  );
  const used = [html, ...scripts.map(text)].flatMap((source) =>
    [...source.matchAll(/icons\.svg#([a-z]+)|\bicon\('([a-z]+)'\)/g)].map(([, a, b]) => a ?? b),
  );
  for (const name of used) assert.ok(set.has(name), `icons.svg has ${name}`);
});

test('the content policy allows the import map as it stands', () => {
  const [, map] = html.match(/<script type="importmap">([^]*?)<\/script>/);
  const hash = createHash('sha256').update(map).digest('base64');
  assert.ok(html.includes(`'sha256-${hash}'`), `the policy must name 'sha256-${hash}'`);
  assert.ok(JSON.parse(map).imports['odoo-client-wasm']);
});

test('the demo builds every module that the page can load', () => {
  const [, map] = html.match(/<script type="importmap">([^]*?)<\/script>/);
  const modules = Object.values(JSON.parse(map).imports).map((path) =>
    path.match(/dist\/(\w+)\.js$/)[1].replace('index', 'client'),
  );
  const [, built] = text(inProject('scripts', 'demo.mjs')).match(/only: \[([^\]]*)\]/);
  for (const module of modules)
    assert.ok(built.includes(`'${module}'`), `scripts/demo.mjs builds ${module}`);
});

test('every module says what it owns, and stays small', () => {
  for (const file of scripts) {
    assert.match(text(file), /^\/\*\*/, `${file} begins with its purpose`);
    assert.ok(text(file).split('\n').length < 300, `${file} has fewer than 300 lines`);
  }
});
