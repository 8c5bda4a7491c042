// What an agent may do. The rules are data: those of a file, over those that hold without one.

import { and } from './conditions.ts';

/** What is decided of an operation: it is done, someone is asked, or it is refused. */
export type OdooMcpDecision = 'allow' | 'ask' | 'deny';

/** Decisions by kind of operation. */
export interface OdooMcpDecisions {
  /** Searching, reading, grouping, printing. Default `'allow'`. */
  read?: OdooMcpDecision;
  /** Creating records. Default `'ask'`, as for all that follow. */
  create?: OdooMcpDecision;
  /** Changing records. */
  update?: OdooMcpDecision;
  /** Deleting records. */
  delete?: OdooMcpDecision;
  /** Calling other methods. */
  call?: OdooMcpDecision;
  /** Posting notes and messages. */
  message?: OdooMcpDecision;
}

/** The rules of a model, or of all models that a pattern such as `hr.*` fits. */
export interface OdooMcpModelRules extends OdooMcpDecisions {
  /** Decisions by method, for `odoo_call`; names may be patterns. */
  methods?: Record<string, OdooMcpDecision>;
  /** Fields that are neither shown nor searched by. Credentials are hidden in any case. */
  hidden?: string[];
  /** Fields that are never written. */
  readonly?: string[];
  /** A domain that all searches, reads and changes are held to. */
  domain?: unknown[];
  /** Most records of one answer, and of one change. */
  max_rows?: number;
}

/** The rules of a server: what `odoo-mcp.toml` holds, under the same names. */
export interface OdooMcpPolicy {
  /** Whether nothing may be changed. Default `false`. */
  read_only?: boolean;
  /** Most tokens of an answer. Default 8000. */
  max_tokens?: number;
  /** Most records of an answer. Default 500. */
  max_rows?: number;
  /** Most records of a change. Default 200. */
  max_write_rows?: number;
  /** How long a plan is good for, in minutes: at most 1440. Default 10. */
  plan_minutes?: number;
  /**
   * Whether only a person's answer is consent, so that clients without elicitation cannot change
   * what is asked about. Default `false`.
   */
  ask_person?: boolean;
  /** The file of the audit log. Default: none. */
  audit?: string;
  /** The hosts that `odoo_authenticate` may be told to connect to. Default: any; over HTTP none. */
  hosts?: string[];
  /** Where rows are: in the text, in the structured content, or both. Default `'both'`. */
  results?: 'both' | 'text' | 'structured';
  /** Decisions for models that no other rule names. */
  default?: OdooMcpDecisions;
  /** Rules by model or pattern. */
  models?: Record<string, OdooMcpModelRules>;
  /**
   * Further connections: the start of the names of their variables, such as
   * `{ prod: { env: 'ODOO_PROD' } }`.
   */
  connections?: Record<string, { env: string }>;
}

/** The kinds of operation that a rule can be about. */
export const operations = ['read', 'create', 'update', 'delete', 'call', 'message'] as const;
export type Operation = (typeof operations)[number];

/** What holds without a file. */
const fallback: Record<Operation, OdooMcpDecision> = {
  read: 'allow',
  create: 'ask',
  update: 'ask',
  delete: 'ask',
  call: 'ask',
  message: 'ask',
};

/**
 * Models through which users get rights, code gets in, or credentials get out. They cannot be
 * changed, unless the policy file names the very model.
 */
const guarded = [
  'res.users', 'res.users.*', 'res.groups', 'res.groups.*', 'res.config', 'res.config.*',
  'res.device', 'res.device.*', 'ir.*', 'base.*', 'auth.*', 'auth_*', 'change.password.*',
  'fetchmail.*', 'payment.provider', 'payment.token', 'iap.*', 'certificate.*', 'google.*',
  'microsoft.*', 'portal.wizard', 'portal.wizard.*', 'bus.*', 'mail.push', 'mail.push.*',
  'discuss.voice.*', 'publisher_warranty.*', 'report.*', 'mail.template', 'mail.template.*', 'sms.template', 'sms.template.*',
  'whatsapp.template', 'mail.alias', 'mail.alias.*', 'mail.ice.server', 'mail.gateway.*',
]; // biome-ignore format: a list of names
/** Technical models that hold no code and no rights. */
const harmless = ['ir.attachment', 'ir.filters', 'ir.exports', 'ir.exports.line'];
/** Models that are nothing but secrets, or lead to them. */
const unreadable = [
  'ir.config_parameter', 'res.users.apikeys', 'res.users.apikeys.*', 'res.users.identitycheck',
  'res.users.log', 'change.password.*', 'auth_totp.*', 'auth.totp.*', 'payment.token',
  'ir.logging', 'ir.profile', 'res.device', 'res.device.*', 'fetchmail.*', 'mail.push', 'mail.push.*',
  'iap.account', 'certificate.*', 'base.module.*', 'bus.*', 'mail.tracking.value', 'mail.ice.server',
]; // biome-ignore format: a list of names

