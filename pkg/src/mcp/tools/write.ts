// Changing: create, update, delete. Each goes through the rules, and where they say so through a
// person or a plan.

import type { CallToolResult } from '@modelcontextprotocol/server';
import type { Call } from '../call.ts';
import { type Preview, withConsent } from '../consent.ts';
import { ToolError } from '../errors.ts';
import { cell, result } from '../result.ts';
import type { Fields } from '../schema.ts';
import { oneLine, shortened } from '../text.ts';
import { argument, changes, outcome, type Tool } from '../tool.ts';
import { changesOf, verdictOn } from '../values.ts';

/** Most records that a preview shows one by one. */
const shownRecords = 20;

/** What a value looks like in a preview. */
export function brief(value: unknown, most = 120): string {
  if (value === false || value === null || value === '') return '(empty)';
  const text = typeof value === 'string' ? oneLine(value) : cell(value);
  return text.length > most ? `${shortened(text, most).text} (${text.length} characters)` : text;
}

/** Refuses more records than the rules allow in one change, and none. */
export function checkNumber(call: Call, number: number, model: string): void {
  const most = call.policy.writeRowsOf(model);
  if (number < 1)
    throw new ToolError('bad_argument', 'There is nothing to change: the list is empty.');
  if (number > most) {
    throw new ToolError(
      'bad_argument',
      `${number} records are more than the policy allows in one change: ${most}.`,
      'Make the change in parts.',
    );
  }
}

/**
 * Records as they are before a change, of the fields that it is about. Contents of files are not
 * compared.
 */
async function before(call: Call, model: string, ids: number[], names: string[], fields: Fields) {
  const { client } = await call.connection();
  const asked = names.filter((name) => !['binary', 'image'].includes(fields.get(name)?.type ?? ''));
  // What may not be read is not told by a preview, either.
  const isOpen = call.policy.decide('read', model).decision !== 'deny';
  const isNamed = fields.has('display_name') && !call.policy.isHidden(model, 'display_name');
  const label = isNamed && isOpen ? ['display_name'] : [];
  const records = await client.read<Record<string, unknown>>(
    model,
    ids,
    isOpen ? [...new Set([...label, ...asked])] : ['id'],
    call.options,
  );
  const found = new Set(records.map(({ id }) => id));
  const missing = ids.filter((id) => !found.has(id));
  if (missing.length) {
    throw new ToolError(
      'missing_record',
      `${model}: ${missing.slice(0, 10).join(', ')} are not there.`,
      'Search again with odoo_search.',
    );
  }
  return records;
}

/**
 * The preview of something that is done to records: their names, and that they have not changed
 * since.
 */
export async function namesPreview(
  call: Call,
  model: string,
  ids: number[],
  summary: string,
  lines: string[] = [],
): Promise<Preview> {
  const { schema } = await call.connection();
  const fields = await schema.fields(model);
  const stamp = fields.has('write_date') ? ['write_date'] : [];
  const records = await before(call, model, ids, stamp, fields);
  const named = records
    .slice(0, shownRecords)
    .map(({ id, display_name }) => `${id} ${brief(display_name)}`);
  if (records.length > shownRecords) named.push(`… and ${records.length - shownRecords} more`);
  return { summary, lines: [...named, ...lines], count: records.length, before: records };
}

const plural = (number: number, model: string) =>
  `${number} record${number === 1 ? '' : 's'} of ${model}`;

export const create: Tool = {
  name: 'odoo_create',
  title: 'Create records',
  description:
    'Create records. values: an object, or a list of them. many2one by id; x2many by commands such as [[6,0,ids]].',
  input: {
    model: argument.model,
    values: { type: ['object', 'array'] },
    context: argument.context,
    connection: argument.connection,
    plan: argument.plan,
  },
  required: ['model', 'values'],
  output: outcome,
  annotations: changes,
  isWrite: true,
  run: async (call) => {
    const { model } = call;
    const list = Array.isArray(call.args.values) ? call.args.values : [call.args.values];
    for (const values of list) {
      if (typeof values !== 'object' || values === null || Array.isArray(values)) {
        throw new ToolError('bad_argument', 'values must be an object of field names and values.');
      }
    }
    checkNumber(call, list.length, model);
    const context = call.contextLine(model, false);
    const { client, schema } = await call.connection();
    const verdicts = [];
    for (const values of list) {
      const all = await changesOf('create', model, values, schema, call.policy);
      await call.namedWithinPolicy(all.named);
      verdicts.push(...all.verdicts);
    }
    return withConsent(call, {
      verdicts,
      model,
      method: 'create',
      values: list,
      isWrite: true,
      preview: async () => ({
        summary: `Create ${plural(list.length, model)}.`,
        lines: [
          ...list.slice(0, shownRecords).map((values) =>
            Object.entries(values)
              .map(([name, value]) => `${name}: ${brief(value)}`)
              .join('; '),
          ),
          ...(list.length > shownRecords ? [`… and ${list.length - shownRecords} more`] : []),
          ...context,
        ],
        count: list.length,
        before: null,
      }),
      perform: async () => {
        const { context: _, ...options } = call.options;
        const made = await client.create(model, list, call.options.context ?? {}, options);
        return done(`Created ${plural(made.length, model)}: ${some(made)}`, made);
      },
      logged: idsOf,
    });
  },
};

