// Records of one2many fields: their values stand in the row of their record, and in the rows below
// that name no record.

import { createHash } from 'node:crypto';
import type { OdooClient } from 'odoo-client-wasm/bulk';
import { short, WrongValue } from '../wrong.ts';
import { type Converter, isEmpty } from './convert.ts';
import type { LineField, Mapping } from './mapping.ts';
import { emptyTally, type Report, type Tally } from './report.ts';
import type { Source, SourceRow } from './source.ts';
import { type Item, type StoreOptions, store } from './store.ts';

/** A record of the file: its row, and the rows below that go on with it. */
export interface Group extends SourceRow {
  more: SourceRow[];
}

/** A record of a one2many field, before that of its parent is known. */
interface Line extends Item {
  of: LineField;
}

/** Rows that are converted and stored together; a record is never parted. */
const batchSize = 1_000;

/** The records of a file, in batches. A row without any value is none. */
export async function* batches(source: Source, mapping: Mapping): AsyncGenerator<Group[]> {
  let batch: Group[] = [];
  let rows = 0;
  for await (const row of source.rows()) {
    if (row.cells.every(isEmpty)) continue;
    const above = batch.at(-1);
    if (above && goesOn(row.cells, mapping)) above.more.push(row);
    else {
      if (rows >= batchSize) {
        yield batch;
        batch = [];
        rows = 0;
      }
      batch.push({ ...row, more: [] });
    }
    rows += 1;
  }
  if (batch.length) yield batch;
}

/** Whether a row names no record, and so belongs to the one above. */
export function goesOn(cells: readonly unknown[], { columns, identity, lines }: Mapping): boolean {
  return (
    lines.length > 0 &&
    (identity.index < 0 || isEmpty(cells[identity.index])) &&
    columns.every(({ index }) => isEmpty(cells[index]))
  );
}

/** All rows of some records. */
export const rowsOf = (groups: readonly Group[]): SourceRow[] =>
  groups.flatMap((group) => [group, ...group.more]);

export class Lines {
  readonly tallies: ReadonlyMap<LineField, Tally>;
  private readonly own = new Map<string, number>();

  constructor(
    private readonly mapping: Mapping,
    private readonly converters: ReadonlyMap<LineField, Converter>,
    private readonly model: string,
  ) {
    this.tallies = new Map(mapping.lines.map((field) => [field, emptyTally()]));
  }

  /** Looks for the records that the lines name. */
  async findLinks(groups: readonly Group[]): Promise<void> {
    const cells = rowsOf(groups).map((row) => row.cells);
    for (const converter of this.converters.values()) await converter.findLinks(cells);
  }

  /** The lines of a record; a `RefusedLine` tells which of its rows is wrong. */
  of(group: Group, parentKey: string): Line[] {
    const seen = new Map<string, number>();
    return rowsOf([group]).flatMap(({ line, cells }) =>
      this.mapping.lines.flatMap((field): Line[] => {
        const { columns, xmlid } = field;
        const named = xmlid === undefined ? '' : String(cells[xmlid] ?? '').trim();
        if (named === '' && columns.every(({ index }) => isEmpty(cells[index]))) return [];
        try {
          const values = (this.converters.get(field) as Converter).values(cells);
          const key =
            named === ''
              ? this.made(field, parentKey, values, seen)
              : this.given(field, named, line);
          return [{ line, cells, values, key, of: field }];
        } catch (error) {
          if (error instanceof WrongValue) throw new RefusedLine(line, error.message);
          throw error;
        }
      }),
    );
  }

  /** An external id of the file. */
  private given({ field }: LineField, text: string, line: number): string {
    const key = text.includes('.') ? text : `__import__.${text}`;
    if (!/^\w[\w-]*\.[\w.-]+$/.test(key))
      throw new WrongValue(`${field}/id: "${short(text)}" is not an external id`);
    const before = this.own.get(key);
    if (before !== undefined) throw new WrongValue(`${field}/id is that of line ${before}`);
    this.own.set(key, line);
    return key;
  }

