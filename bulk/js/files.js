// Files: what binary fields hold, attachments, reports.

import { onAbort } from '../../pkg/src/arguments/signals.ts';
import { OdooError, OdooMissingError, OdooNetworkError } from 'odoo-client-wasm';
import { encodeBase64, readColumns } from 'odoo-client-wasm/columns';
import { Unaccountable, shown } from './call.js';
import { callOptionsOf as optionsOf, check, checkCall, isFunction, isId, isList, isObject, isText, option, signalOf } from '../../pkg/src/arguments/checks.ts';
import { chunksOf as bodyOf, together } from '../../pkg/src/body/chunks.ts';
import { progressOf } from '../../pkg/src/arguments/progress.ts';
import { isBytes, viewOf } from '../../pkg/src/arguments/bytes.ts';

/** The options of a file's calls. */
const callOptionsOf = (options) => ({ ...optionsOf(options), signal: signalOf(options) });

/** Tells how far a file has come, in bytes. */
const tellOf = (options) => {
  const tell = progressOf(option(options, 'onProgress', undefined, isFunction, 'a function'));
  return (done, total = done) => tell(done, total, done);
};

// ---------------------------------------------------------------------------------------------------------------------
// Binary fields

/** What the contents of an attachment are called: `datas` before Odoo 19.3, and from then on `raw`, which before is no base64. */
async function contentsOf(client, callOptions) {
  const fields = await client.call('ir.attachment', 'fields_get', [], { attributes: ['type'] }, callOptions);
  return Object.hasOwn(fields ?? {}, 'datas') ? 'datas' : 'raw';
}

const contents = new WeakMap();

/** The field to read in place of another one: of attachments, `datas` and `raw` are the same here on every version. */
async function fieldFor(client, model, field, callOptions) {
  if (model !== 'ir.attachment' || (field !== 'datas' && field !== 'raw')) return field;
  if (!contents.has(client)) contents.set(client, await contentsOf(client, callOptions));
  return contents.get(client);
}

export async function readBinary(client, model, id, named, options = {}) {
  checkCall(client, model, options);
  check('id', id, isId, 'the id of a record');
  check('field', named, isText, 'the name of a field');
  const callOptions = callOptionsOf(options);
  const tell = tellOf(options);
  const field = await fieldFor(client, model, named, callOptions);
  // Whoever names a record means it, archived or not; and wants the bytes, not a text that tells how many they are.
  const context = { ...callOptions.context, active_test: false, bin_size: false, [`bin_size_${field}`]: false };
  const columns = await readColumns(client, model, [['id', '=', id]], { ...callOptions, context, fields: [field], limit: 1 });
  const told = { model, method: 'search_read', field };
  const column = columns.column(field);
  if (column.type !== 'binary') {
    throw Object.assign(new OdooError(`The field '${field}' of ${model} is of the type ${column.type}, not binary. What to do: read it with client.read`), told);
  }
  if (columns.length === 0) {
    throw Object.assign(new OdooMissingError(`There is no record ${id} of ${model}, or the user may not read it. What to do: check the id`), told);
  }
  const value = column.get(0);
  const bytes = typeof value === 'string' ? lenient(value, told) : value;
  tell(bytes?.length ?? 0);
  if (!bytes?.length) return null;
  return bytes.length === bytes.buffer.byteLength ? bytes : bytes.slice();
}

/** The bytes of base64 with line breaks, as modules of their own may store it. */
function lenient(text, { model, field }) {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    throw Object.assign(
      new OdooError(/^[\d.]+ [A-Za-z]+$/.test(text)
        ? `The server sent the size of '${field}' of ${model} (${text}) and not its contents. What to do: leave the parameter 'load' and the context to readBinary`
        : `The field '${field}' of ${model} holds a text that is no base64. What to do: read it with client.read`),
      { model, method: 'search_read', field },
    );
  }
}

// ---------------------------------------------------------------------------------------------------------------------
// Attachments

