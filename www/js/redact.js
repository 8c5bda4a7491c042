/**
 * Keeps secrets off the screen: by the name of a member, and by the very text of the known ones.
 */

const HIDDEN = '••••••';
const SECRET_NAME = /passw|secret|token|api_?key|credential|session_?id/i;
const known = new Set();

/**
 * Remembers a secret, so that no later text shows it. Very short ones would blot out ordinary
 * words.
 */
export function keepSecret(secret) {
  if (typeof secret === 'string' && secret.length > 0) known.add(secret);
}

/** Forgets every known secret. */
export function forgetSecrets() {
  known.clear();
}

/** A copy of `value` without secrets; long texts are cut so that a log stays small. */
export function redacted(value, longest = 2000) {
  return JSON.parse(
    JSON.stringify(value ?? null, (key, member) => {
      if (key && SECRET_NAME.test(key) && member) return HIDDEN;
      if (typeof member === 'string') return cut(withoutSecrets(member), longest);
      return member;
    }),
  );
}

/** `text` without the known secrets that are long enough to be told from ordinary words. */
export function withoutSecrets(text) {
  let clean = String(text);
  for (const secret of known) if (secret.length >= 8) clean = clean.replaceAll(secret, HIDDEN);
  return clean;
}

function cut(text, longest) {
  return text.length > longest ? `${text.slice(0, longest)}… (${text.length} characters)` : text;
}
