// Reports as PDF.

import {
  type OdooClient,
  OdooError,
  type OdooErrorReason,
  OdooNetworkError,
} from 'odoo-client-wasm';
import { check, checkCall, isFunction, isId, isList } from '#arguments/checks.ts';
import { chunksOf, together } from '#body/chunks.ts';
import { fetchPage } from '#body/page.ts';
import { hidden } from '#plain/errors.ts';
import { fileCallsOf, tellOf } from './files.ts';
import type { FileOptions } from './options.ts';

/**
 * Where errors of a report happen: Odoo prints by a method that programs cannot call by its name.
 */
const place = { model: 'ir.actions.report', method: 'render_qweb_pdf' };

/** Where a name is no part of the path, and what a path makes of it would be another one. */
const isReportName = (value: unknown): value is string =>
  typeof value === 'string' && /^[\w-]+(\.[\w-]+)+$/.test(value);

/**
 * Prints records as PDF. Over the web session only: Odoo offers reports to no other protocol.
 *
 * @param reportName Technical name of the report, such as `'account.report_invoice'`.
 * @throws `OdooError` over another protocol, and when the server answers with something else than a
 * PDF; `OdooNetworkError` when it does not answer.
 * @example writeFileSync('invoice.pdf', await report(client, 'account.report_invoice', [42]));
 */
export async function report(
  client: OdooClient,
  reportName: string,
  ids: number | readonly number[],
  options: FileOptions = {},
): Promise<Uint8Array> {
  checkCall(client, place.model, options);
  check(
    'reportName',
    reportName,
    isReportName,
    "the technical name of a report, such as 'account.report_invoice'",
  );
  const list: unknown = isList(ids, isId) ? ids : [ids];
  const isIds = (_: unknown): _ is typeof ids => isList(list, isId) && list.length > 0;
  check('ids', ids, isIds, 'the id of a record, or a list of ids');
  const callOptions = fileCallsOf(options);
  const tell = tellOf(options);
  checkFetches(client);
  const path = `report/pdf/${reportName}/${(list as number[]).join(',')}`;
  const readBody = (response: Response) => readPdf(response, tell);
  try {
    // The client renews a session that has ended.
    const { model, method } = place;
    return await client[fetchPage](model, method, path, { ...callOptions, readBody });
  } catch (error) {
    throw errorOf(error, reportName);
  }
}

/** What came with a status of success and is no PDF. */
class NoPdf extends OdooError {
  readonly isLogin: boolean;

  constructor(type: string, url: string | undefined) {
    super(`the answer is ${type || 'of no type'} and no PDF`);
    // Where a session is wanted that is not there, Odoo leads to this page.
    this.isLogin = /\/web\/login\b/.test(url ?? '');
  }
}

async function readPdf(response: Response, tell: (done: number, total?: number) => void) {
  const type = response.headers?.get('content-type') ?? '';
  const total = Number(response.headers?.get('content-length') ?? '') || 0;
  const chunks: Uint8Array[] = [];
  let read = 0;
  for await (const chunk of chunksOf(response)) {
    chunks.push(chunk);
    read += chunk.length;
    tell(read, Math.max(read, total));
  }
  const bytes = together(chunks);
  const begins = String.fromCharCode(...bytes.subarray(0, 4)) === '%PDF';
  if (!begins || !/^application\/(pdf|x-pdf|octet-stream)\b/i.test(type))
    throw new NoPdf(type, response.url);
  return bytes;
}

/** A client of another make knows nothing of pages. */
function checkFetches(client: OdooClient) {
  if (isFunction(client[fetchPage])) return;
  throw Object.assign(
    new OdooError(
      'Only an OdooClient of this package prints reports, and this is another client. What to do: use one',
    ),
    place,
  );
}

/** Statuses of Odoo's own for pages that fail; others are those of what stands before it. */
const refusals = new Set([400, 403, 404, 422, 500]);

/** The client looks by itself whether a session has ended, and renews it. */
const leadsToLogin =
  'the server leads to its login page although the session is good. What to do: open the report in a browser, as the same user';

/** What went wrong, in terms of the report. */
function errorOf(error: unknown, reportName: string): unknown {
  const start = `The report ${reportName} was not printed: `;
  const { status = error instanceof NoPdf ? 200 : undefined } = Object(error) as {
    status?: number;
  };
  const known = { ...place, protocol: 'session', status };
  const refused = (words: string, reason: OdooErrorReason) =>
    withCause(new OdooError(start + words), error, reason, known);
  if (error instanceof NoPdf) {
    return error.isLogin
      ? refused(leadsToLogin, 'loginPage')
      : refused(
          `HTTP 200, but ${error.message}. What to do: check the url, and what stands between this program and Odoo`,
          'network',
        );
  }
  // Where no answer came, the error says why.
  if (!(error instanceof OdooNetworkError) || status === undefined) return error;
  if (error.reason === 'loginPage') return refused(leadsToLogin, 'loginPage');
  // Without an exception it was not the body that failed: it is longer than the client takes.
  if (status === 200 && error.cause !== undefined)
    return Object.assign(new OdooNetworkError(`${start}the answer broke off`, error.cause), known);
  if (!refusals.has(status)) return error;
  return refused(
    `${error.message}. What to do: check the name of the report, and that the records exist and the user may read them; the server's log tells more`,
    'server',
  );
}

/** An error with the exception underneath, as `new Error(words, { cause })` has it. */
function withCause(error: OdooError, cause: unknown, reason: OdooErrorReason, known: object) {
  Object.defineProperties(error, { cause: hidden(cause), reason: hidden(reason) });
  return Object.assign(error, known);
}
