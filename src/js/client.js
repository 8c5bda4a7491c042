// OdooClient: one line a method. It is JavaScript because the CRUD methods go through the object's own `call`, which a
// subclass may override and a test may replace; what they do is in Rust.

import './instance.js';
import * as wasm from 'odoo-client-wasm-glue';
import { traced } from './errors.js';
import { readGroup } from './groups.js';
import { promised } from './promised.js';
import { needRoom } from './room.js';
import { MailService, ModuleManager, service } from './services.js';

// Members under symbols that nobody else has show neither in console.log nor in JSON, and work through a Proxy.
const core = Symbol('core');
const services = Symbol('services');

// Numbers of the methods, as in Rust.
const CALL = 7;
const AUTHENTICATE = 8;
const LOGOUT = 9;

export class OdooClient {
  constructor(config) {
    needRoom();
    hold(this, new wasm.ClientCore(config));
  }

  authenticate(options) { return promised(this[core], AUTHENTICATE, options); }
  isAuthenticated() { needRoom(); return this[core].isAuthenticated(); }
  getSession() { needRoom(); return this[core].getSession(); }
  logout() { return promised(this[core], LOGOUT); }
  setSafetyContext(context) { needRoom(); this[core].setSafetyContext(context); }
  get protocol() { needRoom(); return this[core].protocol(); }

  // A view: whatever is replaced on the client itself is replaced on its views as well.
  withContext(context) { needRoom(); return hold(Object.create(this), this[core].withContext(context)); }

  call(model, method, args, kwargs, options) { return promised(this[core], CALL, model, method, args, kwargs, options); }

  search(model, domain, options) { return crud(this, 0, model, domain, options); }
  read(model, ids, fields, options) { return crud(this, 1, model, ids, fields, options); }
  searchRead(model, domain, options) { return crud(this, 2, model, domain, options); }
  searchCount(model, domain, options) { return crud(this, 3, model, domain, options); }
  create(model, values, context, options) { return crud(this, 4, model, values, context, options); }
  write(model, ids, values, context, options) { return crud(this, 5, model, ids, values, context, options); }
  unlink(model, ids, options) { return crud(this, 6, model, ids, options); }

  // Through the object's own `call` always: which method that calls depends on the server.
  readGroup(model, domain, options) { return traced(readGroup(this, model, domain, options)); }

  get mail() { return this[services].mail ??= new MailService(this); }
  get modules() { return this[services].modules ??= new ModuleManager(this); }
}

const { call } = OdooClient.prototype;

function hold(client, itsCore) {
  return Object.defineProperties(client, { [core]: { value: itsCore }, [services]: { value: {} } });
}

/** Runs a CRUD method, by its number in Rust: through the object's own `call` where that is another than ours. */
function crud(client, number, model, first, second, third, fourth) {
  return client.call === call
    ? promised(client[core], number, model, first, second, third, fourth)
    : service(number, client, model, first, second, third, fourth);
}

export async function createClient(prefix) {
  const client = new OdooClient(wasm.configFromEnv(prefix));
  await client.authenticate();
  return client;
}
