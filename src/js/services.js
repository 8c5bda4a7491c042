// The service objects: the functions of the same names, with their client filled in.

import * as wasm from 'odoo-client-wasm-glue';

const client = Symbol('client');

class Service {
  constructor(ofClient) {
    Object.defineProperty(this, client, { value: ofClient });
  }
}

export class MailService extends Service {
  postInternalNote(model, resId, body, options) { return wasm.postInternalNote(this[client], model, resId, body, options); }
  postOpenMessage(model, resId, body, options) { return wasm.postOpenMessage(this[client], model, resId, body, options); }
}

export class ModuleManager extends Service {
  installModule(name) { return wasm.installModule(this[client], name); }
  uninstallModule(name) { return wasm.uninstallModule(this[client], name); }
  upgradeModule(name) { return wasm.upgradeModule(this[client], name); }
  listModules(options) { return wasm.listModules(this[client], options); }
  getModuleInfo(name) { return wasm.getModuleInfo(this[client], name); }
  isModuleInstalled(name) { return wasm.isModuleInstalled(this[client], name); }
}
