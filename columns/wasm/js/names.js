// The names of the records that x2many values link to: asked for besides, since a record has their ids only.

/** At most so many are asked for at once. */
const most = 1000;

/** Gives columns of links the names of their records. Each is asked for once in a reading. */
export class Names {
  #plan;
  #ask;
  /** Names by id, by model. */
  #known = new Map();
  /** The models that the fields link to. */
  #models;

  /** `ask(model, method, args, kwargs)` calls a method. */
  constructor(plan, ask) {
    this.#plan = plan;
    this.#ask = ask;
  }

  /** Reads what is missing of the names that were asked for. */
  async addTo(columns) {
    const { names: wanted } = this.#plan;
    const links = columns.names.map((name) => columns.column(name)).filter(({ kind, name }) => kind === 'x2many' && (wanted === true || wanted.includes(name)));
    if (links.length === 0) return;
    this.#models ??= await this.#ask(this.#plan.model, 'fields_get', [links.map(({ name }) => name)], { attributes: ['relation'] });
    for (const column of links) column.names = await this.#of(this.#models?.[column.name]?.relation, column.ids);
  }

  async #of(model, ids) {
    const known = this.#known.get(model) ?? new Map();
    this.#known.set(model, known);
    const missing = [...new Set(ids)].filter((id) => !known.has(id));
    for (let at = 0; at < missing.length; at += most) {
      const some = missing.slice(at, at + most);
      const records = await this.#ask(model, 'search_read', [[['id', 'in', some]]], { fields: ['display_name'], context: { active_test: false } });
      // Those that the user may not read have none, and are not asked for again.
      for (const id of some) known.set(id, undefined);
      for (const { id, display_name: name } of records) known.set(id, name === false ? '' : name);
    }
    return known;
  }
}
