// The safety guard.
import {
  DELETE_METHODS,
  OdooClient,
  READ_METHODS,
  getDefaultSafetyContext,
  inferSafetyLevel,
  resolveSafetyContext,
  setDefaultSafetyContext,
  type OperationInfo,
  type SafetyContext,
  type SafetyLevel,
} from '@odoo-toolbox/client';
import { same } from './expect.js';

same<SafetyLevel, 'READ' | 'WRITE' | 'DELETE'>();
same<typeof READ_METHODS, Set<string>>();
same<typeof DELETE_METHODS, Set<string>>();
READ_METHODS.add('get_dashboard');
DELETE_METHODS.delete('purge');
// @ts-expect-error method names are text
READ_METHODS.add(1);

const level = inferSafetyLevel('search_read');
same<typeof level, SafetyLevel>();

class Asking implements SafetyContext {
  readonly asked: OperationInfo[] = [];

  async confirm(operation: OperationInfo): Promise<boolean> {
    this.asked.push(operation);
    return operation.details?.ids?.length === 1;
  }
}

setDefaultSafetyContext(new Asking());
setDefaultSafetyContext(null);
same<ReturnType<typeof getDefaultSafetyContext>, SafetyContext | null>();
same<ReturnType<typeof resolveSafetyContext>, SafetyContext | null>();
resolveSafetyContext();
resolveSafetyContext(undefined);
resolveSafetyContext(null);
resolveSafetyContext({ confirm: () => true });
// @ts-expect-error a boolean is no safety context
setDefaultSafetyContext(false);

const operation: OperationInfo = {
  name: 'odoo.unlink',
  level: 'DELETE',
  model: 'res.partner',
  description: 'res.partner.unlink()',
  target: 'http://localhost:8069',
};
// @ts-expect-error there is no such level
const wrong: OperationInfo = { ...operation, level: 'ERASE' };
// @ts-expect-error an operation has a target
const incomplete: OperationInfo = { name: 'odoo.x', level: 'WRITE', model: 'x', description: 'x.x()' };
new OdooClient({ url: '', database: '', username: '', password: '', safety: new Asking() });
console.log(wrong, incomplete);
