// readGroup: groups of records with sums over them, the same rows from every version, whatever method the server has for
// it. Which one that is, Rust says. From 18.4 on it is `formatted_read_group`, before it `read_group`; the rows are of the
// newer form, with a range for each date.

import { hasFormattedReadGroup, readGroupArguments } from 'odoo-client-wasm-glue';

const count = '__count';

/** Clients whose session does not tell the version, and whose server turned out to have the old method, or the new one. */
const known = new WeakMap();

/** `[{ [group]: value, [aggregate]: value, __count, __extra_domain, __range? }]` of `client.readGroup(…)`. */
export async function readGroup(client, model, domain, options) {
  const query = checked(model, domain, options);
  const isNew = hasFormattedReadGroup(client.getSession?.()) ?? known.get(client);
  if (isNew !== false) {
    try {
      const rows = await formatted(client, query);
      known.set(client, true);
      return rows;
    } catch (error) {
      // A server that lacks the method says so; a newer one would take the old call's arguments for others.
      if (isNew || !/formatted_read_group.*does not exist/.test(error?.message)) throw error;
    }
  }
  const rows = await old(client, query);
  known.set(client, false);
  return rows;
}

/** What a program passes, read once, or an error that names what is wrong. */
function checked(model, itsDomain, options) {
  const [domain, { groupBy, aggregates, having, order, limit, offset, signal, timeoutMs, safetyLevel, context }] = readGroupArguments(itsDomain, options);
  const refuse = (name, expected) => { throw new TypeError(`Invalid ${name}: expected ${expected}`); };
  const isName = (name) => typeof name === 'string' && name.trim() !== '';
  const names = (name, given) => {
    const list = [...(typeof given === 'string' ? [given] : Array.isArray(given ?? []) ? given ?? [] : refuse(name, 'a list of texts'))];
    return list.every(isName) ? list : refuse(name, 'a list of texts');
  };
  const number = (name, given) => {
    if (given === undefined || given === null || given === false) return undefined;
    return Number.isSafeInteger(given) && given >= 0 ? given : refuse(name, 'a number of groups');
  };
  if (!isName(model)) refuse('model', "a model's name");
  if (!Array.isArray(having ?? [])) refuse('having', "a list of conditions, like [['__count', '>', 1]]");
  if (typeof (order ?? '') !== 'string') refuse('order', "a text, like 'amount_total:sum desc'");
  const functions = names('aggregates', aggregates);
  functions.forEach((name, index) => {
    if (name !== count && (!/^[\w.]+:\w+$/.test(name) || name.endsWith(':recordset'))) {
      refuse(`aggregates[${index}]`, "'__count' or 'field:function', like 'amount_total:sum' or 'id:array_agg'");
    }
  });
  const ofCall = { signal, timeoutMs, safetyLevel, context };
  return {
    model, domain, groups: names('groupBy', groupBy), aggregates: functions, having: having ?? [], order: order ?? '',
    limit: number('limit', limit), offset: number('offset', offset),
    ofCall: Object.values(ofCall).some((value) => value !== undefined) ? [ofCall] : [],
  };
}

/** Only what was given. */
const given = (members) => Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined && value !== '' && value !== 0));

async function formatted(client, query) {
  const { model, domain, having, order, limit, offset } = query;
  const aggregates = query.aggregates.includes(count) ? query.aggregates : [...query.aggregates, count];
  const groups = [...query.groups];
  for (;;) {
    try {
      const kwargs = { groupby: groups, aggregates, ...given({ having: having.length > 0 ? having : undefined, order, offset }), ...(limit === undefined ? {} : { limit }) };
      const rows = await client.call(model, 'formatted_read_group', [domain], kwargs, ...query.ofCall);
      return rows.map((row) => rowOf(query, (index) => {
        const value = row[groups[index]];
        return [value, rangeOf(row, fieldOf(groups[index]), value)];
      }, (name) => row[name]));
    } catch (error) {
      // The old method groups a date by month where nothing else is said.
      const dated = /ranularity/.test(error?.message) ? groups.findIndex((name) => !name.includes(':') && error.message.includes(`'${name}'`)) : -1;
      if (dated < 0) throw error;
      groups[dated] += ':month';
    }
  }
}

const fieldOf = (group) => group.split(':')[0];

/** The range of a date's group, which the newer form tells in the group's domain: `[field, '>=', from], [field, '<', to]`. */
function rangeOf(row, field, value) {
  const from = Array.isArray(value) ? value[0] : undefined;
  if (typeof from !== 'string' || !Array.isArray(row.__extra_domain)) return undefined;
  const is = (term, operator) => Array.isArray(term) && term[0] === field && term[1] === operator;
  const start = row.__extra_domain.findIndex((term) => is(term, '>=') && term[2] === from);
  const end = row.__extra_domain[start + 1];
  return start >= 0 && is(end, '<') ? { from, to: end[2] } : undefined;
}

