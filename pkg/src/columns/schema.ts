// Which fields there are, of what type, and what they link to: from the server, which is asked
// once, or from the program.

import { OdooError } from 'odoo-client-wasm';
import {
  type Caller,
  type CallOptions,
  check,
  isObject,
  isString,
  reading,
  short,
  wrong,
} from '#arguments/checks.ts';
import type { X2manyColumn } from './column.ts';
import type { Columns } from './columns.ts';
import type { Field } from './decoder.ts';

/** The fields of a schema: types by name, or what `fields_get` answers. */
export function fieldsOfSchema(schema: unknown): Field[] {
  const expected =
    "an object of fields and types, such as { name: 'char' }, or what fields_get answers";
  const fields = check('schema', schema, isObject, expected);
  return reading('schema', () => Object.entries(fields)).map(([name, given]) => {
    const path = `schema.${short(name)}`;
    const described = given as { type?: unknown } | null | undefined;
    const type = isString(given) ? given : reading(path, () => described?.type);
    if (!isString(type)) throw wrong(path, "a type, such as 'char'", given);
    return { name, type };
  });
}

/** Types by field name. */
type Types = Record<string, string>;

interface Known {
  /** Whether these are the types of all fields. */
  all: boolean;
  types: Types;
}

/** What is known of the fields of models, by model, by client. */
const known = new WeakMap<Caller, Map<string, Known>>();

/** Which fields of what are read. */
export interface Wanted {
  client: Caller;
  model: string;
  fields: readonly string[] | undefined;
  /** They go over what the server says. */
  types: Record<string, string | undefined>;
  callOptions: CallOptions;
}

/**
 * The fields to read: those asked for, or all that the model may have, and `id` first, which every
 * record has.
 */
export async function fieldsToRead(wanted: Wanted): Promise<Field[]> {
  const { model, fields, types } = wanted;
  const server = await typesOf(wanted);
  const names = new Set(['id', ...(fields ?? Object.keys(server))]);
  return [...names].map((name) => {
    const type = ownOf(types, name) ?? ownOf(server, name);
    return { name, type: type ?? (name === 'id' ? 'integer' : unknownField(model, name)) };
  });
}

/** The type by a name; none by what every object has, such as `constructor`. */
const ownOf = (types: Record<string, string | undefined>, name: string) =>
  Object.hasOwn(types, name) ? types[name] : undefined;

function unknownField(model: string, name: string): never {
  throw Object.assign(
    new OdooError(
      `There is no field '${short(name)}' on ${model}, or the user may not read it. What to do: check the name, or leave it out`,
    ),
    { model, method: 'fields_get', field: name },
  );
}

/** The types of the named fields, or of all, as far as there are such fields. */
async function typesOf({ client, model, fields, types: own, callOptions }: Wanted) {
  const models = known.get(client) ?? new Map<string, Known>();
  known.set(client, models);
  const { all, types } = models.get(model) ?? { all: false, types: {} };
  const missing = fields?.filter(
    (name) => !Object.hasOwn(own, name) && !Object.hasOwn(types, name),
  );
  if (all || missing?.length === 0) return types;
  const args = missing ? [missing] : [];
  const kwargs = { attributes: ['type'] };
  const answer = await client.call(model, 'fields_get', args, kwargs, { ...callOptions });
  const found = Object.entries(answer ?? {}).map(([name, field]) => [
    name,
    (field as { type?: string } | null)?.type,
  ]);
  const merged = { ...models.get(model)?.types, ...Object.fromEntries(found) };
  models.set(model, { all: !missing, types: merged });
  return merged as Types;
}

/** Calls a method. */
export type Ask = (
  model: string,
  method: string,
  args: unknown[],
  kwargs: Record<string, unknown>,
  context?: Record<string, unknown>,
  // biome-ignore lint/suspicious/noExplicitAny: an answer is what the server sends.
) => Promise<any>;

/** At most so many names are asked for at once. */
const mostNames = 1000;

type NamesById = Map<number, string | undefined>;

/** Gives columns of links the names of their records. Each is asked for once in a read. */
export class Names {
  #model: string;
  #wanted: true | readonly string[];
  #ask: Ask;
  /** Names by id, by model. */
  #known = new Map<string, NamesById>();
  /** What the fields link to. */
  #links: Record<string, { relation: string }> | undefined;

  constructor(model: string, wanted: true | readonly string[], ask: Ask) {
    this.#model = model;
    this.#wanted = wanted;
    this.#ask = ask;
  }

  /** Reads what is missing of the names that were asked for. */
  async addTo(columns: Columns) {
    const isWanted = (name: string) => this.#wanted === true || this.#wanted.includes(name);
    const links = columns.names
      .map((name) => columns.column(name))
      .filter(
        (column): column is X2manyColumn => column.kind === 'x2many' && isWanted(column.name),
      );
    if (links.length === 0) return;
    const names = links.map(({ name }) => name);
    const kwargs = { attributes: ['relation'] };
    this.#links ??= await this.#ask(this.#model, 'fields_get', [names], kwargs);
    for (const column of links) {
      const model = this.#links?.[column.name]?.relation as string;
      Object.assign(column, { names: await this.#namesIn(model, column.ids) });
    }
  }

  async #namesIn(model: string, ids: Iterable<number>) {
    const known: NamesById = this.#known.get(model) ?? new Map();
    this.#known.set(model, known);
    const missing = [...new Set(ids)].filter((id) => !known.has(id));
    for (let at = 0; at < missing.length; at += mostNames) {
      const some = missing.slice(at, at + mostNames);
      const kwargs = { fields: ['display_name'] };
      const args = [[['id', 'in', some]]];
      const records = await this.#ask(model, 'search_read', args, kwargs, { active_test: false });
      // Those that the user may not read have none, and are not asked for again.
      for (const id of some) known.set(id, undefined);
      for (const { id, display_name: name } of records) known.set(id, name === false ? '' : name);
    }
    return known;
  }
}
