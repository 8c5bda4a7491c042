// The error classes: members, construction by users, narrowing and subclassing.
import {
  OdooAccessError,
  OdooAuthError,
  OdooError,
  OdooMissingError,
  OdooNetworkError,
  OdooRpcError,
  OdooSafetyError,
  OdooTimeoutError,
  OdooValidationError,
  type ErrorJSON,
  type OperationInfo,
} from '@odoo-toolbox/client';
import { same } from './expect.js';

export function report(error: unknown): string {
  if (error instanceof OdooTimeoutError) return `too slow: ${error.message}`;
  if (error instanceof OdooNetworkError) {
    same<typeof error.retryAfterMs, number | undefined>();
    return `network: ${error.message}, ${error.cause?.message}`;
  }
  if (error instanceof OdooAuthError) return `login: ${error.message}`;
  if (error instanceof OdooSafetyError) {
    same<typeof error.operation, OperationInfo>();
    // @ts-expect-error it never reached the server, so it has no code
    console.log(error.code);
    return error.operation.description;
  }
  if (error instanceof OdooRpcError) {
    same<typeof error.code, string | undefined>();
    same<typeof error.data, any>();
    return `${error.code} ${error.data?.debug}`;
  }
  if (error instanceof OdooError) {
    const json = error.toJSON();
    same<typeof json, ErrorJSON>();
    same<typeof json.error, string>();
    same<typeof json.message, string>();
    // @ts-expect-error only what the server answered has a code
    console.log(error.code);
    return error.stack ?? error.name;
  }
  return String(error);
}

declare const operation: OperationInfo;
new OdooError('text');
new OdooRpcError('text');
new OdooRpcError('text', {});
new OdooRpcError('text', { code: '200', data: { name: 'x' }, cause: new Error('y') });
new OdooAuthError();
new OdooAuthError('text');
new OdooNetworkError('text', new Error('y'));
new OdooTimeoutError('text', new Error('y'));
new OdooValidationError('text');
new OdooValidationError('text', { code: '200', data: {} });
new OdooAccessError('text', { code: '200' });
new OdooMissingError('text', { data: {} });
new OdooSafetyError(operation);

// @ts-expect-error a message is needed
new OdooError();
// @ts-expect-error codes are text
new OdooRpcError('text', { code: 200 });
// @ts-expect-error it is made of the operation
new OdooSafetyError('text');
// @ts-expect-error authentication errors have no code of their own
new OdooAuthError('text', { code: '200' });
// @ts-expect-error the operation cannot be exchanged
new OdooSafetyError(operation).operation = operation;

export class StockError extends OdooValidationError {
  constructor(message: string, readonly product: string) {
    super(message, { data: { product } });
    this.name = 'StockError';
  }

  override toJSON(): ErrorJSON {
    return { ...super.toJSON(), details: { product: this.product } };
  }
}

// The chain, as assignments.
const timeout = new OdooTimeoutError('text', new Error('y'));
const network: OdooNetworkError = timeout;
const rpc: OdooRpcError = network;
const base: OdooError = rpc;
const plain: Error = base;
// @ts-expect-error only a refused operation has an operation
const refused: OdooSafetyError = new OdooAccessError('text');
console.log(plain, refused);
