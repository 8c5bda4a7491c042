/**
 * The schema of a database: types of its models, domains and commands as values.
 *
 * ```ts
 * import { createClient } from 'odoo-client-wasm';
 * import { readSchema, typesOf } from 'odoo-client-wasm/schema';
 *
 * const client = await createClient();
 * console.log(typesOf(await readSchema(client, { models: 'sale.*,res.partner' })));
 * ```
 *
 * @packageDocumentation
 */

// First of all, so that the module's text comes before all code: gzip looks back no further than
// 32 KB.
import './module.ts';

export type { Command as CommandOf, FieldName, ModelName, Row, Values } from 'odoo-client-wasm';
export { Command } from './command.ts';
export { type DateLike, type DateOptions, fromOdoo, toOdoo } from './dates.ts';
export {
  and,
  domain,
  type EvaluateOptions,
  evaluate,
  normalize,
  not,
  or,
  type PythonNames,
  parse,
  print,
  term,
} from './domain.ts';
export type {
  BinaryField,
  BooleanField,
  CharField,
  DateField,
  DatetimeField,
  Field,
  Flag,
  FloatField,
  HtmlField,
  IdField,
  IntegerField,
  JsonField,
  Many2manyField,
  Many2oneField,
  Many2oneReferenceField,
  Method,
  MonetaryField,
  One2manyField,
  PropertiesDefinitionField,
  PropertiesField,
  ReferenceField,
  SelectionField,
  TextField,
  UnknownField,
} from './fields.ts';
export type { MethodDescription, MethodsSource } from './methods.ts';
export type { FieldDescription, OdooSchema, ReadSchemaOptions, SchemaReader } from './read.ts';
export { readSchema } from './read.ts';
export type { Finding, TypesOptions } from './types.ts';
export { checkRecords, typesDifference, typesOf } from './types.ts';
