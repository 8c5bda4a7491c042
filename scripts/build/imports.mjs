// Shortens what a WebAssembly module calls its imports.
//
// wasm-bindgen names each with a hash of sixteen digits, so that no two modules of a program clash. The names stand in the
// module and in its glue, and no compression finds anything in hashes: they are a kilobyte of each. Here every import is one of
// a single namespace, by a name of one or two letters, in both files.

import { readFile, writeFile } from 'node:fs/promises';

const importSection = 2;
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

/** The module with short names, and what each import was called: `[module, name, short]`. */
export function renameImports(wasm) {
  const names = [];
  const parts = [wasm.subarray(0, 8)];
  for (let at = 8; at < wasm.length;) {
    const [size, start] = readUnsigned(wasm, at + 1);
    const end = start + size;
    if (wasm[at] !== importSection) {
      parts.push(wasm.subarray(at, end));
    } else {
      const [count, first] = readUnsigned(wasm, start);
      const entries = [unsigned(count)];
      for (let from = first; names.length < count;) {
        const [module, afterModule] = readText(wasm, from);
        const [name, kind] = readText(wasm, afterModule);
        // wasm-bindgen imports functions alone: a kind of one byte, and an index.
        if (wasm[kind] !== 0) throw new Error(`the import ${name} is no function`);
        from = readUnsigned(wasm, kind + 1)[1];
        names.push([module, name, short(names.length)]);
        entries.push(text(namespace), text(names.at(-1)[2]), wasm.subarray(kind, from));
      }
      const section = Buffer.concat(entries);
      parts.push(Buffer.from([importSection]), unsigned(section.length), section);
    }
    at = end;
  }
  return { wasm: Buffer.concat(parts), names };
}

/** The glue that gives the imports by their new names. */
export function renameInGlue(glue, names) {
  const own = new Map(names.filter(([, name]) => name.startsWith('__wb')).map(([, name, to]) => [name, to]));
  const given = glue.replace(/^( {8})(__wb\w+):/gm, (line, indent, name) => (own.has(name) ? `${indent}${own.get(name)}:` : line));
  // What is imported from a snippet as it is: `"./snippets/…/host.js": import2,` in the list of namespaces.
  const namespaces = new Map([...glue.matchAll(/^ {8}"([^"]+)": (import\d+),$/gm)].map(([, module, variable]) => [module, variable]));
  const taken = names
    .filter(([, name]) => !own.has(name))
    .map(([module, name, to]) => `        ${to}: ${namespaces.get(module)}.${name},\n`);
  const whole = given
    .replace(/(const import0 = \{\n)/, `$1${taken.join('')}`)
    .replace(/( {4}return \{\n {8}__proto__: null,\n)[^}]*( {4}\};)/, `$1        "${namespace}": import0,\n$2`);
  for (const [, name, to] of names) {
    if (!whole.includes(` ${to}: `)) throw new Error(`the glue does not give the import ${name}`);
  }
  return whole;
}

/** Renames the imports in both files. */
export async function shortenImports({ wasm, glue }) {
  const renamed = renameImports(await readFile(wasm));
  await writeFile(glue, renameInGlue(await readFile(glue, 'utf8'), renamed.names));
  await writeFile(wasm, renamed.wasm);
}
