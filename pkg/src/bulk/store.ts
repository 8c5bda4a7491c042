// The calls that store: what each sends, and whether its answer says that it was done.

import { policy } from 'odoo-client-wasm/policy';
import { call, shown, Unaccountable } from './call.ts';
import type { Job } from './job.ts';
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

/** Confirms that a method that returns nothing of interest was done. */
export class Confirmation {
  readonly #job: Job;
  readonly #method: string;
  /** Whether the method says `true`, once that is known. */
  #saysTrue: boolean | undefined;

  constructor(job: Job, method: string) {
    this.#job = job;
    this.#method = method;
  }

  /**
   * Methods say `true`, or nothing where a module of somebody's forgot to: then the method is
   * called with no record at all, which changes nothing. Where that says `true`, the answer that
   * said nothing was not the method's.
   */
  async of(answer: unknown) {
    if (answer === true) {
      this.#saysTrue = true;
      return;
    }
    const [job, method] = [this.#job, this.#method];
    const isSilent = answer === null || answer === undefined;
    if (isSilent && this.#saysTrue === undefined) {
      const reads = { ...job, callOptions: { ...job.callOptions, safetyLevel: 'READ' } };
      const nothing = method === 'write' ? [[], {}] : [[]];
      const usual = await call(reads, method, nothing).catch(() => true);
      this.#saysTrue = usual !== null && usual !== undefined;
    }
    if (!isSilent || this.#saysTrue) {
      const words = `${job.model}.${method} answered ${shown(answer)} instead of true`;
      throw new Unaccountable(words);
    }
  }
}

/** Stores the same values in records. */
export function writer(job: Job, confirmation = new Confirmation(job, 'write')) {
  return async (ids: number[], values: Values) => {
    await confirmation.of(await call(job, 'write', [ids, values]));
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
