// The columns as a user gets them: from the installed package, by `import`, by `require`, and as an
// engine without SIMD has them.

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { alias, installation, installed, patiently, toolbox } from '../package/fixture.mjs';
import { createSandbox } from '../sandbox/fixture.mjs';

export { installed, toolbox } from '../package/fixture.mjs';
export { createSandbox } from '../sandbox/fixture.mjs';

const module = join(installation, 'columns.mjs');

/** What `import … from '…/columns'` gives. */
export const columns = await import(pathToFileURL(module));
export const { Columns, decodeColumns, readColumnPages, readColumns } = columns;

/** What `require('…/columns')` gives. */
export const required = createRequire(join(installation, 'requires.cjs'))(`${alias}/columns`);

/**
 * The columns in an engine without SIMD: a copy of the module of its own, which is told so when it
 * looks.
 */
export const withoutSimd = await import(
  `${pathToFileURL(join(installed, 'dist', 'columns.js'))}?without-simd`
);
const { validate } = WebAssembly;
WebAssembly.validate = () => false;
withoutSimd.decodeColumns(new TextEncoder().encode('[]'), {});
WebAssembly.validate = validate;

/** Both builds of the decoder. */
export const builds = { 'with SIMD': decodeColumns, 'without SIMD': withoutSimd.decodeColumns };

export const bytesOf = (text) => new TextEncoder().encode(text);

/** JSON as Odoo writes it: a space after commas and colons, nothing but ASCII. */
export function python(value) {
  if (Array.isArray(value)) return `[${value.map(python).join(', ')}]`;
  if (value !== null && typeof value === 'object')
    return `{${Object.entries(value)
      .map(([key, member]) => `${python(key)}: ${python(member)}`)
      .join(', ')}}`;
  return JSON.stringify(value).replaceAll(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A client of a sandbox, logged in. */
export async function connect(options, config = {}) {
  const odoo = createSandbox(options);
  const client = new toolbox.OdooClient({
    url: odoo.url,
    fetch: odoo.fetch,
    database: 'demo',
    username: 'admin',
    password: 'admin',
    ...config,
  });
  await client.authenticate(patiently);
  return { odoo, client };
}

/** What a promise rejects with. */
export const failure = (promise) =>
  promise.then(
    (value) => {
      throw new Error(`resolved to ${JSON.stringify(value)}`);
    },
    (error) => error,
  );

/** What a function throws. */
export function thrown(work) {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

/**
 * A client that gets its answers from `answer(call, number)`: a `Response`, or what else stands for
 * one. It treats bodies as the real one does: `readBody` in place of `response.json()`, then the
 * result of the envelope.
 */
export function standIn(answer, types = {}) {
  const calls = [];
  return {
    calls,
    async call(model, method, args, kwargs, options) {
      if (method === 'fields_get')
        return Object.fromEntries(
          (args[0] ?? Object.keys(types))
            .filter((name) => name in types)
            .map((name) => [name, { type: types[name] }]),
        );
      const call = { model, method, args, kwargs, options };
      calls.push(call);
      const response = await answer(call, calls.length - 1);
      const envelope = await (options.readBody ? options.readBody(response) : response.json());
      if (envelope?.error) throw new toolbox.OdooRpcError(envelope.error.message);
      return 'result' in Object(envelope) ? envelope.result : envelope;
    },
  };
}

/** An answer in chunks of so many bytes, each a while after the other. */
export function inChunks(text, size) {
  const bytes = typeof text === 'string' ? bytesOf(text) : text;
  let at = 0;
  return new Response(
    new ReadableStream({
      async pull(controller) {
        await new Promise((done) => {
          setTimeout(done);
        });
        if (at >= bytes.length) return controller.close();
        controller.enqueue(bytes.slice(at, (at += size)));
      },
    }),
  );
}
