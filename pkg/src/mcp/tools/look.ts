// Looking around: which models and fields there are.

import { rowsResult } from '../result.ts';
import { type Field, isTechnical, seenField } from '../schema.ts';
import { likely, oneLine } from '../text.ts';
import { argument, reads, rows, type Tool, text } from '../tool.ts';
import { cursorOf, startOf } from './read.ts';

export const models: Tool = {
  name: 'odoo_models',
  title: 'List models',
  description: 'List models by technical name. search: words of the name, such as invoice.',
  input: {
    search: text(),
    limit: argument.limit,
    offset: argument.offset,
    cursor: argument.cursor,
    connection: argument.connection,
  },
  required: [],
  output: rows,
  annotations: reads,
  isWrite: false,
  run: async (call) => {
    const connection = await call.connection();
    const words = (call.text('search') ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    const open = (await connection.schema.models()).filter(
      ({ model }) => call.policy.decide('read', model).decision !== 'deny',
    );
    let found = open.filter(({ model, name }) =>
      words.every((word) => `${model} ${name}`.toLowerCase().includes(word)),
    );
    const notes: string[] = [];
    if (!found.length && words.length) {
      const close = new Set(
        words.flatMap((word) =>
          likely(
            word,
            open.map(({ model }) => model),
          ),
        ),
      );
      found = open.filter(({ model }) => close.has(model));
      notes.push('Nothing fits exactly; these are like it.');
    }
    const offset = startOf(call);
    const page = found.slice(
      offset,
      offset + Math.max(1, Math.min(call.number('limit') ?? 100, 1000)),
    );
    return rowsResult(
      {
        source: `models @${connection.name}`,
        fields: ['model', 'name'],
        rows: page.map(({ model, name }) => [model, oneLine(name)]),
        count: found.length,
        offset,
        cursor: (next) => cursorOf(call, next),
        notes,
      },
      call.policy.maxTokens,
      call.shared.results,
    );
  },
};

/** A field's kind in few words: `many2one res.partner`, `selection draft,sent`. */
export function kindOf(field: Field): string {
  if (field.relation) return `${field.type} ${field.relation}`;
  if (!field.selection) return field.type;
  const values = field.selection.map(([value]) => String(value));
  return `selection ${values.length > 12 ? `${values.slice(0, 12).join(',')},…` : values.join(',')}`;
}

/** What is special of a field: required, readonly, computed. */
export function flagsOf(field: Field, isReadonly: boolean): string {
  const flags = [];
  if (field.required) flags.push('required');
  if (field.readonly || isReadonly) flags.push('ro');
  if (!field.store) flags.push('computed');
  return flags.join(' ');
}

export const fields: Tool = {
  name: 'odoo_fields',
  title: 'List fields',
  description:
    'Fields of a model: type, relation, allowed values. search: words; all: technical ones too; fields: some with full detail.',
  input: {
    model: argument.model,
    search: text(),
    fields: argument.fields,
    all: { type: 'boolean' },
    cursor: argument.cursor,
    connection: argument.connection,
  },
  required: ['model'],
  output: rows,
  annotations: reads,
  isWrite: false,
  run: async (call) => {
    const { model } = call;
    call.mayRead(model);
    const connection = await call.connection();
    const known = await connection.schema.fields(model);
    const named = call.fieldNames;
    const words = (call.text('search') ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    const open = [...known.values()].filter(({ name }) => !call.policy.isHidden(model, name));
    const detail = named.map((name) => seenField(model, name, known, call.policy));
    const found = named.length
      ? detail
      : words.length
        ? open.filter((field) =>
            words.every((word) => `${field.name} ${field.string}`.toLowerCase().includes(word)),
          )
        : open.filter((field) => call.args.all === true || field.required || !isTechnical(field));
    const left = open.length - found.length;
    const offset = startOf(call);
    const sorted = [...found].sort(
      (a, b) => Number(b.required) - Number(a.required) || (a.name < b.name ? -1 : 1),
    );
    const names = ['field', 'type', 'label', 'flags', ...(named.length ? ['help'] : [])];
    const table = sorted
      .slice(offset)
      .map((field) => [
        field.name,
        named.length && field.selection
          ? `selection ${field.selection.map(([value, label]) => `${value}=${label}`).join(', ')}`
          : kindOf(field),
        labelOf(field),
        flagsOf(field, call.policy.isReadonly(model, field.name)),
        ...(named.length ? [field.help ?? ''] : []),
      ]);
    const isAll = named.length > 0 || words.length > 0 || call.args.all === true;
    return rowsResult(
      {
        source: `fields of ${model} @${connection.name}`,
        fields: names,
        rows: table,
        count: found.length,
        offset,
        cursor: (next) => cursorOf(call, next),
        notes: left > 0 && !isAll ? [`${left} technical ones are left out (all: true).`] : [],
      },
      call.policy.maxTokens,
      call.shared.results,
    );
  },
};

/** A label, where it says more than the name does. */
function labelOf({ name, string: label }: Field): string {
  const plain = (words: string) => words.toLowerCase().replace(/[^a-z0-9]/g, '');
  return plain(name.replace(/_ids?$/, '')) === plain(label) || plain(name) === plain(label)
    ? ''
    : oneLine(label);
}
