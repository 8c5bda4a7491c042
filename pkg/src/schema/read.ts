// Reading a database's schema: one `fields_get` a model.

import type { CallOptions } from 'odoo-client-wasm';
import { OdooError } from 'odoo-client-wasm';
import { type MethodDescription, type MethodsSource, methodsOf } from './methods.ts';

/** A field, as `fields_get` describes it; see Odoo for its attributes. */
export interface FieldDescription {
  /** Odoo's name of the type, such as `'many2one'`. */
  type: string;
  /** The label. */
  string?: string;
  /** The model a relation leads to. */
  relation?: string;
  /** Keys and labels to choose from. */
  selection?: [string, string][];
  /** Any other attribute. */
  [attribute: string]: any;
}

/** The models of a database with their fields; as JSON, the file of a schema. */
export interface OdooSchema {
  /** The number of the format. */
  format: 1;
  /** The series of the server, such as `'19.0'`; empty where it is not known. */
  series: string;
  /** The models by their technical names. */
  models: Record<
    string,
    {
      /** What people call the model. */
      description: string;
      /** Its fields by name. */
      fields: Record<string, FieldDescription>;
      /** Its methods, where the server describes them. */
      methods?: Record<string, MethodDescription>;
    }
  >;
}

/** What of a database is read. */
export interface ReadSchemaOptions {
  /** Models to read, such as `'sale.*,res.partner'`; absent: all of them. */
  models?: string | readonly string[] | undefined;
  /**
   * Where the methods of models are described; absent: they are left out. Servers describe them
   * from 19 on, to internal users with an API key.
   */
  methods?: MethodsSource | undefined;
  /** Is told why there are no methods, where they were asked for. */
  onNoMethods?: ((reason: string) => void) | undefined;
  /** Is told after each model how far the reading has come. */
  onProgress?: ((progress: { done: number; total: number; model: string }) => void) | undefined;
  /** Is told of each model that the user may not read. It is left out. */
  onSkip?: ((model: string, error: Error) => void) | undefined;
}

/** What of a field is asked for: all that types, domains and values depend on. */
const attributes = [
  'type',
  'string',
  'help',
  'required',
  'readonly',
  'store',
  'relation',
  'relation_field',
  'selection',
  'searchable',
  'sortable',
  'company_dependent',
  'currency_field',
];

/**
 * What a reading goes through: any client; of one that is logged in, the server's version is told.
 */
export interface SchemaReader {
  /** Calls a method of a model. */
  call(
    model: string,
    method: string,
    args?: any[],
    kwargs?: Record<string, any>,
    options?: CallOptions,
  ): Promise<any>;
  /** Who is logged in. */
  getSession?(): { server_version?: string } | null;
}

interface ModelRow {
  model: string;
  name: string;
  transient?: boolean;
}

/**
 * Reads the models and fields that the user may read: one call for the list of models, then one a
 * model, all within the client's queue.
 *
 * @throws `OdooError` when a pattern names no model, and when no model can be read; the errors of
 * `client.call` when the server fails in the middle: there is no half of a schema.
 * @example const schema = await readSchema(client, { models: 'sale.*,res.partner' });
 */
export async function readSchema(
  client: SchemaReader,
  options: ReadSchemaOptions = {},
): Promise<OdooSchema> {
  const patterns = [options.models ?? []].flat().flatMap((list) => list.split(/[\s,]+/));
  const wanted = patterns.filter(Boolean);
  const found = await modelsOf(client, wanted);
  const chosen = found.filter(({ model }) => !wanted.length || wanted.some(matching(model)));
  const missing = wanted.filter((pattern) => !found.some(({ model }) => matching(model)(pattern)));
  if (missing.length) {
    throw new OdooError(
      `No model matches ${missing.map((name) => `"${name}"`).join(', ')}. Check the name, and which modules are installed.`,
    );
  }
  const models: OdooSchema['models'] = {};
  let done = 0;
  const one = async ({ model, name }: ModelRow) => {
    const fields = await fieldsOf(client, model, options.onSkip);
    done += 1;
    if (fields) models[model] = { description: name, fields };
    options.onProgress?.({ done, total: chosen.length, model });
  };
  await allOrNone(chosen.map(one));
  if (!Object.keys(models).length) {
    throw new OdooError(
      'The user may read no model. Log in as a user with more rights, or name other models.',
    );
  }
  const series = await seriesOf(client);
  if (options.methods) {
    const reason = await addMethods(options.methods, models, series);
    if (reason) options.onNoMethods?.(reason);
  }
  const sorted = Object.entries(models).sort(([a], [b]) => (a < b ? -1 : 1));
  return { format: 1, series, models: Object.fromEntries(sorted) };
}

