// Shortens the names by which a WebAssembly module and its glue call each other.
//
// wasm-bindgen names each import with a hash of sixteen digits, so that no two modules of a program clash, and the exports for
// readers. The names stand in the module and in its glue, and no compression finds anything in hashes. Here every import is
// one of a single namespace, and it and every export has a name of one or two letters, in both files.

import { readFile, writeFile } from 'node:fs/promises';

const importSection = 2;
const exportSection = 7;
/** Exports that the crate itself looks up by name (`export` in src/js/reactor.rs). */
const lookedUp = ['advance', 'ring', 'settle'];
const namespace = '.';

/** Reads an unsigned LEB128 at `at`: `[value, end]`. */
function readUnsigned(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return [value, at];
  }
}

function unsigned(value) {
  const bytes = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return Buffer.from([...bytes, rest]);
    bytes.push((rest & 0x7f) | 0x80);
  }
}

const text = (value) => Buffer.concat([unsigned(Buffer.byteLength(value)), Buffer.from(value)]);

function readText(bytes, at) {
  const [length, start] = readUnsigned(bytes, at);
  return [bytes.toString('utf8', start, start + length), start + length];
}

/** Letters for a number: a … z, A … Z, then two of them. */
function short(number) {
  const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
  return number < letters.length ? letters[number] : short(Math.floor(number / letters.length) - 1) + letters[number % letters.length];
}

/** An import section with short names; `names` takes what each was called: `[module, name, short]`. */
function renameImports(section, names) {
  const [count, first] = readUnsigned(section, 0);
  const entries = [unsigned(count)];
  for (let at = first; names.length < count;) {
    const [module, afterModule] = readText(section, at);
    const [name, kind] = readText(section, afterModule);
    // wasm-bindgen imports functions alone: a kind of one byte, and an index.
    if (section[kind] !== 0) throw new Error(`the import ${name} is no function`);
    at = readUnsigned(section, kind + 1)[1];
    names.push([module, name, short(names.length)]);
    entries.push(text(namespace), text(names.at(-1)[2]), section.subarray(kind, at));
  }
  return Buffer.concat(entries);
}

/** An export section with short names; `names` takes the short one of each. */
function renameExports(section, names) {
  const [count, first] = readUnsigned(section, 0);
  const entries = [unsigned(count)];
  for (let at = first; names.size < count;) {
    const [name, kind] = readText(section, at);
    at = readUnsigned(section, kind + 1)[1];
    names.set(name, lookedUp.includes(name) ? name : short(names.size));
    entries.push(text(names.get(name)), section.subarray(kind, at));
  }
  return Buffer.concat(entries);
}

/** The module with short names, and what they stand for. */
export function renameInModule(wasm) {
  const [imports, exports] = [[], new Map()];
  const parts = [wasm.subarray(0, 8)];
  for (let at = 8; at < wasm.length;) {
    const id = wasm[at];
    const [size, start] = readUnsigned(wasm, at + 1);
    let section = wasm.subarray(start, start + size);
    if (id === importSection) section = renameImports(section, imports);
    if (id === exportSection) section = renameExports(section, exports);
    parts.push(Buffer.from([id]), unsigned(section.length), section);
    at = start + size;
  }
  return { wasm: Buffer.concat(parts), imports, exports };
}

/** The glue that gives the imports by their new names, and calls the exports by theirs. */
export function renameInGlue(glue, { imports, exports }) {
  const own = new Map(imports.filter(([, name]) => name.startsWith('__wb')).map(([, name, to]) => [name, to]));
  const given = glue.replace(/^( {8})(__wb\w+):/gm, (line, indent, name) => (own.has(name) ? `${indent}${own.get(name)}:` : line));
  // What is imported from a snippet as it is: `"./snippets/…/host.js": import2,` in the list of namespaces.
  const namespaces = new Map([...glue.matchAll(/^ {8}"([^"]+)": (import\d+),$/gm)].map(([, module, variable]) => [module, variable]));
  const taken = imports
    .filter(([, name]) => !own.has(name))
    .map(([module, name, to]) => `        ${to}: ${namespaces.get(module)}.${name},\n`);
  const whole = given
    .replace(/(const import0 = \{\n)/, `$1${taken.join('')}`)
    .replace(/( {4}return \{\n {8}__proto__: null,\n)[^}]*( {4}\};)/, `$1        "${namespace}": import0,\n$2`)
    .replace(/\bwasm\.(\w+)/g, (call, name) => (exports.has(name) ? `wasm.${exports.get(name)}` : call));
  for (const [, name, to] of imports) {
    if (!whole.includes(` ${to}: `)) throw new Error(`the glue does not give the import ${name}`);
  }
  return whole;
}

/** Shortens the names in both files. */
export async function shortenNames({ wasm, glue }) {
  const { wasm: module, ...names } = renameInModule(await readFile(wasm));
  await writeFile(glue, renameInGlue(await readFile(glue, 'utf8'), names));
  await writeFile(wasm, module);
}
