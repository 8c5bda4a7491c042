// What a client keeps to itself: its core in Rust, its services, the forms of its values.

import type { ClientCore } from 'odoo-client-wasm-glue';
import type { MailService } from './mail.ts';
import type { ModuleManager } from './modules.ts';
import type { Forms } from './typed/index.ts';

interface Services {
  mail: MailService;
  modules: ModuleManager;
}

// Members under symbols that nobody else has show neither in console.log nor in JSON, and work
// through a Proxy.
const core = Symbol('core');
const services = Symbol('services');
const kept = Symbol();

export const coreOf = (client: object) => (client as { [core]: ClientCore })[core];
export const formsOf = (client: object) => (client as { [kept]?: Forms })[kept];

/** Gives a client, or a view of one, its core, and services of its own. */
export function hold<T extends object>(client: T, itsCore: ClientCore): T {
  return Object.defineProperties(client, { [core]: { value: itsCore }, [services]: { value: {} } });
}

/** Gives a view a `call` that reads and writes values in other forms. */
export function keep<T extends object>(view: T, forms: Forms, call: unknown): T {
  return Object.defineProperties(view, {
    call: { value: call, writable: true },
    [kept]: { value: forms },
  });
}

/** A service of a client: the same object each time. */
export function serviceOf<N extends keyof Services, C extends object>(
  client: C,
  name: N,
  Service: new (client: C) => Services[N],
): Services[N] {
  const made = (client as unknown as { [services]: Partial<Services> })[services];
  const service = made[name] ?? new Service(client);
  made[name] = service;
  return service;
}