/** Adds to each model its methods; says why where there are none. Some models at once, not all. */
async function addMethods(
  source: MethodsSource,
  models: OdooSchema['models'],
  series: string,
): Promise<string | undefined> {
  const [number] = /\d+/.exec(series) ?? [];
  if (number !== undefined && Number(number) < 19) return `Odoo ${series} describes no methods`;
  const left = Object.entries(models).values();
  let isOver = false;
  const some = async () => {
    for (const [name, model] of left) {
      if (isOver) return;
      const methods = await methodsOf(source, name).catch((error) => {
        isOver = true;
        throw error;
      });
      if (!methods) isOver = true;
      else if (Object.keys(methods).length) model.methods = methods;
    }
  };
  await allOrNone([some(), some(), some(), some()]);
  if (!isOver && Object.values(models).some(({ methods }) => methods)) return undefined;
  if (!isOver) return 'the server describes none';
  for (const model of Object.values(models)) delete model.methods;
  return 'the server describes methods only to internal users, with an API key';
}

/** Waits for all, then fails with the first failure: nothing goes on behind a failed reading. */
async function allOrNone(work: Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find(({ status }) => status === 'rejected');
  if (failed) throw (failed as PromiseRejectedResult).reason;
}

async function modelsOf(client: SchemaReader, wanted: readonly string[]): Promise<ModelRow[]> {
  let found: unknown;
  try {
    found = await client.call('ir.model', 'search_read', [[]], {
      fields: ['model', 'name'],
      order: 'model',
    });
  } catch (error) {
    // Portal users may not read the list. Models that are named one by one need none.
    const exact = wanted.length > 0 && wanted.every((name) => !/[*?]/.test(name));
    if (!exact || !isRefusal(error)) throw error;
    return wanted.map((model) => ({ model, name: '' }));
  }
  const isRow = (row: ModelRow) => typeof row?.model === 'string';
  if (!Array.isArray(found) || !found.every(isRow)) {
    throw new OdooError('The server answered with something else than a list of models.');
  }
  if (!found.length) {
    throw new OdooError(
      'The list of models is empty. Check the name of the database, and the rights of the user.',
    );
  }
  return found.map(({ model, name }) => ({ model, name: typeof name === 'string' ? name : '' }));
}

async function fieldsOf(
  client: SchemaReader,
  model: string,
  onSkip: ReadSchemaOptions['onSkip'],
): Promise<Record<string, FieldDescription> | undefined> {
  let fields: unknown;
  try {
    fields = await client.call(model, 'fields_get', [], { attributes });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    onSkip?.(model, error as Error);
    return undefined;
  }
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) {
    throw new OdooError(`The server answered with something else than the fields of ${model}.`);
  }
  if (!Object.keys(fields).length) {
    onSkip?.(model, new OdooError(`${model} has no field that the user may read.`));
    return undefined;
  }
  return fields as Record<string, FieldDescription>;
}

/** Whether Odoo itself said no: the user may not, or there is no such model here. */
function isRefusal(error: unknown): boolean {
  return (error as OdooError | undefined)?.refused === true;
}

const matching = (model: string) => (pattern: string) =>
  new RegExp(
    `^${pattern
      .replace(/[\\^$.+()[\]{}|]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  ).test(model);

/** The series of a version: `19.0` of `19.0-20260101` and of `19.0+e`. */
async function seriesOf(client: SchemaReader): Promise<string> {
  const told = client.getSession?.()?.server_version;
  const version = told || (await versionOfBase(client));
  return /^(saas[~-])?\d+\.\d+/.exec(version)?.[0].replace('~', '-') ?? '';
}

/** The version of the module that every database has: not every protocol tells the server's. */
async function versionOfBase(client: SchemaReader): Promise<string> {
  try {
    const found = await client.call('ir.module.module', 'search_read', [[['name', '=', 'base']]], {
      fields: ['latest_version'],
    });
    const version = found?.[0]?.latest_version;
    return typeof version === 'string' ? version : '';
  } catch (error) {
    // Not everybody may read modules; types need no series.
    if (isRefusal(error)) return '';
    throw error;
  }
}
