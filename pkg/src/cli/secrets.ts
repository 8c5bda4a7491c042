// Secrets that were met, so that none of them is ever printed.

const known = new Set<string>();

/** Remembers a password or a key. Those of three characters or fewer hide nothing: they would blot out words. */
export function keepSecret(secret: string | undefined): void {
  const text = secret?.trim();
  if (text && text.length > 3) known.add(text);
}

/** A text without the secrets that are known, and without what looks like credentials in an address. */
export function redact(text: string): string {
  let safe = text;
  for (const secret of known) {
    for (const form of new Set([
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
    ])) {
      safe = safe.replaceAll(form, '•••');
    }
  }
  return safe.replace(/(\bhttps?:\/\/)[^\s/@]+@/g, '$1•••@');
}