/** Methods that leave the user's rights, change modules, users or rights, or run code. */
const guardedMethods = [
  'sudo', 'with_user', 'with_env', 'with_company', 'with_context', 'env', 'browse', 'new',
  'invalidate_*', 'flush*', 'init', 'execute', 'execute_*', 'button_immediate_*', 'button_install*',
  'button_upgrade*', 'button_uninstall*', 'module_*', 'update_list', 'upgrade_module', 'run',
  'method_direct_trigger', 'set_param', 'get_param', 'set_values', '*password*', '*api_key*', '*apikey*',
  '*totp*', '*token*', '*impersonat*', '*grant_access*', '*revoke_access*', 'action_grant*',
  'toggle_debug', 'render_template*', 'safe_eval*', 'create_action', 'unlink_action', 'export_data',
]; // biome-ignore format: a list of names

/** Credentials: hidden whatever the rules say. The name of a field is enough. */
const credential = new RegExp(
  [
    '(^|_)(password|passwd|passphrase|pwd|pass|secret|secrets|token|tokens|totp|otp|credential|credentials)(_|$)',
    '(^|_)(api|private|secret|access|encryption|signing|signature|client|account|license|webhook|shared|public|auth|hmac|rsa|ssh)_?key(s|_|$)',
    '(^|_)(apikey|privatekey|signup_type|signup_url|signup_valid|oauth_uid|session_id|sid|pin|cvv|cvc)(_|$)',
  ].join('|'),
  'i',
);

/** Whether a field holds a credential, by its name. */
export function isCredential(field: string): boolean {
  return credential.test(field);
}

/** Whether a name fits a pattern, in which `*` stands for anything. */
export function fits(pattern: string, name: string): boolean {
  if (!pattern.includes('*')) return pattern === name;
  let expression = expressions.get(pattern);
  if (!expression) {
    const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
    expression = new RegExp(`^${parts.join('.*')}$`);
    expressions.set(pattern, expression);
  }
  return expression.test(name);
}

/** Patterns come from the rules alone, so there are not many. */
const expressions = new Map<string, RegExp>();

const fitsAny = (patterns: readonly string[], name: string) =>
  patterns.some((pattern) => fits(pattern, name));

const strictness: Record<OdooMcpDecision, number> = { allow: 0, ask: 1, deny: 2 };

/** The stricter of two decisions. */
export function stricter(a: OdooMcpDecision, b: OdooMcpDecision): OdooMcpDecision {
  return strictness[a] >= strictness[b] ? a : b;
}

/** A decision with the rule it comes from. */
export interface Verdict {
  decision: OdooMcpDecision;
  /** The rule, in words: what to look for in the policy file. */
  rule: string;
}

/** Decides; knows nothing of Odoo but names. */
export class Policy {
  readonly maxTokens: number;
  readonly maxRows: number;
  readonly maxWriteRows: number;
  readonly planMilliseconds: number;
  readonly isReadOnly: boolean;
  private readonly decided = new Map<string, Verdict>();
  private readonly nameless = new Map<string, boolean>();

  constructor(readonly rules: OdooMcpPolicy = {}) {
    this.maxTokens = rules.max_tokens ?? 8000;
    this.maxRows = rules.max_rows ?? 500;
    this.maxWriteRows = rules.max_write_rows ?? 200;
    this.planMilliseconds = (rules.plan_minutes ?? 10) * 60_000;
    this.isReadOnly = rules.read_only === true;
  }

  /**
   * What is decided of an operation on a model. Every call asks this several times, and the rules
   * stay as they are.
   */
  decide(operation: Operation, model: string): Verdict {
    const key = `${operation} ${model}`;
    return remembered(this.decided, key, () => this.decideAnew(operation, model));
  }

  private decideAnew(operation: Operation, model: string): Verdict {
    if (operation !== 'read' && this.isReadOnly) {
      return { decision: 'deny', rule: 'read_only = true' };
    }
    const exact = this.own(model)?.[operation];
    if (exact) return { decision: exact, rule: `[models."${model}"] ${operation}` };
    const isHarmless = harmless.includes(model);
    if (
      operation === 'read' ? fitsAny(unreadable, model) : !isHarmless && fitsAny(guarded, model)
    ) {
      return { decision: 'deny', rule: `built in: ${model} is guarded` };
    }
    for (const [pattern, rules] of this.patterns(model)) {
      const decision = rules[operation];
      if (decision) return { decision, rule: `[models."${pattern}"] ${operation}` };
    }
    const general = this.rules.default?.[operation];
    if (general) return { decision: general, rule: `[default] ${operation}` };
    return { decision: fallback[operation], rule: `built in: ${operation}` };
  }

