// The package's surface: every name that `odoo-client-wasm` exports.

import { started } from './instance.js';
import { deleteMethods, readMethods } from 'odoo-client-wasm-glue';

export { OdooClient, createClient } from './client.js';
export { JsonRpcTransport } from './transport.js';
export { MailService, ModuleManager, postInternalNote, postOpenMessage } from './services.js';
export {
  OdooError, OdooRpcError, OdooAuthError, OdooSessionExpiredError, OdooNetworkError, OdooTimeoutError,
  OdooRateLimitError, OdooValidationError, OdooRedirectWarning, OdooAccessError, OdooMissingError, OdooLockError,
  OdooSafetyError,
} from './errors.js';
export {
  configFromEnv,
  inferSafetyLevel, setDefaultSafetyContext, getDefaultSafetyContext, resolveSafetyContext,
  ensureHtmlBody,
  getPropertyValue, getPropertyDefinition, propertiesToWriteFormat,
} from 'odoo-client-wasm-glue';

// Live sets: what a program adds to them counts from then on.
export const READ_METHODS = started ? readMethods() : new Set();
export const DELETE_METHODS = started ? deleteMethods() : new Set();
