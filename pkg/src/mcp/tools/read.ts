// Reading: models, fields, searches, records, groups, counts.

import { createHash } from 'node:crypto';
import type { CallToolResult, ContentBlock } from '@modelcontextprotocol/server';
import type { Call } from '../call.ts';
import type { Connection } from '../connections.ts';
import { withConsent } from '../consent.ts';
import { checkDomain, checkOrder } from '../domain.ts';
import { ToolError } from '../errors.ts';
import { checkPath, mayShow } from '../paths.ts';
import { canonical } from '../plans.ts';
import { rowsResult, shown } from '../result.ts';
import { chosenFields, type Field, type Fields, seenField } from '../schema.ts';
import { oneLine } from '../text.ts';
import { argument, integer, reads, rows, type Tool } from '../tool.ts';

/** Counting stops here: past this, "over 10000" says enough. */
const countLimit = 10_000;

/** Reads if the rules let it, or someone agrees. */
export function readIfAllowed(
  call: Call,
  model: string,
  what: string,
  perform: () => Promise<CallToolResult>,
) {
  const verdict = { ...call.policy.decide('read', model), what: `Reading ${model}` };
  if (verdict.decision === 'allow') return perform();
  const preview = async () => ({ summary: `${what}?`, lines: [], count: 0, before: null });
  return withConsent(call, { verdicts: [verdict], model, preview, perform, isWrite: false });
}

/** Where a cursor goes on: so many rows on, of the same question. */
export function cursorOf(call: Call, offset: number): string {
  const { cursor: _, offset: __, plan: ___, limit: ____, ...question } = call.args;
  const sum = createHash('sha256')
    .update(canonical([call.tool, question]))
    .digest('hex');
  return `${offset}-${sum.slice(0, 6)}`;
}

/** Where the rows begin: at the cursor, or at the offset. */
export function startOf(call: Call): number {
  const cursor = call.text('cursor');
  if (cursor === undefined) return Math.max(0, call.number('offset') ?? 0);
  const offset = Number.parseInt(cursor, 10);
  if (!(offset >= 0) || cursorOf(call, offset) !== cursor) {
    throw new ToolError(
      'bad_argument',
      `The cursor ${cursor.slice(0, 40)} belongs to another query.`,
      'Repeat the call that gave it, with nothing changed but cursor.',
    );
  }
  return offset;
}

const provenance = (model: string, { name }: Connection) => `${model} @${name}`;

/**
 * Fields as they were asked for, or chosen. Contents of files are never read: they are resources.
 */
async function readFields(call: Call, model: string, fields: Fields) {
  const named = call.fieldNames;
  const names = named.length ? named : chosenFields(model, fields, call.policy);
  const seen = names
    .filter((name) => name !== 'id')
    .map((name) => seenField(model, name, fields, call.policy));
  const { schema } = await call.connection();
  const closed = new Set<string>();
  for (const field of seen) {
    await mayShow(model, field, schema, call.policy).catch((error) => {
      // What was chosen for the agent is left out; what it named is refused.
      if (named.length) throw error;
      closed.add(field.name);
    });
  }
  const open = seen.filter(({ name }) => !closed.has(name));
  const binary = open.filter(({ type }) => type === 'binary' || type === 'image');
  const asked = open.filter((field) => !binary.includes(field)).map(({ name }) => name);
  return { seen: open, binary, asked };
}

/** Rows of records, with files as addresses and long texts cut. */
function rowsOf(
  call: Call,
  records: Record<string, unknown>[],
  seen: Field[],
  binary: Field[],
  model: string,
  connection: Connection,
  most: number,
) {
  const cuts = new Map<string, number>();
  const table = records.map((record) => [
    record.id,
    ...seen.map((field) => {
      if (binary.includes(field))
        return `odoo://${connection.name}/${model}/${record.id}/${field.name}`;
      const { value, cut } = shown(call.withoutHiddenName(field, record[field.name]), field, most);
      if (cut) cuts.set(field.name, cuts.get(field.name) ?? Number(record.id));
      return value;
    }),
  ]);
  return { table, cuts };
}

function links(model: string, { name }: Connection, cuts: Map<string, number>): ContentBlock[] {
  return [...cuts].slice(0, 5).map(([field, id]) => ({
    type: 'resource_link',
    uri: `odoo://${name}/${model}/${id}/${field}`,
    name: `${field} of ${model} ${id}`,
  }));
}

