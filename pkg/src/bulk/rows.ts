// Rows of values: checked, and independent of the program's own objects.

import { check, isAnyList, isObject, jsonOf } from '#arguments/checks.ts';
import { checkLinks } from '#plain/index.ts';

export type Values = Record<string, unknown>;

/** A row's text as JSON: how large it is, and whether it is equal to another. */
export function rowAsJson(name: string, value: unknown): string {
  const json = jsonOf(name, value) as string | undefined;
  if (json?.[0] !== '{')
    throw new TypeError(`${name}: is ${json} as JSON, and no object of fields and values`);
  return json;
}

/** Checks a list of rows. */
export const checkRows = (name: string, rows: unknown) => check(name, rows, isAnyList, 'a list');

/** Whether an object has only values that are the same in a copy of it: most rows, which are copied faster so. */
function isFlat(value: Values) {
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  for (const name in value) {
    const own = value[name];
    const isText = typeof own === 'string' || typeof own === 'boolean' || own === null;
    if (!(isText || Number.isFinite(own))) return false;
  }
  return true;
}

/** Rows, and how large each is. */
interface Rows {
  values: Values[];
  sizes: Uint32Array;
}

/**
 * Whether a client takes `{ id, display_name }` for a many2one: where the object itself has its
 * `call`, as a view has, that may turn it into the id.
 */
export const takesLinksAsObjects = (client: object) => Object.hasOwn(client, 'call');

/**
 * Rows of values as they are now. With the client that they go to as they are, links as they are
 * read are refused; without, those of lines only: somebody knows which of the row's fields are links.
 */
export function rowsOf(name: string, given: unknown, client?: object): Rows {
  const rows = checkRows(name, given);
  const sizes = new Uint32Array(rows.length);
  const takesObjects = client !== undefined && takesLinksAsObjects(client);
  const isTyped = client === undefined;
  const values: Values[] = [];
  // By index: `map` passes over holes.
  for (let index = 0; index < rows.length; index += 1) {
    const own = `${name}[${index}]`;
    const row = check(own, rows[index], isObject, 'an object of fields and values');
    const json = rowAsJson(own, row);
    const value: Values = isFlat(row) ? { ...row } : JSON.parse(json);
    checkLinks(own, value, takesObjects, isTyped);
    sizes[index] = json.length;
    values.push(value);
  }
  return { values, sizes };
}