export const update: Tool = {
  name: 'odoo_update',
  title: 'Change records',
  description: 'Store the same values in records. false empties a field.',
  input: {
    model: argument.model,
    ids: argument.ids,
    values: argument.values,
    context: argument.context,
    connection: argument.connection,
    plan: argument.plan,
  },
  required: ['model', 'ids', 'values'],
  output: outcome,
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true },
  isWrite: true,
  run: async (call) => {
    const { model, ids } = call;
    const values = call.args.values as Record<string, unknown>;
    checkNumber(call, ids.length, model);
    if (!Object.keys(values).length) throw new ToolError('bad_argument', 'values is empty.');
    const context = call.contextLine(model, false);
    const { client, schema } = await call.connection();
    const { verdicts, named } = await changesOf('update', model, values, schema, call.policy);
    await call.withinPolicy(model, ids, true);
    await call.namedWithinPolicy(named);
    return withConsent(call, {
      verdicts,
      model,
      method: 'write',
      ids,
      values,
      isWrite: true,
      preview: async () => {
        const fields = await schema.fields(model);
        const names = Object.keys(values);
        const records = await before(call, model, ids, names, fields);
        const lines = records.slice(0, shownRecords).map((record) => {
          const parts = names.map(
            (name) => `${name}: ${brief(record[name])} → ${brief(values[name])}`,
          );
          return `${record.id} ${brief(record.display_name)}: ${parts.join('; ')}`;
        });
        if (records.length > shownRecords)
          lines.push(`… and ${records.length - shownRecords} more`);
        return {
          summary: `Change ${plural(ids.length, model)}.`,
          lines: [...lines, ...context],
          count: ids.length,
          before: records,
        };
      },
      perform: async () => {
        const { context: _, ...options } = call.options;
        await client.write(model, ids, values, call.options.context ?? {}, options);
        return done(`Changed ${plural(ids.length, model)}: ${some(ids)}`, ids);
      },
      logged: idsOf,
    });
  },
};

export const remove: Tool = {
  name: 'odoo_delete',
  title: 'Delete records',
  description: 'Delete records for good. Archiving (active: false) is often better.',
  input: {
    model: argument.model,
    ids: argument.ids,
    context: argument.context,
    connection: argument.connection,
    plan: argument.plan,
  },
  required: ['model', 'ids'],
  output: outcome,
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true },
  isWrite: true,
  run: async (call) => {
    const { model, ids } = call;
    checkNumber(call, ids.length, model);
    const context = call.contextLine(model, false);
    const { client, schema } = await call.connection();
    await schema.fields(model);
    await call.withinPolicy(model, ids, true);
    return withConsent(call, {
      verdicts: [verdictOn(call.policy, 'delete', model)],
      model,
      method: 'unlink',
      ids,
      isWrite: true,
      preview: () =>
        namesPreview(call, model, ids, `Delete ${plural(ids.length, model)} for good.`, context),
      perform: async () => {
        await client.unlink(model, ids, call.options);
        return done(`Deleted ${plural(ids.length, model)}: ${some(ids)}`, ids);
      },
      logged: idsOf,
    });
  },
};

export function done(
  text: string,
  ids?: number[],
  also: Record<string, unknown> = {},
): CallToolResult {
  return result(text, { status: 'done', ...(ids ? { ids, count: ids.length } : {}), ...also });
}

const some = (ids: number[]) =>
  ids.length > 20 ? `${ids.slice(0, 20).join(', ')}, …` : ids.join(', ');

export const idsOf = (made: CallToolResult): unknown =>
  (made.structuredContent as { ids?: number[] } | undefined)?.ids?.slice(0, 200);
