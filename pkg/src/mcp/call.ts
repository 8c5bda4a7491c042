// One call of a tool: who asks, over which connection, under which rules.

import type { McpServer, ServerContext } from '@modelcontextprotocol/server';
import type { Audit } from './audit.ts';
import { and } from './conditions.ts';
import type { Connection, Connections } from './connections.ts';
import { domainOf } from './domain.ts';
import { ToolError } from './errors.ts';
import { hangingOf } from './hanging.ts';
import { mayRead } from './paths.ts';
import type { Plans } from './plans.ts';
import type { Policy } from './policy.ts';
import type { ResultKind } from './result.ts';
import type { Field } from './schema.ts';
import { oneLine } from './text.ts';

/** What all calls share. */
export interface Shared {
  policy: Policy;
  plans: Plans;
  audit: Audit;
  connections: Connections;
  results: ResultKind;
  /** Reports that were printed, by the address of their resource. */
  files: Map<string, { bytes: Uint8Array; mimeType: string }>;
  /** Whether `odoo_authenticate` may be told an address. */
  takesAddresses: boolean;
}

/** Members of a context that put no field into the place of another. */
const plainContext = [
  'lang', 'tz', 'active_test', 'allowed_company_ids', 'company_id', 'force_company', 'pricelist', 'quantity', 'uom', 'date',
  'date_from', 'date_to', 'from_date', 'to_date', 'location', 'location_id', 'warehouse', 'warehouse_id', 'lot_id', 'owner_id',
]; // biome-ignore format: a list of names

export type Arguments = Record<string, unknown>;

/** What a client can do, by the revision that it speaks. */
export function canAsk(server: McpServer, ctx: ServerContext): boolean {
  const envelope = ctx.mcpReq.envelope as Record<string, unknown> | undefined;
  const told = envelope
    ? envelope['io.modelcontextprotocol/clientCapabilities']
    : server.server.getClientCapabilities();
  const elicitation = (told as { elicitation?: Record<string, unknown> } | undefined)?.elicitation;
  if (!elicitation) return false;
  // An empty capability means forms; one that names its modes must name them.
  return Object.keys(elicitation).length === 0 || 'form' in elicitation;
}

/** Who asks: the client of a token, or whoever holds the pipe. */
export function principalOf(ctx: ServerContext): string {
  return ctx.http?.authInfo?.clientId ?? 'local';
}

export class Call {
  private connected: Promise<Connection> | undefined;

  constructor(
    readonly shared: Shared,
    readonly server: McpServer,
    readonly ctx: ServerContext,
    readonly tool: string,
    readonly args: Arguments,
  ) {}

  get policy(): Policy {
    return this.shared.policy;
  }

  get principal(): string {
    return principalOf(this.ctx);
  }

  get signal(): AbortSignal {
    return this.ctx.mcpReq.signal;
  }

  get canAsk(): boolean {
    return canAsk(this.server, this.ctx);
  }

  /** The connection that the arguments name. */
  connection(): Promise<Connection> {
    this.connected ??= this.shared.connections.get(this.principal, this.text('connection'));
    return this.connected;
  }

  /** Options of every request of this call. */
  get options(): { signal: AbortSignal; context?: Record<string, unknown> } {
    const context = this.args.context as Record<string, unknown> | undefined;
    return context ? { signal: this.signal, context } : { signal: this.signal };
  }

  /**
   * Refuses a context of which nobody knows what it shows, where the rules hide fields:
   * `show_email` puts an address into the name of a partner.
   */
  checkContext(): void {
    if (!this.policy.hidesFields) return;
    const { context, kwargs } = this.args as Record<string, { context?: object } | undefined>;
    for (const key of Object.keys({ ...context, ...kwargs?.context })) {
      if (plainContext.includes(key) || key.startsWith('default_')) continue;
      throw new ToolError(
        'denied_by_policy',
        `context may not have \`${oneLine(key).slice(0, 60)}\`: the policy hides fields, and this might show them.`,
        `It may have: ${plainContext.join(', ')}.`,
      );
    }
  }

  /**
   * Refuses a context that would write fields past the rules: `default_…` is a value in another
   * place.
   *
   * @returns a line for the preview, where there is a context.
   */
  contextLine(model: string, takesDefaults: boolean): string[] {
    const { context: own, kwargs } = this.args as Record<string, { context?: object } | undefined>;
    const context = { ...own, ...kwargs?.context };
    if (!Object.keys(context).length) return [];
    for (const key of Object.keys(context)) {
      if (!key.startsWith('default_')) continue;
      const field = key.slice('default_'.length);
      if (takesDefaults && !this.policy.isReadonly(model, field)) continue;
      throw new ToolError(
        'denied_by_policy',
        `context may not have \`${key}\`.`,
        'Put the value into values.',
      );
    }
    return [oneLine(`context: ${JSON.stringify(context).slice(0, 1000)}`)];
  }

