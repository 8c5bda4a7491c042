/** Shows calls as the JavaScript that makes them, coloured by kind of word. */

import { h } from './dom.js';

const TOKENS =
  /(?<comment>\/\/.*|\/\*[^]*?\*\/)|(?<string>'(?:[^'\\]|\\.)*')|(?<keyword>\b(?:import|export|interface|type|as|from|const|new|await|for|of)\b)|(?<number>\b\d+(?:\.\d+)?\b)|(?<constant>\b(?:true|false|null)\b)/g;
const SECRET = new Set(['password', 'apiKey']);
const NAME = /^[A-Za-z_$][\w$]*$/;

/** `text` as nodes, each token in a span of its kind. */
export function highlighted(text) {
  const nodes = [];
  let at = 0;
  for (const found of text.matchAll(TOKENS)) {
    const [kind] = Object.entries(found.groups).find(([, value]) => value !== undefined);
    nodes.push(text.slice(at, found.index), h('span', { class: `code-${kind}` }, found[0]));
    at = found.index + found[0].length;
  }
  return [...nodes, text.slice(at)];
}

/** A value as a JavaScript literal on one line. */
export function literal(value) {
  if (typeof value === 'string')
    return `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (value && typeof value === 'object') {
    const members = Object.entries(value).map(
      ([key, member]) => `${NAME.test(key) ? key : literal(key)}: ${literal(member)}`,
    );
    return members.length ? `{ ${members.join(', ')} }` : '{}';
  }
  return JSON.stringify(value) ?? 'undefined';
}

/**
 * The statements that connect with this configuration; its password is never shown. `lines` come
 * after the first import, and `members` are code that takes the place of values.
 */
export function connectCode(config, { lines = [''], members = {} } = {}) {
  const shown = Object.entries({ ...config, ...members }).map(([key, value]) => {
    if (SECRET.has(key)) return `  ${key}: '••••••',`;
    return `  ${key}: ${key in members ? value : literal(value)},`;
  });
  return [
    "import { OdooClient } from 'odoo-client-wasm';",
    ...lines,
    'const client = new OdooClient({',
    ...shown,
    '});',
    'await client.authenticate();',
  ].join('\n');
}

/** The statement that makes a recorded call. */
export function callCode({ model, method, args, kwargs }) {
  if (!model) return 'await client.authenticate();';
  const parts = [literal(model), literal(method), literal(args)];
  if (Object.keys(kwargs).length) parts.push(literal(kwargs));
  return `await client.call(${parts.join(', ')});`;
}
