// CommonJS: `require` gives the same classes and types.
import toolbox = require('@odoo-toolbox/client');
import { OdooClient, OdooError, type OdooClientConfig } from '@odoo-toolbox/client';

const config: OdooClientConfig = { url: 'http://localhost:8069', database: 'odoo', username: 'admin', password: 'admin' };
const client: OdooClient = new toolbox.OdooClient(config);
const error: OdooError = new toolbox.OdooAuthError();
const ids: Promise<number[]> = client.create('res.partner', [{ name: 'Ada' }]);
// @ts-expect-error there is no default export
new toolbox.default(config);
// @ts-expect-error there is no such export
toolbox.connect();
console.log(error, ids);
