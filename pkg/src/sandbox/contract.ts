// What `createSandbox` gives.

import type { SandboxFault, SandboxFaultName } from './faults.ts';
import type { SandboxAnswer, SandboxMessage, SandboxRequest, SandboxSnapshot } from './messages.ts';

/** The runtime's own `fetch`, where its types are known; any function like it elsewhere. */
export type Fetch = typeof globalThis extends { fetch: infer F extends (...args: any[]) => any }
  ? F
  : (input: any, init?: any) => Promise<any>;

/** An Odoo server as an object. */
export interface Sandbox {
  /** Its address, for `new OdooClient({ url })`. */
  readonly url: string;
  /**
   * A `fetch` that reaches this sandbox and nothing else: another address is refused with a
   * `TypeError`, and nothing is sent. It needs no `this`. In browsers it keeps cookies, as their
   * own does; elsewhere `set-cookie` is there to be read.
   */
  readonly fetch: Fetch;
  /** The requests answered since the start or the last {@link Sandbox.reset}, oldest first. */
  readonly requests: SandboxRequest[];
  /**
   * Has the next request, or the next that fits, go wrong.
   *
   * @example
   * odoo.failNext('refuse');
   * odoo.failNext({ fault: 'status', status: 429, retryAfter: 2 });
   * odoo.failNext({ fault: 'error', name: 'odoo.exceptions.AccessError', method: 'write' });
   * odoo.failNext({ fault: 'resetBefore', applyFirst: true });
   */
  failNext(fault: SandboxFaultName | SandboxFault): void;
  /** Keeps records and sessions as they are now. Cheap: nothing is copied until it changes. */
  snapshot(): SandboxSnapshot;
  /**
   * Goes back to the start, or to a snapshot: records and sessions. Faults are lifted, requests
   * forgotten.
   */
  reset(snapshot?: SandboxSnapshot): void;
  /**
   * Answers a request given in parts, for servers of your own: what `fetch` and `npx
   * odoo-client-wasm sandbox` are made of.
   */
  handle(message: SandboxMessage): SandboxAnswer;
}
