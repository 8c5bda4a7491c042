// Files as attachments.

import { type OdooClient, OdooError } from 'odoo-client-wasm';
import { encodeBase64 } from 'odoo-client-wasm/columns';
import { isBytes, viewOf } from '#arguments/bytes.ts';
import {
  check,
  checkCall,
  isFunction,
  isId,
  isObject,
  isText,
  reading,
  wrong,
} from '#arguments/checks.ts';
import { onAbort } from '#arguments/signals.ts';
import { checkSpelling } from '#arguments/spelling.ts';
import { together } from '#body/chunks.ts';
import { shown, Unaccountable } from './call.ts';
import { type FileCalls, fileCallsOf, tellOf } from './files.ts';
import type { AttachmentFile, BulkClient, FileOptions } from './options.ts';

/** What a program may give as contents: whichever of these members it has. */
// biome-ignore lint/suspicious/noExplicitAny: a Blob, bytes or a stream, of any make.
type Contents = any;

/** Gives the contents in chunks. */
interface Chunks {
  next(): Promise<{ done?: boolean | undefined; value?: unknown }>;
  stop(reason: unknown): unknown;
}

/** The members of a file, each read once. */
function membersOf({ name, resModel, resId, mimetype, data }: AttachmentFile) {
  return { name, resModel, resId, mimetype, data: data as Contents };
}

const isNothing = (_: unknown): _ is never => false;

/**
 * Stores a file as an attachment (`ir.attachment`) and returns its id. How many bytes were stored
 * is compared afterwards.
 *
 * @throws `OdooError` that has the record's `id`, where that is another number. (Pictures may be
 * made smaller by Odoo.)
 * @throws `TypeError` that names the member, before anything is sent; and the errors of
 * `client.call`.
 * @example const id = await uploadAttachment(client, { name: 'offer.pdf', data: readFileSync('offer.pdf'), resModel: 'sale.order', resId: 42 });
 */
export async function uploadAttachment(
  client: BulkClient,
  file: AttachmentFile,
  options: FileOptions = {},
): Promise<number> {
  checkCall(client, 'ir.attachment', options);
  check('file', file, isObject, "an object such as { name: 'offer.pdf', data }");
  checkSpelling(file, ['name', 'data', 'resModel', 'resId', 'mimetype'], 'file');
  const { name, resModel, resId, mimetype, data } = reading('file', () => membersOf(file));
  const optional =
    <T>(isRight: (value: unknown) => value is T) =>
    (value: unknown): value is T | undefined | null =>
      value === undefined || value === null || isRight(value);
  check('file.name', name, isText, 'the name of the file');
  check('file.resModel', resModel, optional(isText), 'the name of a model');
  check('file.resId', resId, optional(isId), 'the id of a record');
  check('file.mimetype', mimetype, optional(isText), "a type such as 'application/pdf'");
  if (resId && !resModel)
    throw wrong('file.resModel', 'the name of the model of the record file.resId', resModel);
  const callOptions = fileCallsOf(options);
  const tell = tellOf(options);
  const given = reading('file.data', () => chunksOf(data));
  const chunks = given ?? check('file.data', data, isNothing, 'a Blob, bytes or a stream of bytes');
  if (isBytes(data) && callOptions.signal?.aborted) throw callOptions.signal.reason;
  let size = data.byteLength ?? 0;
  // Bytes at once, as they are now; what has to be read takes its time.
  const datas = isBytes(data)
    ? encodeBase64(viewOf(data) as Uint8Array)
    : await encoded(chunks, callOptions.signal, (read) => {
        const { size: whole } = data;
        size = Math.max(read, Number.isSafeInteger(whole) ? (whole as number) : read);
        // All of it is done when the server has it.
        if (read < size) tell(read, size);
      });
  const values = {
    name,
    datas,
    ...(resModel ? { res_model: resModel } : {}),
    ...(resId ? { res_id: resId } : {}),
    ...(mimetype || isMimetype(data.type) ? { mimetype: mimetype || data.type } : {}),
  };
  const { create } = client as Partial<OdooClient>;
  const id: unknown = await (isFunction(create)
    ? create.call(client, 'ir.attachment', values, undefined, callOptions as object)
    : client.call('ir.attachment', 'create', [values], {}, callOptions));
  const own = Array.isArray(id) && id.length === 1 ? id[0] : id;
  if (!isId(own))
    throw new Unaccountable(
      `ir.attachment.create answered ${shown(id)} instead of an id. The file may be stored: look whether it is there before you send it again`,
    );
  await checkStored(client, own, datas, callOptions);
  tell(size);
  return own;
}

