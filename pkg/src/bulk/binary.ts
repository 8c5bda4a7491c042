// The checksums of binary fields, by which they are compared: most are attachments, of which Odoo
// keeps one.

import type { Field } from './stored.ts';

/** What an attachment is of, and its checksum. */
export interface Attachment {
  id: number;
  res_field?: unknown;
  res_id?: unknown;
  checksum?: unknown;
}

/** By the name of a field and the id of its record: the checksum of the attachment. */
export type Sums = Map<string, unknown>;

export const sumsOf = (attachments: Attachment[]): Sums =>
  new Map(
    attachments.map(({ res_field: name, res_id: id, checksum }) => [`${name} ${id}`, checksum]),
  );

/** The checksum of a record's field, as far as it was found. */
export const sumOf = (
  { isSumBeside, name }: Field,
  record: { id: number; checksum?: unknown },
  sums: Sums | undefined,
) => (isSumBeside ? record.checksum : sums?.get(`${name} ${record.id}`));

/** Whether contents have a checksum. */
export async function hasSum(base64: unknown, sum: unknown) {
  try {
    const bytes = Uint8Array.from(atob(base64 as string), (character) => character.charCodeAt(0));
    const digest = await globalThis.crypto.subtle.digest('SHA-1', bytes);
    const hexadecimal = (byte: number) => byte.toString(16).padStart(2, '0');
    return Array.from(new Uint8Array(digest), hexadecimal).join('') === sum;
  } catch {
    // No base64, or no cryptography: pages that did not come over https have none.
    return false;
  }
}
