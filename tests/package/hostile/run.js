// Everything that the package exports × every odd value × every place for it. What is exported is asked of the modules
// themselves. Runs in Node and in a page alike.

import { configuration, ofClient, ofOthers, unknown } from './arguments.js';
import { oddValues } from './values.js';

const config = { url: 'http://127.0.0.1:9', database: 'shop', username: 'ada', password: 'secret', protocol: 'jsonrpc', retries: 0 };

/** What a server of no particular kind answers. */
function resultOf({ service, method, args }) {
  if (service === 'common') return 2;
  const [, , , , name, [first] = []] = args ?? [];
  switch (name) {
    case 'create': return Array.isArray(first) ? first.map((_, index) => index + 1) : 1;
    case 'read': return [{ id: 2, login: 'ada', name: 'Ada', partner_id: [3, 'Ada'] }];
    case 'search':
    case 'search_read': return [];
    case 'search_count': return 0;
    case 'fields_get': return { name: { type: 'char' }, email: { type: 'char' }, id: { type: 'integer' } };
    default: return true;
  }
}

async function answer(url, { body }) {
  const { id, params } = body === undefined ? {} : JSON.parse(body);
  return new Response(JSON.stringify({ jsonrpc: '2.0', id, result: resultOf(params ?? {}) }), { headers: { 'Content-Type': 'application/json' } });
}

const isClass = (value) => typeof value === 'function' && /^class\b/.test(Function.prototype.toString.call(value));
const isPlainObject = (value) => typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** The names of an object's methods, those that it inherits among them. */
function methodsOf(object) {
  const names = new Set();
  for (let each = object; each !== null && each !== Object.prototype && each !== Function.prototype; each = Object.getPrototypeOf(each)) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(each))) if (typeof value === 'function' && name !== 'constructor') names.add(name);
  }
  return [...names];
}

/** Where an odd value can stand: in place of each argument, of each member of an argument that is an object, and behind them all. */
function placesOf(args) {
  const places = [];
  for (let index = 0; index <= args.length; index += 1) {
    places.push([`argument ${index}`, (odd) => Object.assign([...args], { [index]: odd })]);
    const given = args[index];
    if (isPlainObject(given)) for (const key of Object.keys(given)) places.push([`argument ${index}.${key}`, (odd) => Object.assign([...args], { [index]: { ...given, [key]: odd } })]);
    if (Array.isArray(given)) places.push([`argument ${index}[0]`, (odd) => Object.assign([...args], { [index]: [odd, ...given.slice(1)] })]);
  }
  return places;
}

