// OdooClient: one line a method. It is JavaScript because the CRUD methods go through the object's own `call`, which a
// subclass may override and a test may replace; what they do is in Rust.

import './instance.js';
import * as wasm from 'odoo-client-wasm-glue';
import { traced } from './errors.js';
import { MailService, ModuleManager } from './services.js';

// Members under symbols that nobody else has show neither in console.log nor in JSON, and work through a Proxy.
const core = Symbol('core');
const services = Symbol('services');

export class OdooClient {
  constructor(config) {
    Object.defineProperties(this, { [core]: { value: new wasm.ClientCore(config) }, [services]: { value: {} } });
  }

  authenticate() { return traced(this[core].authenticate()); }
  isAuthenticated() { return this[core].isAuthenticated(); }
  getSession() { return this[core].getSession(); }
  logout() { this[core].logout(); }
  setSafetyContext(context) { this[core].setSafetyContext(context); }

  call(model, method, args, kwargs, options) { return traced(this[core].call(model, method, args, kwargs, options)); }

  search(model, domain, options) { return traced(wasm.search(this, model, domain, options)); }
  read(model, ids, fields) { return traced(wasm.read(this, model, ids, fields)); }
  searchRead(model, domain, options) { return traced(wasm.searchRead(this, model, domain, options)); }
  searchCount(model, domain) { return traced(wasm.searchCount(this, model, domain)); }
  create(model, values, context) { return traced(wasm.create(this, model, values, context)); }
  write(model, ids, values, context) { return traced(wasm.write(this, model, ids, values, context)); }
  unlink(model, ids) { return traced(wasm.unlink(this, model, ids)); }

  get mail() { return this[services].mail ??= new MailService(this); }
  get modules() { return this[services].modules ??= new ModuleManager(this); }
}

export async function createClient(prefix) {
  const client = new OdooClient(wasm.configFromEnv(prefix));
  await client.authenticate();
  return client;
}
