/**
 * Reads a search domain as people type it: Odoo's Python notation or JSON.
 * `[('name', 'ilike', 'a'), ('active', '=', True)]` and `[["name", "ilike", "a"]]` both work, and
 * so does a lone condition without the outer brackets.
 */

const OPERATORS = new Set([
  '=',
  '!=',
  '<>',
  '==',
  '<',
  '<=',
  '>',
  '>=',
  '=?',
  'in',
  'not in',
  'like',
  'not like',
  'ilike',
  'not ilike',
  '=like',
  '=ilike',
  'not =like',
  'not =ilike',
  'child_of',
  'parent_of',
  'any',
  'not any',
  'any!',
  'not any!',
]);
const ARITY = { '&': 2, '|': 2, '!': 1 };
const WORDS = { True: true, true: true, False: false, false: false, None: null, null: null };
const ESCAPES = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', 0: '\0' };
const NUMBER = /[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?/y;
const WORD = /[A-Za-z_][A-Za-z_0-9.]*/y;
const DEEPEST = 50;

/** What is wrong with a domain, and where in its text (`position` counts from 0). */
export class DomainSyntaxError extends Error {
  constructor(message, position) {
    super(message);
    this.name = 'DomainSyntaxError';
    this.position = position;
  }
}

/** The domain that `text` stands for; `[]` when it is blank. Throws {@link DomainSyntaxError}. */
export function parseDomain(text) {
  if (!text.trim()) return [];
  const reader = new Reader(text);
  const value = reader.value(0);
  reader.end();
  if (!Array.isArray(value))
    throw new DomainSyntaxError("A domain is a list, such as [('name', 'ilike', 'a')].", 0);
  const domain = isCondition(value) ? [value] : value;
  check(domain);
  return domain;
}

/** Joins domains so that every one of them must hold: Odoo reads neighbours as "and". */
export const allOf = (...domains) => domains.flat(1);

/** Conditions of which one is enough. */
export function anyOf(conditions) {
  return [...Array(Math.max(0, conditions.length - 1)).fill('|'), ...conditions];
}

function isCondition(value) {
  return (
    value.length === 3 &&
    typeof value[0] === 'string' &&
    typeof value[1] === 'string' &&
    OPERATORS.has(value[1]) &&
    !(value[0] in ARITY)
  );
}

/**
 * Holds a parsed domain against its grammar: conditions of three, operators that have their
 * operands.
 */
function check(domain) {
  let wanted = 0;
  domain.forEach((item, index) => {
    const place = `Item ${index + 1}`;
    if (typeof item === 'string') {
      if (!(item in ARITY))
        throw new DomainSyntaxError(
          `${place} is the text '${item}'. Between conditions only '&', '|' and '!' may stand.`,
        );
      wanted = Math.max(wanted, 1) + ARITY[item] - 1;
      return;
    }
    if (!Array.isArray(item) || item.length !== 3) {
      throw new DomainSyntaxError(
        `${place} is not a condition. A condition has three parts: (field, operator, value).`,
      );
    }
    const [field, operator] = item;
    if (typeof field !== 'string' && field !== 0 && field !== 1)
      throw new DomainSyntaxError(`${place}: the field name must be a text in quotes.`);
    if (!OPERATORS.has(operator))
      throw new DomainSyntaxError(
        `${place}: '${operator}' is not an operator. Use =, !=, <, >, <=, >=, in, not in, like, ilike, child_of …`,
      );
    if (operator.endsWith('in') && !Array.isArray(item[2]))
      throw new DomainSyntaxError(`${place}: '${operator}' needs a list, such as [1, 2].`);
    wanted = Math.max(wanted, 1) - 1;
  });
  if (wanted > 0)
    throw new DomainSyntaxError(
      `An operator at the front still waits for ${wanted === 1 ? 'a condition' : `${wanted} conditions`}. '&' and '|' take two, '!' takes one.`,
    );
}

class Reader {
  constructor(text) {
    this.text = text;
    this.at = 0;
  }

  value(depth) {
    if (depth > DEEPEST) this.fail('This is nested too deeply.');
    this.blank();
    const first = this.text[this.at];
    if (first === undefined) this.fail('The text ends too early.');
    if (first === '[' || first === '(') return this.list(first === '[' ? ']' : ')', depth);
    if (first === '"' || first === "'") return this.string(first);
    const number = this.match(NUMBER);
    if (number !== null) return Number(number);
    const at = this.at;
    const word = this.match(WORD);
    if (word !== null && Object.hasOwn(WORDS, word)) return WORDS[word];
    if (word !== null) this.fail(`Put quotes around ${word}, or use True, False or None.`, at);
    return this.fail(`A value cannot start with ${first}.`);
  }

  list(close, depth) {
    const opened = this.at;
    const items = [];
    this.at += 1;
    for (;;) {
      this.blank();
      if (this.at >= this.text.length)
        this.fail(`This bracket is never closed: ${close} is missing.`, opened);
      if (this.text[this.at] === close) break;
      if (')]'.includes(this.text[this.at]))
        this.fail(`Here stands ${this.text[this.at]} where ${close} is expected.`);
      items.push(this.value(depth + 1));
      this.blank();
      if (this.text[this.at] === ',') this.at += 1;
      else if (this.at < this.text.length && !')]'.includes(this.text[this.at]))
        this.fail('A comma is missing before this.');
    }
    this.at += 1;
    return items;
  }

  string(quote) {
    const opened = this.at;
    let text = '';
    for (this.at += 1; this.at < this.text.length; this.at += 1) {
      const char = this.text[this.at];
      if (char === quote) {
        this.at += 1;
        return text;
      }
      text += char === '\\' ? this.escape() : char;
    }
    return this.fail(`This text is never closed: ${quote} is missing.`, opened);
  }

  escape() {
    this.at += 1;
    const char = this.text[this.at];
    if (char !== 'u') return ESCAPES[char] ?? char ?? '';
    const hex = this.text.slice(this.at + 1, this.at + 5);
    if (!/^[0-9a-fA-F]{4}$/.test(hex)) this.fail('\\u needs four hexadecimal digits.');
    this.at += 4;
    return String.fromCharCode(Number.parseInt(hex, 16));
  }

  end() {
    this.blank();
    if (this.text[this.at] === ',')
      this.fail('Several conditions need brackets around them: [ … ].');
    if (this.at < this.text.length) this.fail('This is left over after the end of the domain.');
  }

  match(pattern) {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (!found) return null;
    this.at += found[0].length;
    return found[0];
  }

  blank() {
    while (this.at < this.text.length && /\s/.test(this.text[this.at])) this.at += 1;
  }

  fail(message, position = this.at) {
    throw new DomainSyntaxError(message, position);
  }
}
