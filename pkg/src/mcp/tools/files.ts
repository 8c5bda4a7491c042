// Files: attachments and printed reports. Their bytes are resources; what goes to the model is an
// address.

import type { ContentBlock } from '@modelcontextprotocol/server';
import type { Call } from '../call.ts';
import { withConsent } from '../consent.ts';
import { ToolError } from '../errors.ts';
import { result, rowsResult } from '../result.ts';
import { didYouMean, oneLine, visible } from '../text.ts';
import { argument, changes, outcome, reads, rows, type Tool, text } from '../tool.ts';
import { verdictOn } from '../values.ts';
import { readIfAllowed } from './read.ts';
import { done, idsOf } from './write.ts';

const actions = ['list', 'add'];

export const attachment: Tool = {
  name: 'odoo_attachment',
  title: 'Attachments',
  description:
    "list: a record's files, as resource links. add: attach a file; content is text, or base64 with base64: true.",
  input: {
    action: { type: 'string', enum: actions },
    model: argument.model,
    id: { type: 'integer' },
    name: text(),
    content: text(),
    base64: { type: 'boolean' },
    mimetype: text(),
    connection: argument.connection,
    plan: argument.plan,
  },
  required: ['action', 'model', 'id'],
  output: { ...outcome, ...rows },
  annotations: changes,
  isWrite: false,
  run: async (call) => {
    const { model } = call;
    const id = call.number('id') ?? 0;
    if (!Number.isSafeInteger(id) || id < 1)
      throw new ToolError('bad_argument', 'id is not a record id.');
    const action = call.text('action') ?? '';
    if (action === 'list') return listFiles(call, model, id);
    if (action === 'add') return addFile(call, model, id);
    throw new ToolError(
      'bad_argument',
      `action is list or add, not ${oneLine(action).slice(0, 40)}.${didYouMean(action, actions)}`,
    );
  },
};

async function listFiles(call: Call, model: string, id: number) {
  call.mayRead('ir.attachment');
  return readIfAllowed(call, model, `List the files of ${model} ${id}`, async () => {
    const connection = await call.connection();
    await connection.schema.fields(model);
    await call.withinPolicy(model, [id]);
    const domain = [
      ['res_model', '=', model],
      ['res_id', '=', id],
      ['res_field', '=', false],
    ];
    const files = await connection.client.searchRead<Record<string, unknown>>(
      'ir.attachment',
      domain,
      {
        fields: ['name', 'mimetype', 'file_size'],
        limit: call.policy.rowsOf('ir.attachment'),
        ...call.options,
      },
    );
    const links = files.slice(0, 10).map(
      (file): ContentBlock => ({
        type: 'resource_link',
        uri: `odoo://${connection.name}/ir.attachment/${file.id}/datas`,
        name: visible(String(file.name)),
        ...(file.mimetype ? { mimeType: String(file.mimetype) } : {}),
      }),
    );
    return rowsResult(
      {
        source: `files of ${model} ${id} @${connection.name}`,
        fields: ['id', 'name', 'mimetype', 'bytes'],
        rows: files.map((file) => [
          file.id,
          oneLine(String(file.name)),
          file.mimetype,
          file.file_size,
        ]),
        count: files.length,
        offset: 0,
        also: { status: 'done' },
        links,
      },
      call.policy.maxTokens,
      call.shared.results,
    );
  });
}

async function addFile(call: Call, model: string, id: number) {
  const name = call.text('name');
  const content = call.args.content;
  if (!name) throw new ToolError('bad_argument', 'name is missing.', "Such as name: 'offer.txt'.");
  if (typeof content !== 'string') throw new ToolError('bad_argument', 'content is missing.');
  const isBase64 = call.args.base64 === true;
  const compact = content.replace(/\s/g, '');
  if (isBase64 && (!/^[A-Za-z0-9+/]*={0,2}$/.test(compact) || compact.length % 4 !== 0)) {
    throw new ToolError(
      'bad_argument',
      'content is not base64.',
      'Leave base64 out for plain text.',
    );
  }
  const datas = isBase64 ? compact : Buffer.from(content, 'utf8').toString('base64');
  const mimetype = call.text('mimetype');
  const bytes = Buffer.byteLength(datas, 'base64');
  const { client, schema } = await call.connection();
  await schema.fields(model);
  await call.withinPolicy(model, [id], true);
  return withConsent(call, {
    // A file on a record is a change of the record, and a record of its own.
    verdicts: [
      verdictOn(call.policy, 'create', 'ir.attachment'),
      verdictOn(call.policy, 'update', model),
    ],
    model,
    method: 'attach',
    ids: [id],
    values: { name, mimetype, bytes },
    isWrite: true,
    preview: async () => ({
      summary: `Attach ${oneLine(name)} (${bytes} bytes) to ${model} ${id}.`,
      lines: [],
      count: 1,
      before: [model, id],
    }),
    perform: async () => {
      const values = {
        name,
        datas,
        res_model: model,
        res_id: id,
        ...(mimetype ? { mimetype } : {}),
      };
      const made = await client.create('ir.attachment', values, {}, { signal: call.signal });
      return done(`Attached ${oneLine(name)} to ${model} ${id}: ir.attachment ${made}`, [made]);
    },
    logged: idsOf,
  });
}

