// JsonRpcTransport: requests to /jsonrpc with no guard and no services.

import './instance.js';
import * as wasm from 'odoo-client-wasm-glue';
import { promised } from './promised.js';
import { needRoom } from './room.js';

const core = Symbol('core');

export class JsonRpcTransport {
  constructor(baseUrl, db) {
    needRoom();
    Object.defineProperty(this, core, { value: new wasm.TransportCore(baseUrl, db) });
  }

  call(model, method, args, kwargs) { return promised(this[core], 0, model, method, args, kwargs); }
  callRpc(method, params) { return promised(this[core], 1, method, params); }
  authenticate(username, password) { return promised(this[core], 2, username, password); }
  getSession() { needRoom(); return this[core].getSession(); }
  logout() { needRoom(); this[core].logout(); }
}
