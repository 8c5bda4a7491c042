// Other forms of values, by the types of fields: days and moments as `Date`, a many2one as an
// object. They are turned where calls go through, so that every method has them.

import type { Forms } from './typed/index.ts';

type Types = Record<string, { type: string; relation?: string }>;
type Call = (model: string, method: string, ...rest: any[]) => Promise<any>;

const isText = (value: unknown): value is string => typeof value === 'string';
const reads = /^(search_read|read|web_read|web_search_read|web_save)$/;
const writes: Record<string, number> = { create: 0, write: 1, web_save: 1 };

/** A call like another one, which reads and writes in these forms. */
export function inForms(call: Call, { dates, many2one }: Forms): Call {
  const known = new Map<string, Promise<Types>>();
  const typesOf = (model: string): Promise<Types> => {
    const asked =
      known.get(model) ??
      call(model, 'fields_get', [], { attributes: ['type', 'relation'] }).catch((error) => {
        known.delete(model);
        throw error;
      });
    known.set(model, asked);
    return asked;
  };

  const readValue = async (value: any, field: Types[string] | undefined): Promise<any> => {
    const { type, relation } = field ?? { type: '' };
    if (isText(value) && dates === 'Date' && (type === 'date' || type === 'datetime')) {
      return new Date(type === 'date' ? `${value}T00:00:00Z` : `${value.replace(' ', 'T')}Z`);
    }
    if (type === 'many2one' && Array.isArray(value) && many2one === 'object') {
      return { id: value[0], display_name: value[1] };
    }
    const lines = Array.isArray(value) ? value : [value];
    const isNested = lines.length > 0 && lines.every((line) => typeof line?.id === 'number');
    if (!relation || !isNested) return value;
    const inner = await readRows(relation, lines);
    return Array.isArray(value) ? inner : inner[0];
  };
  const readRows = async (model: string, rows: any[]): Promise<any[]> => {
    const types = await typesOf(model);
    const read = async ([name, value]: [string, unknown]) => [
      name,
      await readValue(value, types[name]),
    ];
    return Promise.all(
      rows.map(async (row) => Object.fromEntries(await Promise.all(Object.entries(row).map(read)))),
    );
  };

  const writeValue = async (value: any, field: Types[string] | undefined): Promise<any> => {
    const { type, relation = '' } = field ?? { type: '' };
    if (value instanceof Date) return textOf(value, type === 'date');
    if (type === 'many2one' && typeof value?.id === 'number') return value.id;
    const isCommands = /2many$/.test(type) && Array.isArray(value);
    if (!isCommands) return value;
    const line = async (command: any) =>
      Array.isArray(command) && command[2] && command[0] < 2
        ? [command[0], command[1], await writeValues(relation, command[2])]
        : command;
    return Promise.all(value.map(line));
  };
  const writeValues = async (model: string, values: any): Promise<any> => {
    if (Array.isArray(values)) return Promise.all(values.map((one) => writeValues(model, one)));
    if (typeof values !== 'object' || values === null) return values;
    const types = await typesOf(model);
    const write = async ([name, value]: [string, unknown]) => [
      name,
      await writeValue(value, types[name]),
    ];
    return Object.fromEntries(await Promise.all(Object.entries(values).map(write)));
  };
  const writeDomain = async (model: string, domain: any): Promise<any> => {
    if (!Array.isArray(domain) || !JSON.stringify(domain)?.includes('T')) return domain;
    const types = await typesOf(model);
    const one = (value: any, name: unknown): any => {
      if (Array.isArray(value)) return value.map((inner) => one(inner, name));
      return value instanceof Date ? textOf(value, types[String(name)]?.type === 'date') : value;
    };
    const term = (token: any) =>
      Array.isArray(token) ? [token[0], token[1], one(token[2], token[0])] : token;
    return domain.map(term);
  };

  return async (model, method, args = [], kwargs = {}, ...rest) => {
    let [given, named] = [args, kwargs];
    const at = writes[method];
    if (at !== undefined) {
      given = await Promise.all(
        given.map((arg: any, place: number) => (place === at ? writeValues(model, arg) : arg)),
      );
      for (const name of ['vals', 'vals_list', 'values'])
        if (named[name]) named = { ...named, [name]: await writeValues(model, named[name]) };
    } else if (/^(search|web_search|.*read_group)/.test(method)) {
      given = await Promise.all(
        given.map((arg: any, place: number) => (place === 0 ? writeDomain(model, arg) : arg)),
      );
      if (named.domain) named = { ...named, domain: await writeDomain(model, named.domain) };
    }
    const answer = await call(model, method, given, named, ...rest);
    if (!reads.test(method)) return answer;
    if (Array.isArray(answer?.records))
      return { ...answer, records: await readRows(model, answer.records) };
    return Array.isArray(answer) ? readRows(model, answer) : answer;
  };
}

/** A `Date` as Odoo takes it. */
function textOf(date: Date, isDay: boolean): string {
  if (Number.isNaN(date.getTime())) throw new TypeError('a Date among the values is invalid');
  return date
    .toISOString()
    .slice(0, isDay ? 10 : 19)
    .replace('T', ' ');
}
