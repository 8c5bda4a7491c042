// What must hold wherever JavaScript runs. This file is copied beside a program of each runtime, so
// it imports nothing and uses nothing that only one of them has.

const admin = { database: 'demo', username: 'admin', password: 'admin' };

function assert(condition, message) {
  if (!condition) throw new Error(message);
}

function equal(given, expected) {
  const [left, right] = [JSON.stringify(given), JSON.stringify(expected)];
  assert(left === right, `${left?.slice(0, 200)} is not ${right?.slice(0, 200)}`);
}

async function rejection(promise) {
  return promise.then(
    () => {
      throw new Error('resolved where it should have rejected');
    },
    (error) => error,
  );
}

/**
 * Has the sandbox strike calls of a method that nothing else in this file uses, as long as
 * `attempt` takes.
 */
async function inTrouble(url, rule, attempt) {
  const faults = (method, body) =>
    fetch(`${url}/sandbox/faults`, {
      method,
      headers: { 'Content-Type': 'application/json' },
      body,
    });
  // Often enough to strike whoever tries again.
  const ordered = await faults(
    'POST',
    JSON.stringify({ method: 'default_get', count: 9, ...rule }),
  );
  assert(ordered.ok, `the sandbox took no fault: ${ordered.status}`);
  try {
    return await rejection(attempt('res.partner', 'default_get', [['name']]));
  } finally {
    await faults('DELETE');
  }
}

/** The names of the classes that errors were seen to be of. */
const met = new Set();

/** `error` is of the class `name`, and says so in the three ways a program can ask. */
function isA(toolbox, error, name, code) {
  assert(error instanceof toolbox[name], `not an ${name}: ${error?.name}: ${error?.message}`);
  assert(
    error instanceof toolbox.OdooError && error instanceof Error,
    `${name} is not an OdooError and Error`,
  );
  equal(error.name, name);
  equal(error.toJSON().error, code);
  equal(JSON.parse(JSON.stringify(error)).message, error.message);
  met.add(name);
}

/**
 * Every check by its name; each gets a client of its own that is logged in, and may leave nothing
 * behind.
 */
