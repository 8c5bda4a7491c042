// A decoder: the other side of columns/wasm/src. Bytes are written into its memory once, and each
// column is copied out of it once; nothing that was handed out lives in there.

import { OdooError, OdooNetworkError } from 'odoo-client-wasm';
import { parseJson } from '#body/json.ts';
import { short } from '#plain/words.ts';
import type { DecodedColumn, Parts } from './column.ts';
import { arrays, described, type Engine, lease, type Piece, release, write } from './engine.ts';

/**
 * A field to read: its name, its type as Odoo has it, and the type to read it as, where that is
 * another one.
 */
export interface Field {
  name: string;
  type: string;
  readAs?: string;
}

/** What a decoder has read: columns in the order of the records' members. */
export interface Decoded {
  rows: number;
  columns: DecodedColumn[];
}

/** What stands in a description for a part: where it lies, or what lies in it. */
type Described = Piece | { [name: string]: Piece };

interface DescribedColumn {
  field: number;
  kind: DecodedColumn['kind'];
  others?: { [name: string]: Piece };
  [part: string]: Described | number | string | undefined;
}

interface DescribedFault {
  class: 'kind' | 'malformed' | 'cut' | 'room';
  row: number;
  offset: number;
  field?: number;
  words: Piece;
}

/** So many bytes are written before they are read: they are in the processor's cache then. */
const much = 64 * 1024;

export class Decoder {
  #engine: Engine | undefined = lease();
  #fields: readonly Field[];

  /** A tolerant decoder keeps values of another kind than their field as they came. */
  constructor(fields: readonly Field[], { isTolerant = false } = {}) {
    this.#fields = fields;
    const encoder = new TextEncoder();
    this.#run((engine) => {
      for (const { name, type, readAs = type } of fields) {
        const texts = [encoder.encode(readAs), encoder.encode(name)] as const;
        write(engine, texts);
        engine.field(texts[0].length, texts[1].length);
      }
      engine.open(isTolerant);
    });
  }

  /** The number of rows. */
  get rows(): number {
    return this.#run((engine) => engine.rows());
  }

  /** Begins an answer, of which the length may be known. */
  begin(length?: number) {
    this.#run((engine) => {
      engine.begin();
      if (length !== undefined) engine.announce(length);
    });
  }

  /** Reads on. Throws a `Fault`. */
  feed(bytes: Uint8Array) {
    this.#run((engine) => {
      for (let at = 0; at < bytes.length; at += much) {
        const some = bytes.length > much ? bytes.subarray(at, at + much) : bytes;
        write(engine, [some]);
        this.#check(engine, engine.feed(some.length));
      }
    });
  }

  /** Ends an answer, and answers whether it was a list of records. Throws a `Fault`. */
  end(): boolean {
    return this.#run((engine) => {
      this.#check(engine, engine.end());
      return engine.is_read() !== 0;
    });
  }

  /** The bytes of the answer before the list of records, and those after it. */
  around(): { before: Uint8Array; rest: Uint8Array } {
    return this.#run((engine) => {
      const { before, rest } = described<{ before: Piece; rest: Piece }>(engine, engine.around());
      return {
        before: copyOf(engine, before) as Uint8Array,
        rest: copyOf(engine, rest) as Uint8Array,
      };
    });
  }

  /** Forgets the rows of the last answer. */
  forget() {
    this.#run((engine) => engine.forget());
  }

  /** The rows so far, which are forgotten. */
  take(): Decoded {
    return this.#run((engine) => {
      const whole = described<{ rows: number; columns: DescribedColumn[] }>(
        engine,
        engine.columns(),
      );
      const columns = whole.columns.map(({ field, kind, others, ...parts }) => ({
        ...(this.#fields[field] as Field),
        kind,
        parts: partsOf(engine, parts as Record<string, Described>),
        others: others && partsOf(engine, others),
      }));
      engine.clear();
      return { rows: whole.rows, columns };
    });
  }

  /** The number of a column in a row; not a number where there is none. */
  number(index: number, row: number): number {
    return this.#run((engine) => engine.number(index, row));
  }

  /** Gives the instance back, for another decoder. */
  release() {
    if (this.#engine) release(this.#engine);
    this.#engine = undefined;
  }

  /** Works with the instance. One that has failed is not used again. */
  #run<T>(work: (engine: Engine) => T): T {
    if (!this.#engine) throw new OdooError('These columns are not read any more');
    try {
      return work(this.#engine);
    } catch (cause) {
      if (!(cause instanceof WebAssembly.RuntimeError || cause instanceof RangeError)) throw cause;
      this.#engine = undefined;
      throw new OdooError(
        `Columns cannot be read: the memory does not suffice (${cause.message}). What to do: read fewer rows or fields at once, or page by page.`,
        { cause },
      );
    }
  }

  #check(engine: Engine, isWell: number) {
    if (isWell !== 0) return;
    const { field, words, ...known } = described<DescribedFault>(engine, engine.fault());
    const name = field === undefined ? undefined : this.#fields[field]?.name;
    throw new Fault(new TextDecoder().decode(copyOf(engine, words) as Uint8Array), known, name);
  }
}