  /**
   * An external id made of the record and what the line says, so that the line is known again at
   * the next run.
   */
  private made(
    { field }: LineField,
    parentKey: string,
    values: Record<string, unknown>,
    seen: Map<string, number>,
  ): string {
    const hash = (...texts: string[]) =>
      createHash('sha256').update(texts.join('\n')).digest('hex');
    const text = hash(field, parentKey, JSON.stringify(Object.entries(values).sort()));
    const count = (seen.get(text) ?? 0) + 1;
    seen.set(text, count);
    return `import_${hash(this.model, field).slice(0, 12)}.line_${text.slice(0, 24)}_${count}`;
  }

  /**
   * Stores the lines of records that are there; a record's own go out together. Resolves to what
   * ends the import.
   */
  async store(
    client: OdooClient,
    parents: readonly { group: Group; id: number; lines: Line[] }[],
    dryRun: boolean,
    report: Report,
    options: StoreOptions,
  ): Promise<Error | undefined> {
    const refused = new Map<Group, { item: Item; why: string }[]>();
    let fatal: Error | undefined;
    for (const [field, tally] of this.tallies) {
      const { inverse, model } = field;
      const groupOf = new Map<Item, Group>();
      const all = parents.map(({ group, id, lines }) =>
        lines
          .filter((line) => line.of === field)
          .map((line): Item => {
            const item = { ...line, values: { ...line.values, [inverse]: id } };
            groupOf.set(item, group);
            return item;
          }),
      );
      for (const items of together(all, options.chunkSize)) {
        if (fatal || options.signal.aborted) break;
        tally.rows += items.length;
        const chunkSize = Math.max(items.length, options.chunkSize);
        const identity = { kind: 'xmlid', index: -1, field: 'xmlid' } as const;
        const outcome = await store(client, model, items, identity, dryRun, tally, {
          ...options,
          chunkSize,
        });
        for (const each of outcome.refused) {
          const group = groupOf.get(each.item) as Group;
          refused.set(group, [...(refused.get(group) ?? []), each]);
        }
        fatal = outcome.fatal;
      }
    }
    for (const [group, those] of refused) await this.tell(group, those, report);
    return fatal;
  }

  /**
   * Reports lines that Odoo refused. The first repeats its record's own cells, so that the report
   * can be imported.
   */
  private async tell(
    group: Group,
    refused: readonly { item: Item; why: string }[],
    report: Report,
  ): Promise<void> {
    const ofLines = new Set(
      this.mapping.lines.flatMap(({ columns, xmlid }) => [
        ...columns.map(({ index }) => index),
        ...(xmlid === undefined ? [] : [xmlid]),
      ]),
    );
    const byLine = new Map<number, { cells: unknown[]; why: string[] }>();
    for (const { item, why } of refused) {
      const row = byLine.get(item.line) ?? { cells: item.cells, why: [] };
      row.why.push(why);
      byLine.set(item.line, row);
    }
    let first = true;
    for (const [line, { cells, why }] of [...byLine].sort(([one], [two]) => one - two)) {
      const width = Math.max(cells.length, group.cells.length);
      const shown = Array.from({ length: width }, (_, index) =>
        first && !ofLines.has(index) ? group.cells[index] : cells[index],
      );
      await report.add(
        { line, cells: shown, head: first ? group.line : undefined },
        why.join('; '),
      );
      first = false;
    }
  }
}

/** Lists of items in calls of about so many; none is parted. */
function together(lists: readonly Item[][], count: number): Item[][] {
  const calls: Item[][] = [];
  for (const list of lists) {
    const last = calls.at(-1);
    if (!list.length) continue;
    if (last && last.length + list.length <= count) last.push(...list);
    else calls.push([...list]);
  }
  return calls;
}

/** A row of a record that cannot be stored. */
export class RefusedLine extends WrongValue {
  constructor(
    readonly line: number,
    message: string,
  ) {
    super(message);
  }
}