  text(name: string): string | undefined {
    const value = this.args[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  }

  number(name: string): number | undefined {
    const value = this.args[name];
    return typeof value === 'number' ? value : undefined;
  }

  /** A model's name that can be one, or an error. */
  get model(): string {
    const model = this.text('model') ?? '';
    if (!/^[a-z_][\w]*(\.\w+)*$/i.test(model) || model.length > 120) {
      throw new ToolError(
        'unknown_model',
        `\`${model.slice(0, 60)}\` is not a model name.`,
        "Such as 'res.partner'; odoo_models lists them.",
      );
    }
    return model;
  }

  /** The ids, each once, whether one or a list came. */
  get ids(): number[] {
    const given = this.args.ids;
    const ids = [...new Set(Array.isArray(given) ? given : given === undefined ? [] : [given])];
    for (const id of ids) {
      if (!Number.isSafeInteger(id) || (id as number) < 1) {
        throw new ToolError(
          'bad_argument',
          `${JSON.stringify(id)} is not a record id.`,
          'Ids are whole numbers above 0.',
        );
      }
    }
    return ids as number[];
  }

  /** Names of fields, from a list or a text with commas. */
  get fieldNames(): string[] {
    const given = this.args.fields;
    const names = typeof given === 'string' ? given.split(',') : Array.isArray(given) ? given : [];
    return [...new Set(names.map((name) => String(name).trim()).filter(Boolean))];
  }

  /** The domain of the arguments, joined with those that the model is held to. */
  async domain(): Promise<{ given: unknown[]; whole: unknown[] }> {
    const { uid } = await this.connection();
    const given = domainOf(this.args.domain, uid);
    return { given, whole: and(given, await this.heldTo(this.model)) };
  }

  /**
   * The domain that a model is held to: that of the policy, and for what hangs on records of any
   * model (files, messages) that it does not hang on one that may not be read.
   */
  private async heldTo(model: string): Promise<unknown[]> {
    const own = this.policy.domain(model);
    const column = hangingOf(model)?.column;
    if (!column) return own;
    const { schema } = await this.connection();
    const told = await schema.models().catch((): { model: string }[] => []);
    // A user may be told no models; then those that the rules name are known at least.
    const names = [
      ...told.map((known) => known.model),
      ...Object.keys(this.policy.rules.models ?? {}).filter((name) => !name.includes('*')),
    ];
    const closed = [...new Set(names)].filter((known) => this.isLimited(known));
    const contents = model === 'ir.attachment' ? [['res_field', '=', false]] : [];
    return and(and(closed.length ? [[column, 'not in', closed]] : [], contents), own);
  }

  /** Whether not everything of a model may be read without a question. */
  private isLimited(model: string): boolean {
    return (
      this.policy.decide('read', model).decision !== 'allow' || this.policy.domain(model).length > 0
    );
  }

  /**
   * Refuses records that hang on a record which may not be read, or with `isChange` not be changed.
   */
  private async mayTouchOwners(model: string, ids: number[], isChange: boolean): Promise<void> {
    const hanging = hangingOf(model);
    if (!hanging) return;
    const { column, operation } = hanging;
    const { client } = await this.connection();
    const isFile = model === 'ir.attachment';
    const rows = await client.read<Record<string, unknown>>(
      model,
      ids,
      [column, 'res_id', ...(isFile ? ['res_field'] : [])],
      this.options,
    );
    const owners = new Map<string, Set<number>>();
    for (const row of rows) {
      const owner = row[column];
      if (typeof owner !== 'string') continue;
      if (isFile && row.res_field && this.policy.isHidden(owner, String(row.res_field))) {
        throw new ToolError(
          'denied_by_policy',
          `This file is a field of ${owner} that the policy hides.`,
        );
      }
      const known = owners.get(owner) ?? new Set();
      owners.set(owner, known.add(Number(row.res_id)));
    }
    for (const [owner, records] of owners) {
      mayRead(owner, this.policy, true);
      const { decision, rule } = this.policy.decide(operation, owner);
      if (isChange && decision === 'deny') {
        throw new ToolError(
          'denied_by_policy',
          `This hangs on a record of ${owner}, and the policy denies that: ${rule}.`,
          'Tell the user; do not look for a way around.',
        );
      }
      await this.withinPolicy(owner, [...records]);
    }
  }

  /** Refuses records that values name, and that are outside the domain of the policy. */
  async namedWithinPolicy(named: ReadonlyMap<string, ReadonlySet<number>>): Promise<void> {
    for (const [model, ids] of named) {
      if (this.policy.domain(model).length) await this.withinPolicy(model, [...ids]);
    }
  }

  /**
   * Refuses ids that are outside the domain of the policy, or gone.
   *
   * @param isChange Whether the records are going to be changed.
   */
  async withinPolicy(model: string, ids: number[], isChange = false): Promise<void> {
    if (!ids.length) return;
    await this.mayTouchOwners(model, ids, isChange);
    const domain = this.policy.domain(model);
    if (!domain.length) return;
    const { client } = await this.connection();
    const inside = await client.search(model, and([['id', 'in', ids]], domain), {
      limit: ids.length,
      ...this.options,
    });
    const outside = ids.filter((id) => !inside.includes(id));
    if (outside.length) {
      throw new ToolError(
        'missing_record',
        `${model}: ${outside.slice(0, 10).join(', ')} are not there, or outside what the policy shows.`,
        'Search again with odoo_search.',
      );
    }
  }

  /** A value without the name of a record whose model may not be read. */
  withoutHiddenName(field: Field | undefined, value: unknown): unknown {
    const { relation } = field ?? {};
    const isName = relation && Array.isArray(value) && typeof value[1] === 'string';
    if (!isName) return value;
    const isDenied = this.policy.decide('read', relation).decision === 'deny';
    return isDenied || this.policy.hidesNames(relation) ? [value[0], '(hidden)'] : value;
  }

  mayRead(model: string): void {
    mayRead(model, this.policy);
  }
}
