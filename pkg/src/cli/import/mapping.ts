// Which column of a file is which field.

import type { OdooClient } from 'odoo-client-wasm/bulk';
import { CliError, exitCodes, usageError } from '../errors.ts';
import type { By } from '../links.ts';
import { nearest, nearestOf } from '../near.ts';
import { type Field, type Fields, fieldsOf } from '../schema-fields.ts';
import { isExternalName, type Names } from './identity.ts';

export interface Mapped {
  /** Where its cells are in a row. */
  index: number;
  /** The name of the column in the file. */
  column: string;
  field: string;
  type: string;
  described: Field;
  /** How linked records are told. */
  by: By;
}

/** What tells a row of the file again in the database. */
export interface Identity {
  kind: 'field' | 'xmlid' | 'id' | 'row';
  index: number;
  field: string;
}

/** The columns of a one2many field: each row has values of one of its records. */
export interface LineField {
  field: string;
  /** The model of its records. */
  model: string;
  /** Their field that leads back to the record. */
  inverse: string;
  columns: Mapped[];
  /** The column of their external ids, where there is one. */
  xmlid?: number;
}

export interface Mapping {
  columns: Mapped[];
  identity: Identity;
  lines: LineField[];
  /** The columns that nothing is taken from, though nobody said so, and why. */
  leftOut: { index: number; column: string; why: string }[];
}

/** Reads `--map` options: `Column=field`. */
export function parseMaps(texts: readonly string[]): Map<string, string> {
  return new Map(
    texts.map((text) => {
      const at = text.lastIndexOf('=');
      if (at < 1)
        throw usageError(
          `--map is "${text}"`,
          'write --map "Column of the file=field"; without a field the column is left out',
        );
      return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
    }),
  );
}

/** Maps the header of a file to the fields of a model; `names` are columns that name records. */
export async function mappingOf(
  client: OdooClient,
  model: string,
  header: readonly string[],
  maps: Map<string, string>,
  key: string | undefined,
  names: Names,
): Promise<Mapping> {
  const fields = await fieldsOf(client, model);
  for (const column of maps.keys()) {
    if (!header.includes(column))
      throw usageError(
        `--map: the file has no column "${column}"${nearest(column, [...header])}`,
        `its columns are: ${header.filter(Boolean).join(', ')}`,
      );
  }
  const columns: Mapped[] = [];
  const lines: LineField[] = [];
  const unknown: string[] = [];
  const leftOut: Mapping['leftOut'] = [];
  const naming = new Set(Object.values(names));
  for (const [index, column] of header.entries()) {
    const target = maps.get(column) ?? column;
    if (naming.has(index)) continue;
    if (column === '') leftOut.push({ index, column, why: 'it has no name' });
    else if (target === '' || isOfReport(column)) continue;
    else if (!maps.has(column) && column.startsWith('_'))
      leftOut.push({ index, column, why: 'its name begins with _' });
    else if (await lineColumn(client, model, fields, lines, { index, column, target })) continue;
    else {
      const mapped = await fieldFor(client, fields, target, column);
      if (mapped?.field === 'id')
        throw usageError(
          `the column "${column}" is for the id of ${model}`,
          `say so with --map "${column}=id", or leave it out with --map "${column}="`,
        );
      if (mapped) columns.push({ index, column, ...mapped });
      else unknown.push(column);
    }
  }
  if (unknown.length) {
    const near = unknown.map((name) => ({ name, field: nearField(fields, name) }));
    const listed = near.map(({ name, field }) =>
      field === undefined ? `"${name}"` : `"${name}" (did you mean "${field}"?)`,
    );
    const first = near.find(({ field }) => field !== undefined) ?? near[0];
    const which =
      unknown.length === 1
        ? 'a column of the file is not a field'
        : `${unknown.length} columns of the file are not fields`;
    throw new CliError(
      exitCodes.usage,
      `${which} of ${model}: ${listed.join(', ')}`,
      `name the field with --map "${first?.name}=${first?.field ?? 'FIELD'}", or leave the column ` +
        `out with --map "${first?.name}="`,
    );
  }
  for (const those of [columns, ...lines.map((line) => line.columns)]) assertOnce(those);
  const unable = columns.find(({ type }) => type === 'one2many');
  if (unable)
    throw usageError(
      `${unable.field} is one2many: its records do not fit in a cell`,
      `give it a column for each field of them, such as ${unable.field}/name, and a row for each ` +
        'record',
    );
  const empty = lines.find((line) => !line.columns.length);
  if (empty)
    throw usageError(
      `${empty.field} has a column of external ids alone`,
      `add columns for its values, such as ${empty.field}/name`,
    );
  const identity = identityOf(columns, key, names, model);
  const found =
    identity.kind === 'row' ? 'it is empty' : `records are found by ${wordsOf(identity)}`;
  for (const index of naming)
    if (index !== identity.index) leftOut.push({ index, column: header[index] ?? '', why: found });
  return { columns, identity, lines, leftOut };
}

/** Columns that a report of refused rows has, which may be imported as it is. */
const isOfReport = (column: string) => column === '_line' || column === '_why';

/** By what records are found, in words. */
export const wordsOf = ({ kind, field }: Identity) => (kind === 'xmlid' ? 'external id' : field);

function assertOnce(columns: readonly Mapped[]): void {
  const twice = columns.find(
    (one, at) => columns.findIndex((other) => other.field === one.field) !== at,
  );
  if (twice)
    throw usageError(
      `two columns are for ${twice.field}`,
      `leave one out: --map "${twice.column}="`,
    );
}

/**
 * Takes a column such as `order_line/product_id` for one of a one2many field; tells whether it is
 * one.
 */
