// The calls that store: what each sends, and whether its answer says that it was done.

import { Confirmed, policy } from 'odoo-client-wasm/policy';
import { call, shown, Unaccountable } from './call.ts';
import type { Account, Job } from './job.ts';
import type { Values } from './rows.ts';

const numberOf = (value: unknown) => (typeof value === 'number' ? value : Number.NaN);

/** Whether an answer is the ids of so many records that are all different. */
const areIds = (answer: unknown, count: number): answer is number[] =>
  Array.isArray(answer) &&
  answer.length === count &&
  policy().areRecords(Float64Array.from(answer, numberOf), count);

/** Creates records. */
export async function create(job: Job, values: Values[]): Promise<number[]> {
  const ids = await call(job, 'create', [values]);
  if (areIds(ids, values.length)) return ids;
  // They may be there, and nobody knows under which ids: not to be tried again.
  const words = `${job.model}.create answered ${shown(ids)} instead of ${values.length} ids`;
  throw new Unaccountable(words);
}

/**
 * Confirms that a method that returns nothing of interest was done. Where its silence may mean
 * that, it is called with no record at all, which changes nothing.
 */
export async function confirm(job: Job, account: Account, method: string, answer: unknown) {
  let confirmed = account.confirms(answer);
  if (confirmed === Confirmed.Probe) {
    const reads = { ...job, callOptions: { ...job.callOptions, safetyLevel: 'READ' } };
    const nothing = method === 'write' ? [[], {}] : [[]];
    account.probed(await call(reads, method, nothing).catch(() => true));
    confirmed = account.confirms(answer);
  }
  if (confirmed === Confirmed.Done) return;
  const words = `${job.model}.${method} answered ${shown(answer)} instead of true`;
  throw new Unaccountable(words);
}

/** Stores the same values in records. */
export function writer(job: Job, account: Account) {
  return async (ids: number[], values: Values) => {
    await confirm(job, account, 'write', await call(job, 'write', [ids, values]));
    return ids;
  };
}

/** Equal writes that go out together: of a row's values, the items. */
export function groupsOf(texts: string[], counts: Uint32Array, ids: Float64Array) {
  const groups: Parameters<ReturnType<typeof policy>['groupsOf']>[3] = [];
  policy().groupsOf(numbered(texts), counts, ids, groups);
  return groups;
}

/** Numbers of texts: equal ones for equal texts. */
function numbered(texts: string[]): Uint32Array {
  const numbers = new Map<string, number>();
  return Uint32Array.from(texts, (text) => {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  });
}
