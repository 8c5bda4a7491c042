// Texts of records on their way to a model: data, with nothing in them that a reader cannot see.

import { distance } from '#arguments/distance.ts';

/**
 * Characters that steer what shows a text, or that nobody sees: controls but for tab and line feed,
 * marks of direction, invisible separators and fillers, variation selectors, tags, lone surrogates.
 * The joiners U+200C and U+200D stay, and the selectors U+FE0E and U+FE0F: languages and emoji need
 * them. None of these stays where it follows another one: in a row they are a hidden text.
 */
const unseen =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|\u034f|\u17b4|\u17b5|[\u180b-\u180d]|\u180f|[\ufe00-\ufe0d]|[\u{e0000}-\u{e0fff}]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|(?<=\u200c|\u200d|[\ufe0e\ufe0f])(?:\u200c|[\ufe0e\ufe0f])|(?<=\u200c|\u200d)\u200d/gu;

/** Replaces what cannot be seen by U+FFFD; `\r\n` becomes a line feed. */
export function visible(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(unseen, '\ufffd');
}

/** A text on one line, for a cell of a table: line feeds as `\n`, the separator escaped. */
export function oneLine(text: string): string {
  return visible(text).replace(/\n/g, '\\n').replace(/\t/g, ' ').replace(/\|/g, '\\|');
}

/** The words of an HTML value, without its tags. */
export function wordsOfHtml(html: string): string {
  return html
    .replace(/<(style|script)\b[^>]*>[\s\S]*?<\/\1\s*>/gi, '')
    .replace(/<(br|\/p|\/div|\/li|\/tr|\/h\d)\b[^>]*>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/[ \t]+/g, ' ')
    .replace(/\n\s*\n+/g, '\n')
    .trim();
}

/** Whether a text has HTML in it, as far as one can tell from the outside. */
export function isHtml(text: string): boolean {
  return /^\s*<[a-z!][^>]*>/i.test(text);
}

/** The first characters of a text; `cut` tells whether any are missing. */
export function shortened(text: string, most: number): { text: string; cut: boolean } {
  if (text.length <= most) return { text, cut: false };
  const end = /[\ud800-\udbff]/.test(text[most - 1] ?? '') ? most - 1 : most;
  return { text: `${text.slice(0, end)}…`, cut: true };
}

/** Longer names are like no other: an agent may write thousands of characters. */
const longest = 80;

/**
 * Up to three of the names that are most like a wrong one: by letters that differ, or that hold it.
 */
export function likely(wrong: string, names: Iterable<string>): string[] {
  const asked = wrong.toLowerCase();
  const scored: [number, string][] = [];
  for (const name of names) {
    const known = name.toLowerCase();
    const isFar =
      Math.abs(asked.length - known.length) > 4 ||
      [asked, known].some((name) => name.length > longest);
    let score = isFar ? Infinity : distance(asked, known);
    if (known.replace(/[._]/g, '') === asked.replace(/[._]/g, '')) score = 0;
    else if (known.startsWith(`${asked}_`) || known.startsWith(`${asked}.`))
      score = Math.min(score, 1);
    else if (known.endsWith(`.${asked}`) || known.endsWith(`_${asked}`))
      score = Math.min(score, 1.5);
    else if (asked.length > 3 && known.includes(asked)) score = Math.min(score, 2.5);
    if (score <= Math.max(2, Math.min(4, asked.length / 3))) scored.push([score, name]);
  }
  scored.sort(([a, x], [b, y]) => a - b || x.length - y.length || (x < y ? -1 : 1));
  return scored.slice(0, 3).map(([, name]) => name);
}

/** "did you mean `a` or `b`?", or nothing. */
export function didYouMean(wrong: string, names: Iterable<string>): string {
  const close = likely(wrong, names);
  return close.length ? ` Did you mean ${close.map((name) => `\`${name}\``).join(' or ')}?` : '';
}
