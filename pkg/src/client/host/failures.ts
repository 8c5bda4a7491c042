// A failed fetch, in plain words and plain data.

import { itemsOf, lengthOf, memberOf } from './values.ts';

/** An exception as plain data, with those underneath it. */
interface Described {
  message?: string | undefined;
  code?: string | undefined;
  syscall?: string | undefined;
  cause?: Described | undefined;
  errors?: Described[] | undefined;
}

/** A failed fetch: its words, whether any exception has a code, and all of them. */
interface Failure {
  message: string;
  hasCode: boolean;
  described: Described;
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined);

/** So many exceptions are looked at: one that a program made need not end. */
const most = 20;

/**
 * A failed fetch in plain words: what it says, with the exceptions underneath it; whether any has a
 * code; and all of them as objects. One that is too much to look at is an empty object.
 */
export function failureOf(error: unknown): Failure {
  const texts: string[] = [];
  const seen = new Set();
  let hasCode = false;
  function described(exception: unknown): Described | undefined {
    if (exception === undefined || exception === null) return undefined;
    if (seen.has(exception) || seen.size >= most) return {};
    seen.add(exception);
    const isObject = Object(exception) === exception;
    const of = (key: string) => (isObject ? memberOf(exception, key) : undefined);
    const message = isObject ? textOf(of('message')) : String(exception);
    // node-fetch calls it otherwise.
    const [code, syscall] = [
      textOf(of('code')),
      textOf(of('syscall')) ?? textOf(of('erroredSysCall')),
    ];
    if (message && !texts.includes(message)) texts.push(message);
    if (code !== undefined) hasCode = true;
    const [cause, errors] = [of('cause'), of('errors')];
    const listed =
      lengthOf(errors) > 0 ? (itemsOf(errors) ?? [undefined]).slice(0, most) : undefined;
    return {
      message,
      code,
      syscall,
      cause: described(cause),
      errors: listed?.map((one) => described(one) ?? {}),
    };
  }
  const exceptions = described(error) ?? {};
  return { message: texts.join(': ') || 'no answer', hasCode, described: exceptions };
}