/** How many printed files are kept, and their bytes at most. */
const [mostFiles, mostBytes] = [20, 100_000_000];

/** Prints records. */
export async function print(call: Call, name: string, ids: number[]): Promise<Uint8Array> {
  const { client } = await call.connection();
  const { report: render } = await import('odoo-client-wasm/bulk');
  return render(client as never, name, ids, { signal: call.signal });
}

/** The model of a report, by its technical name; it must be one that may be read. */
export async function modelOfReport(call: Call, name: string): Promise<string> {
  const { client } = await call.connection();
  const found = await client.searchRead<{ model: string }>(
    'ir.actions.report',
    [['report_name', '=', name]],
    {
      fields: ['model'],
      ...call.options,
    },
  );
  if (!found[0]) {
    throw new ToolError(
      'bad_argument',
      `There is no report \`${oneLine(name).slice(0, 80)}\`.`,
      'Call odoo_report with model alone to list its reports.',
    );
  }
  const { model } = found[0];
  if (found.some((one) => one.model !== model)) {
    throw new ToolError(
      'bad_argument',
      `Several models have a report \`${oneLine(name).slice(0, 80)}\`, so it is unclear whose records it prints.`,
      'Tell the user.',
    );
  }
  return model;
}

export const report: Tool = {
  name: 'odoo_report',
  title: 'Print a report',
  description: 'Print records as PDF; gives a resource link. With model alone: lists its reports.',
  input: {
    model: argument.model,
    report: text(),
    ids: argument.ids,
    connection: argument.connection,
    plan: argument.plan,
  },
  required: [],
  output: { ...rows, uri: text(), bytes: { type: 'integer' } },
  annotations: reads,
  isWrite: false,
  run: async (call) => {
    const name = call.text('report');
    if (name === undefined) return listReports(call);
    const { ids } = call;
    if (!ids.length)
      throw new ToolError('bad_argument', 'ids is empty.', 'Name the records to print.');
    const model = await modelOfReport(call, name);
    return readIfAllowed(call, model, `Print ${ids.length} records of ${model}`, async () => {
      const connection = await call.connection();
      await call.withinPolicy(model, ids);
      const bytes = await print(call, name, ids);
      const uri = `odoo://${connection.name}/report/${name}/${ids.join(',')}`;
      keep(call, await keyOf(call, uri), bytes);
      return result(
        `Printed ${oneLine(name)} for ${model} ${ids.join(', ')}: ${bytes.length} bytes, ${uri}`,
        { uri, bytes: bytes.length },
        [
          {
            type: 'resource_link',
            uri,
            name: `${name}.pdf`,
            mimeType: 'application/pdf',
            size: bytes.length,
          },
        ],
      );
    });
  },
};

/**
 * What a printed file is kept by: who had it printed, as which user of which database, and its
 * address.
 */
export async function keyOf(call: Call, uri: string): Promise<string> {
  const { url, database, uid } = await call.connection();
  return [call.principal, url, database, uid, uri].join('\n');
}

/** Keeps printed bytes for who follows the link; the oldest go first. */
function keep(call: Call, key: string, bytes: Uint8Array): void {
  const { files } = call.shared;
  files.set(key, { bytes, mimeType: 'application/pdf' });
  const total = () => [...files.values()].reduce((sum, file) => sum + file.bytes.length, 0);
  while (files.size > mostFiles || (files.size > 1 && total() > mostBytes)) {
    files.delete(files.keys().next().value as string);
  }
}

async function listReports(call: Call) {
  const { model } = call;
  call.mayRead(model);
  const connection = await call.connection();
  const found = await connection.client.searchRead<Record<string, unknown>>(
    'ir.actions.report',
    [['model', '=', model]],
    {
      fields: ['report_name', 'name'],
      ...call.options,
    },
  );
  return rowsResult(
    {
      source: `reports of ${model} @${connection.name}`,
      fields: ['report', 'name'],
      rows: found.map((one) => [one.report_name, oneLine(String(one.name))]),
      count: found.length,
      offset: 0,
    },
    call.policy.maxTokens,
    call.shared.results,
  );
}
