// Paths of fields, such as `partner_id.country_id.code`: one walk, and what those who take it look
// at on the way.

import { ToolError } from './errors.ts';
import type { Policy } from './policy.ts';
import { type Field, type Fields, type Schema, seenField } from './schema.ts';

/** A step of a path: a field by its name, in the model that the steps before it lead to. */
export interface Step {
  model: string;
  name: string;
  /** The fields of the model. */
  fields: Fields;
  /** The field, where Odoo tells of it. */
  field: Field | undefined;
  isFirst: boolean;
  /** The names that follow. */
  rest: string[];
}

/**
 * Walks a path from a model on, and shows each step to `visit`. Ends where the path does, or where
 * `visit` returns `false`.
 *
 * @returns the last step.
 * @throws {ToolError} when the path goes on after a field that leads nowhere; whatever `visit`
 * throws; and what went wrong when the fields of a model could not be asked for: a path that cannot
 * be followed is no path that may be used.
 */
export async function walk(
  start: string,
  path: string,
  schema: Schema,
  visit: (step: Step) => unknown,
): Promise<Step> {
  let model = start;
  let [name = '', ...rest] = path.split('.');
  for (let isFirst = true; ; isFirst = false) {
    const fields = await schema.fields(model);
    const step = { model, name, fields, field: fields.get(name), isFirst, rest };
    const isOver = (await visit(step)) === false;
    if (isOver || rest.length === 0) return step;
    const next = step.field?.relation;
    if (!next) {
      throw new ToolError(
        'bad_argument',
        `\`${name}\` of ${model} is not a relation, so \`${path}\` leads nowhere.`,
        `odoo_fields lists the fields of ${model}.`,
      );
    }
    model = next;
    [name = '', ...rest] = rest;
  }
}

/**
 * Follows a path that an agent wrote, and refuses it where the rules hide a step.
 *
 * @returns the field at its end.
 */
export async function checkPath(
  model: string,
  path: string,
  schema: Schema,
  policy: Policy,
): Promise<Field> {
  const last = await walk(model, path, schema, async (step) => {
    if (!step.isFirst) mayPass(step.model, policy);
    const field = seenField(step.model, step.name, step.fields, policy);
    await mayShow(step.model, field, schema, policy);
    // Parts of a date (`date_order.month_number`) and members of properties lead to no model.
    return !(step.rest.length === 1 && /^(date|datetime|properties)$/.test(field.type));
  });
  return last.field as Field;
}

/** How many related fields may lead to one another. */
const deepest = 8;

/** Refuses a field that only repeats one of another model, where that one may not be seen. */
export async function mayShow(
  model: string,
  field: Field,
  schema: Schema,
  policy: Policy,
  depth = 0,
): Promise<void> {
  if (!field.related) return;
  const hidden = () =>
    new ToolError(
      'unknown_field',
      `The field \`${field.name}\` of ${model} is hidden by the policy: it is \`${field.related}\`.`,
      `odoo_fields lists the fields of ${model}.`,
    );
  if (depth > deepest) throw hidden();
  await walk(model, field.related, schema, async (step) => {
    if (policy.isHidden(step.model, step.name)) throw hidden();
    if (!step.isFirst && !isOpen(step.model, policy)) throw hidden();
    if (step.field) await mayShow(step.model, step.field, schema, policy, depth + 1);
  }).catch((error) => {
    throw error instanceof ToolError && error.problem !== 'unknown_model' ? hidden() : error;
  });
}

/**
 * The model that the value of a related field is stored in, or `undefined` where it is the model
 * itself.
 *
 * @throws {ToolError} when it may not be written there, or cannot be found out.
 */
export async function ownerOf(
  model: string,
  field: Field,
  schema: Schema,
  policy: Policy,
  depth = 0,
): Promise<string | undefined> {
  if (!field.related) return undefined;
  const denied = (why: string) =>
    new ToolError(
      'denied_by_policy',
      `\`${field.name}\` of ${model} is really \`${field.related}\`, ${why}.`,
      'Leave it out, and tell the user.',
    );
  if (depth > deepest) throw denied('which leads too far');
  const last = await walk(model, field.related, schema, (step) => {
    if (step.rest.length === 0 && policy.isReadonly(step.model, step.name)) {
      throw denied('which may not be written: the policy says so');
    }
  });
  if (!last.field) throw denied('which Odoo does not tell of');
  if (last.model !== model && policy.domain(last.model).length) {
    throw denied(`and the policy limits the records of ${last.model}: change it there`);
  }
  const further = await ownerOf(last.model, last.field, schema, policy, depth + 1);
  const owner = further ?? last.model;
  return owner === model ? undefined : owner;
}

/** Whether all records of a model may be read without a question. */
function isOpen(model: string, policy: Policy): boolean {
  return policy.decide('read', model).decision === 'allow' && policy.domain(model).length === 0;
}

/**
 * Refuses a path through a model that does not lie open: there is no place for a question, or for
 * its domain.
 */
export function mayPass(model: string, policy: Policy): void {
  mayRead(model, policy, true);
  if (policy.domain(model).length === 0) return;
  throw new ToolError(
    'denied_by_policy',
    `The policy limits the records of ${model}, so no path leads through it.`,
    `Search ${model} itself, and use the ids.`,
  );
}

/**
 * Refuses to look into a model that may not be read.
 *
 * @param isInPassing Whether another model is asked: then there is no place for a question about
 * this one.
 */
export function mayRead(model: string, policy: Policy, isInPassing = false): void {
  const { decision, rule } = policy.decide('read', model);
  if (decision === 'ask' && isInPassing) {
    throw new ToolError(
      'denied_by_policy',
      `Reading ${model} needs consent (${rule}), so no path leads through it.`,
      `Search ${model} itself.`,
    );
  }
  if (decision === 'deny') {
    throw new ToolError(
      'denied_by_policy',
      `Reading ${model} is denied by the policy (${rule}).`,
      'Tell the user; do not look for a way around.',
    );
  }
}

/**
 * Refuses to search by the names of a model's records, where they, or what Odoo looks at when it
 * searches by name, are hidden.
 *
 * @param isInPassing Whether it is another model whose records are searched.
 */
export function maySearchNames(model: string, policy: Policy, isInPassing: boolean): void {
  if (isInPassing && policy.decide('read', model).decision === 'deny') mayRead(model, policy);
  if (!policy.hidesAny(model)) return;
  throw new ToolError(
    'denied_by_policy',
    `A search by the names of ${model} looks into further fields, and the policy hides some.`,
    policy.hidesNames(model) ? 'Search by other fields.' : `Search by \`name\` of ${model}.`,
  );
}
