// The services, as functions that take the client first and as objects with their client filled in.

import './instance.js';
import * as wasm from 'odoo-client-wasm-glue';
import { promised } from './promised.js';

const starter = { start: wasm.startService };

/** Starts what has that number in Rust, on anything with a client's methods. */
export const service = (number, ofClient, a, b, c, d, e) => promised(starter, number, ofClient, a, b, c, d, e);

export function postInternalNote(ofClient, model, resId, body, options) {
  return service(10, ofClient, model, resId, body, options);
}

export function postOpenMessage(ofClient, model, resId, body, options) {
  return service(11, ofClient, model, resId, body, options);
}

const client = Symbol('client');

class Service {
  constructor(ofClient) {
    Object.defineProperty(this, client, { value: ofClient });
  }
}

export class MailService extends Service {
  postInternalNote(model, resId, body, options) { return postInternalNote(this[client], model, resId, body, options); }
  postOpenMessage(model, resId, body, options) { return postOpenMessage(this[client], model, resId, body, options); }
}

export class ModuleManager extends Service {
  installModule(name, options) { return service(12, this[client], name, options); }
  uninstallModule(name, options) { return service(13, this[client], name, options); }
  upgradeModule(name, options) { return service(14, this[client], name, options); }
  listModules(options) { return service(15, this[client], options); }
  getModuleInfo(name, options) { return service(16, this[client], name, options); }
  isModuleInstalled(name, options) { return service(17, this[client], name, options); }
}