async function old(client, query) {
  const { model, domain, groups, having, order, limit, offset = 0 } = query;
  const terms = order.split(',').map((term) => term.trim()).filter(Boolean);
  // Each aggregate has a name of its own there; those that only the conditions or the order need are asked for as well.
  const needed = [...having.map((term) => term?.[0]), ...terms.map((term) => term.split(/\s/)[0])];
  const asked = [...new Set([...query.aggregates, ...needed.filter((name) => /^[\w.]+:\w+$/.test(name) && !groups.includes(name))])].filter((name) => name !== count);
  const alias = (name) => (asked.includes(name) ? `a${asked.indexOf(name)}` : name);
  const fields = asked.map((name) => name.replace(/^(.*):(.*)$/, (_, field, function_) => `${alias(name)}:${function_}(${field})`));
  const kwargs = {
    domain,
    // No field at all would be every field.
    fields: fields.length > 0 ? fields : ['c:count(id)'],
    groupby: groups,
    lazy: false,
    ...given({ orderby: terms.map((term) => term.replace(/^\S+/, alias)).join(', ') }),
    ...(having.length > 0 ? {} : { ...given({ offset }), ...(limit === undefined ? {} : { limit }) }),
  };
  const rows = await client.call(model, 'read_group', [], kwargs, ...query.ofCall);
  const aggregate = (row) => (name) => row[alias(name)];
  const kept = having.length === 0 ? rows : rows.filter((row) => holds(having, aggregate(row))).slice(offset, limit === undefined ? undefined : offset + limit);
  return kept.map((row) => rowOf(query, (index) => {
    const { from, to } = row.__range?.[groups[index]] || {};
    const value = row[groups[index]];
    return from === undefined ? [value] : [[from, value], { from, to }];
  }, aggregate(row)));
}

/** A row, of what tells each group's value and range, and each aggregate. */
function rowOf({ groups, aggregates }, group, aggregate) {
  const row = {};
  const ranges = {};
  const terms = [];
  groups.forEach((name, index) => {
    const [value = null, range] = group(index);
    row[name] = value;
    if (range !== undefined) ranges[name] = range;
    terms.push(...conditions(name, value, range));
  });
  for (const name of [...aggregates, count]) row[name] = aggregate(name) ?? null;
  row.__extra_domain = terms.length > 0 ? [...Array(terms.length - 1).fill('&'), ...terms] : [[1, '=', 1]];
  if (Object.keys(ranges).length > 0) row.__range = ranges;
  return row;
}

const periods = ['hour', 'day', 'week', 'month', 'quarter', 'year'];

/** The conditions that a record of the group meets; without `&` between them. */
function conditions(group, value, range) {
  const [field, part] = group.split(':');
  if (range !== undefined) return [[field, '>=', range.from], [field, '<', range.to]];
  // A record comes with its name; a part of a date, like its month's number, is a field of its own in a domain.
  if (Array.isArray(value)) return [[field, '=', value[0]]];
  return [[part === undefined || periods.includes(part) ? field : `${field}.${part}`, '=', value]];
}

const comparisons = {
  '=': (one, other) => one === other,
  '!=': (one, other) => one !== other,
  '<': (one, other) => isThere(one) && one < other,
  '<=': (one, other) => isThere(one) && one <= other,
  '>': (one, other) => isThere(one) && one > other,
  '>=': (one, other) => isThere(one) && one >= other,
  in: (one, others) => others.includes(one),
  'not in': (one, others) => !others.includes(one),
};

const isThere = (value) => value !== false;

/** Whether a group meets conditions, a domain on its aggregates, for servers whose method does not take any. */
function holds(having, aggregate) {
  const wrong = () => { throw new TypeError("Invalid having: expected conditions like ['__count', '>', 1]"); };
  const stack = [];
  const pop = () => (stack.length > 0 ? stack.pop() : wrong());
  // From the end on, operands come before their operator.
  for (const term of [...having].reverse()) {
    if (term === '!') {
      stack.push(!pop());
    } else if (term === '&' || term === '|') {
      const [one, other] = [pop(), pop()];
      stack.push(term === '&' ? one && other : one || other);
    } else {
      if (!Array.isArray(term) || term.length !== 3) wrong();
      const [name, operator, bound] = term;
      const compare = Object.hasOwn(comparisons, operator) ? comparisons[operator] : wrong();
      if (/in$/.test(operator) && !Array.isArray(bound)) wrong();
      // Nothing is false, as Odoo writes it.
      stack.push(compare(aggregate(name) ?? false, bound ?? false));
    }
  }
  return stack.every(Boolean);
}
