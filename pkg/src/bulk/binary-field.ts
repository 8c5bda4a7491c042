// What binary fields hold.

import { type OdooClient, OdooError, OdooMissingError } from 'odoo-client-wasm';
import { readColumns } from 'odoo-client-wasm/columns';
import { check, checkCall, isId, isText, short } from '#arguments/checks.ts';
import { type FileCalls, fileCallsOf, tellOf } from './files.ts';
import type { BulkClient, FileOptions } from './options.ts';

/**
 * What the contents of an attachment are called: `datas` before Odoo 19.3, and from then on `raw`,
 * which before is no base64.
 */
async function contentsOf(client: BulkClient, callOptions: FileCalls) {
  const fields = await client.call(
    'ir.attachment',
    'fields_get',
    [],
    { attributes: ['type'] },
    callOptions,
  );
  return Object.hasOwn(fields ?? {}, 'datas') ? 'datas' : 'raw';
}

const contents = new WeakMap<BulkClient, string>();

/**
 * The field to read in place of another one: of attachments, `datas` and `raw` are the same here on
 * every version.
 */
async function fieldFor(client: BulkClient, model: string, field: string, callOptions: FileCalls) {
  if (model !== 'ir.attachment' || (field !== 'datas' && field !== 'raw')) return field;
  const known = contents.get(client) ?? (await contentsOf(client, callOptions));
  contents.set(client, known);
  return known;
}

/**
 * Reads a binary field. The server's base64 is decoded from the bytes of its answer, without a
 * string between. Of an attachment, `datas` and `raw` are the same contents on every version.
 *
 * @returns the bytes, or `null` where the field is empty.
 * @throws `OdooMissingError` when there is no such record; `OdooError` when there is no such field,
 * or it is not binary; and the errors of `client.call`.
 * @example writeFileSync('logo.png', await readBinary(client, 'res.company', 1, 'logo'));
 */
export async function readBinary(
  client: BulkClient,
  model: string,
  id: number,
  field: string,
  options: FileOptions = {},
): Promise<Uint8Array | null> {
  checkCall(client, model, options);
  check('id', id, isId, 'the id of a record');
  check('field', field, isText, 'the name of a field');
  const callOptions = fileCallsOf(options);
  const tell = tellOf(options);
  const asked = await fieldFor(client, model, field, callOptions);
  // Whoever names a record means it, archived or not; and wants the bytes, not a text that tells
  // how many they are.
  const context = {
    ...callOptions.context,
    active_test: false,
    bin_size: false,
    [`bin_size_${asked}`]: false,
  };
  const columns = await readColumns(client as OdooClient, model, [['id', '=', id]], {
    ...callOptions,
    context,
    fields: [asked],
    limit: 1,
  });
  const told = { model, method: 'search_read', field: asked };
  const column = columns.column(asked);
  if (column.type !== 'binary') {
    throw Object.assign(
      new OdooError(
        `The field '${asked}' of ${model} is of the type ${short(column.type)}, not binary. What to do: read it with client.read`,
      ),
      told,
    );
  }
  if (columns.length === 0) {
    throw Object.assign(
      new OdooMissingError(
        `There is no record ${id} of ${model}, or the user may not read it. What to do: check the id`,
      ),
      told,
    );
  }
  const value = column.get(0) as unknown;
  const bytes = typeof value === 'string' ? lenient(value, told) : (value as Uint8Array | null);
  tell(bytes?.length ?? 0);
  if (!bytes?.length) return null;
  return bytes.length === bytes.buffer.byteLength ? bytes : bytes.slice();
}

/** The bytes of base64 with line breaks, as modules of their own may store it. */
function lenient(text: string, { model, field }: { model: string; field: string }) {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    throw Object.assign(
      new OdooError(
        /^[\d.]+ [A-Za-z]+$/.test(text)
          ? `The server sent the size of '${field}' of ${model} (${text}) and not its contents. What to do: leave the parameter 'load' and the context to readBinary`
          : `The field '${field}' of ${model} holds a text that is not base64. What to do: read it with client.read`,
      ),
      { model, method: 'search_read', field },
    );
  }
}
