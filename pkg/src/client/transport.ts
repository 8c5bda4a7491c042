// JsonRpcTransport: requests to /jsonrpc with no guard and no services.

import { TransportCore } from 'odoo-client-wasm-glue';
import { ready } from './instance.ts';
import { promised } from './promised.ts';
import type { OdooSessionInfo } from './session.ts';

const core = Symbol('core');
const coreOf = (transport: object) => (transport as { [core]: TransportCore })[core];

/** A JSON-RPC request as it is posted to `/jsonrpc`. */
export interface JsonRpcRequest {
  /** Version of the protocol. */
  jsonrpc: '2.0';
  /** Always `'call'` for Odoo. */
  method: string;
  /** Service, method and arguments. */
  params: any;
  /** Number of the request: 1, 2, 3 … for each transport. */
  id: number;
}

/** A JSON-RPC answer. A method that returned `None` gives neither `result` nor `error`. */
export interface JsonRpcResponse<T = any> {
  /** Version of the protocol. */
  jsonrpc: '2.0';
  /** Number of the request that is answered. */
  id: number | null;
  /** What the method returned. */
  result?: T;
  /** Why the call failed. */
  error?: {
    /**
     * 200 on Odoo 17 and 18, 0 from Odoo 19 on, 100 for an expired session, 404 for an unknown
     * model.
     */
    code: number;
    /** A general message, such as `'Odoo Server Error'`. */
    message: string;
    /**
     * The Python exception: `name`, `message`, `arguments`, `context` and the traceback in `debug`.
     */
    data?: any;
  };
}

/**
 * Speaks JSON-RPC to `/jsonrpc` without a safety guard. Programs use {@link OdooClient}; this is
 * for the calls it does not offer, such as the `common` and `db` services.
 *
 * @example
 * const transport = new JsonRpcTransport('http://localhost:8069', 'odoo');
 * const asked = { service: 'common', method: 'version', args: [] };
 * const version = await transport.callRpc('call', asked);
 */
export class JsonRpcTransport {
  /**
   * Remembers where to send requests; nothing is sent.
   *
   * @param baseUrl Root of the Odoo server.
   * @param db Name of the database.
   * @throws {OdooError} or `TypeError` when the URL cannot work or an argument has the wrong type.
   */
  constructor(baseUrl: string, db: string) {
    ready();
    Object.defineProperty(this, core, { value: new TransportCore(baseUrl, db) });
  }

  /**
   * Logs in; see {@link OdooClient.authenticate}.
   *
   * @example await transport.authenticate('admin', 'admin');
   */
  authenticate(username: string, password: string): Promise<OdooSessionInfo> {
    return promised((resolve, reject) =>
      coreOf(this).authenticate(username, password, resolve, reject),
    );
  }

  /**
   * Posts one JSON-RPC request and returns its `result`, or `null` when there is none.
   *
   * @throws {OdooRpcError} or one of its subclasses when the answer is an error;
   * {@link OdooNetworkError} when there is none.
   * @example
   * const dbs = await transport.callRpc('call', { service: 'db', method: 'list', args: [] });
   */
  callRpc<T = any>(method: string, params: any): Promise<T> {
    return promised((resolve, reject) => coreOf(this).callRpc(method, params, resolve, reject));
  }

  /**
   * Calls a method of a model as the user who is logged in; see {@link OdooClient.call}.
   *
   * @example const count = await transport.call<number>('res.partner', 'search_count', [[]]);
   */
  call<T = any>(
    model: string,
    method: string,
    args?: readonly any[],
    kwargs?: Record<string, any>,
  ): Promise<T> {
    return promised((resolve, reject) =>
      coreOf(this).call(model, method, args, kwargs, resolve, reject),
    );
  }

  /** Returns who is logged in, or `null`. */
  getSession(): OdooSessionInfo | null {
    ready();
    return coreOf(this).getSession();
  }

  /** Forgets the session and the password. */
  logout(): void {
    ready();
    coreOf(this).logout();
  }
}
