// readGroup: groups of records with sums over them, the same rows from every version, whatever
// method the server has for it. Which one that is, Rust says. From 18.4 on it is
// `formatted_read_group`, before it `read_group`; the rows are of the newer form, with a range for
// each date.

import { hasFormattedReadGroup, readGroupArguments } from 'odoo-client-wasm-glue';
import { isArray, wrong } from '#plain/words.ts';
import type { OdooClient } from './client.ts';
import { isName } from './host/values.ts';
import { ready } from './instance.ts';
import type { CallOptions } from './options.ts';
import type { OdooDomain } from './records.ts';

/** What {@link OdooClient.readGroup} groups by, and what it adds up. */
export interface ReadGroupOptions extends CallOptions {
  /**
   * Fields to group by. A date or date-time takes a granularity: `'date_order:month'`, `:day`,
   * `:week`, `:quarter`, `:year`, `:hour`; from Odoo 18 on its parts as numbers too, such as
   * `:month_number`. Absent or empty: one row for all records.
   */
  groupBy?: string | readonly string[] | undefined;
  /**
   * What to add up: `'field:function'`, such as `'amount_total:sum'`,
   * `'partner_id:count_distinct'`, `'id:array_agg'`. The number of records, `'__count'`, comes by
   * itself.
   */
  aggregates?: string | readonly string[] | undefined;
  /**
   * Which groups to keep: a domain on the aggregates, such as `[['__count', '>', 1]]`. Before 18.4
   * the client keeps them itself, and reads all groups for that.
   */
  having?: readonly any[] | undefined;
  /**
   * Groups and aggregates to sort by; absent: the groups.
   *
   * @example 'amount_total:sum desc'
   */
  order?: string | undefined;
  /** How many groups to return at most; absent, `null` or `false`: all. */
  limit?: number | null | false | undefined;
  /** How many groups to skip. */
  offset?: number | undefined;
}

/**
 * A group of records, with a member for each of `groupBy` and of `aggregates`, by the names that
 * were given.
 */
export interface GroupRow {
  /** How many records the group has. */
  __count: number;
  /**
   * What a record of the group meets besides the domain that was asked for: join the two with `'&'`
   * to find its records.
   */
  __extra_domain: any[];
  /**
   * For each date in `groupBy`, where its group begins and where the next one does; a date-time in
   * UTC.
   */
  __range?: { [group: string]: { from: string; to: string } };
  /**
   * A group's value: what `read` gives for the field (`[id, name]` of a record), `[from, label]` of
   * a date, a number for a part of a date, `false` for records without a value. Or an aggregate;
   * `false` where there is nothing to add up.
   */
  [name: string]: any;
}

const count = '__count';

/** A client: what reads groups goes through its own `call`. */
type Client = Pick<OdooClient, 'call' | 'getSession'>;

type Domain = readonly any[];
type Row = Record<string, any>;

/** What a program asked for, checked. */
interface Query {
  model: string;
  domain: Domain;
  groups: string[];
  aggregates: string[];
  having: readonly any[];
  order: string;
  limit: number | undefined;
  offset: number | undefined;
  /** The options of the call, where there are any. */
  ofCall: [] | [CallOptions];
}

/**
 * Clients whose session does not tell the version, and whose server turned out to have the old
 * method, or the new one.
 */
const known = new WeakMap<object, boolean>();

/** @internal `[{ [group]: value, [aggregate]: value, __count, … }]` of `client.readGroup(…)`. */
export async function readGroup(
  client: Client,
  model: string,
  domain: OdooDomain | undefined,
  options: ReadGroupOptions | undefined,
): Promise<GroupRow[]> {
  ready();
  const query = checked(model, domain, options);
  const isNew = hasFormattedReadGroup(client.getSession?.()) ?? known.get(client);
  if (isNew !== false) {
    try {
      const rows = await formatted(client, query);
      known.set(client, true);
      return rows;
    } catch (error: any) {
      // A server that lacks the method says so; a newer one would take the old call's arguments for
      // others.
      if (isNew || error?.reason !== 'unknownMethod') throw error;
    }
  }
  const rows = await old(client, query);
  known.set(client, false);
  return rows;
}

const refuse = (name: string, expected: string, given: unknown): never => {
  throw wrong(name, expected, given);
};

function names(name: string, given: unknown): string[] {
  const listed = given ?? [];
  const list: unknown = typeof listed === 'string' ? [listed] : listed;
  const all = isArray(list) ? [...list] : [list];
  return all.every(isName) ? all : refuse(name, 'a list of texts', given);
}

