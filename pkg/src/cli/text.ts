// Values as people write them on a command line: JSON, or Odoo's Python text as it stands in
// filters and actions.

import { usageError } from './errors.ts';

/** A text that is neither JSON nor such Python; `at` is the character. */
class Malformed extends Error {
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message);
  }
}

const constants: Record<string, unknown> = {
  True: true,
  False: false,
  None: null,
  true: true,
  false: false,
  null: null,
};

const escapes: Record<string, string> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  v: '\v',
  a: '\x07',
  '0': '\0',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '/': '/',
  '\n': '',
};

/** How deep lists may be in one another. */
const deepest = 200;

/**
 * Reads one value: lists, tuples, dictionaries, texts, numbers and constants of JSON and of Python.
 */
class Reader {
  private at = 0;
  private depth = 0;

  constructor(private readonly text: string) {}

  whole(): unknown {
    const value = this.value();
    this.space();
    if (this.at < this.text.length) throw this.unexpected('the end');
    return value;
  }

  private unexpected(expected: string): Malformed {
    const found = this.at < this.text.length ? `"${[...this.text.slice(this.at)][0]}"` : 'the end';
    return new Malformed(`${found} stands where ${expected} is expected`, this.at);
  }

  private space(): void {
    const white = /(?:\s|#[^\n]*(?:\n|$))*/y;
    white.lastIndex = this.at;
    white.exec(this.text);
    this.at = white.lastIndex;
  }

  private take(character: string): boolean {
    this.space();
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  private value(): unknown {
    this.space();
    const first = this.text[this.at] ?? '';
    if (first === '[') return this.nested(() => this.list(']'));
    if (first === '(') return this.nested(() => this.tuple());
    if (first === '{') return this.nested(() => this.dictionary());
    if (/^[urbURB]{0,2}["']/.test(this.text.slice(this.at, this.at + 3))) return this.strings();
    if (/[-+.\d]/.test(first)) return this.number();
    const name = /[A-Za-z_]\w*/y;
    name.lastIndex = this.at;
    const [word] = name.exec(this.text) ?? [];
    if (word === undefined) throw this.unexpected('a value');
    if (!Object.hasOwn(constants, word)) {
      throw new Malformed(
        `"${word}" is a name, and names have no value here; write the value itself`,
        this.at,
      );
    }
    this.at += word.length;
    return constants[word];
  }

  private nested<T>(read: () => T): T {
    this.at += 1;
    this.depth += 1;
    if (this.depth > deepest) throw new Malformed('it is nested too deeply', this.at);
    const value = read();
    this.depth -= 1;
    return value;
  }

  private list(end: string): unknown[] {
    const values: unknown[] = [];
    while (!this.take(end)) {
      values.push(this.value());
      if (this.take(end)) break;
      if (!this.take(',')) throw this.unexpected(`"," or "${end}"`);
    }
    return values;
  }

  /** A tuple, or a value in parentheses. */
  private tuple(): unknown {
    if (this.take(')')) return [];
    const first = this.value();
    if (this.take(')')) return first;
    if (!this.take(',')) throw this.unexpected('"," or ")"');
    return [first, ...this.list(')')];
  }

  private dictionary(): Record<string, unknown> {
    const members: [string, unknown][] = [];
    while (!this.take('}')) {
      const key = this.value();
      if (typeof key !== 'string' && typeof key !== 'number')
        throw new Malformed('a key is a text', this.at);
      if (!this.take(':')) throw this.unexpected('":"');
      members.push([String(key), this.value()]);
      if (this.take('}')) break;
      if (!this.take(',')) throw this.unexpected('"," or "}"');
    }
    return Object.fromEntries(members);
  }

  /** Texts side by side are one, as in Python. */
  private strings(): string {
    let all = '';
    for (;;) {
      const begin = /([urbURB]{0,2})("""|'''|"|')/y;
      begin.lastIndex = this.at;
      const match = begin.exec(this.text);
      if (!match) return all;
      this.at = begin.lastIndex;
      all += this.string(match[2] as string, /r/i.test(match[1] as string));
      this.space();
    }
  }

  private string(quote: string, raw: boolean): string {
    const start = this.at;
    let value = '';
    while (!this.text.startsWith(quote, this.at)) {
      const character = this.text[this.at];
      if (character === undefined || (character === '\n' && quote.length === 1))
        throw new Malformed('a quote is opened and not closed', start - 1);
      this.at += 1;
      if (character !== '\\' || raw) value += character;
      else value += this.escape();
    }
    this.at += quote.length;
    return value;
  }

  private escape(): string {
    const letter = this.text[this.at] ?? '';
    this.at += 1;
    const digits = { x: 2, u: 4, U: 8 }[letter];
    if (digits) {
      const code = this.text.slice(this.at, this.at + digits);
      const point =
        /^[\da-fA-F]+$/.test(code) && code.length === digits
          ? Number.parseInt(code, 16)
          : Number.NaN;
      if (!(point <= 0x10ffff))
        throw new Malformed(`\\${letter} takes ${digits} hexadecimal digits`, this.at);
      this.at += digits;
      return String.fromCodePoint(point);
    }
    return escapes[letter] ?? `\\${letter}`;
  }

  private number(): number {
    const form = /[-+]*(?:0[xX][\da-fA-F]+|(?:\d[\d_]*)?\.?\d*(?:[eE][-+]?\d+)?)/y;
    form.lastIndex = this.at;
    const [digits = ''] = form.exec(this.text) ?? [];
    const bare = digits.replace(/^[-+]+/, '');
    const number = bare === '' || bare === '.' ? Number.NaN : Number(bare.replaceAll('_', ''));
    if (Number.isNaN(number) || /\w/.test(this.text[this.at + digits.length] ?? ''))
      throw this.unexpected('a number');
    this.at += digits.length;
    return (digits.match(/^[-+]*/)?.[0].split('-').length ?? 1) % 2 === 0 ? -number : number;
  }
}

/** Reads a value of JSON or of Python; what is wrong is told by its place. */
export function parseValue(text: string, what: string): unknown {
  try {
    return new Reader(text).whole();
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    const near = text.slice(Math.max(0, error.at - 12), error.at + 12).trim();
    throw usageError(
      `${what}: ${error.message} (character ${error.at + 1}, near ${JSON.stringify(near)})`,
      `write JSON or Python text, in quotes of the shell: '[["name", "ilike", "ada"]]'`,
    );
  }
}

/** Reads a context. */
export function parseContext(text: string): Record<string, unknown> {
  const value = parseValue(text, '--context');
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw usageError('--context is not a dictionary', `write it as '{"active_test": false}'`);
  return value as Record<string, unknown>;
}

const operators = /^([A-Za-z_][\w.]*)\s*(!=|>=|<=|=|>|<|!~|~)\s*([\s\S]*)$/;

/**
 * A domain of arguments: domains in brackets, and terms such as `name=Ada`; all of them must hold.
 */
export function parseDomain(texts: readonly string[]): unknown[] {
  return texts.flatMap((text) => {
    if (/^\s*[[(]/.test(text)) {
      const value = parseValue(text, 'domain');
      if (!Array.isArray(value))
        throw usageError('domain: it is not a list', `write it as '[["name", "=", "Ada"]]'`);
      return normalized(value);
    }
    const [, field, operator, value] = operators.exec(text) ?? [];
    if (field === undefined || operator === undefined || value === undefined) {
      throw usageError(
        `domain: "${text}" is neither a list nor a term`,
        `write '[["name", "=", "Ada"]]', or name=Ada`,
      );
    }
    const named = { '~': 'ilike', '!~': 'not ilike' }[operator] ?? operator;
    return [[field, named, termValue(value)]];
  });
}

/** One domain as a list whose parts may stand beside others: the implied '&' are written out. */
function normalized(domain: unknown[]): unknown[] {
  // A single term without the list around it.
  if (domain.length === 3 && typeof domain[0] === 'string' && !/^[&|!]$/.test(domain[0]))
    return [domain];
  const out: unknown[] = [];
  let wanted = 1;
  for (const item of domain) {
    if (wanted === 0) {
      out.unshift('&');
      wanted = 1;
    }
    out.push(item);
    if (item === '&' || item === '|') wanted += 1;
    else if (item !== '!') wanted -= 1;
  }
  return out;
}

/**
 * The value of a term: a number, a constant or a list where it is written so, else the text itself.
 */
function termValue(text: string): unknown {
  if (/^(?:-?\d+(?:\.\d+)?|True|False|None|true|false|null|[[("'][\s\S]*)$/.test(text)) {
    // A code with leading zeros is a text, such as a postcode.
    if (/^-?0\d/.test(text)) return text;
    const value = parseValue(text, 'domain');
    return value === null ? false : value;
  }
  return text;
}

/** Ids of arguments: `7`, `7,8`, `7-12`. */
export function parseIds(texts: readonly string[]): number[] {
  const ids = texts
    .flatMap((text) => text.split(','))
    .flatMap((part) => {
      const [, first, last] = /^\s*(\d+)(?:-(\d+))?\s*$/.exec(part) ?? [];
      const [from, to] = [Number(first), Number(last ?? first)];
      if (!(from > 0) || to < from || !Number.isSafeInteger(to))
        throw usageError(`"${part}" is not an id`, 'ids are whole numbers above 0: 7, 7,8 or 7-12');
      if (to - from > 1_000_000)
        throw usageError(
          `"${part}" is more than a million ids`,
          'use search or export with a domain',
        );
      return Array.from({ length: to - from + 1 }, (_, index) => from + index);
    });
  if (ids.length === 0) throw usageError('there is no id', 'name at least one');
  return [...new Set(ids)];
}

/** Names of a list: `name,email`, more than once too. */
export const parseNames = (text: string, before: string[] = []) => [
  ...before,
  ...text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean),
];

/** A whole number of an option. */
export function parseCount(option: string): (text: string) => number {
  return (text) => {
    if (!/^\d+$/.test(text)) throw usageError(`${option} is "${text}"`, 'it takes a whole number');
    return Number(text);
  };
}
