// Domains on their way to Odoo: read from lists or text, held to the policy, joined with the policy's own.

import { ToolError } from './errors.ts';
import { parseLiteral } from './literal.ts';
import type { Policy } from './policy.ts';
import { type Field, type Schema, seenField } from './schema.ts';

/** A domain as it came: a list, or Odoo's text. */
export type GivenDomain = unknown;

/** Makes a list of what was given. `uid` is what `uid` and `user.id` stand for in a text. */
export function domainOf(given: GivenDomain, uid?: number): unknown[] {
  if (given === undefined || given === null || given === false) return [];
  const value =
    typeof given === 'string' && given.trim() !== ''
      ? parseLiteral(given, uid === undefined ? {} : { uid, 'user.id': uid })
      : given;
  if (value === '') return [];
  if (!Array.isArray(value)) {
    throw wrong('A domain is a list of conditions.');
  }
  // A single condition without the list around it is a common slip, and has one meaning.
  if (value.length === 3 && typeof value[0] === 'string' && typeof value[1] === 'string') {
    if (!['&', '|', '!'].includes(value[0])) return [value];
  }
  return value;
}

function wrong(message: string): ToolError {
  return new ToolError(
    'bad_argument',
    message,
    "Such as [['name', 'ilike', 'ada']], with '|', '&' and '!' before what they join.",
  );
}

/** Checks a domain: its shape, that its fields exist, and that the policy shows them. */
export async function checkDomain(
  model: string,
  domain: unknown[],
  schema: Schema,
  policy: Policy,
  depth = 0,
): Promise<void> {
  if (depth > 10) throw wrong('The domain is nested too deeply.');
  for (const term of domain) {
    if (term === '&' || term === '|' || term === '!') continue;
    if (!Array.isArray(term) || term.length !== 3) {
      throw wrong(`\`${JSON.stringify(term)?.slice(0, 80)}\` is no condition of a domain.`);
    }
    const [path, operator, value] = term;
    if (path === 0 || path === 1) continue;
    if (typeof path !== 'string' || typeof operator !== 'string') {
      throw wrong(`\`${JSON.stringify(term).slice(0, 80)}\` is no condition of a domain.`);
    }
    const target = await checkPath(model, path, schema, policy);
    if ((operator === 'any' || operator === 'not any' || operator.startsWith('any')) && target) {
      mayRead(target, policy, true);
      await checkDomain(target, domainOf(value), schema, policy, depth + 1);
    }
  }
}

/**
 * Follows a path of fields, such as `partner_id.country_id.code`, and checks each step. Returns the model that its last
 * field leads to, if it does.
 */
export async function checkPath(
  model: string,
  path: string,
  schema: Schema,
  policy: Policy,
): Promise<string | undefined> {
  let current = model;
  const steps = path.split('.');
  for (const [index, step] of steps.entries()) {
    const isLast = index === steps.length - 1;
    const fields = await schema.fields(current);
    const field = seenField(current, step, fields, policy);
    await mayShow(current, field, schema, policy);
    if (isLast) return field.relation;
    if (!field.relation) {
      // Parts of a date (`date_order.month_number`), members of properties: steps that lead to no model.
      if (/^(date|datetime|properties)$/.test(field.type) && index === steps.length - 2)
        return undefined;
      throw wrong(`\`${step}\` of ${current} is no relation, so \`${path}\` leads nowhere.`);
    }
    current = field.relation;
    mayRead(current, policy, true);
  }
  return undefined;
}

/** Refuses a field that only repeats one of another model, where that one may not be seen. */
export async function mayShow(
  model: string,
  field: Field,
  schema: Schema,
  policy: Policy,
): Promise<void> {
  if (!field.related) return;
  let current = model;
  for (const step of field.related.split('.')) {
    const isClosed = current !== model && policy.decide('read', current).decision === 'deny';
    if (isClosed || policy.isHidden(current, step)) {
      throw new ToolError(
        'unknown_field',
        `The field \`${field.name}\` of ${model} is hidden by the policy.`,
        `odoo_fields lists the fields of ${model}.`,
      );
    }
    const next = (await schema.fields(current)).get(step)?.relation;
    if (!next) return;
    current = next;
  }
}

/**
 * Refuses to look into a model that may not be read.
 *
 * @param isInPassing Whether another model is asked: then there is no place for a question about this one.
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

/** Both domains. */
export function and(a: unknown[], b: unknown[]): unknown[] {
  if (!a.length) return b;
  if (!b.length) return a;
  return ['&', ...closed(a), ...closed(b)];
}

/** A domain whose conditions are all joined by operators that are written out, so that it can be joined with another. */
function closed(domain: unknown[]): unknown[] {
  let open = 0;
  for (let index = domain.length - 1; index >= 0; index -= 1) {
    const term = domain[index];
    if (term === '&' || term === '|') {
      if (open < 2) throw wrong(`An operand of '${term}' is missing.`);
      open -= 1;
    } else if (term === '!') {
      if (open < 1) throw wrong("The operand of '!' is missing.");
    } else open += 1;
  }
  return [...Array.from({ length: Math.max(0, open - 1) }, () => '&'), ...domain];
}

/** Checks an `order` text: fields that exist and are shown. */
export async function checkOrder(
  model: string,
  order: string,
  schema: Schema,
  policy: Policy,
): Promise<void> {
  for (const part of order.split(',')) {
    const match = /^\s*"?([\w.]+)"?(?::[\w]+)?(\s+(asc|desc))?(\s+nulls\s+(first|last))?\s*$/i.exec(
      part,
    );
    const [, path = ''] = match ?? [];
    if (!match) {
      throw new ToolError(
        'bad_argument',
        `\`${part.trim().slice(0, 60)}\` is no order.`,
        "Such as 'date_order desc, id'.",
      );
    }
    if (path !== 'id') await checkPath(model, path, schema, policy);
  }
}
