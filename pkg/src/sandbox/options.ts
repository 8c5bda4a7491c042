// What a sandbox is to be like.

/** A field of a model, as {@link SandboxOptions.models} declares it. */
export interface SandboxField {
  /**
   * Odoo's name of the kind of field: `'char'`, `'integer'`, `'many2one'`, `'selection'` and so on.
   */
  type: string;
  /** The label. Default: made of the name. */
  string?: string;
  /** The model a relational field leads to. */
  relation?: string;
  /** Whether a record needs a value. */
  required?: boolean;
  /** The value of new records that are given none. */
  default?: any;
  /** Whatever else a module file says of a field. */
  [attribute: string]: any;
}

/** A model, as {@link SandboxOptions.models} declares it; one that exists already is extended. */
export interface SandboxModel {
  /** The name people see. */
  description?: string;
  /** Fields by name. */
  fields?: Record<string, SandboxField>;
  /** What records are sorted by, such as `'sequence, id desc'`. */
  order?: string;
  /**
   * What the members of a group may do: letters of `rwcd` (read, write, create, delete) by the
   * group's external id; `'*'` is everyone. Default: employees (`base.group_user`) may do
   * everything, customers nothing.
   *
   * @example { 'base.group_user': 'rwcd', 'base.group_portal': 'r' }
   */
  access?: Record<string, string>;
  /**
   * What records have to keep, each with what is said when it is broken: `unique`, fields whose
   * values together are unique; `check` and `validate`, a domain that holds for every record (told
   * as a database's constraint, or as a `ValidationError`); `no_recursion`, a many2one that makes
   * no circles.
   */
  constraints?: {
    unique?: string[];
    check?: any[];
    validate?: any[];
    no_recursion?: string;
    message: string;
  }[];
  /**
   * Record rules: which records `operations` (letters of `rwcd`; default all) may touch; for the
   * members of `groups`, or everyone. In a domain, `'$user.id'`, `'$company_id'` and
   * `'$company_ids'` are the user's own.
   *
   * @example
   * const domain = [['create_uid', '=', '$user.id']];
   * const rules = [{ name: 'own records', groups: ['base.group_portal'], domain }];
   */
  rules?: { name: string; domain: any[]; groups?: string[]; operations?: string }[];
  /** Whatever else a module file says of a model. */
  [attribute: string]: any;
}

/** What a sandbox is to be like. Everything has a default. */
export interface SandboxOptions {
  /**
   * The series it behaves like. Default `'19.0'`.
   *
   * 17, 18 and 19 are held against recordings of real servers. `'20.0'` is not: it is made after
   * documents, and what they leave open is as in 19. So is `'saas-19.3'`, a series of Odoo's own
   * hosting: 19 without `ir.attachment.datas` and without `read_group`.
   */
  odoo?: '17.0' | '18.0' | '19.0' | 'saas-19.3' | '20.0';
  /** The name of its one database. Default `'demo'`. */
  database?: string;
  /** The names of its databases, where there are several (or none). */
  databases?: readonly string[];
  /**
   * Whether there are sample records (contacts, leads, tasks …), as in a database with demo data.
   * Default `true`.
   */
  samples?: boolean;
  /**
   * Models of your own, and fields of your own on models there are, by model name. They are in
   * every database.
   */
  models?: Record<string, SandboxModel>;
  /**
   * Records by model name, created in this order in every database. A relation is an id, an
   * external id (`'base.be'`), or a list of them; `xml_id` gives a record an external id of its
   * own.
   *
   * @example
   * const ada = { xml_id: 'ada', name: 'Ada', country_id: 'base.be' };
   * const records = { 'res.partner': [ada, { name: 'Bob', parent_id: 'sandbox.ada' }] };
   */
  records?: Record<string, readonly Record<string, any>[]>;
  /**
   * The texts of module files (TOML or JSON: `{ "models": …, "records": … }`), loaded before
   * `models` and `records`.
   */
  data?: readonly string[];
  /** API keys by login, for JSON-2. @example { admin: 'a-key' } */
  apiKeys?: Record<string, string>;
  /**
   * Logins of users with two-factor authentication, for whom the password alone opens nothing:
   * programs need an API key. A user of `records` may say `totp_enabled: true` instead.
   */
  twoFactor?: readonly string[];
  /** The address it answers at; nothing ever leaves the process. Default `'http://odoo.test'`. */
  url?: string;
  /**
   * How much longer every answer of `fetch` takes, in milliseconds. Default 0: no timer is
   * involved.
   */
  latencyMs?: number;
  /**
   * More requests of `fetch` than this at a time find every connection to the database taken, and
   * get HTTP 500 ("The Connection Pool Is Full"). Only with `latencyMs` do requests meet. Default:
   * no limit.
   */
  maxConnections?: number;
  /** How long a web session lives without a request, in milliseconds. Default: a week. */
  sessionLifetimeMs?: number;
  /**
   * Whether `/sandbox/faults`, `/sandbox/requests`, `/sandbox/sessions` and `/sandbox/reset`
   * answer, for tests in another process. Default `false`.
   */
  control?: boolean;
  /**
   * What session ids and probabilities are drawn from; the same number, the same ids. Default:
   * chance.
   */
  seed?: number;
}
