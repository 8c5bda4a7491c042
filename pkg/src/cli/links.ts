// Records by what people call them: an id, an external id, a name, or the value of another field.
// Many at once: all that a page of rows names are asked for together, and remembered.

import type { OdooClient } from 'odoo-client-wasm/bulk';
import { isRefusal } from './errors.ts';
import { short, WrongValue } from './wrong.ts';

/** By what a record is told; `nameOrId` takes a number that is no name for an id. */
export type By = 'auto' | 'name' | 'nameOrId' | 'xmlid' | 'id' | { field: string };

type Found = number | WrongValue;

const externalId = /^[A-Za-z_]\w*\.[\w.-]+$/;

export class Links {
  private readonly known = new Map<string, Map<string, Found>>();
  /** The models that have too many records to look through. */
  private readonly large = new Set<string>();

  constructor(
    private readonly client: OdooClient,
    private readonly context: Record<string, unknown> = {},
  ) {}

  /** The id of one record. */
  async one(model: string, text: string, by: By = 'auto'): Promise<number> {
    await this.find(model, [text], by);
    const found = this.get(model, text, by);
    if (found instanceof WrongValue) throw found;
    return found;
  }

  /** What is known of a record that was looked for before. */
  get(model: string, text: string, by: By): Found {
    return this.shelf(model, by).get(text) ?? new WrongValue(`"${short(text)}" was not looked for`);
  }

  /** Looks for all records that are not known yet, in as few calls as can be. */
  async find(model: string, texts: Iterable<string>, by: By): Promise<void> {
    const shelf = this.shelf(model, by);
    const wanted = [...new Set(texts)].filter((text) => !shelf.has(text));
    for (let at = 0; at < wanted.length; at += 500) {
      const part = wanted.slice(at, at + 500);
      const rest = new Set(part);
      if (by === 'id' || by === 'auto') await this.byId(model, rest, shelf, by);
      if (by === 'xmlid' || by === 'auto') await this.byExternalId(model, rest, shelf, by);
      if (typeof by === 'object') await this.byField(model, by.field, rest, shelf);
      if (by === 'name' || by === 'nameOrId' || by === 'auto')
        await this.byName(model, rest, shelf);
      if (by === 'nameOrId') await this.byId(model, rest, shelf, 'auto');
      for (const text of rest)
        shelf.set(text, new WrongValue(`no record of ${model} is called "${short(text)}"`));
    }
  }

  private shelf(model: string, by: By): Map<string, Found> {
    const key = `${model}\n${typeof by === 'object' ? `=${by.field}` : by}`;
    const shelf = this.known.get(key) ?? new Map<string, Found>();
    this.known.set(key, shelf);
    return shelf;
  }

  private options() {
    return { context: { active_test: false, ...this.context } };
  }

  private async byId(
    model: string,
    rest: Set<string>,
    shelf: Map<string, Found>,
    by: By,
  ): Promise<void> {
    const ids = [...rest].filter(
      (text) => /^\d+$/.test(text) && Number(text) > 0 && Number(text) <= 2147483647,
    );
    if (by === 'id') {
      for (const text of rest)
        if (!ids.includes(text)) shelf.set(text, new WrongValue(`"${short(text)}" is not an id`));
    }
    const there = new Set(
      ids.length
        ? await this.client.search(model, [['id', 'in', ids.map(Number)]], this.options())
        : [],
    );
    for (const text of ids) {
      if (!there.has(Number(text))) {
        // A name may be a number as well.
        if (by === 'auto') continue;
        shelf.set(text, new WrongValue(`${model} has no record ${text}`));
      } else shelf.set(text, Number(text));
      rest.delete(text);
    }
    if (by === 'id') rest.clear();
  }

