/**
 * An in-memory Odoo for tests and demos: it answers over `/jsonrpc`, the web session and JSON-2 as
 * Odoo 17, 18, 19 or 20 does, with models, domains, access rights, record rules and transactions,
 * inside your process and without a port.
 *
 * ```ts import { OdooClient } from 'odoo-client-wasm'; import { createSandbox } from
 * 'odoo-client-wasm/sandbox';
 *
 * const odoo = createSandbox({ odoo: '18.0', records: { 'res.partner': [{ name: 'Ada' }] } });
 * const client = new OdooClient({ url: odoo.url, fetch: odoo.fetch, database: 'demo', username:
 * 'admin', password: 'admin' }); await client.authenticate();
 * ```
 *
 * Every database has the users `admin` (all rights), `demo` (an employee) and `portal` (a
 * customer); their passwords are their logins.
 *
 * @packageDocumentation
 */

export type { Fetch, Sandbox } from './contract.ts';
export type { SandboxFault, SandboxFaultName, SandboxFaultTarget } from './faults.ts';
export type {
  SandboxAnswer,
  SandboxMessage,
  SandboxRequest,
  SandboxSnapshot,
} from './messages.ts';
export type { SandboxField, SandboxModel, SandboxOptions } from './options.ts';
export { createSandbox } from './sandbox.ts';
