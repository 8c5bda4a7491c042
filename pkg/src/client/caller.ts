// What the services work through: anything with a client's methods.

import type { CallOptions } from './options.ts';

/**
 * The methods through which {@link MailService}, {@link ModuleManager} and the message functions
 * reach Odoo. Every {@link OdooClient} has them; so may a subclass or a test double.
 */
export interface OdooCaller {
  /** Calls any method of a model; see {@link OdooClient.call}. */
  call(
    model: string,
    method: string,
    args?: any[],
    kwargs?: Record<string, any>,
    options?: CallOptions,
  ): Promise<any>;
  /** Finds and reads records; see {@link OdooClient.searchRead}. */
  searchRead(model: string, domain?: any[], options?: any): Promise<any[]>;
  /** Creates a record; see {@link OdooClient.create}. */
  create(model: string, values: any, context?: any): Promise<any>;
}

const client = Symbol('client');

/**
 * Keeps the client that a service works through, where neither console.log nor JSON shows it.
 *
 * @internal
 */
export function keepClient(service: object, itsClient: OdooCaller): void {
  Object.defineProperty(service, client, { value: itsClient });
}

/** @internal The client that a service works through. */
export const clientOf = (service: object): OdooCaller =>
  (service as { [client]: OdooCaller })[client];
