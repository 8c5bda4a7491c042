/**
 * The sandbox compiled to WebAssembly: an Odoo in this very page. It is loaded when it is first
 * wanted.
 */

import { literal } from './code.js';
import { DEMO_KEYS } from './demo-keys.js';

/** Where the sandbox in the page says it is; requests to it never leave the page. */
export const IN_PAGE_URL = 'http://odoo.test';

const VERSION = '19.0';
let sandbox = null;

/**
 * The sandbox of this page, started once: what is changed in it lasts until the page is loaded
 * again.
 */
export async function inPageSandbox() {
  if (!sandbox) {
    const made = await newSandbox({ odoo: VERSION, url: IN_PAGE_URL, apiKeys: DEMO_KEYS });
    sandbox ??= made;
  }
  return sandbox;
}

/** Another one, for whatever must leave the first alone. */
export async function newSandbox(options) {
  const { createSandbox } = await import('odoo-client-wasm/sandbox');
  return createSandbox(options);
}

/**
 * The lines that start it, for the code on the page; with an API key for the user `login`, where a
 * key is what signs in.
 */
export const inPageCode = (login) => [
  "import { createSandbox } from 'odoo-client-wasm/sandbox';",
  '',
  `const odoo = createSandbox({ odoo: '${VERSION}'${login ? `, apiKeys: ${literal({ [login]: '••••••' })}` : ''} });`,
];