/**
 * Compares what was stored with what was sent: there are servers that drop contents whose field has
 * another name, and say nothing. Pictures may be made smaller by Odoo.
 */
async function checkStored(client: BulkClient, id: number, base64: string, callOptions: FileCalls) {
  // A stand-in for a client may have no more than its `call`.
  const { read } = client as Partial<OdooClient>;
  if (!isFunction(read)) return;
  const sent = (base64.length / 4) * 3 - (base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0);
  let record: { file_size?: unknown; mimetype?: string } | undefined;
  try {
    const fields = ['file_size', 'mimetype'];
    [record] = (await read.call(client, 'ir.attachment', [id], fields, callOptions as object)) as [
      typeof record,
    ];
  } catch {
    // The server has confirmed the record, and who may create one need not be allowed to read it.
    return;
  }
  const { file_size: stored, mimetype } = record ?? {};
  if (
    typeof stored !== 'number' ||
    stored === sent ||
    (stored > 0 && /^image\//.test(mimetype ?? ''))
  )
    return;
  const words = `The attachment ${id} was made, but ${stored.toLocaleString('en')} of its ${sent.toLocaleString('en')} bytes were stored. What to do: delete it, and look in the server's log for why`;
  throw Object.assign(new OdooError(words), { model: 'ir.attachment', method: 'create', id });
}

/** Whether that is the type of a Blob: those of other things are no types of contents. */
const isMimetype = (type: unknown): type is string =>
  typeof type === 'string' && type.includes('/');

/** What gives the contents in chunks, `{ next, stop }`, if it can; nothing is read yet. */
function chunksOf(data: Contents): Chunks | undefined {
  if (isBytes(data)) return oneChunk(() => data);
  // A Blob lies on the disk, as far as it is large: better read in pieces.
  if (isFunction(data?.stream)) return chunksOf(data.stream());
  if (isFunction(data?.getReader)) {
    const reader = data.getReader();
    return { next: () => reader.read(), stop: (reason) => reader.cancel(reason) };
  }
  const iterate = data?.[Symbol.asyncIterator];
  if (isFunction(iterate)) {
    const iterator = iterate.call(data) as AsyncIterator<unknown>;
    return { next: () => iterator.next(), stop: () => iterator.return?.() };
  }
  const { arrayBuffer } = Object(data) as Contents;
  if (isFunction(arrayBuffer)) return oneChunk(() => arrayBuffer.call(data));
  return undefined;
}

function oneChunk(give: () => unknown): Chunks {
  let done = false;
  const next = async () => {
    if (done) return { done };
    done = true;
    return { done: false, value: await give() };
  };
  return { next, stop: () => {} };
}

/** The base64 of all chunks. What does not fill a group of three bytes goes to the next chunk. */
async function encoded(
  { next, stop }: Chunks,
  signal: AbortSignal | undefined,
  tell: (read: number) => void,
) {
  const parts: string[] = [];
  let read = 0;
  let rest = new Uint8Array(0);
  try {
    for (;;) {
      const { done, value } = await unlessAborted(signal, next);
      if (done) break;
      const chunk = viewOf(check('file.data', value, isBytes, 'chunks of bytes'));
      read += chunk.length;
      const bytes = rest.length === 0 ? chunk : together([rest, chunk]);
      const end = bytes.length - (bytes.length % 3);
      if (end > 0) parts.push(encodeBase64(bytes.subarray(0, end)));
      // A copy: the next chunk may come in the same memory.
      rest = bytes.slice(end);
      tell(read);
    }
  } catch (error) {
    // Whoever gives the chunks may take as long as he likes to hear of it, or fail: nobody waits
    // for that.
    (async () => stop(error))().catch(() => {});
    throw error;
  }
  return [...parts, encodeBase64(rest)].join('');
}

/** Does `work`, and waits for it no longer than until the signal aborts. */
function unlessAborted<T>(signal: AbortSignal | undefined, work: () => T | Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const abort = () =>
      reject(signal?.reason ?? new DOMException('This operation was aborted', 'AbortError'));
    if (signal?.aborted) return abort();
    const settled =
      <O>(settle: (outcome: O) => void) =>
      (outcome: O) => {
        deafen();
        settle(outcome);
      };
    const deafen = onAbort(signal, abort);
    (async () => work())().then(settled(resolve), settled(reject));
  });
}
