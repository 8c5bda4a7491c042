// Descriptors of fields: what the generated interfaces are made of. Each says what `read` gives
// and what `write` takes. They are types alone; nothing of them is there at run time.

import type {
  PropertiesDefinition,
  PropertiesReadFormat,
  PropertiesWriteFormat,
} from 'odoo-client-wasm';

/**
 * What else is known of a field: `'required'`, no record is without a value; `'needed'`, nobody may
 * empty it, though some records may have none; `'readonly'`; `'unsearchable'`, domains may not
 * speak of it; `'unsortable'`, no order may.
 */
export type Flag = 'required' | 'needed' | 'readonly' | 'unsearchable' | 'unsortable';

/** What every descriptor has. */
export interface Field {
  /** Odoo's name of the type. */
  readonly type: string;
  /** What `read` and `searchRead` give. */
  readonly read: unknown;
  /** What `create` and `write` take. */
  readonly write: unknown;
  /** What else is known of the field. */
  readonly flags: unknown;
}

type EmptyRead<F> = 'required' extends F ? never : false;
type EmptyWrite<F> = Extract<F, 'required' | 'needed'> extends never ? false : never;

/** The id of a record. */
export interface IdField {
  readonly type: 'id';
  readonly read: number;
  readonly write: never;
  readonly flags: 'required' | 'readonly';
}

/** A line of text. */
export interface CharField<F = never> {
  readonly type: 'char';
  readonly read: string | EmptyRead<F>;
  readonly write: string | EmptyWrite<F>;
  readonly flags: F;
}

/** Text of several lines. */
export interface TextField<F = never> {
  readonly type: 'text';
  readonly read: string | EmptyRead<F>;
  readonly write: string | EmptyWrite<F>;
  readonly flags: F;
}

/** HTML. */
export interface HtmlField<F = never> {
  readonly type: 'html';
  readonly read: string | EmptyRead<F>;
  readonly write: string | EmptyWrite<F>;
  readonly flags: F;
}

/** A whole number; 0 where there is none. */
export interface IntegerField<F = never> {
  readonly type: 'integer';
  readonly read: number;
  readonly write: number | EmptyWrite<F>;
  readonly flags: F;
}

/** A decimal number; 0 where there is none. */
export interface FloatField<F = never> {
  readonly type: 'float';
  readonly read: number;
  readonly write: number | EmptyWrite<F>;
  readonly flags: F;
}

/** An amount of money; 0 where there is none. */
export interface MonetaryField<F = never> {
  readonly type: 'monetary';
  readonly read: number;
  readonly write: number | EmptyWrite<F>;
  readonly flags: F;
}

/** True or false. */
export interface BooleanField<F = never> {
  readonly type: 'boolean';
  readonly read: boolean;
  readonly write: boolean;
  readonly flags: F;
}

/** A day, `YYYY-MM-DD`. */
export interface DateField<F = never> {
  readonly type: 'date';
  readonly read: string | EmptyRead<F>;
  readonly write: string | EmptyWrite<F>;
  readonly flags: F;
}

/** A moment, `YYYY-MM-DD HH:MM:SS` in UTC. */
export interface DatetimeField<F = never> {
  readonly type: 'datetime';
  readonly read: string | EmptyRead<F>;
  readonly write: string | EmptyWrite<F>;
  readonly flags: F;
}

/** Bytes in base64. */
export interface BinaryField<F = never> {
  readonly type: 'binary';
  readonly read: string | EmptyRead<F>;
  readonly write: string | EmptyWrite<F>;
  readonly flags: F;
}

/** One of a list of keys. */
export interface SelectionField<Keys, F = never> {
  readonly type: 'selection';
  readonly keys: Keys;
  readonly read: Keys | EmptyRead<F>;
  readonly write: Keys | EmptyWrite<F>;
  readonly flags: F;
}

/** A link to one record: read as id and name, written as id. */
export interface Many2oneField<Model, F = never> {
  readonly type: 'many2one';
  readonly rel: Model;
  readonly read: [id: number, name: string] | EmptyRead<F>;
  readonly write: number | EmptyWrite<F>;
  readonly flags: F;
}

/** Links to the records that link here: read as ids, written by commands. */
export interface One2manyField<Model, F = never> {
  readonly type: 'one2many';
  readonly rel: Model;
  readonly read: number[];
  readonly write: readonly unknown[];
  readonly flags: F;
}

/** Links to several records: read as ids, written by commands. */
export interface Many2manyField<Model, F = never> {
  readonly type: 'many2many';
  readonly rel: Model;
  readonly read: number[];
  readonly write: readonly unknown[];
  readonly flags: F;
}

/** A link to one record of several models, such as `'res.partner,7'`. */
export interface ReferenceField<Models extends string, F = never> {
  readonly type: 'reference';
  readonly read: `${Models},${number}` | EmptyRead<F>;
  readonly write: `${Models},${number}` | EmptyWrite<F>;
  readonly flags: F;
}

/** The id of a record whose model another field names. */
export interface Many2oneReferenceField<F = never> {
  readonly type: 'many2one_reference';
  readonly read: number | EmptyRead<F>;
  readonly write: number | EmptyWrite<F>;
  readonly flags: F;
}

/** Properties: values with their definitions, which a parent record has. */
export interface PropertiesField<F = never> {
  readonly type: 'properties';
  readonly read: PropertiesReadFormat | EmptyRead<F>;
  readonly write: PropertiesReadFormat | PropertiesWriteFormat | EmptyWrite<F>;
  readonly flags: F;
}

/** Definitions of properties. */
export interface PropertiesDefinitionField<F = never> {
  readonly type: 'properties_definition';
  readonly read: PropertiesDefinition | EmptyRead<F>;
  readonly write: PropertiesDefinition | EmptyWrite<F>;
  readonly flags: F;
}

/** Any JSON. */
export interface JsonField<F = never> {
  readonly type: 'json';
  readonly read: unknown;
  readonly write: unknown;
  readonly flags: F;
}

/** A field of a type that this version does not know. */
export interface UnknownField<Type = string, F = never> {
  readonly type: 'unknown';
  readonly odoo: Type;
  readonly read: unknown;
  readonly write: unknown;
  readonly flags: F;
}

/**
 * A method the server describes: whether it is called on records, the names of its parameters in
 * their order, their types by name, and the type of the answer.
 */
export interface Method<
  On extends 'records' | 'model',
  Order extends readonly string[],
  Parameters extends object,
  Answer,
> {
  readonly on: On;
  readonly order: Order;
  readonly parameters: Parameters;
  readonly answer: Answer;
}
