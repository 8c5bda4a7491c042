// Arguments that each function takes, for those beside the odd one. What is not named here is called with arguments of
// every kind: a new function is tried from its first day on.

const signal = new AbortController().signal;
const every = { timeoutMs: 5_000, signal, context: { lang: 'en_US' } };
const call = { ...every, safetyLevel: 'READ' };
const [model, ids, values, domain] = ['res.partner', [1, 2], { name: 'x' }, [['name', '=', 'x']]];
const fields = ['name', 'email'];
const reading = { fields, order: 'id', limit: 2, pageSize: 2, onProgress: () => {}, ...every };
const job = { chunkSize: 2, concurrency: 1, onError: 'collect', onProgress: () => {}, ...every };

/** The arguments of a client's methods, and of functions that take the client first. */
export const ofClient = {
  authenticate: [call],
  setSafetyContext: [{ confirm: () => true }],
  withContext: [{ lang: 'en_US' }],
  call: [model, 'x', [ids, values], { context: {}, name: 'x' }, call],
  search: [model, domain, { offset: 0, limit: 1, order: 'id', ...call }],
  read: [model, ids, fields, call],
  searchRead: [model, domain, { fields, offset: 0, limit: 1, order: 'id', ...call }],
  searchCount: [model, domain, call],
  create: [model, values, { lang: 'en_US' }, call],
  write: [model, ids, values, { lang: 'en_US' }, call],
  unlink: [model, ids, call],
  postInternalNote: [model, 1, 'Hello', { partnerIds: [1], attachmentIds: [2], ...every }],
  postOpenMessage: [model, 1, { body: 'Hello', partnerIds: [1] }, { partnerIds: [1], attachmentIds: [2], ...every }],
  installModule: ['crm', call],
  uninstallModule: ['crm', call],
  upgradeModule: ['crm', call],
  getModuleInfo: ['crm', call],
  isModuleInstalled: ['crm', call],
  listModules: [{ state: 'installed', application: true, limit: 1, offset: 0, ...call }],
  iterate: [model, domain, reading],
  readAll: [model, domain, reading],
  readColumns: [model, domain, reading],
  readColumnPages: [model, domain, reading],
  coalesced: [{ windowMs: 0, maxIds: 10 }],
  createMany: [model, [values, values], job],
  writeMany: [model, [{ ids, values }], job],
  unlinkMany: [model, ids, job],
  upsert: [model, [{ name: 'x', email: 'x@example.com' }], { key: 'email', ...job }],
  readBinary: [model, 1, 'image_1920', every],
  uploadAttachment: [new Uint8Array([1, 2, 3]), { name: 'x.bin', model, id: 1, ...every }],
  report: ['account.report_invoice', [1], every],
};

/** The arguments of everything else. */
export const ofOthers = {
  configFromEnv: ['ODOO'],
  createClient: ['NOBODY'],
  ensureHtmlBody: ['Hello'],
  getPropertyDefinition: [[{ name: 'a', type: 'char', value: 'x' }], 'a'],
  getPropertyValue: [[{ name: 'a', type: 'char', value: 'x' }], 'a'],
  propertiesToWriteFormat: [[{ name: 'a', type: 'many2one', value: [1, 'x'] }]],
  inferSafetyLevel: ['read'],
  resolveSafetyContext: [{ confirm: () => true }],
  setDefaultSafetyContext: [{ confirm: () => true }],
  encodeBase64: [new Uint8Array([1, 2, 3])],
  jsonText: [new TextEncoder().encode('[{"a":1}]')],
  decodeColumns: [new TextEncoder().encode('[{"id":1,"name":"x"}]'), { id: 'integer', name: 'char' }],
  createSandbox: [{ odoo: '19.0', data: {}, url: 'http://127.0.0.1:1', clock: 0 }],
  callRpc: ['call', { service: 'common', method: 'version', args: [] }],
  failNext: [{ fault: 'status', status: 429 }],
  handle: [{ method: 'POST', path: '/jsonrpc', query: '', headers: [['content-type', 'application/json']], body: new Uint8Array(2) }],
};

/** What a configuration may say. */
export const configuration = (own) => ({
  apiKey: 'key', protocol: 'jsonrpc', timeoutMs: 5_000, context: { lang: 'en_US' }, headers: { 'X-Test': '1' }, maxConcurrent: 4, retries: 0,
  safety: null, onRequest: () => {}, onResponse: () => {}, onRetry: () => {}, maxBodyBytes: 1_000_000, coalesce: true, ...own,
});

/** Where nothing is known of a function. */
export const unknown = [model, ids, values, call];
