// The sandbox, as a user's tests have it.
import { OdooClient } from '@odoo-toolbox/client';
import { createSandbox, type Sandbox, type SandboxFault, type SandboxOptions, type SandboxRequest, type SandboxSnapshot } from '@odoo-toolbox/client/sandbox';
import { same } from './expect.js';

const options: SandboxOptions = {
  odoo: '18.0',
  databases: ['one', 'two'],
  models: { 'x.pet': { fields: { name: { type: 'char', required: true }, owner_id: { type: 'many2one', relation: 'res.partner' } }, access: { '*': 'r' } } },
  records: { 'res.partner': [{ name: 'Ada', category_id: ['base.some', 3] }] },
  apiKeys: { admin: 'a-key' },
  latencyMs: 20,
};
const odoo: Sandbox = createSandbox(options);
createSandbox();
// @ts-expect-error there is no such series
createSandbox({ odoo: '16.0' });
// @ts-expect-error a misspelt option
createSandbox({ recrods: {} });

export const response: Promise<Response> = odoo.fetch(`${odoo.url}/web/health`, { signal: AbortSignal.timeout(5) });

const client = new OdooClient({ url: odoo.url, fetch: odoo.fetch, database: 'one', username: 'admin', password: 'admin' });
export const aborted = client.call('res.partner', 'search', [[]], {}, { signal: AbortSignal.timeout(5) });
// @ts-expect-error a controller is no signal
export const wrong = client.call('res.partner', 'search', [[]], {}, { signal: new AbortController() });

const snapshot: SandboxSnapshot = odoo.snapshot();
odoo.reset();
odoo.reset(snapshot);
// @ts-expect-error no snapshot
odoo.reset('start');
// @ts-expect-error the address is the sandbox's own
odoo.url = 'x';

odoo.failNext('refuse');
odoo.failNext({ fault: 'status', status: 429, retryAfter: 2, model: 'res.partner', after: 1, count: 3 });
odoo.failNext({ fault: 'html', status: 503, retryAfter: new Date().toUTCString() });
odoo.failNext({ fault: 'rotateSession', protocol: 'session' });
createSandbox({ twoFactor: ['admin'], maxConnections: 16, latencyMs: 5 });
if (odoo.requests.some(({ reached }) => !reached)) odoo.reset();
odoo.failNext({ fault: 'error', name: 'odoo.exceptions.AccessError', message: 'No.' });
odoo.failNext({ fault: 'resetBefore', applyFirst: true });
const fault: SandboxFault = { fault: 'delay', milliseconds: 20, protocol: 'json2' };
odoo.failNext(fault);
// @ts-expect-error there is no such fault
odoo.failNext('explode');
// @ts-expect-error a status is no part of a refused connection
odoo.failNext({ fault: 'refuse', status: 500 });

same<typeof odoo.requests, SandboxRequest[]>();
const [request] = odoo.requests;
if (request) console.log(request.protocol, request.model?.length, request.args[0], request.kwargs['context'], request.status.toFixed());

const answer = odoo.handle({ path: '/web/health' });
console.log(answer.status, new TextDecoder().decode(answer.body), answer.headers[0]?.[0]);