  private async byExternalId(
    model: string,
    rest: Set<string>,
    shelf: Map<string, Found>,
    by: By,
  ): Promise<void> {
    const names = [...rest].filter((text) => externalId.test(text));
    const modules = [...new Set(names.map((text) => text.split('.')[0] as string))];
    if (names.length) {
      const rows = await this.client.searchRead<{
        complete_name?: string;
        module: string;
        name: string;
        model: string;
        res_id: number;
      }>(
        'ir.model.data',
        [
          ['module', 'in', modules],
          ['name', 'in', names.map((text) => text.slice(text.indexOf('.') + 1))],
        ],
        { fields: ['module', 'name', 'model', 'res_id'] },
      );
      const byName = new Map(rows.map((row) => [`${row.module}.${row.name}`, row]));
      for (const text of names) {
        const row = byName.get(text);
        if (row === undefined) continue;
        shelf.set(
          text,
          row.model === model
            ? row.res_id
            : new WrongValue(`"${text}" is a record of ${row.model}, not of ${model}`),
        );
        rest.delete(text);
      }
    }
    if (by !== 'xmlid') return;
    for (const text of rest)
      shelf.set(text, new WrongValue(`there is no external id "${short(text)}"`));
    rest.clear();
  }

  private async byField(
    model: string,
    field: string,
    rest: Set<string>,
    shelf: Map<string, Found>,
  ): Promise<void> {
    const texts = [...rest];
    const rows = await this.client.searchRead<Record<string, unknown> & { id: number }>(
      model,
      [[field, 'in', texts]],
      { fields: [field], ...this.options() },
    );
    this.take(
      model,
      rows.map((row) => [String(row[field]), row.id]),
      texts,
      shelf,
      `with ${field}`,
    );
    for (const text of texts) {
      if (!shelf.has(text))
        shelf.set(text, new WrongValue(`no record of ${model} has ${field} "${short(text)}"`));
      rest.delete(text);
    }
  }

  private async byName(model: string, rest: Set<string>, shelf: Map<string, Found>): Promise<void> {
    const texts = [...rest];
    if (!texts.length) return;
    // Most models have their name in `name`: one call for all. Others, and names made of several
    // fields, are asked for one by one.
    let rows: { id: number; name: string; display_name: string }[] = [];
    try {
      rows = await this.client.searchRead(model, [['name', 'in', texts]], {
        fields: ['name', 'display_name'],
        ...this.options(),
      });
    } catch (error) {
      if (!isRefusal(error)) throw error;
    }
    const exact = rows.filter(({ name }) => rest.has(name));
    this.take(
      model,
      exact.map(({ name, id }) => [name, id]),
      texts,
      shelf,
      'called',
    );
    for (const text of texts) if (shelf.has(text)) rest.delete(text);
    await Promise.all(
      [...rest].map(async (text) => {
        const hits = await this.client.call<[number, string][]>(model, 'name_search', [], {
          name: text,
          operator: '=',
          limit: 2,
          context: { ...this.context },
        });
        const [first, second] = hits;
        if (first === undefined) return;
        shelf.set(
          text,
          second === undefined
            ? first[0]
            : new WrongValue(
                `several records of ${model} are called "${short(text)}": name it by id or ` +
                  'external id',
              ),
        );
        rest.delete(text);
      }),
    );
    if (rest.size) await this.byDisplayName(model, rest, shelf);
  }

  /**
   * Looks among what records are shown as, which is what an export writes: `California (US)` of a
   * state. Servers do not search by it everywhere, so all records are read, where they are few.
   */
  private async byDisplayName(
    model: string,
    rest: Set<string>,
    shelf: Map<string, Found>,
  ): Promise<void> {
    if (this.large.has(model)) return;
    const few = 5_000;
    const records = await this.client.searchRead<{ id: number; display_name: string }>(model, [], {
      fields: ['display_name'],
      limit: few + 1,
      ...this.options(),
    });
    if (records.length > few) {
      this.large.add(model);
      return;
    }
    const texts = [...rest];
    const pairs = records.map(({ display_name, id }): [string, number] => [display_name, id]);
    this.take(model, pairs, texts, shelf, 'shown as');
    for (const text of texts) if (shelf.has(text)) rest.delete(text);
  }

  /** Keeps what was found; a text that several records have tells none. */
  private take(
    model: string,
    pairs: [text: string, id: number][],
    texts: string[],
    shelf: Map<string, Found>,
    how: string,
  ): void {
    const wanted = new Set(texts);
    for (const [text, id] of pairs) {
      if (!wanted.has(text)) continue;
      const before = shelf.get(text);
      shelf.set(
        text,
        before === undefined || before === id
          ? id
          : new WrongValue(
              `several records of ${model} are ${how} "${short(text)}": name it by id or ` +
                'external id',
            ),
      );
    }
  }
}
