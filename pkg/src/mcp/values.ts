// Values on their way to Odoo: what they would change, here and in other models, and whether Odoo
// can take them.

import { ToolError } from './errors.ts';
import { hangingOf } from './hanging.ts';
import { ownerOf } from './paths.ts';
import type { Operation, Policy, Verdict } from './policy.ts';
import { type Field, noField, type Schema } from './schema.ts';
import { didYouMean } from './text.ts';

export type Verdicts = (Verdict & { what: string })[];

const doing: Record<Operation, string> = {
  read: 'Reading',
  create: 'Creating',
  update: 'Changing',
  delete: 'Deleting',
  call: 'Calling methods of',
  message: 'Posting on',
};

export function verdictOn(policy: Policy, operation: Operation, model: string): Verdicts[number] {
  return { ...policy.decide(operation, model), what: `${doing[operation]} ${model}` };
}

/** What values would change: the verdicts on it, and the records that they name, by model. */
export interface Changes {
  verdicts: Verdicts;
  named: Map<string, Set<number>>;
}

/**
 * Checks values for `create` or `write`, and collects what they would change: the record itself,
 * the lines of a one2many, records created through a many2many, fields that really belong to
 * another model, the record that a file or a message hangs on.
 *
 * @throws {ToolError} when a value cannot be taken, may not be written, or what it would change
 * cannot be found out.
 */
export async function changesOf(
  operation: 'create' | 'update',
  model: string,
  values: Record<string, unknown>,
  schema: Schema,
  policy: Policy,
): Promise<Changes> {
  const changes: Changes = { verdicts: [], named: new Map() };
  await collect(changes, operation, model, values, schema, policy, 0);
  return changes;
}

async function collect(
  changes: Changes,
  operation: 'create' | 'update',
  model: string,
  values: Record<string, unknown>,
  schema: Schema,
  policy: Policy,
  depth: number,
): Promise<void> {
  if (depth > 6) throw new ToolError('bad_argument', 'The values are nested too deeply.');
  const { verdicts } = changes;
  const verdict = verdictOn(policy, operation, model);
  verdicts.push(verdict);
  if (verdict.decision === 'deny') return;
  const fields = await schema.fields(model);
  for (const [name, value] of Object.entries(values)) {
    const field = fields.get(name);
    if (!field) throw noField(model, name, fields, policy);
    if (policy.isReadonly(model, name)) throw notWritten(model, name);
    checkValue(model, field, value);
    // Read-only ones, too: what a model inherits from another is written there all the same.
    if (field.related) {
      const owner = await ownerOf(model, field, schema, policy);
      if (owner) verdicts.push(verdictOn(policy, 'update', owner));
    }
    if (field.type === 'many2one' && typeof value === 'number') {
      note(changes, field.relation as string, value);
    }
    const [, target, id] = /^([\w.]+),(\d+)$/.exec(String(value)) ?? [];
    if (field.type === 'reference' && target) note(changes, target, Number(id));
    if (field.relation && (field.type === 'one2many' || field.type === 'many2many')) {
      await collectCommands(changes, field, value, schema, policy, depth);
    }
  }
  await collectOwner(changes, model, values, schema, policy);
}

function notWritten(model: string, name: string): ToolError {
  return new ToolError(
    'denied_by_policy',
    `The field \`${name}\` of ${model} may not be written: the policy says so.`,
    'Leave it out, and tell the user.',
  );
}

/** Notes a record that values name. */
function note({ named }: Changes, model: string, id: unknown): void {
  if (!Number.isInteger(id)) return;
  named.set(model, (named.get(model) ?? new Set()).add(id as number));
}

/**
 * The record that a file, a message or their like is going to hang on: what is put there changes
 * it.
 */
async function collectOwner(
  changes: Changes,
  model: string,
  values: Record<string, unknown>,
  schema: Schema,
  policy: Policy,
): Promise<void> {
  const hanging = hangingOf(model);
  if (!hanging) return;
  const { column, operation } = hanging;
  // Some models name the owner's model in two ways.
  for (const owner of [values[column], await schema.modelOf(values.res_model_id)]) {
    if (typeof owner !== 'string' || owner === '') continue;
    changes.verdicts.push(verdictOn(policy, operation, owner));
    note(changes, owner, values.res_id);
    // The contents of a field that holds a file are an attachment, too.
    const field = values.res_field;
    if (typeof field === 'string' && policy.isReadonly(owner, field))
      throw notWritten(owner, field);
  }
}