/** Everything to be tried: `{ name, use(odd, place) }`, one for each function and each place. */
async function subjects(entries, makeClient) {
  const found = [];
  const missing = [];
  const add = (name, self, run, args, after) => {
    for (const [place, fill] of placesOf(args)) found.push({ name, place, use: (odd) => run.apply(self(), fill(odd)), after });
  };
  for (const [entry, exported] of Object.entries(entries)) {
    const makers = {
      OdooClient: () => makeClient(exported.OdooClient), MailService: (odd) => new exported.MailService(odd), ModuleManager: (odd) => new exported.ModuleManager(odd),
      JsonRpcTransport: () => new exported.JsonRpcTransport(config.url, 'shop'),
    };
    for (const [name, value] of Object.entries(exported)) {
      const label = `${entry}.${name}`;
      if (typeof value !== 'function') continue;
      if (!isClass(value)) {
        const isOfClient = name in ofClient;
        const client = isOfClient && await makeClient(entries.bulk.OdooClient);
        const args = isOfClient ? [client, ...ofClient[name]] : ofOthers[name] ?? unknown;
        add(label, () => undefined, value, args, () => entries.index.setDefaultSafetyContext(null));
        if (name === 'createSandbox') {
          const sandbox = value();
          for (const method of methodsOf(sandbox)) add(`${label}().${method}`, () => sandbox, sandbox[method], ofOthers[method] ?? unknown);
        }
      } else if (value.prototype instanceof Error) {
        add(`new ${label}`, () => undefined, (...args) => JSON.stringify(new value(...args)) ?? String(new value(...args)), ['It failed', { code: '1', data: {}, cause: 1 }]);
      } else if (name === 'OdooClient') {
        const client = await makeClient(value);
        add(`new ${label}`, () => undefined, (given) => new value(given), [configuration({ ...config, fetch: answer })]);
        for (const [on, object] of [[label, client], [`${label}.mail`, client.mail], [`${label}.modules`, client.modules]]) {
          for (const method of methodsOf(object)) {
            // Who has logged out, or is guarded, is to be tried again.
            const restore = async () => { client.setSafetyContext(null); if (!client.isAuthenticated()) await client.authenticate(); };
            add(`${on}.${method}`, () => object, object[method], ofClient[method] ?? unknown, restore);
          }
        }
      } else if (name in makers) {
        const client = await makeClient(entries.index.OdooClient);
        const made = await makers[name](client);
        add(`new ${label}`, () => undefined, (...args) => new value(...args), name === 'JsonRpcTransport' ? [config.url, 'shop'] : [client]);
        for (const method of methodsOf(made)) add(`${label}.${method}`, () => made, made[method], ofClient[method] ?? ofOthers[method] ?? unknown);
      } else if (name === 'Columns') {
        const made = await exported.decodeColumns(...ofOthers.decodeColumns);
        for (const method of methodsOf(made)) add(`${label}.${method}`, () => made, made[method], unknown);
      } else {
        missing.push(label);
      }
    }
  }
  return { found, missing };
}

/** Ends what a method gave: promises, iterators. Whatever they come to is right; that they come to something is what counts. */
async function settle(result) {
  try {
    const value = await result;
    if (typeof value?.next === 'function') {
      for (let step = 0; step < 3; step += 1) if ((await value.next()).done) break;
      await value.return?.();
    }
  } catch {
    // An error is an answer.
  }
}

const late = Symbol('late');
const within = (milliseconds, promise) => {
  let timer;
  return Promise.race([promise, new Promise((done) => { timer = setTimeout(done, milliseconds, late); })]).finally(() => clearTimeout(timer));
};

/** Whether a client still does what it is there for. */
const works = async (client) => (await within(20_000, client.searchCount('res.partner'))) === 0;

/**
 * Tries everything, as often as it takes for so many rounds. Resolves to what went wrong, as texts, and to the number of
 * rounds; `tell` hears of each function before it is tried.
 */
export async function run(entries, { rounds, tell = () => {} }) {
  const faults = new Set();
  const makeClient = async (OdooClient) => {
    const client = new OdooClient({ ...config, fetch: answer });
    await client.authenticate();
    return client;
  };
  const witness = await makeClient(entries.index.OdooClient);
  const { found, missing } = await subjects(entries, makeClient);
  for (const name of missing) faults.add(`${name} is a class that nobody tries: tell the test how to make one`);
  const promising = new Set();
  const names = new Set(found.map(({ name }) => name));
  let done = 0;
  while (done < rounds) {
    for (const { name, place, use, after } of found) {
      tell(`${name}, ${place}`);
      const pending = [];
      for (const [what, make] of oddValues) {
        done += 1;
        const label = `${name}, ${place}: ${what}`;
        let result;
        try {
          result = use(make());
          if (result instanceof Promise) promising.add(name);
        } catch (error) {
          if (promising.has(name)) faults.add(`${label} threw instead of rejecting: ${error?.message}`);
          if (isOfModule(error)) faults.add(`${label} ended in the module: ${error.message}`);
          continue;
        }
        if (result instanceof Promise) result.catch((error) => { if (isOfModule(error)) faults.add(`${label} ended in the module: ${error.message}`); });
        pending.push([label, settle(result)]);
      }
      for (const [label, promise] of pending) if (await within(20_000, promise) === late) faults.add(`${label} never settled`);
      await after?.();
      if (faults.size > 50) return { faults: [...faults], rounds: done, names: [...names] };
    }
    if (!await works(witness)) faults.add('the client that was there first does not work any more');
    if (!await works(await makeClient(entries.index.OdooClient))) faults.add('a new client does not work');
  }
  return { faults: [...faults], rounds: done, names: [...names] };
}

