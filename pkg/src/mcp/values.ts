// Values on their way to Odoo: what they would change, here and in other models, and whether Odoo can take them.

import { ToolError } from './errors.ts';
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

/**
 * Checks values for `create` or `write`, and collects the verdicts on all that they would change: the lines of a one2many, records
 * created through a many2many, fields that really belong to another model.
 */
export async function verdictsOf(
  operation: 'create' | 'update',
  model: string,
  values: Record<string, unknown>,
  schema: Schema,
  policy: Policy,
  depth = 0,
): Promise<Verdicts> {
  if (depth > 6) throw new ToolError('bad_argument', 'The values are nested too deeply.');
  const verdicts = [verdictOn(policy, operation, model)];
  if (verdicts[0]?.decision === 'deny') return verdicts;
  const fields = await schema.fields(model);
  for (const [name, value] of Object.entries(values)) {
    const field = fields.get(name);
    if (!field) throw noField(model, name, fields, policy);
    if (policy.isReadonly(model, name)) {
      throw new ToolError(
        'denied_by_policy',
        `The field \`${name}\` of ${model} may not be written: the policy says so.`,
        'Leave it out, and tell the user.',
      );
    }
    checkValue(model, field, value);
    if (field.related && !field.readonly) {
      const owner = await ownerOf(model, field.related, schema, policy);
      if (owner) verdicts.push(verdictOn(policy, 'update', owner));
    }
    if (field.relation && (field.type === 'one2many' || field.type === 'many2many')) {
      verdicts.push(...(await ofCommands(field, value, schema, policy, depth)));
    }
  }
  return verdicts;
}

/** The model that a related field is stored in. A field that may not be written there may not be written here. */
async function ownerOf(
  model: string,
  path: string,
  schema: Schema,
  policy: Policy,
): Promise<string | undefined> {
  let current = model;
  const steps = path.split('.');
  for (const [index, step] of steps.entries()) {
    if (index === steps.length - 1) {
      if (policy.isReadonly(current, step)) {
        throw new ToolError(
          'denied_by_policy',
          `\`${step}\` of ${current} may not be written: the policy says so.`,
        );
      }
      break;
    }
    const next = (await schema.fields(current).catch(() => undefined))?.get(step)?.relation;
    if (!next) return undefined;
    current = next;
  }
  return current === model ? undefined : current;
}

/** The verdicts on the commands of an x2many field. */
async function ofCommands(
  field: Field,
  value: unknown,
  schema: Schema,
  policy: Policy,
  depth: number,
): Promise<Verdicts> {
  const target = field.relation as string;
  if (value === false || value === null) return [];
  if (!Array.isArray(value)) throw wrongCommands(field);
  const verdicts: Verdicts = [];
  const isOwner = field.type === 'one2many';
  for (const command of value) {
    if (!Array.isArray(command)) {
      // A bare id links, and replaces what was linked.
      if (!Number.isInteger(command)) throw wrongCommands(field);
      if (isOwner) verdicts.push(verdictOn(policy, 'update', target));
      continue;
    }
    const [code, , inner] = command;
    const values =
      typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : {};
    if (code === 0)
      verdicts.push(...(await verdictsOf('create', target, values, schema, policy, depth + 1)));
    else if (code === 1)
      verdicts.push(...(await verdictsOf('update', target, values, schema, policy, depth + 1)));
    else if (code === 2) verdicts.push(verdictOn(policy, 'delete', target));
    else if (code === 3 || code === 4 || code === 5 || code === 6) {
      // Lines that lose their record may be deleted by Odoo; those that get one are changed.
      if (isOwner && code !== 4) verdicts.push(verdictOn(policy, 'delete', target));
      if (isOwner) verdicts.push(verdictOn(policy, 'update', target));
      // Who is in a group is a right.
      if (!isOwner && target === 'res.groups') verdicts.push(verdictOn(policy, 'update', target));
    } else throw wrongCommands(field);
  }
  return verdicts;
}

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
