/** The sandbox compiled to WebAssembly: an Odoo in this very page. It is loaded when it is first wanted. */

/** Where the sandbox in the page says it is; requests to it never leave the page. */
export const IN_PAGE_URL = 'http://odoo.test';

const VERSION = '19.0';
let sandbox = null;

/** The sandbox of this page, started once: what is changed in it lasts until the page is loaded again. */
export async function inPageSandbox() {
  if (!sandbox) {
    const { createSandbox } = await import('odoo-client-wasm/sandbox');
    sandbox ??= createSandbox({ odoo: VERSION, url: IN_PAGE_URL });
  }
  return sandbox;
}

/** The lines that start it, for the code on the page. */
export const IN_PAGE_CODE = [
  "import { createSandbox } from 'odoo-client-wasm/sandbox';",
  '',
  `const odoo = createSandbox({ odoo: '${VERSION}' });`,
];
