// Whether binary fields hold what rows say, without reading what is in them: most are attachments, of which Odoo keeps a checksum.

import { call, reasonOf } from './call.js';

/** Values of `ir.attachment` itself, whose checksum is a field beside them. */
const ofAttachment = new Set(['datas', 'raw', 'db_datas']);

async function checksum(base64) {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const digest = await globalThis.crypto.subtle.digest('SHA-1', bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The fields to read beside the others, so that binary ones can be compared. */
export const besides = (model, names) => (model === 'ir.attachment' && names.some((name) => ofAttachment.has(name)) ? ['checksum'] : []);

/**
 * Checksums of the binary fields `names` of records that were read: a function of a record's id and a name, which gives `false` for an empty field
 * and `undefined` where nothing is known.
 */
export async function checksumsOf(job, names, fields, records) {
  const known = new Map();
  const attached = names.filter((name) => fields[name].attachment !== false);
  if (job.model === 'ir.attachment') {
    for (const { id, checksum: own } of records) for (const name of names) if (ofAttachment.has(name)) known.set(`${name} ${id}`, own || false);
  } else if (attached.length > 0 && records.length > 0) {
    const domain = [['res_model', '=', job.model], ['res_field', 'in', attached], ['res_id', 'in', records.map(({ id }) => id)]];
    try {
      const found = await call({ ...job, model: 'ir.attachment' }, 'search_read', [domain], { fields: ['res_field', 'res_id', 'checksum'] });
      // Where the server does not say that a field's values are attachments, one without any may still hold something.
      for (const { id } of records) for (const name of attached) if (fields[name].attachment === true) known.set(`${name} ${id}`, false);
      for (const { res_field: name, res_id: id, checksum: own } of found) known.set(`${name} ${id}`, own);
    } catch (error) {
      // Who may not see attachments writes them.
      if (reasonOf(error)?.refused !== true) throw error;
    }
  }
  return (id, name) => known.get(`${name} ${id}`);
}

/** Whether a value is what a checksum says. Where it cannot be told, it is not. */
export async function isChecksumOf(value, known) {
  if (known === undefined) return false;
  if (value === false || value === null || value === '') return known === false;
  if (known === false || typeof value !== 'string') return false;
  try {
    return await checksum(value) === known;
  } catch {
    // No base64, or no cryptography: pages that did not come over https have none.
    return false;
  }
}
