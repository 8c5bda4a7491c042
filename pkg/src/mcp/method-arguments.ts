// The arguments of methods that `odoo_call` makes. What a method does with them is its own; but a
// domain is a question, and the name of a hidden field asks for what the rules hide, whichever
// method it is.

import { comparisons, isJoin } from './conditions.ts';
import { checkDomain } from './domain.ts';
import { ToolError } from './errors.ts';
import { isCredential, type Policy } from './policy.ts';
import type { Schema } from './schema.ts';

/**
 * Refuses arguments of a method of a model in which a domain or the name of a field goes past the
 * rules.
 *
 * @throws {ToolError} that says which.
 */
export async function checkArguments(
  model: string,
  values: unknown,
  schema: Schema,
  policy: Policy,
  depth = 0,
): Promise<void> {
  if (depth > 20) throw new ToolError('bad_argument', 'The arguments are nested too deeply.');
  if (typeof values === 'string') return checkText(model, values, policy);
  if (typeof values !== 'object' || values === null) return;
  if (isDomain(values)) return checkDomain(model, values, schema, policy);
  for (const [name, value] of Object.entries(values)) {
    // Names of members are those of parameters, too, such as `password`: only what a rule hides is
    // refused.
    if (!Array.isArray(values) && !isCredential(name)) checkText(model, name, policy);
    await checkArguments(model, value, schema, policy, depth + 1);
  }
}

/**
 * Refuses a text that is nothing but names of fields, as in a list, an order or an aggregate, one
 * of which is hidden.
 */
function checkText(model: string, text: string, policy: Policy): void {
  const isNames = /^[\w.]+(:\w+)?( +(asc|desc))?( *, *[\w.]+(:\w+)?( +(asc|desc))?)*$/i.test(text);
  if (!isNames) return;
  for (const path of text.split(',')) {
    const steps = (path.trim().split(/[: ]/)[0] ?? '').split('.');
    const isHidden = steps.some((name, index) =>
      index === 0 ? policy.isHidden(model, name) : policy.isHiddenAnywhere(name),
    );
    if (!isHidden) continue;
    throw new ToolError(
      'denied_by_policy',
      `The arguments name \`${path.trim().slice(0, 80)}\`, and the policy hides that field.`,
      'Leave it out, and tell the user.',
    );
  }
}

/** Whether a value has the shape of a domain with at least one condition. */
function isDomain(value: unknown): value is unknown[] {
  if (!Array.isArray(value)) return false;
  const terms = value.filter((term) => !isJoin(term));
  return terms.length > 0 && terms.every(isCondition);
}

function isCondition(term: unknown): boolean {
  if (!Array.isArray(term) || term.length !== 3) return false;
  const [path, operator] = term;
  if (typeof path !== 'string' || typeof operator !== 'string') return false;
  const plain = operator.toLowerCase().trim();
  return comparisons.includes(plain) || /^(not )?any!$|^==$/.test(plain);
}
