// Random sequences of calls while everything goes wrong now and then. Counted on the server: no
// write without its consent, none twice, and what is told of it is true. MCP_SEQUENCES=10000 tries
// more of them; MCP_SEED repeats a run.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomFrom } from '../generated.js';
import { configOf, connect, createOdooMcp, createSandbox, OdooClient } from './fixture.mjs';

const sequences = Number(process.env.MCP_SEQUENCES ?? 100);
const seed = Number(process.env.MCP_SEED ?? Date.now() % 1e9);

const { chance, pick } = randomFrom(seed);
const markers = /[md]-\d+-\d+/g;
const changing = new Set(['create', 'write', 'unlink', 'message_post', 'toggle_active']);

/** What can go wrong with a request. */
const faults = [
  'refuse',
  'resetBefore',
  { fault: 'resetBefore', applyFirst: true },
  'resetMidBody',
  'truncate',
  'html',
  'status',
  'body',
  'otherId',
  'dropSession',
  'rotateSession',
  'poolFull',
  'serialization',
  'lock',
  'error',
  { fault: 'delay', milliseconds: 5 },
  { fault: 'status', status: 429 },
  { fault: 'status', status: 504, applyFirst: true },
  { fault: 'html', status: 502, applyFirst: true },
  { fault: 'hangBeforeHeaders', applyFirst: true },
  'hangAfterHeaders',
];

const policies = {
  ask: {},
  allow: {
    default: { create: 'allow', update: 'allow', delete: 'allow', call: 'allow', message: 'allow' },
  },
  deny: {
    default: { create: 'deny', update: 'deny', delete: 'deny', call: 'deny', message: 'deny' },
  },
  mixed: {
    default: { create: 'allow', update: 'ask', delete: 'deny', call: 'ask', message: 'allow' },
  },
};
const operationOf = {
  odoo_create: 'create',
  odoo_update: 'update',
  odoo_delete: 'delete',
  odoo_call: 'call',
  odoo_message: 'message',
};
const decisionOf = (policy, tool) => policies[policy].default?.[operationOf[tool]] ?? 'ask';

/** How a person answers, and which markers they agreed to. */
function person(consents) {
  return async ({ message }) => {
    const action = pick(['accept', 'accept', 'decline', 'cancel']);
    if (action === 'accept')
      for (const [marker] of message.matchAll(markers))
        consents.set(marker, (consents.get(marker) ?? 0) + 1);
    return action;
  };
}

const odoo = createSandbox({ seed });
/**
 * Bodies of requests that met an ended session: the sandbox counts them as having come, and they
 * did nothing.
 */
let expired = [];
async function fetch(input, init) {
  const response = await odoo.fetch(input, init);
  if (response.status !== 200) return response;
  const text = await response
    .clone()
    .text()
    .catch(() => '');
  if (text.includes('SessionExpired')) expired.push(String(init?.body ?? ''));
  return response;
}
const config = { ...configOf(odoo), fetch, timeoutMs: 150, retries: 1 };
const worlds = [];
for (const policy of Object.keys(policies)) {
  for (const canAsk of [true, false]) {
    for (const revision of ['2025-11-25', '2026-07-28']) {
      const world = { policy, canAsk, revision, consents: new Map(), lines: [] };
      world.mcp = createOdooMcp({
        connections: { default: config },
        policy: policies[policy],
        audit: (line) => world.lines.push(JSON.parse(line)),
      });
      Object.assign(
        world,
        await connect(world.mcp, {
          revision,
          ...(canAsk ? { answer: person(world.consents) } : {}),
        }),
      );
      worlds.push(world);
    }
  }
}
const direct = new OdooClient({ ...config, retries: 0 });
await direct.authenticate();
/** Records to delete, and to call a method on: one for each step. Their names are the markers. */
const pool = await direct.create(
  'res.partner',
  [0, 1, 2, 3, 4].map((step) => ({ name: `d-0-${step}` })),
);
const snapshot = odoo.snapshot();

/** The arguments of a random write, with the marker that it is known by. */
function randomWrite(marker, step) {
  const tool = pick(Object.keys(operationOf));
  if (tool === 'odoo_create')
    return [tool, marker, { model: 'res.partner', values: { name: marker } }];
  if (tool === 'odoo_update')
    return [
      tool,
      marker,
      { model: 'res.partner', ids: [pick([8, 9, 10, 13])], values: { phone: marker } },
    ];
  if (tool === 'odoo_message')
    return [tool, marker, { model: 'res.partner', id: 8, body: marker, kind: 'note' }];
  const [name, id] = [`d-0-${step}`, pool[step]];
  if (tool === 'odoo_delete') return [tool, name, { model: 'res.partner', ids: [id] }, id];
  return [tool, name, { model: 'res.partner', method: 'toggle_active', ids: [id] }, id];
}

/** How often a change has got through to Odoo. */
function reached(requests, { marker, id }) {
  const isIt = (method, told) => {
    if (!changing.has(method)) return false;
    return id === undefined
      ? told.includes(`"${marker}"`) || told.includes(`>${marker}<`)
      : method !== 'create' && told.includes(`[[${id}]`);
  };
  const came = requests.filter(
    ({ method, args, kwargs, reached: got }) => got && isIt(method, JSON.stringify([args, kwargs])),
  );
  const inVain = expired.filter((body) => {
    const { method, args, kwargs } = JSON.parse(body).params ?? {};
    return isIt(method, JSON.stringify([args, kwargs]));
  });
  return came.length - inVain.length;
}

