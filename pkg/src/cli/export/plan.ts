// What is exported: the columns of a file, each a path of fields such as
// `partner_id.country_id.code`.

import type { OdooClient } from 'odoo-client-wasm/bulk';
import { usageError } from '../errors.ts';
import { fieldOf, fieldsOf } from '../schema-fields.ts';

/** What a column's values are in files that have types. */
export type Kind = 'text' | 'int' | 'float' | 'bool' | 'date' | 'datetime' | 'json';

export interface Column {
  /** The path as it was asked for; it heads the column. */
  name: string;
  label: string;
  path: string[];
  /** Odoo's type of the field at the end. */
  type: string;
  kind: Kind;
  /** Whether a link to many records is on the way: the values of all of them are in one cell. */
  plural: boolean;
}

/** Which fields of linked records are read: a tree, whose leaves are what is wanted of a model. */
export interface Branch {
  model: string;
  fields: Set<string>;
  /** Whether external ids are wanted. */
  xmlids: boolean;
  links: Map<string, Branch>;
}

export interface Plan {
  model: string;
  columns: Column[];
  tree: Branch;
}

const kinds: Record<string, Kind> = {
  integer: 'int',
  many2one_reference: 'int',
  float: 'float',
  monetary: 'float',
  boolean: 'bool',
  date: 'date',
  datetime: 'datetime',
  json: 'json',
  properties: 'json',
  properties_definition: 'json',
  one2many: 'json',
  many2many: 'json',
};

const branch = (model: string): Branch => ({
  model,
  fields: new Set(),
  xmlids: false,
  links: new Map(),
});

/** Makes the columns of the paths, or of all stored fields but binaries, where there are none. */
export async function planOf(
  client: OdooClient,
  model: string,
  paths: readonly string[] | undefined,
): Promise<Plan> {
  const fields = await fieldsOf(client, model);
  const wanted = paths ?? [
    'id',
    ...Object.keys(fields)
      .filter(
        (name) =>
          name !== 'id' &&
          fields[name]?.store &&
          fields[name]?.type !== 'binary' &&
          fields[name]?.type !== 'one2many',
      )
      .sort(),
  ];
  const tree = branch(model);
  const columns: Column[] = [];
  for (const name of new Set(wanted)) columns.push(await columnOf(client, name, tree));
  if (!columns.length)
    throw usageError('there is no field to export', 'name some: --fields name,email');
  return { model, columns, tree };
}

async function columnOf(client: OdooClient, name: string, tree: Branch): Promise<Column> {
  const path = name.split(/[./]/);
  let at = tree;
  let plural = false;
  const labels: string[] = [];
  for (const [index, part] of path.entries()) {
    const last = index === path.length - 1;
    if (part === 'xmlid' && last) {
      at.xmlids = true;
      return {
        name,
        label: [...labels, 'External ID'].join(' / '),
        path,
        type: 'char',
        kind: 'text',
        plural,
      };
    }
    if (part === 'id') {
      if (!last)
        throw usageError(
          `"${name}": nothing comes after id`,
          'write it as partner_id.id, or partner_id.xmlid for the external id',
        );
      return {
        name,
        label: [...labels, 'ID'].join(' / '),
        path,
        type: 'integer',
        kind: plural ? 'json' : 'int',
        plural,
      };
    }
    const field = fieldOf(await fieldsOf(client, at.model), at.model, part);
    labels.push(field.string);
    at.fields.add(part);
    if (last) {
      const many = plural || field.type === 'one2many' || field.type === 'many2many';
      return {
        name,
        label: labels.join(' / '),
        path,
        type: field.type,
        kind: many ? 'json' : (kinds[field.type] ?? 'text'),
        plural,
      };
    }
    if (!field.relation)
      throw usageError(
        `"${name}": ${part} is ${field.type}, and leads to no other record`,
        `leave out what comes after ${part}`,
      );
    if (field.type !== 'many2one') plural = true;
    const next = at.links.get(part) ?? branch(field.relation);
    at.links.set(part, next);
    at = next;
  }
  throw usageError(`"${name}" is not a field`, 'name fields with commas between');
}
