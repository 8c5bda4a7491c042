// What is known of a connection's models and fields: asked once, kept for a while.

import type { OdooError } from 'odoo-client-wasm';
import { ToolError } from './errors.ts';
import type { Policy } from './policy.ts';
import { didYouMean } from './text.ts';

/** A field, as far as the tools need it. */
export interface Field {
  name: string;
  type: string;
  string: string;
  relation?: string;
  required: boolean;
  readonly: boolean;
  store: boolean;
  related?: string;
  selection?: [unknown, string][];
  help?: string;
}

/** A model by its technical name. */
export interface Model {
  model: string;
  name: string;
  /** Its record in `ir.model`, where Odoo tells. */
  id?: number;
}

/** What makes calls; the client, or a view of it. */
export interface Caller {
  call(
    model: string,
    method: string,
    args?: readonly unknown[],
    kwargs?: Record<string, unknown>,
    options?: object,
  ): Promise<unknown>;
}

export type Fields = ReadonlyMap<string, Field>;

const attributes = [
  'string', 'type', 'relation', 'required', 'readonly', 'store', 'related', 'selection', 'help',
]; // biome-ignore format: a list of names

const lifetime = 600_000;

/** Keeps fields by model, and the models. Failures are not kept. */
export class Schema {
  private readonly fieldsOf = new Map<string, { at: number; value: Promise<Fields> }>();
  private list: { at: number; value: Promise<Model[]> } | undefined;

  constructor(private readonly client: Caller) {}

  /** Forgets everything. */
  clear(): void {
    this.fieldsOf.clear();
    this.list = undefined;
  }

  /** The fields of a model, by name. */
  fields(model: string): Promise<Fields> {
    const kept = this.fieldsOf.get(model);
    if (kept && Date.now() - kept.at < lifetime) return kept.value;
    const value = this.askFields(model);
    this.fieldsOf.set(model, { at: Date.now(), value });
    value.catch(() => {
      if (this.fieldsOf.get(model)?.value === value) this.fieldsOf.delete(model);
    });
    return value;
  }

  private async askFields(model: string): Promise<Fields> {
    let answer: unknown;
    try {
      answer = await this.client.call(model, 'fields_get', [], { attributes });
    } catch (error) {
      throw (await this.unknownModel(model, error)) ?? error;
    }
    if (typeof answer !== 'object' || answer === null) {
      const said = `Odoo did not describe the fields of ${model}.`;
      throw new ToolError('failed', said, 'Try again, or tell the user.');
    }
    const fields = new Map<string, Field>();
    for (const [name, told] of Object.entries(answer)) fields.set(name, field(name, told));
    return fields;
  }

  /**
   * The error for a model that is not there, with names that are like it; nothing where it is
   * another matter.
   */
  private async unknownModel(model: string, error: unknown): Promise<ToolError | undefined> {
    const { reason, refused } = error as Partial<OdooError>;
    // Some servers only say which name they did not find.
    if (reason !== 'unknownModel' && !(reason === 'server' && refused)) return undefined;
    const models = await this.models().catch(() => []);
    if (models.some((known) => known.model === model)) return undefined;
    return new ToolError(
      'unknown_model',
      `There is no model \`${model}\`.${didYouMean(
        model,
        models.map((known) => known.model),
      )}`,
      'Call odoo_models to find the name.',
    );
  }

  /**
   * The name of a model by the id of its record in `ir.model`; nothing where no id was given.
   *
   * @throws {ToolError} when Odoo does not tell which model that is.
   */
  async modelOf(id: unknown): Promise<string | undefined> {
    if (typeof id !== 'number') return undefined;
    const found = (await this.models()).find((known) => known.id === id);
    if (found) return found.model;
    throw new ToolError(
      'bad_argument',
      `Odoo does not tell which model has the id ${id}.`,
      'Name the model by its technical name.',
    );
  }

  /** All models that Odoo tells of, by name. */
  models(): Promise<Model[]> {
    if (this.list && Date.now() - this.list.at < lifetime) return this.list.value;
    const value = this.askModels();
    this.list = { at: Date.now(), value };
    value.catch(() => {
      this.list = undefined;
    });
    return value;
  }

  private async askModels(): Promise<Model[]> {
    let rows: unknown;
    try {
      rows = await this.client.call('ir.model', 'search_read', [], {
        domain: [],
        fields: ['model', 'name'],
        order: 'model',
      });
    } catch (error) {
      // Users without settings rights may not read `ir.model`; newer servers have a method for
      // them.
      if ((error as OdooError).reason !== 'access') throw error;
      rows = await this.client.call('ir.model', 'get_available_models', []);
    }
    if (!Array.isArray(rows)) throw new ToolError('failed', 'Odoo did not list its models.');
    return rows
      .map((row) => ({
        model: String(row.model),
        name: String(row.name ?? row.display_name ?? ''),
        ...(typeof row.id === 'number' ? { id: row.id } : {}),
      }))
      .sort((a, b) => (a.model < b.model ? -1 : 1));
  }
}

