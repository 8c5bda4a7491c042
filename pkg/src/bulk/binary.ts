// Whether binary fields hold what rows say, without reading what is in them: most are attachments,
// of which Odoo keeps a checksum.

import { type Calls, call, isRefused } from './call.ts';
import type { Fields } from './stored.ts';

/** Values of `ir.attachment` itself, whose checksum is a field beside them. */
const ofAttachment = new Set(['datas', 'raw', 'db_datas']);

async function checksum(base64: string) {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const digest = await globalThis.crypto.subtle.digest('SHA-1', bytes);
  const hexadecimal = (byte: number) => byte.toString(16).padStart(2, '0');
  return Array.from(new Uint8Array(digest), hexadecimal).join('');
}

/** The fields to read beside the others, so that binary ones can be compared. */
export const besides = (model: string, names: string[]) =>
  model === 'ir.attachment' && names.some((name) => ofAttachment.has(name)) ? ['checksum'] : [];

/**
 * What is known of a record's field: its checksum, `false` for an empty one, `undefined` where
 * nothing is known.
 */
export type Checksum = (id: number, name: string) => string | false | undefined;

interface Attached {
  id: number;
  checksum?: string | false;
}

interface Attachment {
  res_field: string;
  res_id: number;
  checksum: string | false;
}

/** Checksums of the binary fields `names` of records that were read. */
export async function checksumsOf(
  job: Calls,
  names: string[],
  fields: Fields,
  records: Attached[],
): Promise<Checksum> {
  const known = new Map<string, string | false>();
  const attached = names.filter((name) => fields[name]?.attachment !== false);
  if (job.model === 'ir.attachment') {
    const own = names.filter((name) => ofAttachment.has(name));
    for (const { id, checksum: sum } of records)
      for (const name of own) known.set(`${name} ${id}`, sum || false);
  } else if (attached.length > 0 && records.length > 0) {
    const ids = records.map(({ id }) => id);
    const ofModel = ['res_model', '=', job.model];
    const domain = [ofModel, ['res_field', 'in', attached], ['res_id', 'in', ids]];
    const wanted = { fields: ['res_field', 'res_id', 'checksum'] };
    try {
      const attachments = { ...job, model: 'ir.attachment' };
      const found: Attachment[] = await call(attachments, 'search_read', [domain], wanted);
      // Where the server does not say that a field's values are attachments, one without any may
      // still hold something.
      const sure = attached.filter((name) => fields[name]?.attachment === true);
      for (const id of ids) for (const name of sure) known.set(`${name} ${id}`, false);
      for (const { res_field: name, res_id: id, checksum: sum } of found)
        known.set(`${name} ${id}`, sum);
    } catch (error) {
      // Who may not see attachments writes them.
      if (!isRefused(error)) throw error;
    }
  }
  return (id, name) => known.get(`${name} ${id}`);
}

/** Whether a value is what a checksum says. Where that is not known, it is not. */
export async function isChecksumOf(value: unknown, known: string | false | undefined) {
  if (known === undefined) return false;
  if (value === false || value === null || value === '') return known === false;
  if (known === false || typeof value !== 'string') return false;
  try {
    return (await checksum(value)) === known;
  } catch {
    // No base64, or no cryptography: pages that did not come over https have none.
    return false;
  }
}
