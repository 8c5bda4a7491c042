// The audit log: one line of JSON for each change that was asked for, and one for what came of it.
// Lines are only ever added.

import { appendFileSync, closeSync, openSync } from 'node:fs';
import { ToolError } from './errors.ts';
import { isCredential } from './policy.ts';
import { visible } from './text.ts';

/** A line of the audit log, as JSON. Lines of one change have the same `change`. */
export interface OdooMcpAuditLine extends AuditEntry {
  /** When, in ISO 8601. */
  time: string;
}

/** What a line tells. */
export interface AuditEntry {
  /**
   * `'sent'` comes before the request goes out; `'unknown'`: it may have been done. Of `'planned'`
   * and `'refused'`, nothing was sent.
   */
  event: 'connected' | 'planned' | 'refused' | 'sent' | 'done' | 'failed' | 'unknown';
  /** What links the lines of one change. */
  change?: string;
  /** Who asked: `'local'` over a pipe, the client of the token over HTTP. */
  principal: string;
  /** The name of the connection. */
  connection: string;
  /** The database. */
  database?: string;
  /** The login of the user in Odoo. */
  user?: string;
  /** The tool. */
  tool: string;
  /** The model. */
  model?: string;
  /** The method that is called. */
  method?: string;
  /** The records, at most 200 of them. */
  ids?: readonly number[];
  /** Values or arguments: credentials hidden, long texts cut. */
  values?: unknown;
  /** Who agreed: the rules, a person, or the holder of a plan. */
  consent?: 'policy' | 'person' | 'plan';
  /** The rule that decided. */
  rule?: string;
  /** What came of it: ids. */
  result?: unknown;
  /** What went wrong. */
  error?: string;
  /** How long the request took, in milliseconds. */
  ms?: number;
}

/** Where the lines go. */
export type AuditSink = (line: string) => void;

/** Adds lines to a file that only its owner may read. */
export function fileSink(path: string): AuditSink {
  closeSync(openSync(path, 'a', 0o600));
  return (line) => appendFileSync(path, line, { mode: 0o600 });
}

export class Audit {
  constructor(
    private readonly sink: AuditSink | undefined,
    private readonly redact: (text: string) => string,
  ) {}

  /**
   * Writes a line.
   *
   * @throws {ToolError} when it cannot be written: a change that would leave no trace is not made.
   */
  write(entry: AuditEntry): void {
    if (!this.sink) return;
    const told: OdooMcpAuditLine = {
      time: new Date().toISOString(),
      ...entry,
      values:
        entry.method !== undefined && isOfCredential(entry.method)
          ? '(hidden)'
          : short(entry.values),
    };
    const line = JSON.stringify(told);
    try {
      this.sink(`${this.redact(line)}\n`);
    } catch (error) {
      throw new ToolError(
        'failed',
        `The audit log cannot be written: ${(error as Error).message}.`,
        'No change is made without it. Tell the user.',
      );
    }
  }

  /** Writes a line about what has happened already; a failure is told on standard error. */
  note(entry: AuditEntry): void {
    try {
      this.write(entry);
    } catch (error) {
      console.error(
        `odoo-client-wasm mcp: ${(error as Error).message} ${JSON.stringify(entry.event)}`,
      );
    }
  }
}

/** Whether a text names a credential: a field, a method, or a parameter such as `mail.password`. */
const isOfCredential = (text: string) => isCredential(text.replace(/\W+/g, '_'));

/**
 * Values for the log: without credentials, texts of at most 200 characters, lists of at most 50.
 */
export function short(value: unknown, depth = 0): unknown {
  if (depth > 8) return '…';
  if (typeof value === 'string') {
    return value.length > 200
      ? `${visible(value.slice(0, 200))}… (${value.length} characters)`
      : visible(value);
  }
  if (Array.isArray(value)) {
    // A condition or arguments about a credential: `['api_key', '=', …]`, `('mail.password', …)`.
    const names = value.some((item) => typeof item === 'string' && isOfCredential(item));
    const items = value
      .slice(0, 50)
      .map((item) =>
        names && typeof item === 'string' && !isOfCredential(item)
          ? '(hidden)'
          : short(item, depth + 1),
      );
    return value.length > 50 ? [...items, `… ${value.length - 50} more`] : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  // A parameter or a setting that is one by its key: `{ key: 'mail.password', value: … }`.
  const { key } = value as { key?: unknown };
  const isSetting = typeof key === 'string' && isOfCredential(key);
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      isCredential(name) || (isSetting && name !== 'key') ? '(hidden)' : short(inner, depth + 1),
    ]),
  );
}
