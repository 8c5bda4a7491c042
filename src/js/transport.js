// JsonRpcTransport: requests to /jsonrpc with no guard and no services.

import './instance.js';
import * as wasm from 'odoo-client-wasm-glue';
import { promised } from './promised.js';

const core = Symbol('core');

export class JsonRpcTransport {
  constructor(baseUrl, db) {
    Object.defineProperty(this, core, { value: new wasm.TransportCore(baseUrl, db) });
  }

  call(model, method, args, kwargs) { return start(this, 0, model, method, args, kwargs); }
  callRpc(method, params) { return start(this, 1, method, params); }
  authenticate(username, password) { return start(this, 2, username, password); }
  getSession() { return this[core].getSession(); }
  logout() { this[core].logout(); }
}

/** Starts what has that number in Rust. */
function start(transport, number, a, b, c, d) {
  return promised((resolve, reject) => transport[core].start(number, a, b, c, d, resolve, reject));
}
