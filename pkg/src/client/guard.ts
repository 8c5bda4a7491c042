// The safety guard: who is asked before a write, and which methods only read.

import * as wasm from 'odoo-client-wasm-glue';
import { ready, started } from './instance.ts';

/** How dangerous an operation is. `READ` operations are never asked about. */
export type SafetyLevel = 'READ' | 'WRITE' | 'DELETE';

/** The operation a {@link SafetyContext} is asked about. */
export interface OperationInfo {
  /** `'odoo.'` and the method, such as `'odoo.unlink'`. */
  name: string;
  /** How dangerous it is. */
  level: SafetyLevel;
  /** The model it is called on. */
  model: string;
  /** The call in short, such as `'res.partner.unlink()'`. */
  description: string;
  /** URL of the server. */
  target: string;
  /** What it would do, so that `confirm` can decide. */
  details?: OperationDetails;
}

/** The arguments of an operation, under the names they have for the method. */
export interface OperationDetails {
  /** The records it touches. */
  ids?: number[];
  /** The values it stores; a list of them when several records are created. */
  values?: any;
  /** The positional arguments of the call. */
  args?: any[];
  /** The named arguments of the call. */
  kwargs?: Record<string, any>;
  /** Other arguments. */
  [name: string]: any;
}

/**
 * Someone to ask before an operation that changes data.
 *
 * @example const readOnly: SafetyContext = { confirm: () => false };
 */
export interface SafetyContext {
  /**
   * Decides whether the operation may go on: true lets it pass, false rejects the call with
   * {@link OdooSafetyError}. An exception thrown here rejects the call as it is.
   */
  confirm(operation: OperationInfo): Promise<boolean> | boolean;
}

/**
 * Names of the methods that only read. The guard looks at the set each time: add the read-only
 * methods of your own modules.
 *
 * @example READ_METHODS.add('get_dashboard');
 */
export const READ_METHODS: Set<string> = started ? wasm.readMethods() : new Set();

/**
 * Names of the methods that delete. The guard looks at the set each time.
 *
 * @example DELETE_METHODS.add('purge');
 */
export const DELETE_METHODS: Set<string> = started ? wasm.deleteMethods() : new Set();

/**
 * Tells how dangerous a method is by its name: in {@link READ_METHODS}, in {@link DELETE_METHODS},
 * otherwise `'WRITE'`.
 *
 * @example inferSafetyLevel('search_read'); // 'READ'
 */
export function inferSafetyLevel(method: string): SafetyLevel {
  ready();
  return wasm.inferSafetyLevel(method) as SafetyLevel;
}

/**
 * Sets who is asked by every client of this process that has no safety context of its own; `null`
 * is nobody.
 *
 * @example setDefaultSafetyContext({ confirm: async (operation) => operation.level !== 'DELETE' });
 */
export function setDefaultSafetyContext(context: SafetyContext | null): void {
  ready();
  wasm.setDefaultSafetyContext(context);
}

/** Returns the process-wide safety context; `null` until one is set. */
export function getDefaultSafetyContext(): SafetyContext | null {
  ready();
  return wasm.getDefaultSafetyContext();
}

/**
 * Returns the context itself unless it is `undefined`, else the process-wide default.
 *
 * @example const guard = resolveSafetyContext(config.safety);
 */
export function resolveSafetyContext(context?: SafetyContext | null): SafetyContext | null {
  ready();
  return wasm.resolveSafetyContext(context);
}