export const search: Tool = {
  name: 'odoo_search',
  title: 'Search records',
  description:
    "Find records and read them. domain: [['stage_id.name','=','New'],...] or Odoo text. Without fields the main ones are chosen. limit defaults to 20; repeat with cursor for more.",
  input: {
    model: argument.model,
    domain: argument.domain,
    fields: argument.fields,
    order: argument.order,
    limit: argument.limit,
    offset: argument.offset,
    cursor: argument.cursor,
    context: argument.context,
    connection: argument.connection,
    plan: argument.plan,
  },
  required: ['model'],
  output: rows,
  annotations: reads,
  isWrite: false,
  run: (call) =>
    readIfAllowed(call, call.model, `Search ${call.model}`, async () => {
      const { model } = call;
      const connection = await call.connection();
      const { client, schema } = connection;
      const fields = await schema.fields(model);
      const { given, whole } = await call.domain();
      await checkDomain(model, given, schema, call.policy);
      const order = call.text('order');
      if (order) await checkOrder(model, order, schema, call.policy);
      const { seen, binary, asked } = await readFields(call, model, fields);
      const offset = startOf(call);
      const limit = limitOf(call, model, 20);
      const [records, counted] = await Promise.all([
        client.searchRead<Record<string, unknown>>(model, whole, {
          fields: asked.length ? asked : ['id'],
          offset,
          limit,
          ...(order ? { order } : {}),
          ...call.options,
        }),
        countOf(call, connection, model, whole),
      ]);
      // A number from a moment ago that these rows prove wrong is asked for again.
      const isOver = offset + records.length >= counted && records.length === limit;
      const isUnder = records.length < limit && offset + records.length < counted;
      const count =
        isOver || isUnder ? await countOf(call, connection, model, whole, true) : counted;
      const { table, cuts } = rowsOf(call, records, seen, binary, model, connection, 160);
      const notes = cuts.size
        ? [`Texts are cut at 160: odoo://${connection.name}/${model}/{id}/{field} has the whole.`]
        : [];
      return rowsResult(
        {
          source: provenance(model, connection),
          fields: ['id', ...seen.map(({ name }) => name)],
          rows: table,
          count: Math.max(Math.min(count, countLimit), offset + records.length),
          atLeast: count > countLimit,
          offset,
          cursor: (next) => cursorOf(call, next),
          notes,
        },
        call.policy.maxTokens,
        call.shared.results,
      );
    }),
};

/**
 * How long a number of records is taken for the present one, in milliseconds. Changes made here end
 * it at once.
 */
const countLifetime = 10_000;

/**
 * How many records fit, up to one above the limit of counting. Those who turn pages need not have
 * them counted each time.
 */
async function countOf(
  call: Call,
  { client, counts }: Connection,
  model: string,
  domain: unknown[],
  isAnew = false,
): Promise<number> {
  const key = canonical([model, domain, call.args.context ?? null]);
  const known = counts.get(key);
  if (!isAnew && known && Date.now() - known.at < countLifetime) return known.count;
  const kwargs = { limit: countLimit + 1 };
  const count = await client.call<number>(model, 'search_count', [domain], kwargs, call.options);
  if (counts.size > 200) counts.clear();
  counts.set(key, { at: Date.now(), count });
  return count;
}

/** How many rows are asked for at most. */
function limitOf(call: Call, model: string, usual: number): number {
  const asked = call.number('limit') ?? usual;
  if (asked < 1)
    throw new ToolError(
      'bad_argument',
      'limit must be above 0.',
      'odoo_count counts without reading.',
    );
  return Math.min(asked, call.policy.rowsOf(model));
}

export const read: Tool = {
  name: 'odoo_read',
  title: 'Read records',
  description:
    'Read records by id. Without fields the main ones are chosen. Files and long texts come as resource links.',
  input: {
    model: argument.model,
    ids: argument.ids,
    fields: argument.fields,
    context: argument.context,
    connection: argument.connection,
    plan: argument.plan,
  },
  required: ['model', 'ids'],
  output: rows,
  annotations: reads,
  isWrite: false,
  run: (call) =>
    readIfAllowed(
      call,
      call.model,
      `Read ${call.ids.length} records of ${call.model}`,
      async () => {
        const { model, ids } = call;
        const most = call.policy.rowsOf(model);
        if (!ids.length)
          throw new ToolError('bad_argument', 'ids is empty.', 'odoo_search finds records.');
        if (ids.length > most) {
          throw new ToolError(
            'bad_argument',
            `${ids.length} ids are more than ${most}.`,
            'Read them in parts.',
          );
        }
        const connection = await call.connection();
        const { client, schema } = connection;
        const fields = await schema.fields(model);
        const { seen, binary, asked } = await readFields(call, model, fields);
        await call.withinPolicy(model, ids);
        const records = await client.read<Record<string, unknown>>(
          model,
          ids,
          asked.length ? asked : ['id'],
          call.options,
        );
        const found = new Set(records.map(({ id }) => id));
        const missing = ids.filter((id) => !found.has(id));
        if (!records.length) {
          throw new ToolError(
            'missing_record',
            `${model}: no record has id ${ids.slice(0, 10).join(', ')}.`,
            'Search again with odoo_search.',
          );
        }
        const { table, cuts } = rowsOf(
          call,
          records,
          seen,
          binary,
          model,
          connection,
          records.length === 1 ? 2000 : 400,
        );
        return rowsResult(
          {
            source: provenance(model, connection),
            fields: ['id', ...seen.map(({ name }) => name)],
            rows: table,
            count: records.length,
            offset: 0,
            notes: missing.length ? [`Not there: ${missing.slice(0, 20).join(', ')}`] : [],
            links: links(model, connection, cuts),
          },
          call.policy.maxTokens,
          call.shared.results,
        );
      },
    ),
};

