// Domains as values: made, joined, normalised, evaluated, read from Python text and printed.

import {
  type CheckDomain,
  type DomainOf,
  type ModelName,
  type OdooDomain,
  OdooError,
} from 'odoo-client-wasm';
import { ask } from './module.ts';
import type { OdooSchema } from './read.ts';

/** How many terms a list has at its outermost level: those that an implied `&` joins. */
function topTerms(domain: OdooDomain): number {
  let terms = 0;
  let wanted = 0;
  for (const token of domain) {
    if (wanted === 0) {
      terms += 1;
      wanted = 1;
    }
    wanted += token === '!' ? 0 : token === '&' || token === '|' ? 1 : -1;
  }
  if (wanted > 0) throw new OdooError('The domain ends too early: a sign lacks what it joins.');
  return terms;
}

/** The domain as one expression. */
function one(domain: OdooDomain): any[] {
  const terms = topTerms(domain);
  return terms < 2 ? [...domain] : [...Array(terms - 1).fill('&'), ...domain];
}

function joined(sign: '&' | '|', domains: readonly OdooDomain[], none: unknown[]): any[] {
  const all = domains.map(one);
  if (!all.length) return [none];
  return [...Array(all.length - 1).fill(sign), ...all.flat(1)];
}

const everything = [1, '=', 1];
const nothing = [0, '=', 1];

/**
 * A condition as a domain of its own.
 *
 * @example or(term('email', '!=', false), term('phone', '!=', false))
 */
export const term = <const P extends string, const O extends string, const V>(
  field: P,
  operator: O,
  value: V,
): [[P, O, V]] => [[field, operator, value]];

/**
 * Joins domains that all hold. Without any it holds for every record; an empty one changes nothing.
 *
 * @example and([['state', '=', 'sale']], or([['user_id', '=', 7]], [['team_id', '=', 2]]))
 */
export const and = <M = unknown>(...domains: readonly OdooDomain[]): DomainOf<M> => {
  const some = domains.filter(({ length }) => length > 0);
  return some.length ? joined('&', some, everything) : [];
};

/**
 * Joins domains of which one holds. Without any it holds for no record; an empty one holds for all.
 */
export const or = <M = unknown>(...domains: readonly OdooDomain[]): DomainOf<M> =>
  joined(
    '|',
    domains.map((domain) => (domain.length ? domain : [everything])),
    nothing,
  );

/** Turns a domain around. */
export const not = <M = unknown>(inner: OdooDomain): DomainOf<M> => [
  '!',
  ...(inner.length ? one(inner) : [everything]),
];

/**
 * Makes domains of a model whose conditions are checked by the types of the database.
 *
 * @example
 * const orders = domain<Odoo>()('sale.order');
 * const open = orders([['state', '=', 'draft'], ['partner_id.country_id.code', '=', 'BE']]);
 */
export const domain =
  <S>() =>
  <M extends ModelName<S>>(_model: M) =>
  <const D extends readonly unknown[]>(terms: CheckDomain<S, M, D>): DomainOf<M> =>
    terms as unknown as DomainOf<M>;

/**
 * Writes a domain in one form: each `&` written out, `==` and `<>` as `=` and `!=`.
 *
 * @throws `OdooError` that says what is wrong with it.
 * @example normalize([['a', '=', 1], ['b', '=', 2]]); // ['&', ['a', '=', 1], ['b', '=', 2]]
 */
export const normalize = (given: OdooDomain): any[] => ask('normalize', { domain: given });

/** How a domain is evaluated. */
export interface EvaluateOptions {
  /** The schema that says the types of fields; absent: they are told by the values. */
  schema?: OdooSchema | undefined;
  /** The model of the record, where the schema is given. */
  model?: string | undefined;
  /** The series whose search is followed, such as `'18.0'`; absent: that of the schema, or 19. */
  series?: string | undefined;
}

/**
 * Tells whether a record meets a domain, as a search on the server would. Paths lead into records
 * that were read nested, as by `client.fetch`.
 *
 * @throws `OdooError` when the record lacks what the domain asks for, and for `child_of`,
 * `parent_of` and `access`, which depend on other records.
 * @example rows.filter((row) => evaluate([['amount_total', '>', 100], ['state', '=', 'sale']], row));
 */
export function evaluate(
  given: OdooDomain,
  record: object,
  { schema, model = '', series = schema?.series }: EvaluateOptions = {},
): boolean {
  const request = { domain: given, records: [record], model, series };
  const known = schema && { schema: { format: 1, models: modelsOf(schema, model, given) } };
  return ask<boolean[]>('evaluate', { ...request, ...known })[0] === true;
}

/** The models that a domain speaks of: a whole schema is much for one record. */
function modelsOf(
  { models }: OdooSchema,
  model: string,
  given: OdooDomain,
  found: OdooSchema['models'] = {},
): OdooSchema['models'] {
  for (const token of [['id'], ...given]) {
    if (!Array.isArray(token)) continue;
    let at: string | undefined = model;
    for (const name of String(token[0]).split('.')) {
      const known: OdooSchema['models'][string] | undefined = at === undefined ? at : models[at];
      if (at === undefined || !known) break;
      found[at] = known;
      at = known.fields[name]?.relation;
    }
    if (at !== undefined && Array.isArray(token[2]))
      modelsOf({ models } as OdooSchema, at, token[2], found);
  }
  return found;
}

/** What the names in a Python text stand for. */
export interface PythonNames {
  /** The user's id, of `uid`. */
  uid?: number | undefined;
  /** The moment it is; absent: now. */
  now?: Date | undefined;
  /** The user's time zone, of `context_today()` and `datetime.datetime.now()`; absent: UTC. */
  timeZone?: string | undefined;
  /** The context, of `context.get(…)`. */
  context?: object | undefined;
  /** Any other name. */
  [name: string]: unknown;
}

/**
 * Reads a domain from Python text, as saved filters and actions have it.
 *
 * @throws `OdooError` that says at which character the text is wrong, or which name has no value.
 * @example parse("[('user_id', '=', uid), ('date', '>=', context_today())]", { uid: 7 });
 */
export function parse(text: string, names: PythonNames = {}): any[] {
  const { now = new Date(), timeZone, ...values } = names;
  const at = Math.floor(now.getTime() / 1000);
  const value = ask<unknown>('parse', { text, now: at, ahead: aheadOf(now, timeZone), values });
  if (!Array.isArray(value)) throw new OdooError('The text is not a domain: a domain is a list.');
  return normalize(value).length ? value : [];
}

function aheadOf(now: Date, timeZone: string | undefined): number {
  if (timeZone === undefined) return 0;
  const shown = now.toLocaleString('sv-SE', { timeZone }).replace(' ', 'T');
  return Math.round((Date.parse(`${shown}Z`) - now.getTime()) / 60_000) * 60;
}

/**
 * Writes a domain as Python text, as Odoo keeps it.
 *
 * @throws `OdooError` that says what is wrong with the domain.
 * @example print([['name', '=', 'Ada']]); // "[('name', '=', 'Ada')]"
 */
export const print = (given: OdooDomain): string => ask('print', { domain: given });
