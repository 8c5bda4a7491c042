// Properties fields: what they hold, and how they are read and written.

import * as wasm from 'odoo-client-wasm-glue';
import { ready } from './instance.ts';

/** What every property definition has. */
export interface PropertyDefinitionBase {
  /** Key of the property, unique in its container. */
  name: string;
  /** Label shown to users. */
  string: string;
  /** Kind of property, such as `'char'` or `'many2one'`. */
  type: string;
  /** Value of new records. */
  default?: any;
  /** Whether the property shows on kanban cards. */
  view_in_cards?: boolean;
}

/** Definition of a line of text. */
export interface CharPropertyDefinition extends PropertyDefinitionBase {
  type: 'char';
  default?: string | false;
}

/** Definition of a whole number. */
export interface IntegerPropertyDefinition extends PropertyDefinitionBase {
  type: 'integer';
  default?: number | false;
}

/** Definition of a decimal number. */
export interface FloatPropertyDefinition extends PropertyDefinitionBase {
  type: 'float';
  default?: number | false;
}

/** Definition of a checkbox. */
export interface BooleanPropertyDefinition extends PropertyDefinitionBase {
  type: 'boolean';
  default?: boolean;
}

/** Definition of a date. */
export interface DatePropertyDefinition extends PropertyDefinitionBase {
  type: 'date';
  default?: string | false;
}

/** Definition of a date and time. */
export interface DateTimePropertyDefinition extends PropertyDefinitionBase {
  type: 'datetime';
  default?: string | false;
}

/** Definition of a choice from a list. */
export interface SelectionPropertyDefinition extends PropertyDefinitionBase {
  type: 'selection';
  /** The choices: key and label. */
  selection?: [string, string][];
  default?: string | false;
}

/** Definition of a link to one record. */
export interface Many2onePropertyDefinition extends PropertyDefinitionBase {
  type: 'many2one';
  /** Model of the record. */
  comodel?: string;
  /** Which records may be chosen, as the text of a domain. */
  domain?: string | false;
  default?: number | [number, string] | false;
}

/** Definition of links to several records. */
export interface Many2manyPropertyDefinition extends PropertyDefinitionBase {
  type: 'many2many';
  /** Model of the records. */
  comodel?: string;
  /** Which records may be chosen, as the text of a domain. */
  domain?: string | false;
  default?: number[] | [number, string][] | false;
}

/** Definition of a set of tags. */
export interface TagsPropertyDefinition extends PropertyDefinitionBase {
  type: 'tags';
  /** The tags: key, label and colour number. */
  tags?: [string, string, number][];
  default?: string[] | false;
}

/** Definition of a heading between properties; it has no value. */
export interface SeparatorPropertyDefinition extends PropertyDefinitionBase {
  type: 'separator';
  /** Whether the properties under the heading are folded away. */
  fold_by_default?: boolean;
}

/** Definition of one property, told apart by `type`. */
export type PropertyDefinition =
  | CharPropertyDefinition
  | IntegerPropertyDefinition
  | FloatPropertyDefinition
  | BooleanPropertyDefinition
  | DatePropertyDefinition
  | DateTimePropertyDefinition
  | SelectionPropertyDefinition
  | Many2onePropertyDefinition
  | Many2manyPropertyDefinition
  | TagsPropertyDefinition
  | SeparatorPropertyDefinition;

/**
 * The properties a container (a project, a sales team) defines for its records, as its definition
 * field reads.
 */
export type PropertiesDefinition = PropertyDefinition[];

/** What every property value has. Odoo leaves `value` out when the property is not set. */
export interface PropertyValueBase {
  /** Key of the property. */
  name: string;
  /** Label shown to users. */
  string: string;
  /** Kind of property. */
  type: string;
  /** The value; `false` or absent when it is not set. */
  value?: any;
}

/** A line of text. */
export interface CharPropertyValue extends PropertyValueBase {
  type: 'char';
  value?: string | false;
}

/** A whole number. */
export interface IntegerPropertyValue extends PropertyValueBase {
  type: 'integer';
  value?: number | false;
}

/** A decimal number. */
export interface FloatPropertyValue extends PropertyValueBase {
  type: 'float';
  value?: number | false;
}

/** A checkbox. */
export interface BooleanPropertyValue extends PropertyValueBase {
  type: 'boolean';
  value?: boolean;
}

/** A date, `YYYY-MM-DD`. */
export interface DatePropertyValue extends PropertyValueBase {
  type: 'date';
  value?: string | false;
}

/** A date and time in UTC, `YYYY-MM-DD HH:MM:SS`. */
export interface DateTimePropertyValue extends PropertyValueBase {
  type: 'datetime';
  value?: string | false;
}

/** The key of a choice, with the list it was made from. */
export interface SelectionPropertyValue extends PropertyValueBase {
  type: 'selection';
  /** The choices: key and label. */
  selection?: [string, string][];
  value?: string | false;
}

/** The id and name of a record. */
export interface Many2onePropertyValue extends PropertyValueBase {
  type: 'many2one';
  /** Model of the record. */
  comodel?: string;
  value?: [number, string] | number | false;
}

/** The ids and names of several records. */
export interface Many2manyPropertyValue extends PropertyValueBase {
  type: 'many2many';
  /** Model of the records. */
  comodel?: string;
  value?: [number, string][] | number[] | false;
}

/** The keys of tags, with the tags they were chosen from. */
export interface TagsPropertyValue extends PropertyValueBase {
  type: 'tags';
  /** The tags: key, label and colour number. */
  tags?: [string, string, number][];
  value?: string[] | false;
}

/** The value of one property with its definition, told apart by `type`. */
export type PropertyValue =
  | CharPropertyValue
  | IntegerPropertyValue
  | FloatPropertyValue
  | BooleanPropertyValue
  | DatePropertyValue
  | DateTimePropertyValue
  | SelectionPropertyValue
  | Many2onePropertyValue
  | Many2manyPropertyValue
  | TagsPropertyValue;

/** What the value of a property can be, whatever its type. */
export type PropertyValueType = PropertyValue['value'];

/**
 * A properties field as `read` returns it: values with their definitions, in the order of the
 * definitions.
 */
export type PropertiesReadFormat = (PropertyValue | SeparatorPropertyDefinition)[];

/** A properties field as `write` takes it: names and values; records by their ids. */
export interface PropertiesWriteFormat {
  /** The value of the property of that name; `false` empties it. */
  [name: string]: any;
}

/**
 * Returns the value of a property, or `undefined` when there is none of that name or it is not set.
 *
 * @example const priority = getPropertyValue<string>(task.task_properties, 'priority');
 */
export function getPropertyValue<T = any>(
  properties: PropertiesReadFormat,
  name: string,
): T | undefined {
  ready();
  return wasm.getPropertyValue(properties, name);
}

/**
 * Returns the definition of a property, or `undefined` when there is none of that name.
 *
 * @example
 * const definition = getPropertyDefinition(project.task_properties_definition, 'priority');
 */
export function getPropertyDefinition(
  definitions: PropertiesDefinition,
  name: string,
): PropertyDefinition | undefined {
  ready();
  return wasm.getPropertyDefinition(definitions, name);
}

/**
 * Turns a properties field as it was read into what `write` takes: names and values, with `[id,
 * name]` pairs as ids.
 *
 * @example
 * const known = propertiesToWriteFormat(task.task_properties);
 * await client.write('project.task', 5, { task_properties: { ...known, priority: 'high' } });
 */
export function propertiesToWriteFormat(properties: PropertiesReadFormat): PropertiesWriteFormat {
  ready();
  return wasm.propertiesToWriteFormat(properties);
}
