// Agents: this server beside two others of PyPI, each started as a host starts it, over the same
// sandbox. What answers cost in tokens, whether anything that was asked for is missing in them, how
// long a start and a call take, and whether parallel calls are lost.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { encode } from 'gpt-tokenizer';
import { markdownTable } from '../scripts/markdown.mjs';
import { run } from '../scripts/process.mjs';
import { inProject, packageDirectory, projectVersion } from '../scripts/project.mjs';

const python = inProject('target', 'bench-mcp');
const packages = { 'odoo-mcp': '1.3.0', 'mcp-server-odoo': '0.9.0' };

const leadFields = ['name', 'stage_id', 'expected_revenue'];

/** The servers: how each is started, and what a job is called there. */
const contenders = {
  ours: {
    name: `odoo-client-wasm ${projectVersion()}`,
    command: process.execPath,
    args: [join(packageDirectory, 'bin', 'odoo-client-wasm.mjs'), 'mcp'],
    search: (model, fields, limit) => [
      'odoo_search',
      { model, ...(fields ? { fields } : {}), limit },
    ],
    fields: (model) => ['odoo_fields', { model }],
    models: () => ['odoo_models', { limit: 100 }],
    group: () => [
      'odoo_group',
      { model: 'crm.lead', groupby: ['stage_id'], aggregates: ['expected_revenue:sum'] },
    ],
  },
  'odoo-mcp': {
    name: `odoo-mcp ${packages['odoo-mcp']}`,
    command: join(python, 'bin', 'odoo-mcp'),
    args: [],
    search: (model, fields, limit) => [
      'search_records',
      { model, domain: [], ...(fields ? { fields } : {}), limit },
    ],
    fields: (model) => ['get_model_fields', { model }],
    models: () => ['list_models', { limit: 100 }],
    group: () => [
      'aggregate_records',
      { model: 'crm.lead', group_by: ['stage_id'], measures: ['expected_revenue:sum'] },
    ],
  },
  'mcp-server-odoo': {
    name: `mcp-server-odoo ${packages['mcp-server-odoo']}`,
    command: join(python, 'bin', 'mcp-server-odoo'),
    args: [],
    search: (model, fields, limit) => [
      'search_records',
      { model, domain: [], ...(fields ? { fields } : {}), limit },
    ],
    fields: (model) => ['get_fields', { model }],
    models: () => ['list_models', {}],
    group: () => [
      'aggregate_records',
      { model: 'crm.lead', groupby: ['stage_id'], aggregates: ['expected_revenue:sum'] },
    ],
  },
};

/** What is asked, and which texts an answer must have for nothing to be missing. */
const jobs = {
  '10 partners, no fields named': [
    (one) => one.search('res.partner', undefined, 10),
    ({ partners }) => partners.map(({ name }) => name).filter(Boolean),
  ],
  '10 sales orders, no fields named': [
    (one) => one.search('sale.order', undefined, 10),
    ({ orders }) => orders.flatMap(({ name, partner_id }) => [name, partner_id[1]]),
  ],
  '20 leads, 3 fields': [
    (one) => one.search('crm.lead', leadFields, 20),
    ({ leads }) =>
      leads.flatMap((lead) => [lead.name, lead.stage_id[1], String(lead.expected_revenue)]),
  ],
  'fields of sale.order': [
    (one) => one.fields('sale.order'),
    () => ['partner_id', 'order_line', 'amount_total', 'state', 'date_order'],
  ],
  models: [(one) => one.models(), () => ['res.partner', 'crm.lead', 'sale.order', 'account.move']],
  'leads by stage, with a sum': [
    (one) => one.group(),
    ({ stages }) => stages.flatMap((row) => [row.stage_id[1], String(row['expected_revenue:sum'])]),
  ],
};

/**
 * Calls before those that are measured: as many for each, since code and connections get faster for
 * a while.
 */
const warming = 50;

const tokens = (value) => encode(typeof value === 'string' ? value : JSON.stringify(value)).length;
const textOf = ({ content }) =>
  content.map((block) => block.text ?? JSON.stringify(block)).join('\n');
const middle = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

/** Puts the other two into a Python environment of their own, once. */
async function install() {
  if (Object.keys(packages).every((name) => existsSync(join(python, 'bin', name)))) return;
  await run('python3', ['-m', 'venv', python], {
    quiet: true,
    remedy: 'install python3 with its venv module',
  });
  const wanted = Object.entries(packages).map(([name, version]) => `${name}==${version}`);
  await run(
    join(python, 'bin', 'pip'),
    ['install', '--quiet', '--disable-pip-version-check', ...wanted],
    { quiet: true },
  );
}