export const count: Tool = {
  name: 'odoo_count',
  title: 'Count records',
  description: 'Count the records that match a domain.',
  input: {
    model: argument.model,
    domain: argument.domain,
    context: argument.context,
    connection: argument.connection,
    plan: argument.plan,
  },
  required: ['model'],
  output: { count: integer() },
  annotations: reads,
  isWrite: false,
  run: (call) =>
    readIfAllowed(call, call.model, `Count ${call.model}`, async () => {
      const { model } = call;
      const { client, schema } = await call.connection();
      const { given, whole } = await call.domain();
      await schema.fields(model);
      await checkDomain(model, given, schema, call.policy);
      const count = await client.searchCount(model, whole, call.options);
      return {
        content: [{ type: 'text', text: `${model}: ${count}` }],
        structuredContent: { count },
      };
    }),
};

/** A list of texts, or one text with commas. */
function list(value: unknown): string[] {
  const items = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : [];
  return items.map((item) => String(item).trim()).filter(Boolean);
}

export const group: Tool = {
  name: 'odoo_group',
  title: 'Group and add up',
  description:
    "Sums by group. groupby: ['stage_id','date_order:month']; aggregates: ['amount_total:sum'] (sum, avg, min, max, count_distinct).",
  input: {
    model: argument.model,
    domain: argument.domain,
    groupby: argument.fields,
    aggregates: argument.fields,
    order: argument.order,
    limit: argument.limit,
    offset: argument.offset,
    cursor: argument.cursor,
    context: argument.context,
    connection: argument.connection,
    plan: argument.plan,
  },
  required: ['model', 'groupby'],
  output: rows,
  annotations: reads,
  isWrite: false,
  run: (call) =>
    readIfAllowed(call, call.model, `Group ${call.model}`, async () => {
      const { model } = call;
      const connection = await call.connection();
      const { client, schema } = connection;
      const fields = await schema.fields(model);
      const groupBy = list(call.args.groupby);
      const aggregates = list(call.args.aggregates).map((one) =>
        one.includes(':') || one === '__count' ? one : `${one}:sum`,
      );
      const seen: Field[] = [];
      for (const one of groupBy)
        seen.push(await checkPath(model, one.split(':')[0] ?? '', schema, call.policy));
      for (const one of aggregates) {
        const [name = ''] = one.split(':');
        if (name !== '__count') {
          await mayShow(model, seenField(model, name, fields, call.policy), schema, call.policy);
        }
      }
      const { given, whole } = await call.domain();
      await checkDomain(model, given, schema, call.policy);
      const order = call.text('order');
      const offset = startOf(call);
      const limit = limitOf(call, model, 100);
      const sums = aggregates.filter((one) => one !== '__count');
      if (order) await checkGroupOrder(order, [...groupBy, ...sums, '__count']);
      const records = await client.readGroup(model, whole, {
        groupBy,
        aggregates: sums,
        ...(order ? { order } : {}),
        // One more than asked for tells whether there are more.
        limit: limit + 1,
        offset,
        ...call.options,
      });
      const some = records.slice(0, limit);
      const table = some.map((record) => [
        ...groupBy.map((one, index) => {
          const value = call.withoutHiddenName(seen[index], record[one]);
          // Of a date, the label says what the range says.
          if (one.includes(':') && Array.isArray(value))
            return shown(value[1], undefined, 160).value;
          return shown(value, seen[index], 160).value;
        }),
        record.__count,
        ...sums.map((one) => shown(record[one], undefined, 160).value),
      ]);
      return rowsResult(
        {
          source: provenance(model, connection),
          fields: [...groupBy, 'count', ...sums],
          rows: table,
          count: offset + records.length,
          atLeast: records.length > limit,
          offset,
          cursor: (next) => cursorOf(call, next),
        },
        call.policy.maxTokens,
        call.shared.results,
      );
    }),
};

async function checkGroupOrder(order: string, names: string[]): Promise<void> {
  for (const part of order.split(',')) {
    const [name = ''] = part.trim().split(/\s+/);
    if (!names.includes(name)) {
      throw new ToolError(
        'bad_argument',
        `\`${oneLine(name).slice(0, 60)}\` is not grouped by or added up.`,
        `order may name: ${names.join(', ')}.`,
      );
    }
  }
}