function field(name: string, told: Record<string, unknown>): Field {
  const related = Array.isArray(told.related) ? told.related.join('.') : told.related;
  return {
    name,
    type: String(told.type),
    string: String(told.string ?? name),
    required: told.required === true,
    readonly: told.readonly === true,
    store: told.store !== false,
    ...(told.relation ? { relation: String(told.relation) } : {}),
    ...(related ? { related: String(related) } : {}),
    ...(Array.isArray(told.selection) ? { selection: told.selection as [unknown, string][] } : {}),
    ...(told.help ? { help: String(told.help) } : {}),
  };
}

/** The error for a field that is not there, or may not be seen: the two look the same. */
export function noField(model: string, name: string, fields: Fields, policy: Policy): ToolError {
  const seen = [...fields.keys()].filter((known) => !policy.isHidden(model, known));
  return new ToolError(
    'unknown_field',
    policy.isHidden(model, name)
      ? `The field \`${name}\` of ${model} is hidden by the policy.`
      : `${model} has no field \`${name}\`.${didYouMean(name, seen)}`,
    `odoo_fields lists the fields of ${model}.`,
  );
}

/** The field of that name, if it may be seen. */
export function seenField(model: string, name: string, fields: Fields, policy: Policy): Field {
  const found = fields.get(name);
  if (!found || policy.isHidden(model, name)) throw noField(model, name, fields, policy);
  return found;
}

/** Fields that are on every model for the machine's sake. */
const technical =
  /^(message_|activity_|website_message|access_|rating_|my_activity|has_message|__last|create_|write_|image_|avatar_|is_favorite$|color$|sequence$|priority$|company_id$|currency_id$|lang$|tz|same_|duplicate|campaign_id$|source_id$|medium_id$|email_normalized|phone_sanitized|phone_mobile|partner_share|commercial_|contact_address|is_blacklisted|day_|recurring_|tax_country|fiscal_|pricelist|show_|has_|require_|is_)/;

/** Whether a field is left out of lists of fields unless it is asked for. */
export function isTechnical({ name }: Field): boolean {
  return name !== 'create_date' && technical.test(name);
}

/** Names that say what a record is about, the most telling first. */
const telling = [
  'name', 'display_name', 'default_code', 'code', 'state', 'stage_id', 'type', 'partner_id', 'user_id', 'user_ids',
  'product_id', 'project_id', 'employee_id', 'email', 'email_from', 'phone', 'amount_total', 'expected_revenue',
  'probability', 'amount_residual', 'list_price', 'price_unit', 'price_subtotal', 'product_uom_qty', 'quantity', 'qty_available',
  'date_order', 'invoice_date', 'invoice_date_due', 'date_deadline', 'scheduled_date', 'date', 'date_start', 'start', 'stop',
  'parent_id', 'city', 'country_id', 'is_company',
]; // biome-ignore format: a list of names

const plain = [
  'char',
  'selection',
  'many2one',
  'date',
  'datetime',
  'monetary',
  'float',
  'integer',
  'boolean',
  'many2one_reference',
  'reference',
];

/**
 * The fields that are read when none are named: what a person would look at first. Never contents
 * of files, never long texts, never what is computed anew for each record.
 */
export function chosenFields(model: string, fields: Fields, policy: Policy): string[] {
  const open = [...fields.values()].filter(
    (field) =>
      field.name !== 'id' &&
      !policy.isHidden(model, field.name) &&
      plain.includes(field.type) &&
      (field.store || telling.includes(field.name)),
  );
  const isThere = (name: string) => open.some((field) => field.name === name);
  const chosen = telling.filter(
    (name) => isThere(name) && !(name === 'display_name' && isThere('name')),
  );
  const few = chosen.slice(0, 8);
  const rank = ({ name, type, required }: Field) =>
    (required ? 0 : 4) +
    (/amount|total|revenue|price/.test(name) && type !== 'many2one' ? 0 : 2) +
    (type === 'monetary' || type === 'date' || type === 'datetime' || type === 'selection' ? 0 : 1);
  const rest = open
    .filter((field) => !few.includes(field.name) && !isTechnical(field))
    .filter(
      (field) =>
        field.required || ['monetary', 'date', 'datetime', 'selection'].includes(field.type),
    )
    .sort((a, b) => rank(a) - rank(b));
  for (const { name } of rest) {
    if (few.length >= 6) break;
    few.push(name);
  }
  return few.length ? few : open.slice(0, 6).map(({ name }) => name);
}
