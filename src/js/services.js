// The services, as functions that take the client first and as objects with their client filled in.

import * as wasm from 'odoo-client-wasm-glue';
import { traced } from './errors.js';

const client = Symbol('client');

export function postInternalNote(ofClient, model, resId, body, options) {
  return traced(wasm.internalNote(ofClient, model, resId, body, options));
}

export function postOpenMessage(ofClient, model, resId, body, options) {
  return traced(wasm.openMessage(ofClient, model, resId, body, options));
}

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
  installModule(name) { return traced(wasm.installModule(this[client], name)); }
  uninstallModule(name) { return traced(wasm.uninstallModule(this[client], name)); }
  upgradeModule(name) { return traced(wasm.upgradeModule(this[client], name)); }
  listModules(options) { return traced(wasm.listModules(this[client], options)); }
  getModuleInfo(name) { return traced(wasm.getModuleInfo(this[client], name)); }
  isModuleInstalled(name) { return traced(wasm.isModuleInstalled(this[client], name)); }
}
