// Which fields there are and of what type: from the server, which is asked once for each field of a model, or from the program.

import { OdooError } from 'odoo-client-wasm';

/** Types by field name, by model, by client. */
const known = new WeakMap();

/** The list of fields, `[{ name, type }]`, of a schema: types by name, or what `fields_get` answers. */
export function fieldsOfSchema(schema) {
  if (schema === null || typeof schema !== 'object' || Array.isArray(schema)) {
    throw new TypeError("schema: expected an object of fields and types, such as { name: 'char' }, or what fields_get answers");
  }
  return Object.entries(schema).map(([name, given]) => {
    const type = typeof given === 'string' ? given : given?.type;
    if (typeof type !== 'string') throw new TypeError(`schema: expected a type for '${name}', such as 'char'`);
    return { name, type };
  });
}

/**
 * The list of fields to read: those asked for, or all that the model may have, and `id` first, which every record has. `types` goes over what
 * the server says.
 */
export async function fieldsToRead({ client, model, fields, types, callOptions }) {
  const server = await typesOf(client, model, fields?.filter((name) => !Object.hasOwn(types, name)), callOptions);
  const names = new Set(['id', ...(fields ?? Object.keys(server))]);
  return [...names].map((name) => ({ name, type: types[name] ?? server[name] ?? (name === 'id' ? 'integer' : unknown(model, name)) }));
}

function unknown(model, name) {
  throw Object.assign(
    new OdooError(`There is no field '${name}' on ${model}, or the user may not read it. What to do: check the name, or leave it out`),
    { model, method: 'fields_get', field: name },
  );
}

/** The types of the named fields, or of all, as far as there are such fields. */
async function typesOf(client, model, names, callOptions) {
  const models = known.get(client) ?? new Map();
  known.set(client, models);
  const { all = false, types = {} } = models.get(model) ?? {};
  const missing = all ? [] : names?.filter((name) => !Object.hasOwn(types, name));
  if (all || missing?.length === 0) return types;
  const answer = await client.call(model, 'fields_get', missing ? [missing] : [], { attributes: ['type'] }, callOptions);
  const found = Object.fromEntries(Object.entries(answer ?? {}).map(([name, field]) => [name, field?.type]));
  models.set(model, { all: !missing, types: { ...models.get(model)?.types, ...found } });
  return models.get(model).types;
}