  /** What is decided of a method that is called by `odoo_call`. */
  decideCall(model: string, method: string): Verdict {
    if (this.isReadOnly) return { decision: 'deny', rule: 'read_only = true' };
    if (!/^[A-Za-z]\w*$/.test(method)) {
      return { decision: 'deny', rule: 'built in: private methods' };
    }
    const exact = lookUp(this.own(model)?.methods, method);
    if (exact) return { decision: exact[1], rule: `[models."${model}".methods] ${exact[0]}` };
    if (fitsAny(guardedMethods, method)) {
      return { decision: 'deny', rule: `built in: ${method} is guarded` };
    }
    const ofModel = this.decide('call', model);
    if (ofModel.decision === 'deny') return ofModel;
    for (const [pattern, rules] of this.patterns(model)) {
      const found = lookUp(rules.methods, method);
      if (found) return { decision: found[1], rule: `[models."${pattern}".methods] ${found[0]}` };
    }
    if (this.own(model)?.call) return ofModel;
    // What a method returns is read, and what it posts is a message, unless the rules say of the
    // call itself what it is.
    const read = this.decide('read', model);
    if (read.decision === 'deny') return read;
    const posting = /^_?message_|^activity_/.test(method) ? this.decide('message', model) : ofModel;
    return strictness[posting.decision] > strictness[ofModel.decision] ? posting : ofModel;
  }

  /** Whether a field may not be seen. */
  isHidden(model: string, field: string): boolean {
    return (
      isCredential(field) || this.all(model).some((rules) => fitsAny(rules.hidden ?? [], field))
    );
  }

  /** Whether a field may not be written. */
  isReadonly(model: string, field: string): boolean {
    if (this.isHidden(model, field)) return true;
    return this.all(model).some((rules) => fitsAny(rules.readonly ?? [], field));
  }

  /** The domain that a model is held to: of all rules that fit it, together. */
  domain(model: string): unknown[] {
    return this.all(model).reduce(
      (whole, rules) => and(whole, rules.domain ?? []),
      [] as unknown[],
    );
  }

  /** Whether a field of that name is hidden in any model. */
  isHiddenAnywhere(field: string): boolean {
    const all = Object.values(this.rules.models ?? {});
    return isCredential(field) || all.some((rules) => fitsAny(rules.hidden ?? [], field));
  }

  /** Whether the rules hide any field at all. */
  get hidesFields(): boolean {
    return Object.values(this.rules.models ?? {}).some((rules) => rules.hidden?.length);
  }

  /**
   * Whether the rules hide any field of a model; credentials are hidden without a rule, and not
   * meant.
   */
  hidesAny(model: string): boolean {
    return this.all(model).some((rules) => rules.hidden?.length);
  }

  /** Whether the rules hide what the records of a model are called. Each row of an answer asks. */
  hidesNames(model: string): boolean {
    const hides = () => this.isHidden(model, 'name') || this.isHidden(model, 'display_name');
    return remembered(this.nameless, model, hides);
  }

  /** Most records of one answer of a model. */
  rowsOf(model: string): number {
    return this.least(model, this.maxRows);
  }

  /** Most records of one change of a model. */
  writeRowsOf(model: string): number {
    return this.least(model, this.maxWriteRows);
  }

  private least(model: string, most: number): number {
    return Math.min(most, ...this.all(model).map((rules) => rules.max_rows ?? most));
  }

  private own(model: string): OdooMcpModelRules | undefined {
    const models = this.rules.models ?? {};
    return Object.hasOwn(models, model) ? models[model] : undefined;
  }

  /** The rules whose patterns fit, the longest first. */
  private patterns(model: string): [string, OdooMcpModelRules][] {
    return Object.entries(this.rules.models ?? {})
      .filter(([pattern]) => pattern.includes('*') && fits(pattern, model))
      .sort(([a], [b]) => b.length - a.length || (a < b ? -1 : 1));
  }

  private all(model: string): OdooMcpModelRules[] {
    const own = this.own(model);
    return [...(own ? [own] : []), ...this.patterns(model).map(([, rules]) => rules)];
  }
}

/** What is known under a key, or what `find` finds. */
function remembered<T>(known: Map<string, T>, key: string, find: () => T): T {
  const before = known.get(key);
  if (before !== undefined) return before;
  const found = find();
  // Names of models come from outside: nobody fills the memory with them.
  if (known.size > 5000) known.clear();
  known.set(key, found);
  return found;
}

/** The decision about a method: by its own name, else by the longest pattern. */
function lookUp(
  methods: Record<string, OdooMcpDecision> | undefined,
  method: string,
): [string, OdooMcpDecision] | undefined {
  if (!methods) return undefined;
  if (Object.hasOwn(methods, method)) return [method, methods[method] as OdooMcpDecision];
  return Object.entries(methods)
    .filter(([pattern]) => pattern.includes('*') && fits(pattern, method))
    .sort(([a], [b]) => b.length - a.length)[0];
}
