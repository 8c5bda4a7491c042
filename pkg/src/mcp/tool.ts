// What a tool is, and the arguments that tools share.

import type { CallToolResult, InputRequiredResult } from '@modelcontextprotocol/server';
import type { Call } from './call.ts';

/** A part of JSON Schema: no more than the tools need. */
export interface Shape {
  type?: string | string[];
  description?: string;
  properties?: Record<string, Shape>;
  required?: string[];
  items?: Shape;
  enum?: unknown[];
  additionalProperties?: boolean;
  minimum?: number;
  maximum?: number;
}

export interface Tool {
  name: string;
  title: string;
  description: string;
  input: Record<string, Shape>;
  required: string[];
  output: Record<string, Shape>;
  annotations: {
    readOnlyHint?: boolean;
    destructiveHint?: boolean;
    idempotentHint?: boolean;
    openWorldHint?: boolean;
  };
  /** Whether it can change records: such tools are left out in read-only mode. */
  isWrite: boolean;
  run(call: Call): Promise<CallToolResult | InputRequiredResult>;
}

const text = (description?: string): Shape => ({
  type: 'string',
  ...(description ? { description } : {}),
});
const integer = (description?: string): Shape => ({
  type: 'integer',
  ...(description ? { description } : {}),
});

/** The arguments, by Odoo's own names. */
export const argument = {
  model: text(),
  domain: { type: ['array', 'string'] } as Shape,
  fields: { type: ['array', 'string'] } as Shape,
  ids: { type: ['array', 'integer'] } as Shape,
  values: { type: 'object' } as Shape,
  order: text(),
  limit: integer(),
  offset: integer(),
  context: { type: 'object' } as Shape,
  connection: text(),
  cursor: text(),
  plan: text(),
};

export const outcome: Record<string, Shape> = {
  status: text(),
  plan: text(),
  count: integer(),
  ids: { type: 'array' },
  result: {},
};

export const rows: Record<string, Shape> = {
  fields: { type: 'array' },
  rows: { type: 'array' },
  count: integer(),
  cursor: text(),
};

export const reads = { readOnlyHint: true };
export const changes = { readOnlyHint: false, destructiveHint: false, idempotentHint: false };
export { integer, text };
