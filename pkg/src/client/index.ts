/**
 * A client for Odoo's external API, compiled to WebAssembly. It stands in for
 * `@odoo-toolbox/client`.
 *
 * ```ts
 * import { OdooClient } from 'odoo-client-wasm';
 *
 * const client = new OdooClient({
 *   url: 'https://odoo.example.com',
 *   database: 'prod',
 *   username: 'admin',
 *   password: 'secret',
 * });
 * await client.authenticate();
 * const isCompany = [['is_company', '=', true]];
 * const companies = await client.searchRead('res.partner', isCompany, { fields: ['name'] });
 * ```
 *
 * @packageDocumentation
 */

import './instance.ts';

export type { OdooCaller } from './caller.ts';
export { OdooClient } from './client.ts';
export {
  configFromEnv,
  type OdooClientConfig,
  type OdooKeyConfig,
  type OdooProtocol,
  type OdooVisitorConfig,
  type RequestInfo,
  type ResponseInfo,
  type RetryInfo,
} from './config.ts';
export { createClient } from './create.ts';
export {
  type ErrorJSON,
  OdooAccessError,
  OdooAuthError,
  OdooError,
  type OdooErrorReason,
  type OdooFaultOptions,
  OdooLockError,
  OdooMissingError,
  OdooNetworkError,
  OdooRateLimitError,
  OdooRedirectWarning,
  OdooRpcError,
  type OdooRpcErrorOptions,
  OdooSafetyError,
  OdooSessionExpiredError,
  OdooTimeoutError,
  OdooValidationError,
} from './errors.ts';
export type { GroupRow, ReadGroupOptions } from './groups.ts';
export {
  DELETE_METHODS,
  getDefaultSafetyContext,
  inferSafetyLevel,
  type OperationDetails,
  type OperationInfo,
  READ_METHODS,
  resolveSafetyContext,
  type SafetyContext,
  type SafetyLevel,
  setDefaultSafetyContext,
} from './guard.ts';
export {
  ensureHtmlBody,
  MailService,
  type MessageBody,
  type PostMessageOptions,
  postInternalNote,
  postOpenMessage,
} from './mail.ts';
export { type ModuleInfo, type ModuleListOptions, ModuleManager } from './modules.ts';
export type {
  BinaryForm,
  BinaryObject,
  CallOptions,
  SearchOptions,
  SearchReadOptions,
  Signal,
} from './options.ts';
export * from './properties.ts';
export type { OdooContext, OdooDomain, OdooValues } from './records.ts';
export type { OdooSessionInfo } from './session.ts';
export { type JsonRpcRequest, type JsonRpcResponse, JsonRpcTransport } from './transport.ts';
export type * from './typed/index.ts';
