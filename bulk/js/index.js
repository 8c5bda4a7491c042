// The surface of `odoo-client-wasm/bulk`: its own names, and those of the client and the columns, so that a program needs one import.

export { OdooClient, createClient } from './client.js';
export { coalesced } from './coalesce.js';
export { OdooBulkError } from './errors.js';
export { readBinary, report, uploadAttachment } from './files.js';
export { iterate, readAll } from './iterate.js';
export { upsert } from './upsert.js';
export { createMany, unlinkMany, writeMany } from './write.js';
export { Columns, decodeColumns, encodeBase64, readColumnPages, readColumns } from 'odoo-client-wasm/columns';
export {
  DELETE_METHODS, JsonRpcTransport, MailService, ModuleManager,
  OdooAccessError, OdooAuthError, OdooError, OdooLockError, OdooMissingError, OdooNetworkError, OdooRateLimitError, OdooRedirectWarning, OdooRpcError,
  OdooSafetyError, OdooSessionExpiredError, OdooTimeoutError, OdooValidationError, READ_METHODS,
  configFromEnv, ensureHtmlBody, getDefaultSafetyContext, getPropertyDefinition, getPropertyValue, inferSafetyLevel, postInternalNote,
  postOpenMessage, propertiesToWriteFormat, resolveSafetyContext, setDefaultSafetyContext,
} from 'odoo-client-wasm';
