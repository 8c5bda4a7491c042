// JsonRpcTransport: requests to /jsonrpc with no guard and no services.

import './instance.js';
import * as wasm from 'odoo-client-wasm-glue';
import { traced } from './errors.js';

const core = Symbol('core');

export class JsonRpcTransport {
  constructor(baseUrl, db) {
    Object.defineProperty(this, core, { value: new wasm.TransportCore(baseUrl, db) });
  }

  authenticate(username, password) { return traced(this[core].authenticate(username, password)); }
  callRpc(method, params) { return traced(this[core].callRpc(method, params)); }
  call(model, method, args, kwargs) { return traced(this[core].call(model, method, args, kwargs)); }
  getSession() { return this[core].getSession(); }
  logout() { this[core].logout(); }
}
