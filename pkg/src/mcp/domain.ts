// Domains on their way to Odoo: read from lists or text, and held to the policy.

import { conditionOf, isJoin, wrongDomain } from './conditions.ts';
import { ToolError } from './errors.ts';
import { parseLiteral } from './literal.ts';
import { checkPath, mayPass, mayRead, maySearchNames } from './paths.ts';
import type { Policy } from './policy.ts';
import type { Schema } from './schema.ts';

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
    throw wrongDomain('A domain is a list of conditions.');
  }
  // A single condition without the list around it is a common slip, and has one meaning.
  if (value.length === 3 && typeof value[0] === 'string' && typeof value[1] === 'string') {
    if (!['&', '|', '!'].includes(value[0])) return [value];
  }
  return value;
}

/** Checks a domain: its shape, that its fields exist, and that the policy shows them. */
export async function checkDomain(
  model: string,
  domain: unknown[],
  schema: Schema,
  policy: Policy,
  depth = 0,
): Promise<void> {
  if (depth > 10) throw wrongDomain('The domain is nested too deeply.');
  for (const term of domain) {
    if (isJoin(term)) continue;
    const [path, operator, value] = conditionOf(term);
    if (typeof path !== 'string') continue;
    const field = await checkPath(model, path, schema, policy);
    // The name of the model's own records, or of those that a path ends at.
    if (path === 'display_name') maySearchNames(model, policy, false);
    else if (path.endsWith('.display_name')) {
      const before = path.slice(0, -'.display_name'.length);
      const { relation = model } = await checkPath(model, before, schema, policy);
      maySearchNames(relation, policy, true);
    }
    const { relation } = field;
    if (!relation) continue;
    if (operator === 'any' || operator === 'not any') {
      mayPass(relation, policy);
      await checkDomain(relation, domainOf(value), schema, policy, depth + 1);
    } else if (!isById(operator, value)) maySearchNames(relation, policy, true);
  }
}

/**
 * Whether a condition on a relation compares ids alone. Texts are looked for among names, and so is
 * what is like something.
 */
function isById(operator: string, value: unknown): boolean {
  const values = Array.isArray(value) ? value : [value];
  const isExact = ['=', '!=', '<>', '=?', 'in', 'not in'].includes(operator);
  return isExact && values.every((one) => typeof one !== 'string');
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
        `\`${part.trim().slice(0, 60)}\` is not an order.`,
        "Such as 'date_order desc, id'.",
      );
    }
    if (path === 'id') continue;
    const { relation } = await checkPath(model, path, schema, policy);
    // Records are in the order of what they link to, by its name.
    if (relation && policy.hidesNames(relation)) maySearchNames(relation, policy, true);
    if (relation && policy.decide('read', relation).decision === 'deny') mayRead(relation, policy);
  }
}
