// JSON, and what Odoo writes besides: NaN and the infinities, which Python's JSON has and JSON has not.

/** The value of a text of JSON, in which numbers may be `NaN`, `Infinity` and `-Infinity`. */
export function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!/NaN|Infinity/.test(text)) throw error;
    // Nobody can know it, and so have it in a text of his own.
    const mark = `${Math.random()} `;
    const marked = withMarks(text, mark);
    if (marked === text) throw error;
    try {
      return JSON.parse(marked, (_, value) => (typeof value === 'string' && value.startsWith(mark) ? Number(value.slice(mark.length)) : value));
    } catch {
      throw error;
    }
  }
}

/** The text with texts in place of those numbers. One before a colon is no value, but a key without its quotes. */
function withMarks(text, mark) {
  const parts = [];
  for (let at = 0; ;) {
    const quote = text.indexOf('"', at);
    const plain = text.slice(at, quote < 0 ? text.length : quote);
    parts.push(plain.replace(/(?:\bNaN|-?\bInfinity)\b(?!\s*:)/g, (word) => `"${mark}${word}"`));
    if (quote < 0) return parts.join('');
    at = endOfText(text, quote + 1);
    parts.push(text.slice(quote, at));
  }
}

/** The place after a text that has begun. */
function endOfText(text, start) {
  for (let from = start; ;) {
    const quote = text.indexOf('"', from);
    if (quote < 0) return text.length;
    let before = quote;
    while (text[before - 1] === '\\') before -= 1;
    if ((quote - before) % 2 === 0) return quote + 1;
    from = quote + 1;
  }
}