async function lineColumn(
  client: OdooClient,
  model: string,
  fields: Fields,
  lines: LineField[],
  { index, column, target }: { index: number; column: string; target: string },
): Promise<boolean> {
  const [, begin, rest] = /^([^/.]+?)\s*[/.]\s*(\S.*)$/.exec(target) ?? [];
  const field = begin === undefined ? undefined : named(fields, begin);
  const described = field === undefined ? undefined : fields[field];
  if (!field || !rest || described?.type !== 'one2many' || !described.relation) return false;
  let line = lines.find((one) => one.field === field);
  const those = await fieldsOf(client, described.relation);
  if (!line) {
    const inverse = described.relation_field;
    if (!inverse || those[inverse]?.type !== 'many2one')
      throw usageError(
        `"${column}": records of ${described.relation} do not lead back to ${model} by a many2one`,
        'import them from a file of their own',
      );
    line = { field, model: described.relation, inverse, columns: [] };
    lines.push(line);
  }
  if (rest === 'id' || isExternalName(rest)) {
    line.xmlid = index;
    return true;
  }
  const mapped = rest === '.id' ? undefined : await fieldFor(client, those, rest, column);
  if (!mapped || mapped.type === 'one2many')
    throw usageError(
      rest === '.id'
        ? `"${column}": records of ${field} are not found by their id`
        : `"${column}": "${rest}" is not a field of ${line.model} to ` +
            `store${nearest(rest, Object.keys(those))}`,
      rest === '.id'
        ? `name them by external id, in a column ${field}/id; or leave it out: --map "${column}="`
        : `odoo-client-wasm fields ${line.model} lists its fields; or leave it out: --map ` +
            `"${column}="`,
    );
  line.columns.push({ index, column, ...mapped });
  return true;
}

function identityOf(
  columns: Mapped[],
  key: string | undefined,
  { xmlid, id }: Names,
  model: string,
): Identity {
  if (key === undefined) {
    if (xmlid !== undefined) return { kind: 'xmlid', index: xmlid, field: 'xmlid' };
    return id !== undefined
      ? { kind: 'id', index: id, field: 'id' }
      : { kind: 'row', index: -1, field: '' };
  }
  if (key === 'xmlid' || key === 'id') {
    const index = key === 'xmlid' ? xmlid : id;
    if (index === undefined)
      throw usageError(
        `--key is ${key}, and no column holds it`,
        `name the column: --map "COLUMN=${key}"`,
      );
    return { kind: key, index, field: key };
  }
  const column = columns.find(({ field }) => field === key);
  if (!column)
    throw usageError(
      `--key is ${key}, and no column is for it`,
      `name the column: --map "COLUMN=${key}"`,
    );
  if (!['char', 'text', 'integer'].includes(column.type))
    throw usageError(
      `--key is ${key}, which is ${column.type}`,
      `choose a field of texts or whole numbers that tells a record of ${model}, or xmlid`,
    );
  return { kind: 'field', index: column.index, field: key };
}

/**
 * The field of a name: technical or label, with what tells a linked record after a slash or a dot.
 */
async function fieldFor(
  client: OdooClient,
  fields: Fields,
  target: string,
  column: string,
): Promise<Omit<Mapped, 'index' | 'column'> | undefined> {
  const split = /^(.+?)(?:\s*\/\s*|\.)(\.?[^/.]+)$/.exec(target);
  const whole = named(fields, target);
  if (whole)
    return {
      field: whole,
      type: (fields[whole] as Field).type,
      described: fields[whole] as Field,
      // An export has the ids of a many2many.
      by: fields[whole]?.type === 'many2many' ? 'nameOrId' : 'name',
    };
  if (!split) return undefined;
  const field = named(fields, (split[1] as string).trim());
  const how = (split[2] as string).trim();
  if (!field) return undefined;
  const described = fields[field] as Field;
  if (!described.relation) return undefined;
  const by: By =
    isExternalName(how) || (how === 'id' && target.includes('/'))
      ? 'xmlid'
      : how === 'id' || how === '.id' || how === 'ID'
        ? 'id'
        : how === 'name' || how === 'display_name'
          ? 'name'
          : { field: await fieldOfLinked(client, described.relation, how, column) };
  return { field, type: described.type, described, by };
}

/** The field by which a linked record is found, by its name or its label. */
async function fieldOfLinked(
  client: OdooClient,
  model: string,
  how: string,
  column: string,
): Promise<string> {
  const fields = await fieldsOf(client, model);
  const field = named(fields, how);
  if (field !== undefined) return field;
  throw usageError(
    `the column "${column}": "${how}" is not a field of ${model}` +
      `${nearest(how, Object.keys(fields))}`,
    `odoo-client-wasm fields ${model} lists its fields; or leave it out: --map "${column}="`,
  );
}

/** The field that was probably meant by a name, or else by a label. */
function nearField(fields: Fields, name: string): string | undefined {
  const labels = Object.values(fields).map((field) => field.string);
  const near = nearestOf(name, Object.keys(fields)) ?? nearestOf(name, labels);
  return near === undefined ? undefined : named(fields, near);
}

/** A field by its name or its label, whatever the case. A label of several fields is none. */
function named(fields: Fields, name: string): string | undefined {
  if (Object.hasOwn(fields, name)) return name;
  const wanted = name.toLowerCase();
  const byLabel = Object.keys(fields).filter(
    (field) => fields[field]?.string.toLowerCase() === wanted,
  );
  // Of fields with the same label, one that can be written is meant.
  const able = byLabel.filter((field) => !fields[field]?.readonly);
  const [only, ...more] = able.length ? able : byLabel;
  if (only !== undefined && !more.length) return only;
  const byCase = Object.keys(fields).filter((field) => field.toLowerCase() === wanted);
  return byCase.length === 1 ? byCase[0] : undefined;
}