function number(name: string, given: unknown): number | undefined {
  if (given == null || given === false) return undefined;
  const isCount = Number.isSafeInteger(given) && (given as number) >= 0;
  return isCount ? (given as number) : refuse(name, 'a number of groups', given);
}

/** What a program passes, read once, or an error that names what is wrong. */
function checked(model: string, itsDomain: unknown, itsOptions: unknown): Query {
  const [domain, options]: [Domain, Row] = readGroupArguments(itsDomain, itsOptions);
  const { groupBy, aggregates, having = [], order = '', limit, offset } = options;
  const { signal, timeoutMs, safetyLevel, context } = options;
  if (!isName(model)) refuse('model', "a model's name", model);
  if (!isArray(having ?? [])) {
    refuse('having', "a list of conditions, like [['__count', '>', 1]]", having);
  }
  if (typeof (order ?? '') !== 'string')
    refuse('order', "a text, like 'amount_total:sum desc'", order);
  const functions = names('aggregates', aggregates);
  functions.forEach((name, index) => {
    if (name !== count && (!/^[\w.]+:\w+$/.test(name) || name.endsWith(':recordset'))) {
      const expected = "'__count' or 'field:function', like 'amount_total:sum' or 'id:array_agg'";
      refuse(`aggregates[${index}]`, expected, name);
    }
  });
  const ofCall = { signal, timeoutMs, safetyLevel, context };
  const isBare = Object.values(ofCall).every((value) => value === undefined);
  return {
    model,
    domain,
    groups: names('groupBy', groupBy),
    aggregates: functions,
    having: having ?? [],
    order: order ?? '',
    limit: number('limit', limit),
    offset: number('offset', offset),
    ofCall: isBare ? [] : [ofCall],
  };
}

/** Only what was given. A limit of 0 is no group, and none at all every one. */
const given = (members: Row): Row =>
  Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined && value !== ''),
  );

async function formatted(client: Client, query: Query): Promise<GroupRow[]> {
  const { model, domain, having, order, limit, offset } = query;
  const aggregates = query.aggregates.includes(count)
    ? query.aggregates
    : [...query.aggregates, count];
  const groups = [...query.groups];
  for (;;) {
    try {
      const kwargs = {
        groupby: groups,
        aggregates,
        ...given({
          having: having.length > 0 ? having : undefined,
          order,
          offset: offset || undefined,
          limit,
        }),
      };
      const rows = await client.call<Row[]>(
        model,
        'formatted_read_group',
        [domain],
        kwargs,
        ...query.ofCall,
      );
      return rows.map((row) => {
        const group = (index: number): Group => {
          const name = groups[index] ?? '';
          return [row[name], rangeOf(row, fieldOf(name), row[name])];
        };
        return rowOf(query, group, (name) => row[name]);
      });
    } catch (error: any) {
      // The old method groups a date by month where nothing else is said.
      const dated = error?.reason === 'granularity' ? groups.indexOf(error.field) : -1;
      if (dated < 0) throw error;
      groups[dated] += ':month';
    }
  }
}

const fieldOf = (group: string): string => group.split(':')[0] ?? '';

interface Range {
  from: string;
  to: string;
}

/** A group's value, and its range where it is a date. */
type Group = [value: any, range?: Range | undefined];

/**
 * The range of a date's group, which the newer form tells in the group's domain:
 * `[field, '>=', from], [field, '<', to]`.
 */
function rangeOf(row: Row, field: string, value: any): Range | undefined {
  const from = Array.isArray(value) ? value[0] : undefined;
  const { __extra_domain: terms } = row;
  if (typeof from !== 'string' || !Array.isArray(terms)) return undefined;
  const is = (term: any, operator: string) =>
    Array.isArray(term) && term[0] === field && term[1] === operator;
  const start = terms.findIndex((term) => is(term, '>=') && term[2] === from);
  const end = terms[start + 1];
  return start >= 0 && is(end, '<') ? { from, to: end[2] } : undefined;
}

