// The shape of domains: conditions, and the operators before what they join. Nothing here knows of
// models.

import { ToolError } from './errors.ts';

/**
 * The operators of a condition. `any!` and `not any!` leave the user's rights, so they are none
 * here.
 */
export const comparisons = [
  '=', '!=', '<>', '<', '<=', '>', '>=', '=?', 'in', 'not in', 'like', 'not like', 'ilike', 'not ilike', '=like', 'not =like',
  '=ilike', 'not =ilike', 'child_of', 'parent_of', 'any', 'not any',
]; // biome-ignore format: a list of operators

export const isJoin = (term: unknown) => term === '&' || term === '|' || term === '!';

export function wrongDomain(message: string): ToolError {
  return new ToolError(
    'bad_argument',
    message,
    "Such as [['name', 'ilike', 'ada'], ['active', '=', true]], with '|', '&' and '!' before what they join.",
  );
}

/** Both domains. */
export function and(a: unknown[], b: unknown[]): unknown[] {
  if (!a.length) return b;
  if (!b.length) return a;
  return ['&', ...closed(a), ...closed(b)];
}

/**
 * A domain whose conditions are all joined by operators that are written out, so that it can be
 * joined with another.
 */
export function closed(domain: unknown[]): unknown[] {
  let open = 0;
  for (let index = domain.length - 1; index >= 0; index -= 1) {
    const term = domain[index];
    if (term === '&' || term === '|') {
      if (open < 2) throw wrongDomain(`An operand of '${term}' is missing.`);
      open -= 1;
    } else if (term === '!') {
      if (open < 1) throw wrongDomain("The operand of '!' is missing.");
    } else open += 1;
  }
  return [...Array.from({ length: Math.max(0, open - 1) }, () => '&'), ...domain];
}

/** A condition, or an error that shows what is none. */
export function conditionOf(term: unknown): [path: unknown, operator: string, value: unknown] {
  const told = () => `\`${JSON.stringify(term)?.slice(0, 80)}\` is not a condition of a domain.`;
  if (!Array.isArray(term) || term.length !== 3) throw wrongDomain(told());
  const [path, operator, value] = term;
  if (path === 0 || path === 1) {
    // `[1, '=', 1]` is all, `[0, '=', 1]` is nothing.
    if (operator !== '=' || value !== 1) throw wrongDomain(told());
  } else if (typeof path !== 'string' || typeof operator !== 'string') throw wrongDomain(told());
  else if (!comparisons.includes(operator)) {
    throw wrongDomain(
      `\`${operator.slice(0, 20)}\` is not an operator. There are: ${comparisons.join(', ')}.`,
    );
  }
  return [path, operator, value];
}
