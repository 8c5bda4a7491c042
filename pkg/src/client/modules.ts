// Odoo's modules: what is there, installing, upgrading, uninstalling.

import * as wasm from 'odoo-client-wasm-glue';
import type { OdooCaller } from './caller.ts';
import { clientOf, keepClient } from './caller.ts';
import type { CallOptions } from './options.ts';
import { promised } from './promised.ts';

/** A module as `ir.module.module` describes it. */
export interface ModuleInfo {
  /** Id of the `ir.module.module` record. */
  id: number;
  /** Technical name, such as `'crm'`. */
  name: string;
  /**
   * `'installed'`, `'uninstalled'`, `'to upgrade'`, `'to install'`, `'to remove'` or
   * `'uninstallable'`.
   */
  state: string;
  /** Title, such as `'CRM'`. */
  shortdesc?: string;
  /** What it does, in a line. */
  summary?: string | false;
  /** Who made it. */
  author?: string | false;
  /** Where to read more. */
  website?: string | false;
  /** What it does, at length; not in a list. */
  description?: string | false;
  /** Version on disk (Odoo names these two the wrong way round). */
  installed_version?: string | false;
  /** Version in the database. */
  latest_version?: string | false;
  /** Its licence, such as `'LGPL-3'`. */
  license?: string | false;
  /** Whether it is an app rather than a building block. */
  application?: boolean;
  /** Id and name of its category. */
  category_id?: [number, string] | false;
  /** Other fields of the record. */
  [field: string]: any;
}

/** Which modules {@link ModuleManager.listModules} returns. */
export interface ModuleListOptions extends CallOptions {
  /** Only modules in that state, such as `'installed'`. */
  state?: string | undefined;
  /** `true`: only apps; `false`: only modules that are no app. */
  application?: boolean | undefined;
  /** How many modules to return at most. */
  limit?: number | undefined;
  /** How many modules to skip. */
  offset?: number | undefined;
}

/**
 * Lists, installs, upgrades and uninstalls Odoo modules. The user needs settings rights.
 *
 * @example const modules = new ModuleManager(client);
 */
export class ModuleManager {
  /** Makes a manager that works through that client, subclass or test double. */
  constructor(client: OdooCaller) {
    keepClient(this, client);
  }

  /**
   * Installs a module and what it depends on. Returns without doing anything when it is installed
   * already.
   *
   * @throws `Error` when there is no such module or its state does not allow it; the errors of
   * {@link OdooClient.call}.
   * @example const { state } = await client.modules.installModule('crm');
   */
  installModule(name: string, options?: CallOptions): Promise<ModuleInfo> {
    const client = clientOf(this);
    return promised((resolve, reject) =>
      wasm.installModule(client, name, options, resolve, reject),
    );
  }

  /**
   * Uninstalls a module and what depends on it, with their data. Returns without doing anything
   * when it is not installed.
   *
   * @throws `Error` when there is no such module or its state does not allow it; the errors of
   * {@link OdooClient.call}.
   * @example await client.modules.uninstallModule('crm');
   */
  uninstallModule(name: string, options?: CallOptions): Promise<ModuleInfo> {
    const client = clientOf(this);
    return promised((resolve, reject) =>
      wasm.uninstallModule(client, name, options, resolve, reject),
    );
  }

  /**
   * Upgrades an installed module to the version on the server's disk.
   *
   * @throws `Error` when there is no such module or its state does not allow it; the errors of
   * {@link OdooClient.call}.
   * @example await client.modules.upgradeModule('crm');
   */
  upgradeModule(name: string, options?: CallOptions): Promise<ModuleInfo> {
    const client = clientOf(this);
    return promised((resolve, reject) =>
      wasm.upgradeModule(client, name, options, resolve, reject),
    );
  }

  /**
   * Lists the modules the server knows.
   *
   * @example
   * const apps = await client.modules.listModules({ state: 'installed', application: true });
   */
  listModules(options?: ModuleListOptions): Promise<ModuleInfo[]> {
    const client = clientOf(this);
    return promised((resolve, reject) => wasm.listModules(client, options, resolve, reject));
  }

  /**
   * Returns one module.
   *
   * @throws `Error` when there is no such module.
   * @example const { state } = await client.modules.getModuleInfo('crm');
   */
  getModuleInfo(name: string, options?: CallOptions): Promise<ModuleInfo> {
    const client = clientOf(this);
    return promised((resolve, reject) =>
      wasm.getModuleInfo(client, name, options, resolve, reject),
    );
  }

  /**
   * Tells whether a module is installed; `false` for one that does not exist.
   *
   * @example const hasCrm = await client.modules.isModuleInstalled('crm');
   */
  isModuleInstalled(name: string, options?: CallOptions): Promise<boolean> {
    const client = clientOf(this);
    return promised((resolve, reject) =>
      wasm.isModuleInstalled(client, name, options, resolve, reject),
    );
  }
}