async function old(client: Client, query: Query): Promise<GroupRow[]> {
  const { model, domain, groups, having, order, limit, offset = 0 } = query;
  const terms = order
    .split(',')
    .map((term) => term.trim())
    .filter(Boolean);
  // Each aggregate has a name of its own there; those that only the conditions or the order need
  // are asked for as well.
  const needed = [...having.map((term) => term?.[0]), ...terms.map((term) => term.split(/\s/)[0])];
  const isNeeded = (name: string) => /^[\w.]+:\w+$/.test(name) && !groups.includes(name);
  const asked: string[] = [...new Set([...query.aggregates, ...needed.filter(isNeeded)])].filter(
    (name) => name !== count,
  );
  const alias = (name: string) => (asked.includes(name) ? `a${asked.indexOf(name)}` : name);
  const fields = asked.map((name) =>
    name.replace(/^(.*):(.*)$/, (_, field, adds) => `${alias(name)}:${adds}(${field})`),
  );
  const isWhole = having.length === 0;
  const kwargs = {
    domain,
    // No field at all would be every field.
    fields: fields.length > 0 ? fields : ['c:count(id)'],
    groupby: groups,
    lazy: false,
    ...given({
      orderby: terms.map((term) => term.replace(/^\S+/, alias)).join(', '),
      ...(isWhole && { offset: offset || undefined, limit }),
    }),
  };
  const rows = await client.call<Row[]>(model, 'read_group', [], kwargs, ...query.ofCall);
  const aggregate = (row: Row) => (name: string) => row[alias(name)];
  const end = limit === undefined ? undefined : offset + limit;
  const kept = isWhole
    ? rows
    : rows.filter((row) => holds(having, aggregate(row))).slice(offset, end);
  return kept.map((row) => {
    const group = (index: number): Group => {
      const name = groups[index] ?? '';
      const { from, to } = row.__range?.[name] || {};
      return from === undefined ? [row[name]] : [[from, row[name]], { from, to }];
    };
    return rowOf(query, group, aggregate(row));
  });
}

/** A row, of what tells each group's value and range, and each aggregate. */
function rowOf(
  { groups, aggregates }: Query,
  group: (index: number) => Group,
  aggregate: (name: string) => any,
): GroupRow {
  const row: Row = {};
  const ranges: Record<string, Range> = {};
  const terms: any[] = [];
  groups.forEach((name, index) => {
    const [value = null, range] = group(index);
    row[name] = value;
    if (range !== undefined) ranges[name] = range;
    terms.push(...conditions(name, value, range));
  });
  for (const name of [...aggregates, count]) row[name] = aggregate(name) ?? null;
  const ands = Array(Math.max(0, terms.length - 1)).fill('&');
  row.__extra_domain = terms.length > 0 ? [...ands, ...terms] : [[1, '=', 1]];
  if (Object.keys(ranges).length > 0) row.__range = ranges;
  return row as GroupRow;
}

const periods = ['hour', 'day', 'week', 'month', 'quarter', 'year'];

/** The conditions that a record of the group meets; without `&` between them. */
function conditions(group: string, value: any, range: Range | undefined): any[] {
  const [field, part] = group.split(':');
  if (range !== undefined) {
    return [
      [field, '>=', range.from],
      [field, '<', range.to],
    ];
  }
  // A record comes with its name; a part of a date, like its month's number, is a field of its own
  // in a domain.
  if (Array.isArray(value)) return [[field, '=', value[0]]];
  const isWhole = part === undefined || periods.includes(part);
  return [[isWhole ? field : `${field}.${part}`, '=', value]];
}

const isThere = (value: unknown) => value !== false;

const comparisons: Record<string, (one: any, other: any) => boolean> = {
  '=': (one, other) => one === other,
  '!=': (one, other) => one !== other,
  '<': (one, other) => isThere(one) && one < other,
  '<=': (one, other) => isThere(one) && one <= other,
  '>': (one, other) => isThere(one) && one > other,
  '>=': (one, other) => isThere(one) && one >= other,
  in: (one, others) => others.includes(one),
  'not in': (one, others) => !others.includes(one),
};

/**
 * Whether a group meets conditions, a domain on its aggregates, for servers whose method does not
 * take any.
 */
function holds(having: readonly any[], aggregate: (name: string) => any): boolean {
  const refused = () =>
    refuse('having', "a list of conditions, like [['__count', '>', 1]]", having);
  const stack: any[] = [];
  const pop = () => (stack.length > 0 ? stack.pop() : refused());
  // From the end on, operands come before their operator.
  for (const term of [...having].reverse()) {
    if (term === '!') {
      stack.push(!pop());
    } else if (term === '&' || term === '|') {
      const [one, other] = [pop(), pop()];
      stack.push(term === '&' ? one && other : one || other);
    } else {
      if (!Array.isArray(term) || term.length !== 3) refused();
      const [name, operator, bound] = term;
      const compare = Object.hasOwn(comparisons, operator) ? comparisons[operator] : undefined;
      if (compare === undefined || (/in$/.test(operator) && !Array.isArray(bound)))
        return refused();
      // Nothing is false, as Odoo writes it.
      stack.push(compare(aggregate(name) ?? false, bound ?? false));
    }
  }
  return stack.every(Boolean);
}
