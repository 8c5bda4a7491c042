// Odoo's own way of writing a domain: a Python literal, such as
// `[('name', 'ilike', 'ada'), ('active', '=', True)]`.

import { ToolError } from './errors.ts';

/** Reads a Python (or JSON) literal. `names` are the words that stand for values. */
export function parseLiteral(text: string, names: Record<string, unknown> = {}): unknown {
  const reader = new Reader(text, names);
  const value = reader.value(0);
  reader.end();
  return value;
}

const words: Record<string, unknown> = {
  True: true,
  False: false,
  None: false,
  true: true,
  false: false,
  null: false,
};

class Reader {
  private at = 0;
  constructor(
    private readonly text: string,
    private readonly names: Record<string, unknown>,
  ) {}

  value(depth: number): unknown {
    if (depth > 50) throw this.wrong('it is nested too deeply');
    this.space();
    const sign = this.text[this.at] ?? '';
    if (sign === '[') return this.list(']', depth);
    if (sign === '(') return this.list(')', depth);
    if (sign === '{') return this.dictionary(depth);
    if (sign === '"' || sign === "'") return this.string(sign);
    const number = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?/.exec(
      this.text.slice(this.at, this.at + 60),
    );
    if (number) {
      this.at += number[0].length;
      return Number(number[0]);
    }
    const word = /^[A-Za-z_][\w.]*/.exec(this.text.slice(this.at, this.at + 200))?.[0];
    if (word !== undefined) {
      this.at += word.length;
      if (Object.hasOwn(words, word)) return words[word];
      if (Object.hasOwn(this.names, word)) return this.names[word];
      throw this.wrong(`\`${word}\` has no value here: write the value itself`);
    }
    throw this.wrong(sign ? `\`${sign}\` is not expected` : 'it ends too early');
  }

  end(): void {
    this.space();
    if (this.at < this.text.length) throw this.wrong('something follows after the end');
  }

  private list(close: string, depth: number): unknown[] {
    this.at += 1;
    const items: unknown[] = [];
    for (;;) {
      this.space();
      if (this.take(close)) return items;
      items.push(this.value(depth + 1));
      this.space();
      if (!this.take(',')) {
        if (this.take(close)) return items;
        throw this.wrong(`\`,\` or \`${close}\` is missing`);
      }
    }
  }

  private dictionary(depth: number): Record<string, unknown> {
    this.at += 1;
    const entries: [string, unknown][] = [];
    for (;;) {
      this.space();
      if (this.take('}')) return Object.fromEntries(entries);
      const name = this.value(depth + 1);
      this.space();
      if (!this.take(':')) throw this.wrong('`:` is missing');
      entries.push([String(name), this.value(depth + 1)]);
      this.space();
      if (!this.take(',') && this.text[this.at] !== '}') throw this.wrong('`,` or `}` is missing');
    }
  }

  private string(quote: string): string {
    this.at += 1;
    let result = '';
    for (;;) {
      const sign = this.text[this.at];
      if (sign === undefined) throw this.wrong('a text has no end');
      this.at += 1;
      if (sign === quote) return result;
      result += sign === '\\' ? this.escape() : sign;
    }
  }

  private escape(): string {
    const sign = this.text[this.at] ?? '';
    this.at += 1;
    const digits = { x: 2, u: 4, U: 8 }[sign];
    if (digits === undefined) return { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' }[sign] ?? sign;
    const hex = this.text.slice(this.at, this.at + digits);
    const point = /^[\da-f]+$/i.test(hex) && hex.length === digits ? Number.parseInt(hex, 16) : -1;
    if (point < 0 || point > 0x10ffff) throw this.wrong('an escape is malformed');
    this.at += digits;
    return String.fromCodePoint(point);
  }

  private space(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at += 1;
  }

  private take(sign: string): boolean {
    if (this.text[this.at] !== sign) return false;
    this.at += 1;
    return true;
  }

  private wrong(problem: string): ToolError {
    return new ToolError(
      'bad_argument',
      `This text is not a domain: ${problem}, at character ${this.at + 1}.`,
      "Write it as a list: [['name', 'ilike', 'ada'], ['active', '=', true]].",
    );
  }
}