/** Copies a piece of the memory: into a narrower array, where it says so. */
function copyOf({ memory }: Engine, [array, place, length, narrowed = array]: Piece) {
  if (narrowed === array) return new arrays[array](memory.buffer.slice(place, place + length));
  const Stored = arrays[array];
  const stored = new Stored(memory.buffer, place, length / Stored.BYTES_PER_ELEMENT);
  return new arrays[narrowed](stored);
}

function partsOf(engine: Engine, described: Record<string, Described>): Parts {
  const parts: Parts = {};
  for (const [name, part] of Object.entries(described))
    parts[name] = Array.isArray(part) ? copyOf(engine, part) : partsOf(engine, part);
  return parts;
}

/** What is wrong with an answer, for an error of the client's classes. */
export class Fault extends Error {
  readonly row: number;
  readonly offset: number;
  readonly field: string | undefined;
  readonly #class: DescribedFault['class'];

  constructor(
    words: string,
    known: Pick<DescribedFault, 'class' | 'row' | 'offset'>,
    field: string | undefined,
  ) {
    super(words);
    this.row = known.row;
    this.offset = known.offset;
    this.field = field;
    this.#class = known.class;
  }

  /**
   * The error about `what`. `known` is what else is known, and `firstRow` how many rows came before
   * the answer.
   */
  toError(what: string, { firstRow = 0, ...known } = {}): OdooError {
    const { offset, field, message: words } = this;
    const row = firstRow + this.row;
    const place = field === undefined ? `row ${row}` : `row ${row}, field '${short(field)}'`;
    const message = `Cannot read ${what} into columns: ${place} (byte ${offset}): ${words}`;
    const error = errorOf(this.#class, message, short(field ?? ''));
    return Object.assign(error, known, { row, offset }, field === undefined ? {} : { field });
  }
}

function errorOf(kind: DescribedFault['class'], message: string, field: string) {
  if (kind === 'kind')
    return new OdooError(
      `${message}. What to do: read the field as it comes, with types: { ${field}: 'json' }, or leave it out`,
    );
  return kind === 'room'
    ? new OdooError(`${message}. What to do: read fewer rows at once`)
    : new OdooNetworkError(message);
}

/** Without a mark of the byte order at the beginning of an answer, as `response.json()` has it. */
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const decodeRest = (bytes: Uint8Array) =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

/** Stands for the records: no answer has it as a value of its own, since nobody can know it. */
const stand = `records ${Math.random()}`;

/**
 * Reads the chunks of a body into the decoder. Resolves to the answer as `response.json()` would
 * give it, but with `records` in place of the list of records; an answer without such a list (an
 * error, most likely) as it is. `report` is told how many bytes have come.
 */
export async function readBody(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  decoder: Decoder,
  records: unknown,
  report: (bytes: number) => void,
): Promise<unknown> {
  decoder.begin();
  for await (const chunk of chunks) {
    decoder.feed(chunk);
    report(chunk.length);
  }
  return decoder.end() ? envelopeOf(decoder, records) : parseJson(decode(decoder.around().rest));
}

/**
 * What is around the records of an answer that was read, with `records` in their place.
 *
 * @throws `SyntaxError` where that is no JSON.
 */
export function envelopeOf(decoder: Decoder, records?: unknown): unknown {
  const { before, rest } = decoder.around();
  const envelope = parseJson(`${decode(before)}"${stand}"${decodeRest(rest)}`);
  if (envelope === stand) return records;
  // Of two members of one name the last one counts, and its records were not read.
  if (envelope.result !== stand) throw new SyntaxError("there are two members 'result'");
  envelope.result = records;
  return envelope;
}