/** A trap of WebAssembly, or an end of its stack: nothing that a program passes may lead there. */
const isOfModule = (error) => error instanceof WebAssembly.RuntimeError || /unreachable|memory access|table index|recursive use|null function/.test(String(error?.message));

/** Odd answers of a stand-in for fetch: each client that is given one is right in failing, and no other one notices. */
export async function runAnswers({ OdooClient }, tell = () => {}) {
  const faults = [];
  let done = 0;
  const witness = new OdooClient({ ...config, fetch: answer });
  await witness.authenticate();
  const headers = new Headers({ 'content-type': 'application/json' });
  for (const [what, make] of oddValues) {
    tell(`answers: ${what}`);
    for (const [kind, respond] of Object.entries({
      'the answer': (odd) => odd,
      'its status': (odd) => ({ status: odd, ok: true, headers, json: async () => ({}) }),
      'its headers': (odd) => ({ status: 200, ok: true, headers: odd, json: async () => ({}) }),
      'its json': (odd) => ({ status: 200, ok: true, headers, json: odd }),
      'its value': (odd) => ({ status: 200, ok: true, headers, json: async () => odd }),
      'its result': (odd) => ({ status: 200, ok: true, headers, json: async () => ({ jsonrpc: '2.0', id: 1, result: odd }) }),
      'its error': (odd) => ({ status: 200, ok: true, headers, json: async () => ({ jsonrpc: '2.0', id: 1, error: odd }) }),
      'the data of its error': (odd) => ({ status: 200, ok: true, headers, json: async () => ({ jsonrpc: '2.0', id: 1, error: { code: 200, message: odd, data: odd } }) }),
      'its arguments': (odd) => ({ status: 200, ok: true, headers, json: async () => ({ jsonrpc: '2.0', id: 1, error: { code: 200, message: 'x', data: { name: 'odoo.exceptions.RedirectWarning', message: 'x', arguments: odd } } }) }),
      'its exception': (odd) => { throw odd; },
      'its rejection': (odd) => ({ then: (_, fail) => fail(odd) }),
    })) {
      for (const protocol of ['jsonrpc', 'session', 'json2', 'auto']) {
        done += 1;
        const client = new OdooClient({ ...config, apiKey: 'key', protocol, timeoutMs: 300, fetch: () => respond(make()) });
        const end = await within(20_000, client.authenticate().then(() => 'in', (error) => error));
        if (end === late) faults.push(`${kind} is ${what}, ${protocol}: the login never ends`);
        if (isOfModule(end)) faults.push(`${kind} is ${what}, ${protocol}: ${end.message}`);
        let isOdd = true;
        const second = new OdooClient({ ...config, timeoutMs: 300, fetch: (url, init) => (isOdd ? answer(url, init) : respond(make())) });
        if (protocol !== 'jsonrpc') continue;
        // Whatever limit its calls have, the login has time: machines that do much else are slow.
        await second.authenticate({ timeoutMs: 30_000 });
        isOdd = false;
        const call = await within(20_000, second.call('res.partner', 'x').then(() => 'done', (error) => error));
        if (call === late) faults.push(`${kind} is ${what}: the call never ends`);
        if (isOfModule(call)) faults.push(`${kind} is ${what}: ${call.message}`);
      }
    }
  }
  if (!await works(witness)) faults.push('the client that was there first does not work any more');
  return { faults, rounds: done };
}
