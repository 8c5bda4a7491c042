/**
 * What the page knows of models: their fields (asked once each) and which of them to show first.
 */

const ATTRIBUTES = [
  'string',
  'type',
  'required',
  'readonly',
  'relation',
  'selection',
  'help',
  'store',
  'sortable',
  'searchable',
];
const SHOWN = 6;
const TECHNICAL =
  /^(create_|write_|message_|activity_|website_message|access_|__|my_activity|has_message|rating_|signup_)/;
const PLAIN = new Set([
  'char',
  'many2one',
  'selection',
  'date',
  'datetime',
  'float',
  'monetary',
  'integer',
  'boolean',
]);
const UNSORTABLE = new Set([
  'one2many',
  'many2many',
  'binary',
  'html',
  'properties',
  'properties_definition',
  'json',
]);

/** The models offered by name; any other can be typed. */
export const COMMON_MODELS = [
  ['res.partner', 'Contacts'],
  ['crm.lead', 'Leads'],
  ['project.task', 'Tasks'],
  ['project.project', 'Projects'],
  ['res.users', 'Users'],
  ['res.country', 'Countries'],
  ['res.company', 'Companies'],
  ['mail.message', 'Messages'],
];

const PREFERRED = {
  'res.partner': ['name', 'email', 'phone', 'city', 'country_id', 'is_company'],
  'crm.lead': ['name', 'partner_id', 'expected_revenue', 'probability', 'stage_id', 'user_id'],
  'project.task': ['name', 'project_id', 'stage_id', 'date_deadline', 'priority'],
  'project.project': ['name', 'partner_id', 'user_id', 'date_start', 'task_count'],
  'res.users': ['name', 'login', 'email', 'company_id', 'active'],
  'res.country': ['name', 'code', 'phone_code', 'currency_id'],
  'res.company': ['name', 'email', 'phone', 'country_id', 'currency_id'],
  'mail.message': ['date', 'author_id', 'model', 'res_id', 'message_type', 'body'],
};

/** The fields of models, asked with `fields_get` once per model and connection. */
export class ModelInfo {
  #client;
  #known = new Map();

  constructor(client) {
    this.#client = client;
  }

  /** The fields of `model` by name. A failed answer is not kept. */
  fields(model) {
    if (!this.#known.has(model)) {
      const asked = this.#client.call(model, 'fields_get', [], { attributes: ATTRIBUTES });
      this.#known.set(model, asked);
      asked.catch(() => this.#known.delete(model));
    }
    return this.#known.get(model);
  }

  /**
   * Whether the user may `write` or `create` records of `model`: the fields do not say it. Where a
   * server knows neither method, it has the last word when something is saved.
   */
  async may(operation, model) {
    const ask = (method, args) => this.#client.call(model, method, args);
    const [series] = this.#client.getSession()?.server_version_info ?? [];
    const before18 = () => ask('check_access_rights', [operation, false]);
    return (series < 18 ? before18() : ask('has_access', [[], operation]).catch(before18)).catch(
      () => true,
    );
  }
}

/** The label of a model in the list of common ones, else its technical name. */
export const modelLabel = (model) => COMMON_MODELS.find(([name]) => name === model)?.[1] ?? model;

/** The columns to begin with: known favourites, else the first plain fields. */
export function firstColumns(model, fields) {
  const preferred = (PREFERRED[model] ?? []).filter((name) => fields[name]);
  if (preferred.length > 1) return preferred;
  const name = ['name', 'display_name'].filter((candidate) => fields[candidate]).slice(0, 1);
  const others = Object.keys(fields).filter(
    (field) =>
      !['id', 'name', 'display_name'].includes(field) &&
      !isTechnical(field) &&
      fields[field].store !== false &&
      PLAIN.has(fields[field].type),
  );
  return [...name, ...others].slice(0, SHOWN);
}

/** Whether a field is Odoo's own bookkeeping. */
export const isTechnical = (name) => TECHNICAL.test(name);

/** Whether the server can order by this field. */
export function isSortable(field) {
  return field.sortable !== false && field.store !== false && !UNSORTABLE.has(field.type);
}

/** The fields a quick search looks into: the shown texts, else the record's name. */
export function searchedFields(columns, fields) {
  const texts = columns.filter(
    (name) =>
      ['char', 'text'].includes(fields[name]?.type) &&
      fields[name].searchable !== false &&
      fields[name].store !== false,
  );
  return texts.length ? texts : [fields.name ? 'name' : 'display_name'];
}
