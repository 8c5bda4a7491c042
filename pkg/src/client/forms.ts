// Other forms of values, by the types of fields: days and moments as `Date`, a many2one as an
// object. They are turned where calls go through, so that every method has them.

import { wrong } from '#plain/words.ts';
import { isObject, ofFields, type Row } from './nested.ts';
import type { Forms } from './typed/index.ts';

type Field = { type?: string; relation?: string };
type Call = (model: string, method: string, ...rest: any[]) => Promise<any>;
type Turn = (value: any, field: Field) => unknown;

/** A list or an object, each member of which is turned. */
const each = async (value: any, turn: (value: any, name?: any) => unknown): Promise<any> =>
  Array.isArray(value)
    ? Promise.all(value.map((inner) => turn(inner)))
    : Object.fromEntries(
        await Promise.all(
          Object.entries(value).map(async ([name, inner]) => [name, await turn(inner, name)]),
        ),
      );

/** A `Date`'s own text: what the client makes of one where it copies what it is given. */
const ofDate = /^[+-]?\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Whether a value is a `Date`, or was one. */
const isDate = (value: unknown): value is Date | string =>
  value instanceof Date || (typeof value === 'string' && ofDate.test(value));

const hasDate = (value: unknown): boolean =>
  isDate(value) || (Array.isArray(value) && value.some(hasDate));

/**
 * A `Date`, or its text in a field that holds dates, as Odoo takes it; one that has no such text,
 * the client refuses by its path.
 */
function textOf(date: Date | string, type = ''): unknown {
  if (typeof date === 'string' && !type.startsWith('date')) return date;
  const text = typeof date === 'string' ? date : date.toJSON();
  // Neither an invalid date, which has no text, nor one before the year 0 or after 9999.
  return /^\d{4}-/.test(text)
    ? text.slice(0, type === 'date' ? 10 : 19).replace('T', ' ')
    : new Date(NaN);
}

/** The forms there are: as the server sends values, and the other one. */
const there: Row = { __proto__: null, dates: ['text', 'Date'], many2one: ['pair', 'object'] };

function checkForms(forms: unknown) {
  if (!isObject(forms)) throw wrong('forms', "an object, like { dates: 'Date' }", forms);
  for (const name in forms) {
    const form = forms[name];
    if (!there[name]) throw wrong('forms', 'dates or many2one', name);
    if (form != null && !there[name].includes(form))
      throw wrong(name, `'${there[name].join("' or '")}'`, form);
  }
}

/** The client's call, but one that reads and writes in these forms. */
export function inForms(client: { call: Call }, forms: Forms): Call {
  checkForms(forms);
  const dates = forms.dates === 'Date';
  const many2one = forms.many2one === 'object';
  const { call } = client;
  const known: Record<string, Promise<Record<string, Field>>> = Object.create(null);
  const typesOf = (model: string) => {
    known[model] ??= client.call(model, 'fields_get', [], ofFields).catch((error) => {
      delete known[model];
      throw error;
    });
    return known[model];
  };
  /** Turns the members of records, and of the records in a list. */
  const through = (turn: Turn) => {
    const go = async (model = '', value: any): Promise<any> => {
      if (Array.isArray(value)) return each(value, (inner) => go(model, inner));
      if (!model || Object(value) !== value) return value;
      const types = await typesOf(model);
      return each(value, (inner, name) => turn(inner, types[name] ?? {}));
    };
    return go;
  };

  const read = through((value, { type = '', relation }) => {
    if (dates && type.startsWith('date') && typeof value === 'string')
      return new Date(value[10] ? `${value.replace(' ', 'T')}Z` : value);
    if (many2one && type === 'many2one' && Array.isArray(value))
      return { id: value[0], display_name: value[1] };
    return read(relation, value);
  });
  const write = through((value, { type = '', relation }) => {
    if (isDate(value)) return textOf(value, type);
    if (type === 'many2one') return value?.id ?? value;
    if (!type.endsWith('2many') || !Array.isArray(value)) return value;
    return each(value, async (command) =>
      command?.[0] < 2 ? [command[0], command[1], await write(relation, command[2])] : command,
    );
  });
  /** Turns what a domain compares with, by the field at the end of each path. */
  const compare = async (model: string, value: any, type?: string): Promise<any> => {
    if (isDate(value)) return textOf(value, type);
    if (!hasDate(value)) return value;
    const [path, operator, values] = value;
    if (value.length !== 3 || typeof operator !== 'string' || isDate(operator))
      return each(value, (inner) => compare(model, inner, type));
    let field: Field = { relation: model };
    for (const name of `${path}`.split('.'))
      field = (field.relation && (await typesOf(field.relation))[name]) || {};
    return [path, operator, await compare(field.relation ?? model, values, field.type)];
  };

  // Of whichever view it is called: each has a context of its own.
  return async function (this: unknown, model, method, args = [], kwargs = {}, ...rest) {
    const turn = (value: any) =>
      (/^(create|write|web_save)$/.test(method) ? write : compare)(model, value);
    const [list, named] = await each([args, kwargs], (given) => each(given, turn));
    const answer = await call.call(this, model, method, list, named, ...rest);
    if (!/^(web_)?(search_)?read$|^web_save$/.test(method)) return answer;
    if (!answer?.records) return read(model, answer);
    return { ...answer, records: await read(model, answer.records) };
  };
}
