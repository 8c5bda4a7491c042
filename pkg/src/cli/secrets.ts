// Secrets that were met, so that none of them is ever printed.

import { withoutSecrets } from '#arguments/secrets.ts';

const known = new Set<string>();

/**
 * Remembers a password or a key. Those of three characters or fewer hide nothing: they would blot
 * out words. Nor does one that is the login or the database: that is said in many places.
 */
export function keepSecret(secret: string | undefined, ...open: (string | undefined)[]): void {
  const text = secret?.trim();
  if (text && text.length > 3 && !open.includes(text)) known.add(text);
}

/**
 * A text without the secrets that are known, and without what looks like credentials in an address.
 */
export function redact(text: string): string {
  const safe = withoutSecrets(text, known, '•••');
  return safe.replace(/(\bhttps?:\/\/)[^\s/@]+@/g, '$1•••@');
}
