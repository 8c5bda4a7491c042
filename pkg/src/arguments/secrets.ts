// Takes secrets out of texts, without cutting words that only look like one.

/**
 * Whether a secret may well stand in a text by chance: a word, a number, or anything short. Taking
 * it out wherever it stands would cut our own sentences, and tell it to everybody who knows them.
 */
const isOrdinary = (secret: string) =>
  secret.length < 8 || /^\p{L}{1,16}$/u.test(secret) || /^\d{1,12}$/.test(secret);

const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** The forms in which a secret stands in an address, in JSON, or as it is. */
const formsOf = (secret: string) =>
  new Set([secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]);

/** Where an ordinary word can only be a value: in quotes, unless it is the name of a member. */
const inQuotes = (form: string) =>
  new RegExp(`(?<=(["'\`]))${literal(form)}(?=\\1(?!\\s*:))`, 'gu');

/** Or after the name of a secret. */
const afterName = (form: string) =>
  new RegExp(
    '(?<=(?:password|passwd|pwd|api[ _-]?key|secret|token)["\']?\\s*(?:=>?|:)\\s*)' +
      `${literal(form)}(?![\\p{L}\\p{N}_])`,
    'giu',
  );

/**
 * A text without some secrets. One that is an ordinary word is taken out only where it stands as a
 * value: a sentence that has the same word says nothing of it.
 */
export function withoutSecrets(text: string, secrets: Iterable<string>, mark: string): string {
  let safe = text;
  for (const secret of secrets) {
    for (const form of formsOf(secret))
      safe = isOrdinary(secret)
        ? safe.replace(inQuotes(form), mark).replace(afterName(form), mark)
        : safe.replaceAll(form, mark);
  }
  return safe;
}
