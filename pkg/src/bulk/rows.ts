// Rows of values: checked, and independent of the program's own objects.

import { argumentError, check, isAnyList, isObject, jsonOf } from '#arguments/checks.ts';
import { faultOfLinks, readAsAny, readAsPair, takesLinksAsObjects } from '#plain/index.ts';

export type Values = Record<string, unknown>;

/** A row's text as JSON: how large it is, and whether it is equal to another. */
export function rowAsJson(name: string, value: unknown): string {
  const json = jsonOf(name, value) as string | undefined;
  if (json?.[0] !== '{')
    throw argumentError(`Invalid ${name}: is ${json} as JSON, not an object of fields and values`);
  return json;
}

/** Checks a list of rows. */
export const checkRows = (name: string, rows: unknown) => check(name, rows, isAnyList, 'a list');

/**
 * A copy of an object that has only texts, numbers, booleans and nothing, as most rows have;
 * undefined of any other. JSON carries all of it, and none of it is a link as it is read.
 */
function flatCopy(row: unknown): Values | undefined {
  try {
    if (!isObject(row) || Object.getPrototypeOf(row) !== Object.prototype) return undefined;
    // It may be where no copy takes it along.
    if (row.toJSON !== undefined) return undefined;
    const copy: Values = { ...row };
    for (const name in copy) {
      const own = copy[name];
      const isText = typeof own === 'string' || typeof own === 'boolean' || own === null;
      if (!(isText || Number.isFinite(own))) return undefined;
    }
    return copy;
  } catch {
    // A getter, or a revoked proxy: it is looked at closer.
    return undefined;
  }
}

/** Rows, and how large each is. */
interface Rows {
  values: Values[];
  sizes: Uint32Array;
}

/**
 * What throws a `TypeError` where values hold a link as it is read. Without the client that they go
 * to, somebody knows which of a row's own fields are links, and puts ids there.
 */
export function linkCheckFor(client?: object): (name: string, values: Values) => void {
  const read = client && takesLinksAsObjects(client) ? readAsPair : readAsAny;
  const own: typeof read = client ? read : () => undefined;
  return (name, values) => {
    const fault = faultOfLinks(name, values, own, read);
    if (fault !== undefined) throw argumentError(fault);
  };
}

/**
 * Rows of values as they are now. With the client that they go to as they are, links as they are
 * read are refused; without, those of lines only: somebody knows which of the row's fields are
 * links.
 */
export function rowsOf(name: string, given: unknown, client?: object): Rows {
  const rows = checkRows(name, given);
  const sizes = new Uint32Array(rows.length);
  const checkLinks = linkCheckFor(client);
  const values: Values[] = [];
  // By index: `map` passes over holes.
  for (let index = 0; index < rows.length; index += 1) {
    const flat = flatCopy(rows[index]);
    if (flat) {
      sizes[index] = JSON.stringify(flat).length;
      values.push(flat);
      continue;
    }
    const own = `${name}[${index}]`;
    const row = check(own, rows[index], isObject, 'an object of fields and values');
    const json = rowAsJson(own, row);
    const value: Values = JSON.parse(json);
    checkLinks(own, value);
    sizes[index] = json.length;
    values.push(value);
  }
  return { values, sizes };
}
