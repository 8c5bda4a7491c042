// Messages on the discussions of records.

import * as wasm from 'odoo-client-wasm-glue';
import type { OdooCaller } from './caller.ts';
import { clientOf, keepClient } from './caller.ts';
import { ready } from './instance.ts';
import type { CallOptions } from './options.ts';
import { promised } from './promised.ts';

/** Whom a message concerns and what is attached to it. */
export interface PostMessageOptions extends CallOptions {
  /** Ids of `res.partner` records to notify. */
  partnerIds?: number[] | undefined;
  /** Ids of `ir.attachment` records to attach. */
  attachmentIds?: number[] | undefined;
}

/**
 * The text of a message, HTML when it starts with a tag, else plain text; or an object that holds
 * it, with the options.
 */
export type MessageBody =
  | string
  | (PostMessageOptions & {
      /** The text. */
      body: string;
    });

/**
 * Posts on the discussion of a record (any model with a chatter), through the client it was made
 * with.
 *
 * @example const mail = new MailService(client);
 */
export class MailService {
  /** Makes a service that works through that client, subclass or test double. */
  constructor(client: OdooCaller) {
    keepClient(this, client);
  }

  /**
   * Logs a note that only employees see, and returns the id of the new `mail.message`.
   *
   * @param model Model of the record, such as `'crm.lead'`.
   * @param resId Id of the record.
   * @param body HTML, or plain text, which is escaped.
   * @throws {OdooValidationError} when the body is blank, and the errors of
   * {@link OdooClient.call}.
   * @example await client.mail.postInternalNote('crm.lead', 42, '<p>Called back.</p>');
   */
  postInternalNote(
    model: string,
    resId: number,
    body: MessageBody,
    options?: PostMessageOptions,
  ): Promise<number> {
    return postInternalNote(clientOf(this), model, resId, body, options);
  }

  /**
   * Posts a message that goes to the record's followers, customers among them, and returns the id
   * of the new `mail.message`.
   *
   * @param model Model of the record, such as `'crm.lead'`.
   * @param resId Id of the record.
   * @param body HTML, or plain text, which is escaped.
   * @throws {OdooValidationError} when the body is blank, and the errors of
   * {@link OdooClient.call}.
   * @example
   * await client.mail.postOpenMessage('crm.lead', 42, 'Your offer is ready.', { partnerIds: [7] });
   */
  postOpenMessage(
    model: string,
    resId: number,
    body: MessageBody,
    options?: PostMessageOptions,
  ): Promise<number> {
    return postOpenMessage(clientOf(this), model, resId, body, options);
  }
}

/**
 * Logs a note that only employees see; see {@link MailService.postInternalNote}.
 *
 * @example const messageId = await postInternalNote(client, 'res.partner', 7, 'Prefers e-mail.');
 */
export function postInternalNote(
  client: OdooCaller,
  model: string,
  resId: number,
  body: MessageBody,
  options?: PostMessageOptions,
): Promise<number> {
  return promised((resolve, reject) =>
    wasm.postInternalNote(client, model, resId, body, options, resolve, reject),
  );
}

/**
 * Posts a message that goes to the record's followers; see {@link MailService.postOpenMessage}.
 *
 * @example const messageId = await postOpenMessage(client, 'res.partner', 7, '<p>Welcome!</p>');
 */
export function postOpenMessage(
  client: OdooCaller,
  model: string,
  resId: number,
  body: MessageBody,
  options?: PostMessageOptions,
): Promise<number> {
  return promised((resolve, reject) =>
    wasm.postOpenMessage(client, model, resId, body, options, resolve, reject),
  );
}

/**
 * Makes HTML of a message: text that starts with a tag of HTML is trimmed, other text is escaped
 * and wrapped in `<p>…</p>`, with `<br>` for its line breaks. What HTML does not know is no tag:
 * `<TODO> call back` is text.
 *
 * @throws {OdooValidationError} when the text is blank.
 * @example ensureHtmlBody('1 < 2'); // '<p>1 &lt; 2</p>'
 */
export function ensureHtmlBody(text: string): string {
  ready();
  return wasm.ensureHtmlBody(text);
}