const checks = {
  'a client is made synchronously and opens nothing': async ({ toolbox, url }) => {
    const client = new toolbox.OdooClient({ url, ...admin });
    equal([client.isAuthenticated(), client.getSession()], [false, null]);
  },

  'a call before the login is refused': async ({ toolbox, url }) => {
    const error = await rejection(
      new toolbox.OdooClient({ url, ...admin }).searchCount('res.partner'),
    );
    isA(toolbox, error, 'OdooAuthError', 'AUTH_ERROR');
  },

  'a login tells who is logged in, a logout forgets it': async ({ toolbox, url }) => {
    const client = new toolbox.OdooClient({ url, ...admin });
    const session = await client.authenticate();
    equal(
      [session.uid, session.db, session.username, client.isAuthenticated()],
      [2, 'demo', 'admin', true],
    );
    await client.logout();
    equal([client.isAuthenticated(), client.getSession()], [false, null]);
  },

  'a record is created, found, read, changed and deleted': async ({ client }) => {
    const id = await client.create('res.partner', { name: 'Smoke', city: 'Gent' });
    assert(Number.isInteger(id), `create gave ${id}`);
    equal(await client.search('res.partner', [['id', '=', id]]), [id]);
    equal(await client.read('res.partner', id, ['name', 'city']), [
      { id, name: 'Smoke', city: 'Gent' },
    ]);
    equal(await client.write('res.partner', [id], { city: 'Namur' }), true);
    equal(
      (await client.searchRead('res.partner', [['id', '=', id]], { fields: ['city'] }))[0].city,
      'Namur',
    );
    equal(await client.unlink('res.partner', [id]), true);
    equal(await client.searchCount('res.partner', [['id', '=', id]]), 0);
  },

  'results are ordinary objects and arrays': async ({ client }) => {
    const records = await client.searchRead('res.partner', [], {
      fields: ['name', 'country_id'],
      limit: 3,
    });
    assert(Array.isArray(records) && records.length === 3, 'not an array of 3 records');
    // Of which realm their prototype is (jest's own, or Node's) is the affair of whoever answers
    // `fetch`.
    assert(
      records.every((record) => Object.getPrototypeOf(Object.getPrototypeOf(record)) === null),
      'a record is no plain object',
    );
  },

  'a wrong password is an OdooAuthError': async ({ toolbox, url }) => {
    const error = await rejection(
      new toolbox.OdooClient({ url, ...admin, password: 'wrong' }).authenticate(),
    );
    isA(toolbox, error, 'OdooAuthError', 'AUTH_ERROR');
    assert(error instanceof toolbox.OdooRpcError, 'not an OdooRpcError');
  },

  'a missing record is an OdooMissingError': async ({ toolbox, client }) => {
    isA(
      toolbox,
      await rejection(client.write('res.partner', [987654321], { name: 'x' })),
      'OdooMissingError',
      'MISSING_ERROR',
    );
  },

  'a refused value is an OdooValidationError': async ({ toolbox, client }) => {
    isA(
      toolbox,
      await rejection(client.create('res.partner', { name: false })),
      'OdooValidationError',
      'VALIDATION_ERROR',
    );
  },

  'a forbidden model is an OdooAccessError': async ({ toolbox, url }) => {
    const client = new toolbox.OdooClient({ url, ...admin, username: 'demo', password: 'demo' });
    await client.authenticate();
    isA(
      toolbox,
      await rejection(client.searchRead('ir.config_parameter')),
      'OdooAccessError',
      'ACCESS_ERROR',
    );
  },

  'any other fault is an OdooRpcError': async ({ toolbox, client }) => {
    isA(
      toolbox,
      await rejection(client.call('res.partner', 'no_such_method')),
      'OdooRpcError',
      'RPC_ERROR',
    );
  },

  'a server that is none is an OdooNetworkError': async ({ toolbox, url }) => {
    const error = await rejection(
      new toolbox.OdooClient({ url: `${url}/nowhere`, ...admin }).authenticate(),
    );
    isA(toolbox, error, 'OdooNetworkError', 'NETWORK_ERROR');
  },

  'an answer that does not come in time is an OdooTimeoutError': async ({
    toolbox,
    url,
    client,
  }) => {
    const started = Date.now();
    const error = await inTrouble(url, { fault: 'delay', milliseconds: 5000 }, (...call) =>
      client.call(...call, {}, { timeoutMs: 150 }),
    );
    isA(toolbox, error, 'OdooTimeoutError', 'TIMEOUT_ERROR');
    assert(Date.now() - started < 3000, 'it waited for the answer all the same');
  },

  'a call that is aborted rejects with the reason, and leaves the client usable': async ({
    url,
    client,
  }) => {
    const started = Date.now();
    const controller = new AbortController();
    const reason = new Error('enough');
    const error = await inTrouble(url, { fault: 'delay', milliseconds: 5000 }, (...call) => {
      setTimeout(() => controller.abort(reason), 50);
      return client.call(...call, {}, { signal: controller.signal });
    });
    assert(error === reason, `not the reason: ${error?.name}: ${error?.message}`);
    assert(Date.now() - started < 3000, 'it waited for the answer all the same');
    assert((await client.searchCount('res.partner')) > 0, 'the client is not usable afterwards');
  },

  'what a server seldom says has its class too': async ({ toolbox, url, connect }) => {
    for (const [rule, name, code] of [
      [
        { fault: 'error', name: 'odoo.http.SessionExpiredException' },
        'OdooSessionExpiredError',
        'SESSION_EXPIRED',
      ],
      [{ fault: 'status', status: 429, retryAfter: 7 }, 'OdooRateLimitError', 'RATE_LIMIT_ERROR'],
      [
        { fault: 'error', name: 'odoo.exceptions.RedirectWarning' },
        'OdooRedirectWarning',
        'REDIRECT_WARNING',
      ],
      [{ fault: 'error', name: 'odoo.exceptions.LockError' }, 'OdooLockError', 'LOCK_ERROR'],
    ]) {
      // Once: the pause that the server asks for would be waited for at each try.
      const client = await connect({ retries: 0 });
      const error = await inTrouble(url, rule, (...call) => client.call(...call));
      isA(toolbox, error, name, code);
      if (rule.retryAfter) equal(error.retryAfterMs, rule.retryAfter * 1000);
    }
  },

  'a setting that cannot work is an OdooError': async ({ toolbox }) => {
    const error = await rejection(
      Promise.resolve().then(() => new toolbox.OdooClient({ url: 'ftp://localhost', ...admin })),
    );
    isA(toolbox, error, 'OdooError', 'ODOO_ERROR');
  },

  'a loop that waits goes through the pages of a search': async ({ client }) => {
    async function* countries(limit) {
      for (let offset = 0, page = []; offset === 0 || page.length === limit; offset += limit) {
        page = await client.searchRead('res.country', [], {
          fields: ['code'],
          offset,
          limit,
          order: 'id',
        });
        yield* page;
      }
    }
    const ids = new Set();
    for await (const { id } of countries(100)) ids.add(id);
    assert(ids.size > 100, `only ${ids.size} countries`);
    equal(ids.size, await client.searchCount('res.country'));
  },

  'a confirm that answers at once decides': async ({ toolbox, connect }) => {
    const asked = [];
    const client = await connect({
      safety: {
        confirm: (operation) => {
          asked.push(operation);
          return false;
        },
      },
    });
    const error = await rejection(client.unlink('res.partner', [1]));
    isA(toolbox, error, 'OdooSafetyError', 'SAFETY_BLOCKED');
    assert(error.operation === asked[0], 'the operation is not the one that was asked about');
    equal([asked.length, asked[0].level, asked[0].name], [1, 'DELETE', 'odoo.unlink']);
  },

  'a confirm that answers later decides': async ({ toolbox, connect }) => {
    let answer = true;
    const client = await connect({
      safety: { confirm: () => new Promise((later) => setTimeout(() => later(answer), 5)) },
    });
    const id = await client.create('res.partner', { name: 'Asked' });
    answer = false;
    isA(
      toolbox,
      await rejection(client.unlink('res.partner', [id])),
      'OdooSafetyError',
      'SAFETY_BLOCKED',
    );
    answer = true;
    equal(await client.unlink('res.partner', [id]), true);
  },

  'every error class of the package was met above': async ({ toolbox }) => {
    const classes = Object.keys(toolbox).filter(
      (name) =>
        toolbox[name] === toolbox.OdooError ||
        toolbox[name]?.prototype instanceof toolbox.OdooError,
    );
    equal(
      classes.filter((name) => !met.has(name)),
      [],
    );
  },

  'text of every script comes back as it went': async ({ client }) => {
    const name = 'Żółć 株式会社 שלום 👩🏽‍🚀 \u0001 "\\" \u2028';
    const id = await client.create('res.partner', { name });
    equal((await client.read('res.partner', [id], ['name']))[0].name, name);
    await client.unlink('res.partner', [id]);
  },

  'a field of one megabyte comes back as it went': async ({ client }) => {
    const datas = 'T2Rv'.repeat(262_144);
    const id = await client.create('ir.attachment', { name: 'large.bin', datas });
    const [read] = await client.read('ir.attachment', [id], ['datas']);
    assert(read.datas === datas, `${read.datas?.length} characters came back`);
    await client.unlink('ir.attachment', [id]);
  },

  'a subclass of the client sees every call': async ({ toolbox, url }) => {
    const seen = [];
    class Logged extends toolbox.OdooClient {
      call(model, method, ...rest) {
        seen.push(`${model}.${method}`);
        return super.call(model, method, ...rest);
      }
    }
    const client = new Logged({ url, ...admin });
    assert(
      client instanceof Logged && client instanceof toolbox.OdooClient,
      'not an instance of both',
    );
    await client.authenticate();
    await client.searchCount('res.partner');
    assert(seen.includes('res.partner.search_count'), `seen: ${seen}`);
  },

  'a subclass of an error is an error of its own and of the package': async ({ toolbox }) => {
    class Refused extends toolbox.OdooValidationError {
      constructor(message) {
        super(message, { code: '7', data: { field: 'name' } });
        this.name = 'Refused';
      }
    }
    const error = new Refused('no');
    assert(
      error instanceof Refused &&
        error instanceof toolbox.OdooValidationError &&
        error instanceof toolbox.OdooRpcError,
      'the chain is broken',
    );
    equal(
      [error.name, error.message, error.code, error.toJSON().details],
      ['Refused', 'no', '7', { field: 'name' }],
    );
    assert(typeof error.stack === 'string', 'no stack');
  },

  'two clients side by side keep apart': async ({ toolbox, url, client }) => {
    const other = new toolbox.OdooClient({ url, ...admin, username: 'demo', password: 'demo' });
    await other.authenticate();
    await Promise.all([client, other].map((each) => each.searchCount('res.partner')));
    await other.logout();
    equal([client.isAuthenticated(), client.getSession().username], [true, 'admin']);
    assert((await client.searchCount('res.partner')) > 0, 'no partners');
  },

  'the services are made once and work': async ({ client }) => {
    assert(client.mail === client.mail && client.modules === client.modules, 'made anew');
    equal(await client.modules.isModuleInstalled('base'), true);
    const id = await client.create('res.partner', { name: 'Noted' });
    assert(
      Number.isInteger(await client.mail.postInternalNote('res.partner', id, '<p>note</p>')),
      'no message',
    );
    await client.unlink('res.partner', [id]);
  },

  'a wrong argument is refused before anything is sent': async ({ client }) => {
    for (const attempt of [
      () => client.read('res.partner', Number.NaN),
      () => client.search('res.partner', 'no domain'),
      () => client.call(1, 2),
    ]) {
      const error = await rejection(Promise.resolve().then(attempt));
      assert(
        error instanceof TypeError || error.name === 'OdooError',
        `${error.name}: ${error.message}`,
      );
    }
    assert((await client.searchCount('res.partner')) > 0, 'the client is not usable afterwards');
  },
};

export const checkNames = Object.keys(checks);

/** Runs every check against the sandbox at `url`; answers `[{ name, error? }]`. */
export async function smoke(toolbox, url) {
  const connect = async (config) => {
    const client = new toolbox.OdooClient({ url, ...admin, ...config });
    await client.authenticate();
    return client;
  };
  const results = [];
  met.clear();
  for (const name of checkNames) {
    try {
      await checks[name]({ toolbox, url, connect, client: await connect() });
      results.push({ name });
    } catch (error) {
      results.push({ name, error: `${error?.name}: ${error?.message}` });
    }
  }
  return results;
}
