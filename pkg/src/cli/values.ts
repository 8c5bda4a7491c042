// `field=value` arguments, and values of files, as Odoo takes them: by the type of the field.

import { readFileSync } from 'node:fs';
import type { OdooClient } from 'odoo-client-wasm/bulk';
import { fileError, usageError } from './errors.ts';
import { Links } from './links.ts';
import { type Field, fieldOf, fieldsOf } from './schema-fields.ts';
import { parseValue } from './text.ts';
import { short, WrongValue } from './wrong.ts';

const yes = new Set([
  '1',
  'true',
  'yes',
  'y',
  'on',
  'x',
  't',
  'ja',
  'j',
  'oui',
  'o',
  'vrai',
  'wahr',
  'sí',
  'si',
  'verdadero',
  'sim',
  'sì',
  'vero',
  'waar',
  'ano',
  'tak',
  '✓',
  '✔',
]);
const no = new Set([
  '0',
  'false',
  'no',
  'n',
  'off',
  'f',
  'nein',
  'non',
  'faux',
  'falsch',
  'falso',
  'não',
  'nao',
  'nee',
  'onwaar',
  'ne',
  'nie',
  '✗',
  '✘',
]);

/** A truth value as people write it, in several languages. */
export function booleanOf(text: string): boolean {
  const word = text.trim().toLowerCase();
  if (yes.has(word)) return true;
  if (no.has(word)) return false;
  throw new WrongValue(`"${short(text)}" is neither yes nor no`);
}

/** The key of a selection by key or label. */
export function selectionOf(text: string, field: Field): string {
  const options = field.selection ?? [];
  const byKey = options.find(([key]) => String(key) === text);
  const wanted = text.trim().toLowerCase();
  const found =
    byKey ??
    options.find(
      ([key, label]) =>
        String(key).toLowerCase() === wanted || label.trim().toLowerCase() === wanted,
    );
  if (found) return found[0];
  throw new WrongValue(
    `"${short(text)}" is not among its values: ${options
      .map(([key]) => key)
      .slice(0, 20)
      .join(', ')}`,
  );
}

const twoDigits = (number: number) => String(number).padStart(2, '0');

/** A date as Odoo writes it; one that is not in the calendar is refused. */
export function dateText(year: number, month: number, day: number): string {
  const date = new Date(Date.UTC(2000, month - 1, day));
  date.setUTCFullYear(year, month - 1, day);
  if (year < 1 || year > 9999 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day)
    throw new WrongValue(`${year}-${month}-${day} is not in the calendar`);
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`;
}

/** A moment in UTC as Odoo writes it. */
export function momentText(moment: Date): string {
  if (Number.isNaN(moment.getTime())) throw new WrongValue('it is not a date-time');
  return moment.toISOString().slice(0, 19).replace('T', ' ');
}

const isoTime = /(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?/.source;
const isoForm = new RegExp(`^(\\d{4})-(\\d{1,2})-(\\d{1,2})(?:[T ]${isoTime})?$`);

/** A date or moment in ISO form: `2026-01-31`, `2026-01-31 13:45`, with an offset or in UTC. */
export function isoOf(text: string, type: string): string | undefined {
  const [, year, month, day, hour, minute, second, zone] = isoForm.exec(text.trim()) ?? [];
  if (year === undefined) return undefined;
  const date = dateText(Number(year), Number(month), Number(day));
  if (type === 'date') return date;
  if (hour === undefined) return `${date} 00:00:00`;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second ?? 0) > 59)
    throw new WrongValue(`"${short(text)}" has no such time`);
  const local = `${date}T${twoDigits(Number(hour))}:${minute}:${second ?? '00'}`;
  const offset =
    zone === undefined || zone === 'Z' ? 'Z' : zone.replace(/^([+-]\d{2}):?(\d{2})$/, '$1:$2');
  return momentText(new Date(`${local}${offset}`));
}

/** `name=value`, `name:=json` or `name=@file`. */
interface Assignment {
  name: string;
  text: string;
  raw: boolean;
}

function assignmentOf(argument: string): Assignment {
  const [, name, operator, text] = /^([A-Za-z_]\w*)(:?=)([\s\S]*)$/.exec(argument) ?? [];
  if (name === undefined || text === undefined)
    throw usageError(
      `"${argument}" is not an assignment`,
      'write field=value, field:=json or field=@file',
    );
  return { name, text, raw: operator === ':=' };
}

/** The values of `field=value` arguments, typed by the model's fields. */
export async function valuesOf(
  client: OdooClient,
  model: string,
  args: readonly string[],
): Promise<Record<string, unknown>> {
  const fields = await fieldsOf(client, model);
  const links = new Links(client);
  const values: Record<string, unknown> = {};
  for (const { name, text, raw } of args.map(assignmentOf)) {
    const field = fieldOf(fields, model, name);
    if (Object.hasOwn(values, name))
      throw usageError(`"${name}" is given twice`, 'give each field once');
    try {
      values[name] = raw ? parseValue(text, name) : await typed(field, text, links);
    } catch (error) {
      if (!(error instanceof WrongValue)) throw error;
      throw usageError(
        `${name} (${field.type}): ${error.message}`,
        `odoo-client-wasm fields ${model} ${name} tells what it takes`,
      );
    }
  }
  return values;
}

async function typed(field: Field, text: string, links: Links): Promise<unknown> {
  if (text === '') return false;
  if (/^@./.test(text) && ['binary', 'text', 'html', 'char', 'json'].includes(field.type))
    return contents(field, text.slice(1));
  switch (field.type) {
    case 'integer':
    case 'many2one_reference':
    case 'float':
    case 'monetary': {
      const number = Number(text.trim());
      if (
        !/^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(text.trim()) ||
        !Number.isFinite(number)
      )
        throw new WrongValue(`"${short(text)}" is not a number; the decimal point is "."`);
      if (field.type === 'integer' && !Number.isSafeInteger(number))
        throw new WrongValue(`"${short(text)}" is not a whole number`);
      return number;
    }
    case 'boolean':
      return booleanOf(text);
    case 'selection':
      return selectionOf(text, field);
    case 'date':
    case 'datetime': {
      const iso = isoOf(text, field.type);
      if (iso === undefined)
        throw new WrongValue(
          `"${short(text)}" is not a ${field.type}; write it as ` +
            `${field.type === 'date' ? '2026-01-31' : '2026-01-31 13:45:00 (UTC)'}`,
        );
      return iso;
    }
    case 'many2one':
      return links.one(field.relation as string, text);
    case 'many2many':
    case 'one2many': {
      if (/^\s*\[/.test(text)) return parseValue(text, 'value');
      const ids = await Promise.all(
        text.split(',').map((part) => links.one(field.relation as string, part.trim())),
      );
      return [[6, 0, ids]];
    }
    case 'json':
    case 'properties':
    case 'properties_definition':
      return parseValue(text, 'value');
    default:
      return text;
  }
}

function contents(field: Field, file: string): string {
  try {
    return readFileSync(file, field.type === 'binary' ? 'base64' : 'utf8');
  } catch (error) {
    throw fileError(error, file, 'read');
  }
}