async function sequence(number) {
  odoo.reset(snapshot);
  const world = pick(worlds);
  world.consents.clear();
  world.lines.length = 0;
  expired = [];
  const writes = [];
  for (let step = 0; step < 5; step += 1) {
    if (chance(0.3)) {
      await world.call(pick(['odoo_search', 'odoo_count']), {
        model: pick(['res.partner', 'crm.lead']),
      });
      continue;
    }
    const [tool, marker, args, id] = randomWrite(`m-${number}-${step}`, step);
    const write = { tool, marker, id, results: [] };
    writes.push(write);
    if (chance(0.5)) {
      const fault = pick(faults);
      odoo.failNext({
        ...(typeof fault === 'string' ? { fault } : fault),
        ...(chance(0.7) ? { method: pick([...changing]) } : {}),
      });
    }
    const first = await world.call(tool, args);
    write.results.push(first);
    const plan = first.data?.plan;
    if (plan) {
      const way = pick(['use', 'use', 'twice', 'at once', 'altered', 'forgotten', 'made up']);
      const again = () => world.call(tool, { ...args, plan });
      const agree = () => world.consents.set(marker, 1);
      if (way === 'use') {
        agree();
        write.results.push(await again());
      }
      if (way === 'twice') {
        agree();
        write.results.push(await again(), await again());
      }
      if (way === 'at once') {
        agree();
        write.results.push(...(await Promise.all([again(), again(), again()])));
      }
      if (way === 'altered')
        write.results.push(
          await world.call(tool, {
            ...args,
            ...(args.ids ? { ids: [12] } : { model: 'res.country' }),
            plan,
          }),
        );
      if (way === 'made up')
        write.results.push(await world.call(tool, { ...args, plan: `${plan}x` }));
    }
  }
  // What hangs is answered by nobody; whatever was struck is over by now.
  const { requests } = odoo;
  for (const write of writes) {
    const { tool, marker, results } = write;
    const decision = decisionOf(world.policy, tool);
    const times = reached(requests, write);
    const agreed =
      decision === 'allow' ? 1 : decision === 'deny' ? 0 : (world.consents.get(marker) ?? 0);
    const what = `seed ${seed}, sequence ${number}: ${tool} ${marker}, ${world.policy}, ${world.canAsk ? 'asks' : 'plans'}, ${world.revision}: `;
    const told = results.map(({ text }) => text).join('\n---\n');
    const seen = () =>
      requests
        .filter(({ method }) => changing.has(method))
        .map(({ method, reached, status, fault, args }) =>
          JSON.stringify({ method, reached, status, fault, args }),
        )
        .join('\n');
    assert.ok(
      times <= Math.min(agreed, 1),
      `${what}${times} writes for ${agreed} consents\n${told}\n${seen()}`,
    );
    const done = results.filter(({ isError, data }) => !isError && data?.status === 'done').length;
    const unknown = results.filter(
      ({ _meta }) => _meta?.['odoo-client-wasm/error']?.nothingDone === false,
    ).length;
    assert.ok(done <= times, `${what}told as done, and never sent\n${told}`);
    if (times === 1 && done === 0 && unknown === 0) {
      // It has reached Odoo, and is told as not done: then Odoo has refused it, and keeps nothing
      // of it.
      assert.equal(await isKept(write), false, `${what}kept, and told as not done\n${told}`);
    }
  }
  const open = new Set();
  for (const { event, change } of world.lines) {
    if (event === 'sent') open.add(change);
    else if (change) open.delete(change);
  }
  assert.equal(open.size, 0, 'every change has its end in the audit log');
}

/** Whether a change is in the records. */
async function isKept({ tool, marker, id }) {
  // Faults that struck nothing yet may strike these.
  const find = async (model, domain, tries = 40) => {
    try {
      return await direct.searchCount(model, domain, { context: { active_test: false } });
    } catch (error) {
      if (tries === 0) throw error;
      if (!direct.isAuthenticated()) await direct.authenticate().catch(() => {});
      return find(model, domain, tries - 1);
    }
  };
  if (tool === 'odoo_create') return (await find('res.partner', [['name', '=', marker]])) > 0;
  if (tool === 'odoo_update') return (await find('res.partner', [['phone', '=', marker]])) > 0;
  if (tool === 'odoo_message') return (await find('mail.message', [['body', 'ilike', marker]])) > 0;
  if (tool === 'odoo_delete') return (await find('res.partner', [['id', '=', id]])) === 0;
  return (
    (await find('res.partner', [
      ['id', '=', id],
      ['active', '=', false],
    ])) > 0
  );
}

test(`${sequences} sequences of calls with faults: no write without its consent, none twice, and what is told of each is true`, {
  timeout: 6_000_000,
}, async (t) => {
  t.diagnostic(`MCP_SEED=${seed}`);
  for (let number = 0; number < sequences; number += 1) {
    await sequence(number);
    if ((number + 1) % 1000 === 0) console.error(`${number + 1} sequences`);
  }
});
