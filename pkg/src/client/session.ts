// Who is logged in.

import type { OdooContext } from './records.ts';

/**
 * Who is logged in, as {@link OdooClient.authenticate} and {@link OdooClient.getSession} tell it.
 */
export interface OdooSessionInfo {
  /** Id of the user's `res.users` record. */
  uid: number;
  /**
   * Identifier of the session on the server; empty over `/jsonrpc`, which keeps none there. It is
   * read by its name only: neither `console.log`, `JSON.stringify` and `Object.keys` nor a copy has
   * it, since it opens the session to anybody.
   */
  session_id: string;
  /** Name of the database. */
  db: string;
  /** Login the session was opened with. */
  username: string;
  /** The user's own context: at least `lang`, `tz` and `uid`. */
  context: OdooContext;
  /** Id of the user's `res.partner` record. */
  partner_id: number;
  /** Display name of the user. */
  name: string;
  /**
   * Version of the server, such as `'19.0'`; over a web session, and elsewhere once the client has
   * asked for it.
   */
  server_version?: string;
  /** The same in parts, such as `[19, 0, 0, 'final', 0, '']`. */
  server_version_info?: (string | number)[];
  /** Id of the user's current company; over a web session of an employee. */
  company_id?: number;
  /** Ids of the companies the user may work in; over a web session of an employee. */
  company_ids?: number[];
}
