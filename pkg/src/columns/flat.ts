// Arrow's descriptions in FlatBuffers: numbers of members are those of Arrow's Schema.fbs,
// Message.fbs and File.fbs.

import { Builder } from 'flatbuffers';

/** The kinds of arrays, by their numbers in Arrow's union `Type`. */
export const kinds = { int: 2, float: 3, binary: 4, utf8: 5, bool: 6, list: 12, struct: 13 };

/** The kinds of messages, by their numbers in Arrow's union `MessageHeader`. */
const headers = { schema: 1, dictionary: 2, batch: 3 };

const version5 = 4;

/** What is described of an array. */
export interface Shape {
  name: string;
  type: number;
  length: number;
  nulls: number;
  children: Shape[];
  dictionary?: { id: number; texts: Shape };
}

/** Where a message is: its offset, and the lengths of its description and its body. */
export interface Place {
  offset: number;
  metadata: number;
  body: number;
}

type Add = 'addFieldInt8' | 'addFieldInt16' | 'addFieldInt32' | 'addFieldOffset';
type Member =
  | readonly [number: number, add: Add, value: number]
  | readonly [number: number, add: 'addFieldInt64', value: bigint];

/** Adds a table of members. */
function table(builder: Builder, size: number, members: readonly Member[] = []): number {
  builder.startObject(size);
  for (const [number, add, value] of members) {
    if (add === 'addFieldInt64') builder.addFieldInt64(number, value, 0n);
    else builder[add](number, value, 0);
  }
  return builder.endObject();
}

const intIn = (builder: Builder) =>
  table(builder, 2, [
    [0, 'addFieldInt32', 32],
    [1, 'addFieldInt8', 1],
  ]);

function typeIn(builder: Builder, type: number) {
  if (type === kinds.int) return intIn(builder);
  return type === kinds.float ? table(builder, 1, [[0, 'addFieldInt16', 2]]) : table(builder, 0);
}

function offsetsIn(builder: Builder, list: number[]) {
  builder.startVector(4, list.length, 4);
  for (const offset of [...list].reverse()) builder.addOffset(offset);
  return builder.endVector();
}

/** Adds a field. Of one with a dictionary, the type is that of the dictionary's values. */
function fieldIn(builder: Builder, { name, type, dictionary, children }: Shape): number {
  const inner = offsetsIn(
    builder,
    children.map((child) => fieldIn(builder, child)),
  );
  const text = builder.createString(name);
  const shown = dictionary ? dictionary.texts.type : type;
  const described = typeIn(builder, shown);
  const encoding: Member[] = dictionary
    ? [[4, 'addFieldOffset', encodingIn(builder, dictionary.id)]]
    : [];
  return table(builder, 7, [
    [0, 'addFieldOffset', text],
    [1, 'addFieldInt8', 1],
    [2, 'addFieldInt8', shown],
    [3, 'addFieldOffset', described],
    ...encoding,
    [5, 'addFieldOffset', inner],
  ]);
}

const encodingIn = (builder: Builder, id: number) => {
  const index = intIn(builder);
  return table(builder, 4, [
    [0, 'addFieldInt64', BigInt(id)],
    [1, 'addFieldOffset', index],
  ]);
};

export function schemaIn(builder: Builder, shapes: Shape[]): number {
  const fields = offsetsIn(
    builder,
    shapes.map((shape) => fieldIn(builder, shape)),
  );
  return table(builder, 4, [[1, 'addFieldOffset', fields]]);
}

/** Adds structures of 64-bit numbers, two each. */
function pairsIn(builder: Builder, list: readonly (readonly [number, number])[]) {
  builder.startVector(16, list.length, 8);
  for (const [first, second] of [...list].reverse()) {
    builder.prep(8, 16);
    builder.writeInt64(BigInt(second));
    builder.writeInt64(BigInt(first));
  }
  return builder.endVector();
}

/** Adds a batch of arrays, whose buffers lie at `places`: their beginnings and lengths. */
export function batchIn(
  builder: Builder,
  shapes: Shape[],
  length: number,
  places: readonly (readonly [number, number])[],
): number {
  const buffers = pairsIn(builder, places);
  const nodes = pairsIn(
    builder,
    shapes.map((shape) => [shape.length, shape.nulls]),
  );
  return table(builder, 4, [
    [0, 'addFieldInt64', BigInt(length)],
    [1, 'addFieldOffset', nodes],
    [2, 'addFieldOffset', buffers],
  ]);
}

/** Makes of a batch that of a dictionary's values. */
export const dictionaryIn = (builder: Builder, id: number, batch: number): number =>
  table(builder, 3, [
    [0, 'addFieldInt64', BigInt(id)],
    [1, 'addFieldOffset', batch],
  ]);

/** The description of a message, whose header `describe` adds. */
export function messageOf(
  kind: keyof typeof headers,
  describe: (builder: Builder) => number,
  bodyLength = 0,
): Uint8Array {
  const builder = new Builder(1024);
  const header = describe(builder);
  const members: Member[] = [
    [0, 'addFieldInt16', version5],
    [1, 'addFieldInt8', headers[kind]],
    [2, 'addFieldOffset', header],
    [3, 'addFieldInt64', BigInt(bodyLength)],
  ];
  builder.finish(table(builder, 5, members));
  return builder.asUint8Array();
}

function blocksIn(builder: Builder, list: Place[]) {
  builder.startVector(24, list.length, 8);
  for (const { offset, metadata, body } of [...list].reverse()) {
    builder.prep(8, 24);
    builder.writeInt64(BigInt(body));
    builder.pad(4);
    builder.writeInt32(metadata);
    builder.writeInt64(BigInt(offset));
  }
  return builder.endVector();
}

/** The footer of a file: its schema, and where its messages are. */
export function footerOf(shapes: Shape[], dictionaries: Place[], batches: Place[]): Uint8Array {
  const builder = new Builder(1024);
  const records = blocksIn(builder, batches);
  const texts = blocksIn(builder, dictionaries);
  const schema = schemaIn(builder, shapes);
  const members: Member[] = [
    [0, 'addFieldInt16', version5],
    [1, 'addFieldOffset', schema],
    [2, 'addFieldOffset', texts],
    [3, 'addFieldOffset', records],
  ];
  builder.finish(table(builder, 5, members));
  return builder.asUint8Array();
}