export async function uploadAttachment(client, file, options = {}) {
  checkCall(client, 'ir.attachment', options);
  check('file', file, isObject, "an object such as { name: 'offer.pdf', data }");
  const { name, data, resModel, resId, mimetype } = file;
  const optional = (isRight) => (value) => value === undefined || value === null || isRight(value);
  check('file.name', name, isText, 'the name of the file');
  check('file.resModel', resModel, optional(isText), 'the name of a model');
  check('file.resId', resId, optional(isId), 'the id of a record');
  check('file.mimetype', mimetype, optional(isText), "a type such as 'application/pdf'");
  if (resId && !resModel) throw new TypeError('file.resModel: expected the name of the model of the record file.resId, got nothing');
  const callOptions = callOptionsOf(options);
  const tell = tellOf(options);
  const chunks = chunksOf(data);
  if (isBytes(data) && callOptions.signal?.aborted) throw callOptions.signal.reason;
  let size = data.byteLength;
  // Bytes at once, as they are now; what has to be read takes its time.
  const datas = isBytes(data) ? encodeBase64(viewOf(data)) : await encoded(chunks, callOptions.signal, (read) => {
    size = Math.max(read, Number.isSafeInteger(data.size) ? data.size : read);
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
  const id = await (isFunction(client.create)
    ? client.create('ir.attachment', values, undefined, callOptions)
    : client.call('ir.attachment', 'create', [values], {}, callOptions));
  const own = Array.isArray(id) && id.length === 1 ? id[0] : id;
  if (!isId(own)) throw new Unaccountable(`ir.attachment.create answered ${shown(id)} instead of an id. The file may be stored: look whether it is there before you send it again`);
  await checkStored(client, own, datas, callOptions);
  tell(size);
  return own;
}

/**
 * Compares what was stored with what was sent: there are servers that drop contents whose field has another name, and say nothing. Pictures may be
 * made smaller by Odoo.
 */
async function checkStored(client, id, base64, callOptions) {
  // A stand-in for a client may have no more than its `call`.
  if (!isFunction(client.read)) return;
  const sent = (base64.length / 4) * 3 - (base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0);
  let record;
  try {
    [record] = await client.read('ir.attachment', [id], ['file_size', 'mimetype'], callOptions);
  } catch {
    // The server has confirmed the record, and who may create one need not be allowed to read it.
    return;
  }
  const { file_size: stored, mimetype } = record ?? {};
  if (typeof stored !== 'number' || stored === sent || (stored > 0 && /^image\//.test(mimetype))) return;
  const words = `The attachment ${id} was made, but ${stored.toLocaleString('en')} of its ${sent.toLocaleString('en')} bytes were stored. What to do: delete it, and look in the server's log for why`;
  throw Object.assign(new OdooError(words), { model: 'ir.attachment', method: 'create', id });
}

/** Whether that is the type of a Blob: those of other things are no types of contents. */
const isMimetype = (type) => typeof type === 'string' && type.includes('/');

/** What gives the contents in chunks, `{ next, stop }`; nothing is read yet. */
function chunksOf(data) {
  if (isBytes(data)) return oneChunk(() => data);
  // A Blob lies on the disk, as far as it is large: better read in pieces.
  if (isFunction(data?.stream)) return chunksOf(data.stream());
  if (isFunction(data?.getReader)) {
    const reader = data.getReader();
    return { next: () => reader.read(), stop: (reason) => reader.cancel(reason) };
  }
  if (isFunction(data?.[Symbol.asyncIterator])) {
    const iterator = data[Symbol.asyncIterator]();
    return { next: () => iterator.next(), stop: () => iterator.return?.() };
  }
  if (isFunction(data?.arrayBuffer)) return oneChunk(() => data.arrayBuffer());
  return check('file.data', data, () => false, 'a Blob, bytes or a stream of bytes');
}

function oneChunk(give) {
  let done = false;
  const next = async () => {
    if (done) return { done };
    done = true;
    return { done: false, value: await give() };
  };
  return { next, stop: () => {} };
}

/** The base64 of all chunks. What does not fill a group of three bytes goes to the next chunk. */
async function encoded({ next, stop }, signal, tell) {
  const parts = [];
  let read = 0;
  let rest = new Uint8Array(0);
  try {
    for (;;) {
      const { done, value } = await unlessAborted(signal, next);
      if (done) break;
      const chunk = viewOf(check('file.data', value, isBytes, 'chunks of bytes'));
      read += chunk.length;
      const bytes = rest.length === 0 ? chunk : together([rest, chunk]);
      const end = bytes.length - bytes.length % 3;
      if (end > 0) parts.push(encodeBase64(bytes.subarray(0, end)));
      // A copy: the next chunk may come in the same memory.
      rest = bytes.slice(end);
      tell(read);
    }
  } catch (error) {
    // Whoever gives the chunks may take as long as he likes to hear of it, or fail: nobody waits for that.
    (async () => stop(error))().catch(() => {});
    throw error;
  }
  return [...parts, encodeBase64(rest)].join('');
}

/** Does `work`, and waits for it no longer than until the signal aborts. */
function unlessAborted(signal, work) {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason ?? new DOMException('This operation was aborted', 'AbortError'));
    if (signal?.aborted) return abort();
    const settled = (settle) => (outcome) => {
      deafen();
      settle(outcome);
    };
    const deafen = onAbort(signal, abort);
    (async () => work())().then(settled(resolve), settled(reject));
  });
}

// ---------------------------------------------------------------------------------------------------------------------
// Reports

/** Where errors of a report happen: Odoo prints by a method that programs cannot call by its name. */
const place = { model: 'ir.actions.report', method: 'render_qweb_pdf' };

/** Where a name is no part of the path, and what a path makes of it would be another one. */
const isReportName = (value) => typeof value === 'string' && /^[\w-]+(\.[\w-]+)+$/.test(value);

export async function report(client, reportName, ids, options = {}) {
  checkCall(client, place.model, options);
  check('reportName', reportName, isReportName, "the technical name of a report, such as 'account.report_invoice'");
  const list = isList(ids, isId) ? ids : [ids];
  check('ids', ids, () => isList(list, isId) && list.length > 0, 'the id of a record, or a list of ids');
  const callOptions = callOptionsOf(options);
  const tell = tellOf(options);
  const { protocol } = client;
  if (protocol === 'jsonrpc' || protocol === 'json2') {
    throw Object.assign(
      new OdooError(`Reports exist only over the web session, and this client calls over ${protocol}. What to do: make a client with protocol: 'session'`),
      { ...place, protocol },
    );
  }
  const path = `/report/pdf/${reportName}/${list.join(',')}`;
  const readBody = (response) => readPdf(response, tell);
  const print = () => client.call(place.model, place.method, [], {}, { ...callOptions, page: path, readBody, safetyLevel: 'READ' });
  try {
    return isPrinted(await print(), reportName);
  } catch (error) {
    if (!mayBeExpired(error)) throw errorOf(error, reportName);
  }
  // Any call finds out whether the session has ended, and renews it if it has.
  await client.call('res.users', 'context_get', [], {}, { ...callOptions, safetyLevel: 'READ' });
  try {
    return isPrinted(await print(), reportName);
  } catch (error) {
    throw errorOf(error, reportName);
  }
}

/** What came with a status of success and is no PDF. */
class NoPdf extends OdooError {
  constructor(type, url) {
    super(`the answer is ${type || 'of no type'} and no PDF`);
    this.type = type;
    // Where a session is wanted that is not there, Odoo leads to this page.
    this.isLogin = /\/web\/login\b/.test(url ?? '');
  }
}

async function readPdf(response, tell) {
  const type = response.headers?.get('content-type') ?? '';
  const total = Number(response.headers?.get('content-length')) || 0;
  const chunks = [];
  let read = 0;
  for await (const chunk of bodyOf(response)) {
    chunks.push(chunk);
    read += chunk.length;
    tell(read, Math.max(read, total));
  }
  const bytes = together(chunks);
  const begins = String.fromCharCode(...bytes.subarray(0, 4)) === '%PDF';
  if (!begins || !/^application\/(pdf|x-pdf|octet-stream)\b/i.test(type)) throw new NoPdf(type, response.url);
  return bytes;
}

/** Whether an answer may be what a session that has ended is given: the page to log in, or none where there are several databases. */
const mayBeExpired = (error) => (error instanceof NoPdf && (error.isLogin || /\bhtml\b/i.test(error.type))) || error?.status === 404;

/** A client of another make, or one whose `call` is overridden, may know nothing of pages. */
function isPrinted(bytes, reportName) {
  if (bytes instanceof Uint8Array) return bytes;
  throw Object.assign(new OdooError(`The report ${reportName} was not printed: the client made a call of it. What to do: use an OdooClient of this package`), place);
}

/** Statuses of Odoo's own for pages that fail; others are those of what stands before it. */
const refusals = new Set([400, 403, 404, 422, 500]);

/** The client looks by itself whether a session has ended, and renews it. */
const leadsToLogin = 'the server leads to its login page although the session is good. What to do: open the report in a browser, as the same user';

/** What went wrong, in terms of the report. */
function errorOf(error, reportName) {
  const start = `The report ${reportName} was not printed: `;
  const known = { ...place, protocol: 'session', status: error?.status ?? 200 };
  const refused = (words) => Object.assign(new OdooError(start + words, { cause: error }), known);
  if (error instanceof NoPdf) {
    return refused(error.isLogin
      ? leadsToLogin
      : `HTTP 200, but ${error.message}. What to do: check the url, and what stands between this program and Odoo`);
  }
  if (!(error instanceof OdooNetworkError)) return error;
  if (error.status > 300 && error.status < 309 && /\/web\/login\b/.test(error.message)) return refused(leadsToLogin);
  // Without an exception it was not the body that failed: it is longer than the client takes.
  if (error.status === 200 && error.cause !== undefined) return Object.assign(new OdooNetworkError(`${start}the answer broke off`, error.cause), known);
  if (!refusals.has(error.status)) return error;
  return refused(`${error.message}. What to do: check the name of the report, and that the records exist and the user may read them; the server's log tells more`);
}
