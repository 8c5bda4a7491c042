// Prompts: common jobs, as instructions with the names filled in. No text of a record is ever in
// them.

import { completable, type McpServer } from '@modelcontextprotocol/server';
import * as z from 'zod/v4';
import type { Shared } from './call.ts';
import { completeField, completeModel } from './resources.ts';

export function registerPrompts(server: McpServer, shared: Shared, principal: string): void {
  const model = () =>
    completable(z.string().describe('Technical name of the model'), (value) =>
      completeModel(shared, principal, value ?? ''),
    );
  const field = () =>
    completable(z.string().describe('Technical name of the field'), (value, context) =>
      completeField(shared, principal, value ?? '', context?.arguments?.model),
    );
  const ask = (text: string) => ({
    messages: [{ role: 'user' as const, content: { type: 'text' as const, text } }],
  });
  server.registerPrompt(
    'explain_record',
    {
      title: 'Explain a record',
      description: 'What a record is, where it stands, what is open.',
      argsSchema: z.object({ model: model(), id: z.string().describe('Id of the record') }),
    },
    ({ model, id }) =>
      ask(
        `Explain record ${id} of ${model} in Odoo to someone who does not know it. Use odoo_fields to see what there is, odoo_read for the record, ` +
          'and odoo_search for its lines and messages. Say what it is, its state, who is responsible, amounts and dates, and what is open. Change nothing.',
      ),
  );
  server.registerPrompt(
    'month_sales',
    {
      title: "A month's sales",
      description: 'Confirmed orders of a month, by customer and salesperson.',
      argsSchema: z.object({ month: z.string().describe('Such as 2026-01') }),
    },
    ({ month }) =>
      ask(
        `Report the sales of ${month} from Odoo. Use odoo_group on sale.order with domain [['state','in',['sale','done']]] and the dates of that month, ` +
          "groupby ['partner_id'] and then ['user_id'], aggregates ['amount_total:sum']. Give a total, the five largest customers, and a comparison with the month before. Change nothing.",
      ),
  );
  server.registerPrompt(
    'find_duplicates',
    {
      title: 'Find duplicates',
      description: 'Records that share a value which should be their own.',
      argsSchema: z.object({ model: model(), field: field() }),
    },
    ({ model, field }) =>
      ask(
        `Find likely duplicates of ${model} in Odoo by ${field}. Use odoo_group with groupby ['${field}'] and order '__count desc', then odoo_search for the records of each group above one. ` +
          'List them with id, name and last change, and say which to keep and why. Merge or delete nothing; propose it.',
      ),
  );
  server.registerPrompt(
    'prepare_import',
    {
      title: 'Prepare an import',
      description: 'Which columns a file needs, checked against what is there.',
      argsSchema: z.object({ model: model() }),
    },
    ({ model }) =>
      ask(
        `Prepare an import into ${model} in Odoo. Use odoo_fields for required fields, relations and allowed values. Ask me for my columns, map them, ` +
          'look up related records with odoo_search, and list what is missing or ambiguous. Then propose odoo_create calls of at most 50 records each. Create nothing before I agree.',
      ),
  );
}