/** Collects what the commands of an x2many field would change. */
async function collectCommands(
  changes: Changes,
  field: Field,
  value: unknown,
  schema: Schema,
  policy: Policy,
  depth: number,
): Promise<void> {
  const target = field.relation as string;
  if (value === false || value === null) return;
  if (!Array.isArray(value)) throw wrongCommands(field);
  const isOwner = field.type === 'one2many';
  const push = (operation: Operation) =>
    changes.verdicts.push(verdictOn(policy, operation, target));
  const inner = (operation: 'create' | 'update', values: unknown) =>
    collect(changes, operation, target, objectOf(values), schema, policy, depth + 1);
  for (const command of value) {
    if (!Array.isArray(command)) {
      // A bare id links, and replaces what was linked.
      if (!Number.isInteger(command)) throw wrongCommands(field);
      note(changes, target, command);
      if (isOwner) push('update');
      continue;
    }
    const [code, id, values] = command;
    if (code === 0) await inner('create', values);
    else if (code === 1) {
      note(changes, target, id);
      await inner('update', values);
    } else if (code === 2) {
      note(changes, target, id);
      push('delete');
    } else if (code === 3 || code === 4 || code === 5 || code === 6) {
      for (const one of code === 6 && Array.isArray(values) ? values : [id]) {
        if (code !== 5 && one) note(changes, target, one);
      }
      // Lines that lose their record may be deleted by Odoo; those that get one are changed.
      if (isOwner && code !== 4) push('delete');
      if (isOwner) push('update');
      // Who is in a group is a right.
      if (!isOwner && target === 'res.groups') push('update');
    } else throw wrongCommands(field);
  }
}

const objectOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

function wrongCommands({ name, type }: Field): ToolError {
  return new ToolError(
    'bad_argument',
    `\`${name}\` is a ${type}: its value is a list of commands.`,
    '[[6,0,ids]] links exactly these, [[4,id]] adds one, [[0,0,{values}]] creates one.',
  );
}

/** Refuses what Odoo would refuse, with the values that it would take. */
function checkValue(model: string, field: Field, value: unknown): void {
  const { name, type } = field;
  const wrong = (needs: string, advice = '') => {
    throw new ToolError(
      'bad_argument',
      `\`${name}\` of ${model} needs ${needs}, not ${told(value)}.`,
      advice,
    );
  };
  if (value === false || value === null) return;
  if (type === 'selection' && field.selection?.length) {
    const values = field.selection.map(([known]) => known);
    if (!values.includes(value)) {
      const close = didYouMean(String(value), values.map(String)) || byLabel(field, value);
      wrong(
        `one of ${values
          .slice(0, 30)
          .map((known) => `"${known}"`)
          .join(', ')}`,
        close.trim(),
      );
    }
  }
  if (type === 'many2one' && !Number.isInteger(value)) {
    wrong('the id of a record', `Find it with odoo_search on ${field.relation}.`);
  }
  if ((type === 'integer' || type === 'float' || type === 'monetary') && typeof value !== 'number')
    wrong('a number');
  if (type === 'boolean' && typeof value !== 'boolean') wrong('true or false');
  if (type === 'date' && !/^\d{4}-\d\d-\d\d/.test(String(value)))
    wrong('a date such as "2026-01-31"');
  if (type === 'datetime' && !/^\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d)?)?/.test(String(value))) {
    wrong('a date and time in UTC such as "2026-01-31 13:45:00"');
  }
  if ((type === 'char' || type === 'text' || type === 'html') && typeof value === 'object')
    wrong('a text');
}

function byLabel(field: Field, value: unknown): string {
  const found = field.selection?.find(
    ([, label]) => label.toLowerCase() === String(value).toLowerCase(),
  );
  return found ? `Did you mean "${found[0]}"?` : '';
}

function told(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
