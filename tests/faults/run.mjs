// Tries every fault against every operation over one protocol, in a process of its own: the test
// runner follows every promise of its process, which makes requests several times as dear. Prints a
// line of JSON for each fault, `{ fault, wrong }`, and at last `{ strays }`.
//
//     node run.mjs <protocol>

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { alias, installation } from '../package/fixture.mjs';
import { account } from '../package/combinations.mjs';
import { keyOptions, keys, startSandbox } from '../package/sandbox.mjs';
import { faults, patience } from './faults.mjs';
import { Truth, operations } from './operations.mjs';
import { listen, password, startProxy } from './proxy.mjs';

const { OdooBulkError, OdooClient } = createRequire(join(installation, 'requires.cjs'))(
  `${alias}/bulk`,
);
const [, , protocol] = process.argv;

/** Faults that are tried at once. */
const atOnce = 2;

/** All that an error says, to whoever looks hard at it. */
function wordsOf(error) {
  const words = [
    inspect(error, { depth: 12, showHidden: true, maxStringLength: null, maxArrayLength: null }),
  ];
  for (
    let at = error, depth = 0;
    at !== null && typeof at === 'object' && depth < 10;
    at = at.cause, depth += 1
  )
    words.push(String(at.stack), String(at), JSON.stringify(at));
  return words.join('\n');
}

// Whoever ends it ends its sandbox as well.
process.once('SIGTERM', () => process.exit(1));

const strays = [];
const sandbox = await startSandbox('--odoo', '19', ...keyOptions);
const foreign = await listen((request, response) => {
  strays.push(request.url);
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end('{"jsonrpc": "2.0", "id": 1, "result": 1}');
});
const proxy = await startProxy(sandbox.url, { foreign });
const truth = new Truth(await sandbox.connect());
let cells = 0;

/** A client of its own for one cell, logged in, whose struck call meets the fault. */
async function prepared(fault, { struck, after: passing = 0 }) {
  const cell = proxy.cell(protocol);
  const own = { ...account(protocol), ...(protocol === 'json2' ? {} : { password }) };
  let isArmed = false;
  let count = passing;
  // A fault of the runtime's own: the request is made behind its back, as far as it was on its way.
  const fetching = async (url, init) => {
    if (!isArmed || !struck(cellCall(url, init)) || (count -= 1) >= 0) return fetch(url, init);
    isArmed = false;
    if (fault.isApplied) await (await fetch(url, init)).arrayBuffer();
    return fault.fetch();
  };
  const client = new OdooClient({
    url: cell.url,
    ...own,
    retries: 1,
    timeoutMs: fault.hangs ? patience : 20_000,
    ...(fault.fetch ? { fetch: fetching } : {}),
  });
  // The fault before may have closed a connection that was kept for this one: that is not what is
  // tried here.
  for (let left = 3; !client.isAuthenticated(); left -= 1)
    await client.authenticate({ timeoutMs: 120_000 }).catch((error) => {
      if (left === 0) throw error;
    });
  if (fault.fetch) isArmed = true;
  else cell.arm(fault, struck, passing);
  return { cell, client };
}

/** The call of a request as `fetch` is given it. */
function cellCall(url, init) {
  const { params } = JSON.parse(init.body ?? 'null') ?? {};
  const [, model, method] = /\/(?:call_kw|json\/2)\/([^/]+)\/([^/?]+)/.exec(url) ?? [];
  return method ? { model, method } : { model: params?.args?.[3], method: params?.args?.[4] };
}

/** Runs an operation, and keeps what it ended as. */
async function tried(operation, { cell, client, tag, isAnswered }) {
  const outcome = {};
  // Every promise of the client's is looked at, not only those that an operation waits for last.
  const watched = new Proxy(client, {
    get(target, name) {
      const member = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...args) => {
        const result = member.apply(target, args);
        result?.catch?.((error) => {
          outcome.error ??= error;
        });
        return result;
      };
    },
  });
  const verify = await operation.run({
    client: watched,
    cell,
    tag,
    truth,
    isAnswered,
    OdooBulkError,
  });
  return { verify, outcome };
}

/** What an operation got wrong under a fault; undefined where it did not. */
async function wrongIn(name, operation, fault) {
  const tag = `${protocol}-${(cells += 1)}`;
  try {
    const { cell, client } = await prepared(fault, operation);
    const { verify, outcome } = await tried(operation, {
      cell,
      client,
      tag,
      isAnswered: fault.answers?.(protocol) === true,
    });
    await cell.rest();
    await verify();
    assert.deepEqual(cell.followed, [], 'a redirect was followed');
    assert.deepEqual(
      strays.filter((url) => url.startsWith(`/${cell.name}/`)),
      [],
      'another origin was asked',
    );
    if (outcome.error) {
      const words = wordsOf(outcome.error);
      for (const secret of [password, keys.admin, ...cell.sessions])
        assert.ok(!words.includes(secret), `a secret is in the error: ${secret}`);
    }
    return undefined;
  } catch (error) {
    return `${name}: ${error.message}`;
  }
}

const left = [...faults];
await Promise.all(
  Array.from({ length: atOnce }, async () => {
    for (let fault = left.shift(); fault; fault = left.shift()) {
      const tries = Object.entries(operations).filter(
        ([, operation]) => !operation.leavesOut?.(fault),
      );
      const wrong = (
        await Promise.all(tries.map(([name, operation]) => wrongIn(name, operation, fault)))
      ).filter(Boolean);
      console.log(JSON.stringify({ fault: fault.name, tried: tries.length, wrong }));
    }
  }),
);
console.log(JSON.stringify({ strays }));
proxy.stop();
await sandbox.stop();
process.exit();