async function open({ command, args }, { url, database, username, password }) {
  const client = new Client({ name: 'bench', version: '1.0.0' });
  const env = {
    PATH: process.env.PATH,
    HOME: python,
    ODOO_URL: url,
    ODOO_DB: database,
    ODOO_USER: username,
    ODOO_USERNAME: username,
    ODOO_PASSWORD: password,
    // The second of the others needs no module in Odoo this way.
    ODOO_YOLO: 'true',
    ODOO_RPC_TRANSPORT: 'xmlrpc',
    ODOO_MCP_LOG_LEVEL: 'ERROR',
  };
  const start = performance.now();
  await client.connect(
    new StdioClientTransport({ command, args, env, cwd: inProject('target'), stderr: 'ignore' }),
  );
  return { client, time: performance.now() - start };
}

export async function measure({ OdooClient, quickly = false, ...server }) {
  await install();
  const direct = new OdooClient(server);
  await direct.authenticate();
  const [product] = await direct.search('product.product', [], { limit: 1 });
  const customers = await direct.search('res.partner', [['is_company', '=', true]], { limit: 12 });
  await direct.create(
    'sale.order',
    customers.map((partner_id) => ({
      partner_id,
      order_line: [[0, 0, { product_id: product, product_uom_qty: 2, price_unit: 120.5 }]],
    })),
  );
  const truth = {
    partners: await direct.searchRead('res.partner', [], { fields: ['name'], limit: 10 }),
    orders: await direct.searchRead('sale.order', [], {
      fields: ['name', 'partner_id'],
      limit: 10,
    }),
    leads: await direct.searchRead('crm.lead', [], { fields: leadFields, limit: 20 }),
    stages: await direct.readGroup('crm.lead', [], {
      groupBy: ['stage_id'],
      aggregates: ['expected_revenue:sum'],
    }),
  };
  const ask = () => direct.searchRead('crm.lead', [], { fields: leadFields, limit: 20 });
  await timed(ask, warming);

  const columns = {};
  for (const [id, one] of Object.entries(contenders))
    columns[id] = await measureOne(one, server, truth, ask, quickly);
  // The client's own call goes in turns with the same call through the server of this package: the
  // same pauses, the same noise.
  const own = columns.ours.own;
  for (const column of Object.values(columns)) delete column.own;
  const names = Object.keys(contenders);
  const rowNames = Object.keys(columns.ours);
  const table = markdownTable(
    ['', ...names.map((id) => contenders[id].name)],
    rowNames.map((row) => [row, ...names.map((id) => columns[id][row])]),
  );
  return {
    table,
    figures: columns,
    note: `tokens by o200k_base, of text / of structured content; the client's own call of the 20 leads takes ${own.toFixed(1)} ms`,
  };
}

async function timed(task, times) {
  const list = [];
  for (let round = 0; round < times; round += 1) list.push(await once(task));
  return list;
}

async function once(task) {
  const start = performance.now();
  await task();
  return performance.now() - start;
}

/** One server's column. */
async function measureOne(one, server, truth, ask, quickly) {
  const starts = [];
  for (let round = 0; round < (quickly ? 1 : 7); round += 1) {
    const { client, time } = await open(one, server);
    starts.push(time);
    await client.close();
  }
  const { client } = await open(one, server);
  const column = { 'start to `initialize` answered': `${(middle(starts) / 1000).toFixed(2)} s` };
  const call = ([name, args]) => client.callTool({ name, arguments: args }, { timeout: 120_000 });
  try {
    const { tools } = await client.listTools();
    column['`tools/list`'] = `${tokens(tools)} (${tools.length} tools)`;
    for (const [what, [job, expected]] of Object.entries(jobs)) {
      const result = await call(job(one));
      const text = textOf(result);
      const missing = result.isError
        ? ['everything']
        : expected(truth).filter(
            (word) => !text.includes(word) && !text.includes(JSON.stringify(word).slice(1, -1)),
          );
      const structured = result.structuredContent ? ` / ${tokens(result.structuredContent)}` : '';
      column[what] =
        `${tokens(text)}${structured}${missing.length ? `, without ${missing.slice(0, 2).join(', ')}` : ''}`;
    }
    const leads = () => call(one.search('crm.lead', leadFields, 20));
    await timed(leads, warming);
    const [through, own] = [[], []];
    for (let round = 0; round < (quickly ? 10 : 50); round += 1) {
      through.push(await once(leads));
      own.push(await once(ask));
    }
    column['the 20 leads again, warm'] = `${middle(through).toFixed(1)} ms`;
    column.own = middle(own);
    const number = quickly ? 20 : 200;
    const results = await Promise.allSettled(Array.from({ length: number }, leads));
    const lost = results.filter(
      ({ status, value }) => status === 'rejected' || value.isError,
    ).length;
    column[`${number} calls at once`] = lost ? `${lost} lost` : 'none lost';
  } finally {
    await client.close();
  }
  return column;
}
