/**
 * A client for Odoo's external API, compiled to WebAssembly. It stands in for `@odoo-toolbox/client`.
 *
 * ```ts
 * import { OdooClient } from 'odoo-client-wasm';
 *
 * const client = new OdooClient({ url: 'https://odoo.example.com', database: 'prod', username: 'admin', password: 'secret' });
 * await client.authenticate();
 * const partners = await client.searchRead('res.partner', [['is_company', '=', true]], { fields: ['name'], limit: 10 });
 * ```
 *
 * @packageDocumentation
 */

// ---------------------------------------------------------------------------------------------------------------------
// Values

/**
 * An Odoo search domain: a list of `[field, operator, value]` terms and the operators `'&'`, `'|'`, `'!'`.
 * An empty list matches every record the user may see. One that no server takes, such as a condition without a list around it, is a
 * `TypeError`, and nothing is sent.
 *
 * @example [['country_id.code', '=', 'BE'], '|', ['email', '!=', false], ['phone', '!=', false]]
 */
export type OdooDomain = readonly any[];

/** Field names and the values to store, as Odoo's `create` and `write` take them. */
export interface OdooValues {
  /**
   * The value of the field of that name. `undefined` members are not sent; `false` empties a field; a many2one is written by its id.
   * What JSON cannot carry (`NaN`, a `Blob`, bytes, a `Map`, a promise, a function) is a `TypeError` that names its path.
   */
  [field: string]: any;
}

/** An Odoo context: the language, time zone, companies and flags a call is made with. */
export interface OdooContext {
  /** Language of translated fields and messages, such as `'fr_FR'`. */
  lang?: string | false | undefined;
  /** Time zone of the user, such as `'Europe/Brussels'`. Odoo itself sends date-times in UTC whatever the zone. */
  tz?: string | false | undefined;
  /** Companies the call may see; the first one is the current company. */
  allowed_company_ids?: number[] | undefined;
  /** `false` includes archived records in searches. */
  active_test?: boolean | undefined;
  /** Any other key: `default_<field>` values, module flags and so on. */
  [key: string]: any;
}

// ---------------------------------------------------------------------------------------------------------------------
// The client

/** What `new OdooClient` needs to know: where the server is and who calls. */
export interface OdooClientConfig {
  /**
   * Root of the Odoo server, with or without a trailing slash. It must start with `http://` or `https://`. What follows the
   * root in an address copied from a browser (`/web#action=…`, `/web/login`, `/odoo/action-…`) or meant for another protocol
   * (`/jsonrpc`, `/json/2`, `/xmlrpc/2`) is cut; any other path is kept, `/odoo` alone too, for servers under a path. An `@` is
   * refused: credentials are settings of their own.
   *
   * @example 'https://odoo.example.com'
   */
  url: string;
  /** Name of the database. One client talks to one database. */
  database: string;
  /** Login of the user, often an e-mail address. */
  username: string;
  /**
   * Password of the user, or one of the user's API keys. It never shows in errors, logs, `console.log` or JSON. Line breaks at
   * its end are dropped, as at that of `username`; one inside is refused.
   */
  password: string;
  /** API key of the user, for JSON-2 or `/jsonrpc`. It never shows either. White space around it is dropped: it comes from files. */
  apiKey?: string | undefined;
  /**
   * How to speak to Odoo. `'auto'` (the default) takes the best that works: outside browsers the web session, whose calls cost
   * Odoo less than half; JSON-2 for an API key where the server has it (Odoo 19 and later); `/jsonrpc` everywhere else, and always in
   * browsers, where a login over the session would replace the visitor's own. {@link OdooClient.protocol} tells what it came to.
   */
  protocol?: 'auto' | OdooProtocol | undefined;
  /**
   * Who is asked before the client writes or deletes. `undefined` (or absent): the process-wide default of
   * {@link setDefaultSafetyContext}; `null`: nobody, every operation passes.
   */
  safety?: SafetyContext | null | undefined;
  /**
   * Longest time one call may take, in milliseconds; then it is aborted with an {@link OdooTimeoutError}. Default 120,000,
   * the time Odoo itself gives a request; `0` is no limit. Module installs and upgrades have no limit unless this is set, a
   * login has 30,000.
   */
  timeoutMs?: number | undefined;
  /**
   * How many bytes an answer may have, decompressed; one that has more is an {@link OdooNetworkError}, and not read any further.
   * Default 1,000,000,000. (A text of half a gigabyte is more than most engines can hold; columns and files come in pieces.)
   */
  maxBodyBytes?: number | undefined;
  /** Context sent with every call; a context given in a call is merged over it, key by key. */
  context?: OdooContext | undefined;
  /** How reads give the values of binary fields. Default `'base64'`, whatever the server's version sends; see {@link CallOptions.binary}. */
  binary?: BinaryForm | undefined;
  /**
   * Extra HTTP headers sent with every request, for a proxy's token for example. Names compare without case. `Authorization`
   * cannot go along with an API key, which has the same header; a `Cookie` goes along with that of the session.
   *
   * @example { 'X-Proxy-Token': 'abc' }
   */
  headers?: Record<string, string> | undefined;
  /**
   * Makes the HTTP requests, instead of the runtime's own `fetch`: a proxy's, or that of a sandbox
   * (`odoo-client-wasm/sandbox`) in tests.
   */
  fetch?: ((url: string, init: any) => Promise<any>) | undefined;
  /** How many requests are under way at once at most; the rest wait in order. Default 8: Odoo loses calls that come by the hundred. */
  maxConcurrent?: number | undefined;
  /**
   * How often a call is made again after a failure that may pass: 2 unless set, `0` never. Reads after network failures, HTTP
   * 429, 502, 503, 504, a full connection pool, lost transactions and locks; writes only where nothing can have reached Odoo.
   */
  retries?: number | undefined;
  /** Told before each request. Its exceptions are reported on the console and change nothing. */
  onRequest?: ((info: RequestInfo) => void) | undefined;
  /** Told after each request. */
  onResponse?: ((info: ResponseInfo) => void) | undefined;
  /** Told before a call is made again. */
  onRetry?: ((info: RetryInfo) => void) | undefined;
}

/** A configuration with an API key: the key says who the user is. (`/jsonrpc` wants the login as well.) */
export type OdooKeyConfig = Omit<OdooClientConfig, 'username' | 'password' | 'apiKey'> & {
  /** API key of the user. */
  apiKey: string;
  /** Login of the user. */
  username?: string | undefined;
};

/** A configuration for a page that Odoo itself serves: the client is whoever is logged in there. */
export type OdooVisitorConfig = Omit<OdooClientConfig, 'database' | 'username' | 'password' | 'apiKey' | 'protocol'> & {
  /** The visitor's session is a web session. */
  protocol: 'session';
};

/** A way to speak to Odoo: `/jsonrpc`, the web session, or JSON-2 (Odoo 19 and later). */
export type OdooProtocol = 'jsonrpc' | 'session' | 'json2';

/** What {@link OdooClientConfig.onRequest} is told. No secret is in it: neither headers nor bodies. */
export interface RequestInfo {
  /** The protocol of the request. */
  protocol: OdooProtocol;
  /** Model of the call; absent for a login. */
  model?: string;
  /** Method of the call; absent for a login. */
  method?: string;
  /** Path of the request, such as `'/web/dataset/call_kw/res.partner/search_read'`. */
  path: string;
  /** Which try of the call this is, from 1. */
  attempt: number;
}

/** What {@link OdooClientConfig.onResponse} is told. */
export interface ResponseInfo extends RequestInfo {
  /** The HTTP status; absent when no answer came. */
  status?: number;
  /** Milliseconds from the request to the end of the body. */
  durationMs: number;
  /** Bytes of the body, where the server says how many. */
  size?: number;
}

/** What {@link OdooClientConfig.onRetry} is told. */
export interface RetryInfo {
  /** The protocol of the call. */
  protocol: OdooProtocol;
  /** Model of the call. */
  model: string;
  /** Method of the call. */
  method: string;
  /** The try that failed, from 1. */
  attempt: number;
  /** Milliseconds until the next try. */
  delayMs: number;
  /** Why it failed. */
  error: OdooError;
}

/** Who is logged in, as {@link OdooClient.authenticate} and {@link OdooClient.getSession} tell it. */
export interface OdooSessionInfo {
  /** Id of the user's `res.users` record. */
  uid: number;
  /**
   * Identifier of the session on the server; empty over `/jsonrpc`, which keeps none there. It is read by its name only: neither
   * `console.log`, `JSON.stringify` and `Object.keys` nor a copy has it, since it opens the session to anybody.
   */
  session_id: string;
  /** Name of the database. */
  db: string;
  /** Login the session was opened with. */
  username: string;
  /** The user's own context: at least `lang`, `tz` and `uid`. */
  context: OdooContext;
  /** Id of the user's `res.partner` record. */
  partner_id: number;
  /** Display name of the user. */
  name: string;
  /** Version of the server, such as `'19.0'`; over a web session, and elsewhere once the client has asked for it. */
  server_version?: string;
  /** The same in parts, such as `[19, 0, 0, 'final', 0, '']`. */
  server_version_info?: (string | number)[];
  /** Id of the user's current company; over a web session of an employee. */
  company_id?: number;
  /** Ids of the companies the user may work in; over a web session of an employee. */
  company_ids?: number[];
}

/** The runtime's own `AbortSignal`, where its types are known; anything elsewhere. */
export type Signal = typeof globalThis extends { AbortSignal: { prototype: infer S } } ? S : any;

/** Options of a single {@link OdooClient.call}. */
export interface CallOptions {
  /** The level the safety guard sees, where the one inferred from the method's name is wrong for your method. */
  safetyLevel?: SafetyLevel | undefined;
  /** Longest time of this call in milliseconds, instead of the client's; `0` is no limit. */
  timeoutMs?: number | undefined;
  /**
   * Ends the call when it aborts: the request is aborted too, and the call rejects with the signal's reason. A write may
   * have been done all the same.
   */
  signal?: Signal | undefined;
  /** Context of this call, merged over the client's and over `kwargs.context`, key by key. */
  context?: OdooContext | undefined;
  /**
   * Reads the body of a successful answer in place of `response.json()`, for example to decode a large one as it comes. It is
   * given the `Response` of fetch, and resolves to what the body holds: the whole JSON-RPC answer, or over JSON-2 the bare value.
   */
  readBody?: ((response: any) => any) | undefined;
  /**
   * How `read`, `searchRead` and calls of `read`, `search_read`, `web_read`, `web_search_read` and `web_save` give the values of binary fields, on
   * every version of Odoo; an empty one is `false`.
   *
   * @example const [{ image_1920: size }] = await client.read('res.partner', 7, ['image_1920'], { binary: 'size' });
   */
  binary?: BinaryForm | undefined;
}

/**
 * A form of binary values: `'base64'`, a text, as Odoo wrote it before version 20 (where the server sent only the size, that in words);
 * `'object'`, a {@link BinaryObject}; `'size'`, the size in words, such as `'12.50 Kb'`, without the contents.
 */
export type BinaryForm = 'base64' | 'object' | 'size';

/** A value of a binary field as an object, as Odoo writes it from version 20 on. */
export interface BinaryObject {
  /** The bytes in base64; absent where only the size was read, as by `web_read`. */
  content?: string;
  /** The number of bytes. */
  size: number;
  /** Name of the file, where the server knows one. */
  filename?: string;
}

/** Which part of the matching records {@link OdooClient.search} returns. */
export interface SearchOptions extends CallOptions {
  /** How many matching records to skip. */
  offset?: number | undefined;
  /** How many records to return at most. Absent: all of them; `0` is sent as it is, and Odoo takes it as no limit. */
  limit?: number | undefined;
  /**
   * Fields to sort by; absent: the model's own order.
   *
   * @example 'date desc, id'
   */
  order?: string | undefined;
}

/** Which records and which of their fields {@link OdooClient.searchRead} returns. */
export interface SearchReadOptions extends SearchOptions {
  /** Names of the fields to read; absent or empty: every field, which is slow on large models. */
  fields?: readonly string[] | undefined;
}

/** What {@link OdooClient.readGroup} groups by, and what it adds up. */
export interface ReadGroupOptions extends CallOptions {
  /**
   * Fields to group by. A date or date-time takes a granularity: `'date_order:month'`, `:day`, `:week`, `:quarter`, `:year`,
   * `:hour`; from Odoo 18 on its parts as numbers too, such as `:month_number`. Absent or empty: one row for all records.
   */
  groupBy?: string | readonly string[] | undefined;
  /**
   * What to add up: `'field:function'`, such as `'amount_total:sum'`, `'partner_id:count_distinct'`, `'id:array_agg'`. The number
   * of records, `'__count'`, comes by itself.
   */
  aggregates?: string | readonly string[] | undefined;
  /**
   * Which groups to keep: a domain on the aggregates, such as `[['__count', '>', 1]]`. Before 18.4 the client keeps them itself, and
   * reads all groups for that.
   */
  having?: readonly any[] | undefined;
  /**
   * Groups and aggregates to sort by; absent: the groups.
   *
   * @example 'amount_total:sum desc'
   */
  order?: string | undefined;
  /** How many groups to return at most; absent, `null` or `false`: all. */
  limit?: number | null | false | undefined;
  /** How many groups to skip. */
  offset?: number | undefined;
}

/** A group of records, with a member for each of `groupBy` and of `aggregates`, by the names that were given. */
export interface GroupRow {
  /** How many records the group has. */
  __count: number;
  /** What a record of the group meets besides the domain that was asked for: join the two with `'&'` to find its records. */
  __extra_domain: any[];
  /** For each date in `groupBy`, where its group begins and where the next one does; a date-time in UTC. */
  __range?: { [group: string]: { from: string; to: string } };
  /**
   * A group's value: what `read` gives for the field (`[id, name]` of a record), `[from, label]` of a date, a number for a part of
   * a date, `false` for records without a value. Or an aggregate; `false` where there is nothing to add up.
   */
  [name: string]: any;
}

/**
 * The methods through which {@link MailService}, {@link ModuleManager} and the message functions reach Odoo. Every
 * {@link OdooClient} has them; so may a subclass or a test double.
 */
export interface OdooCaller {
  /** Calls any method of a model; see {@link OdooClient.call}. */
  call(model: string, method: string, args?: any[], kwargs?: Record<string, any>, options?: CallOptions): Promise<any>;
  /** Finds and reads records; see {@link OdooClient.searchRead}. */
  searchRead(model: string, domain?: any[], options?: any): Promise<any[]>;
  /** Creates a record; see {@link OdooClient.create}. */
  create(model: string, values: any, context?: any): Promise<any>;
}

/**
 * A connection to one Odoo database as one user. Making it opens nothing: call {@link OdooClient.authenticate} first.
 *
 * The methods for records reach the server through the object's own {@link OdooClient.call}, so a subclass or a test may
 * override `call` and see everything.
 *
 * @example
 * const client = new OdooClient({ url: 'http://localhost:8069', database: 'odoo', username: 'admin', password: 'admin' });
 * await client.authenticate();
 * const id = await client.create('res.partner', { name: 'Ada' });
 */
export class OdooClient {
  /**
   * Checks the configuration and remembers it; nothing is sent.
   *
   * @throws {OdooError} or `TypeError` that names the setting, when one is missing, has the wrong type or cannot work.
   */
  constructor(config: OdooClientConfig | OdooKeyConfig | OdooVisitorConfig);

  /**
   * Logs in and reads who the user is. May be called again at any time, after `logout()` too.
   *
   * @throws {OdooAuthError} when the login or the password is wrong.
   * @throws {OdooNetworkError} when the server cannot be reached or answers with an HTTP error.
   * @throws {OdooRpcError} when the server refuses for another reason, such as a database that does not exist.
   * @example const { uid, name } = await client.authenticate();
   */
  authenticate(options?: CallOptions): Promise<OdooSessionInfo>;

  /**
   * The protocol in use; before a login, the one that was asked for.
   *
   * @example console.log(client.protocol); // 'session'
   */
  get protocol(): 'auto' | OdooProtocol;

  /**
   * A view of this client whose calls have a context: the same login, the same queue. The context goes over that of the
   * configuration and under that of a call.
   *
   * @example const french = client.withContext({ lang: 'fr_FR' });
   */
  withContext(context: OdooContext): this;

  /**
   * Tells whether the client is logged in: after `authenticate()`, until `logout()` or until the server refuses the user.
   * No failure of a single call ends it, unless the server then refuses the user's own context as well.
   *
   * @example if (!client.isAuthenticated()) await client.authenticate();
   */
  isAuthenticated(): boolean;

  /**
   * Returns who is logged in, or `null` before `authenticate()` and after `logout()`.
   *
   * @example const lang = client.getSession()?.context.lang;
   */
  getSession(): OdooSessionInfo | null;

  /**
   * Forgets the session and the password at once, and over a web session tells the server. There is nothing to wait for, though
   * `await client.logout()` waits until the server has heard of it (for five seconds at most). It never rejects.
   *
   * @example client.logout();
   */
  logout(): void | Promise<void>;

  /**
   * Changes who is asked before writes and deletes: `null` nobody, `undefined` the process-wide default again.
   *
   * @example client.setSafetyContext({ confirm: async (operation) => window.confirm(operation.description) });
   */
  setSafetyContext(context: SafetyContext | null | undefined): void;

  /**
   * Calls any public method of a model and returns what it returned; a method that returns Python's `None` gives `null`.
   *
   * @param model Technical name of the model, such as `'res.partner'`.
   * @param method Name of the method, such as `'name_search'`.
   * @param args Positional arguments; for a method on records the first is the list of their ids.
   * @param kwargs Named arguments.
   * @param options `safetyLevel` overrides how dangerous the safety guard takes the method to be.
   * @throws {OdooAuthError} before `authenticate()`, and when the server no longer accepts the user.
   * @throws `TypeError` for arguments that cannot be sent, with their path, and for names and options that are none; nothing was sent.
   * @throws {OdooSafetyError} when the safety guard said no.
   * @throws {OdooAccessError} when the user's rights do not suffice.
   * @throws {OdooValidationError} when Odoo refuses the values or the action.
   * @throws {OdooMissingError} when a record does not exist any more.
   * @throws {OdooNetworkError} when no proper answer came; {@link OdooTimeoutError} when none came in time.
   * @throws {OdooRpcError} for every other error of the server.
   * @example await client.call('sale.order', 'action_confirm', [[42]]);
   * @example const hits = await client.call<[number, string][]>('res.partner', 'name_search', [], { name: 'Ada', limit: 5 });
   */
  call<T = any>(
    model: string,
    method: string,
    args?: readonly any[],
    kwargs?: Record<string, any>,
    options?: CallOptions,
  ): Promise<T>;

  /**
   * Finds records and returns their ids.
   *
   * @throws the errors of {@link OdooClient.call}.
   * @example const ids = await client.search('res.partner', [['name', 'ilike', 'ada']], { limit: 10, order: 'name' });
   */
  search(model: string, domain?: OdooDomain, options?: SearchOptions): Promise<number[]>;

  /**
   * Reads records by id. Ids that do not exist are left out of the result.
   *
   * @param ids One id or a list of ids.
   * @param fields Names of the fields to read; empty: every field.
   * @throws the errors of {@link OdooClient.call}.
   * @example const [ada] = await client.read<{ id: number; name: string }>('res.partner', 7, ['name']);
   */
  read<T = any>(
    model: string,
    ids: number | readonly number[],
    fields?: readonly string[],
    options?: CallOptions,
  ): Promise<T[]>;

  /**
   * Finds records and reads them in one request.
   *
   * @param options Fields, offset, limit and order, or simply the list of fields.
   * @throws the errors of {@link OdooClient.call}.
   * @example const rows = await client.searchRead('crm.lead', [['type', '=', 'opportunity']], { fields: ['name'], limit: 80 });
   * @example const names = await client.searchRead<{ id: number; name: string }>('res.country', [], ['name']);
   */
  searchRead<T = any>(
    model: string,
    domain?: OdooDomain,
    options?: SearchReadOptions | readonly string[],
  ): Promise<T[]>;

  /**
   * Counts the records that match a domain.
   *
   * @throws the errors of {@link OdooClient.call}.
   * @example const open = await client.searchCount('crm.lead', [['active', '=', true]]);
   */
  searchCount(model: string, domain?: OdooDomain, options?: CallOptions): Promise<number>;

  /**
   * Creates records, one for each object in the list, and returns their ids in the same order.
   *
   * @throws the errors of {@link OdooClient.call}.
   * @example const [first, second] = await client.create('res.partner', [{ name: 'Ada' }, { name: 'Grace' }]);
   */
  // The `any` branch is never taken by a list. It keeps subclasses and doubles assignable whose `create` has one signature.
  create<V extends readonly OdooValues[]>(
    model: string,
    values: V,
    context?: OdooContext,
    options?: CallOptions,
  ): Promise<V extends readonly unknown[] ? number[] : any>;
  /**
   * Creates a record and returns its id.
   *
   * @throws the errors of {@link OdooClient.call}.
   * @example const id = await client.create('res.partner', { name: 'Ada' }, { lang: 'fr_FR' });
   */
  create(model: string, values: OdooValues, context?: OdooContext, options?: CallOptions): Promise<number>;

  /**
   * Stores values in one record or several, the same values in each.
   *
   * @throws the errors of {@link OdooClient.call}; {@link OdooMissingError} when a record does not exist.
   * @example await client.write('res.partner', 7, { phone: '+32 2 290 34 90' });
   */
  write(
    model: string,
    ids: number | readonly number[],
    values: OdooValues,
    context?: OdooContext,
    options?: CallOptions,
  ): Promise<boolean>;

  /**
   * Deletes one record or several for good.
   *
   * @throws the errors of {@link OdooClient.call}; {@link OdooMissingError} when a record does not exist.
   * @example await client.unlink('res.partner', [7, 8]);
   */
  unlink(model: string, ids: number | readonly number[], options?: CallOptions): Promise<boolean>;

  /**
   * Groups records and adds up over each group: the same rows on every version, by `formatted_read_group` where the server has
   * it, by the `read_group` of old before 18.4. Groups come in the order of what they are grouped by.
   *
   * @param options `groupBy`, `aggregates`, `having`, `order`, `limit`, `offset`, and the options of {@link OdooClient.call}.
   * @throws `TypeError` for options of the wrong type; the errors of {@link OdooClient.call}.
   * @example
   * const rows = await client.readGroup('sale.order', [['state', '=', 'sale']], {
   *   groupBy: ['partner_id', 'date_order:month'],
   *   aggregates: ['amount_total:sum'],
   * });
   * for (const row of rows) console.log(row.partner_id[1], row['date_order:month'][1], row['amount_total:sum'], row.__count);
   */
  readGroup(model: string, domain?: OdooDomain, options?: ReadGroupOptions): Promise<GroupRow[]>;

  /**
   * Posts notes and messages on records. The same object each time.
   *
   * @example await client.mail.postInternalNote('crm.lead', 42, 'Called back, no answer.');
   */
  get mail(): MailService;

  /**
   * Lists, installs, upgrades and uninstalls modules. The same object each time.
   *
   * @example if (!(await client.modules.isModuleInstalled('crm'))) await client.modules.installModule('crm');
   */
  get modules(): ModuleManager;
}

/**
 * Reads the connection from `.odoo.env` in the working directory (Node, Deno, Bun) and then from the environment; the file
 * wins. Reads `<prefix>_URL`, `<prefix>_DB` or `<prefix>_DATABASE`, `<prefix>_USER` or `<prefix>_USERNAME`,
 * `<prefix>_PASSWORD`, and `<prefix>_API_KEY`, with which neither user nor password is missing. An empty value counts as missing.
 * Where the file and the environment name different servers, everything comes from the file.
 *
 * @param prefix Start of the names; default `'ODOO'`.
 * @throws {OdooError} that says where it looked and which names are missing, or which line of the file is malformed.
 * @example const client = new OdooClient({ ...configFromEnv('ODOO_PROD'), timeoutMs: 10_000 });
 */
export function configFromEnv(prefix?: string): OdooClientConfig;

/**
 * Makes a client from {@link configFromEnv} and logs in.
 *
 * @param prefix Start of the variables' names; default `'ODOO'`.
 * @throws {OdooError} when settings are missing, and the errors of {@link OdooClient.authenticate}.
 * @example const client = await createClient();
 */
export function createClient(prefix?: string): Promise<OdooClient>;

// ---------------------------------------------------------------------------------------------------------------------
// The transport

/** A JSON-RPC request as it is posted to `/jsonrpc`. */
export interface JsonRpcRequest {
  /** Version of the protocol. */
  jsonrpc: '2.0';
  /** Always `'call'` for Odoo. */
  method: string;
  /** Service, method and arguments. */
  params: any;
  /** Number of the request: 1, 2, 3 … for each transport. */
  id: number;
}

/** A JSON-RPC answer. A method that returned `None` gives neither `result` nor `error`. */
export interface JsonRpcResponse<T = any> {
  /** Version of the protocol. */
  jsonrpc: '2.0';
  /** Number of the request that is answered. */
  id: number | null;
  /** What the method returned. */
  result?: T;
  /** Why the call failed. */
  error?: {
    /** 200 on Odoo 17 and 18, 0 from Odoo 19 on, 100 for an expired session, 404 for an unknown model. */
    code: number;
    /** A general message, such as `'Odoo Server Error'`. */
    message: string;
    /** The Python exception: `name`, `message`, `arguments`, `context` and the traceback in `debug`. */
    data?: any;
  };
}

/**
 * Speaks JSON-RPC to `/jsonrpc` without a safety guard. Programs use {@link OdooClient}; this is for the calls it does not
 * offer, such as the `common` and `db` services.
 *
 * @example const version = await new JsonRpcTransport('http://localhost:8069', 'odoo').callRpc('call', { service: 'common', method: 'version', args: [] });
 */
export class JsonRpcTransport {
  /**
   * Remembers where to send requests; nothing is sent.
   *
   * @param baseUrl Root of the Odoo server.
   * @param db Name of the database.
   * @throws {OdooError} or `TypeError` when the URL cannot work or an argument has the wrong type.
   */
  constructor(baseUrl: string, db: string);
  /**
   * Logs in; see {@link OdooClient.authenticate}.
   *
   * @example await transport.authenticate('admin', 'admin');
   */
  authenticate(username: string, password: string): Promise<OdooSessionInfo>;
  /**
   * Posts one JSON-RPC request and returns its `result`, or `null` when there is none.
   *
   * @throws {OdooRpcError} or one of its subclasses when the answer is an error; {@link OdooNetworkError} when there is none.
   * @example const dbs = await transport.callRpc('call', { service: 'db', method: 'list', args: [] });
   */
  callRpc<T = any>(method: string, params: any): Promise<T>;
  /**
   * Calls a method of a model as the user who is logged in; see {@link OdooClient.call}.
   *
   * @example const count = await transport.call<number>('res.partner', 'search_count', [[]]);
   */
  call<T = any>(model: string, method: string, args?: readonly any[], kwargs?: Record<string, any>): Promise<T>;
  /** Returns who is logged in, or `null`. */
  getSession(): OdooSessionInfo | null;
  /** Forgets the session and the password. */
  logout(): void;
}

// ---------------------------------------------------------------------------------------------------------------------
// Errors

/** An error of this package as plain data, for logs and for other processes. It holds no traceback and no secret. */
export interface ErrorJSON {
  /** What went wrong, as a constant such as `'ACCESS_ERROR'`. */
  error: string;
  /** The error's message. */
  message: string;
  /** More about it; what it holds depends on `error`. */
  details?: any;
}

/** What an {@link OdooRpcError} is made of besides its message. */
export interface OdooRpcErrorOptions {
  /** Code of the JSON-RPC error. */
  code?: string | undefined;
  /** The server's description of the exception. */
  data?: any;
  /** What caused the error. */
  cause?: unknown;
}

/** What the errors for refused operations are made of besides their message. */
export type OdooFaultOptions = Pick<OdooRpcErrorOptions, 'code' | 'data'>;

/**
 * Every error of this package is one of these.
 *
 * @example if (error instanceof OdooError) console.error(JSON.stringify(error));
 */
export class OdooError extends Error {
  /** Makes an error with that message. */
  constructor(message: string);
  /**
   * Whether it is certain that nothing was done: the request never left the machine (a refused connection, a wrong argument, the
   * safety guard's no), or was turned away before Odoo looked at it (HTTP 429). Then a write may be made again as well.
   * `false` says nothing: the call may have been done or not.
   */
  readonly notSent: boolean;
  /**
   * Whether Odoo itself answered with an exception and so rolled back: nothing of this call was stored. `false` for what a
   * proxy says (HTTP 502, 503, 504), for timeouts, and for answers that are cut off or not Odoo's.
   */
  readonly refused: boolean;
  /**
   * The HTTP status that a server of one's own should answer its callers with: what Odoo's rules refuse is 4xx (422, 404, 403,
   * 409), what is between the server and Odoo is 5xx. Odoo's refusal of the server's own credentials is 502: its caller cannot
   * log in any better. May be set.
   */
  httpStatus: number;
  /** Gives the error as plain data: always `error` and `message`, often `details`. */
  toJSON(): ErrorJSON;
}

/** The server answered with an error, or did not answer properly. Every error that is not told apart further is one. */
export class OdooRpcError extends OdooError {
  /** Makes an error with that message, code, data and cause. */
  constructor(message: string, options?: OdooRpcErrorOptions);
  /** Code of the JSON-RPC error, as text: `'200'` on Odoo 17 and 18, `'0'` from Odoo 19 on. */
  readonly code?: string;
  /** The server's description of the exception: `name`, `message`, `arguments`, `context`, and the traceback in `debug`. */
  readonly data?: any;
  /** What caused the error, such as the `TypeError` of a failed `fetch`. */
  readonly cause?: any;
  /** The model that was called, where the error belongs to a call. */
  readonly model?: string;
  /** The method that was called, where the error belongs to a call. */
  readonly method?: string;
  /** Status of the HTTP answer, where one came. */
  readonly status?: number;
  /** The protocol that was spoken. */
  readonly protocol?: OdooProtocol;
}

/**
 * The login or the password is wrong, the server no longer accepts the user, or `authenticate()` has not been called.
 *
 * @example if (error instanceof OdooAuthError) console.error('Check the user name and the password.');
 */
export class OdooAuthError extends OdooRpcError {
  /** Makes an error; the message is `'Authentication failed'` unless given. */
  constructor(message?: string);
}

/** The session on the server has ended, and could not be renewed. Call `authenticate()` again. */
export class OdooSessionExpiredError extends OdooAuthError {
  /** Makes an error; the message is `'Authentication failed'` unless given. */
  constructor(message?: string);
}

/**
 * The server could not be reached, or answered with an HTTP error such as `HTTP 502: Bad Gateway`.
 *
 * @example if (error instanceof OdooNetworkError && error.retryAfterMs) await new Promise((go) => setTimeout(go, error.retryAfterMs));
 */
export class OdooNetworkError extends OdooRpcError {
  /** Makes an error with that message and cause. */
  constructor(message: string, cause?: unknown);
  /** How long the server asks to wait before the next try, in milliseconds, when it sent `Retry-After` (HTTP 429). */
  readonly retryAfterMs?: number;
}

/**
 * The server asks for fewer requests (HTTP 429).
 *
 * @example if (error instanceof OdooRateLimitError) console.warn(`Try again in ${error.retryAfterMs ?? 1000} ms.`);
 */
export class OdooRateLimitError extends OdooNetworkError {
  /** Makes an error with that message and cause. */
  constructor(message: string, cause?: unknown);
}

/** No answer came within `timeoutMs`; the request was aborted. A write may have been done all the same. */
export class OdooTimeoutError extends OdooNetworkError {
  /** Makes an error with that message and cause. */
  constructor(message: string, cause?: unknown);
}

/** Odoo refused the values or the action (`ValidationError`, `UserError`); the message is meant for the user. */
export class OdooValidationError extends OdooRpcError {
  /** Makes an error with that message, code and data. */
  constructor(message: string, options?: OdooFaultOptions);
}

/** Odoo refused the action and suggests another one (`RedirectWarning`). */
export class OdooRedirectWarning extends OdooValidationError {
  /** Makes an error with that message, code and data. */
  constructor(message: string, options?: OdooFaultOptions);
  /** The action that is suggested: a description such as `{ type: 'ir.actions.act_window', res_model, … }`, or the id of one. */
  readonly action?: any;
  /** What Odoo writes on the button that starts the action. */
  readonly buttonText?: string;
}

/** The user's access rights or record rules do not allow the operation. */
export class OdooAccessError extends OdooRpcError {
  /** Makes an error with that message, code and data. */
  constructor(message: string, options?: OdooFaultOptions);
}

/** A record does not exist, or not any more. */
export class OdooMissingError extends OdooRpcError {
  /** Makes an error with that message, code and data. */
  constructor(message: string, options?: OdooFaultOptions);
}

/** A record is locked by another transaction (`LockError`). Trying again a little later often helps. */
export class OdooLockError extends OdooRpcError {
  /** Makes an error with that message, code and data. */
  constructor(message: string, options?: OdooFaultOptions);
}

/** The safety guard said no. Nothing was sent to the server. */
export class OdooSafetyError extends OdooError {
  /** Makes an error whose message is `Operation blocked: ` and the operation's description. */
  constructor(operation: OperationInfo);
  /** The operation that was refused: the very object the guard was asked about. */
  readonly operation: OperationInfo;
  /** The model of the call that was refused. */
  readonly model?: string;
  /** The method of the call that was refused. */
  readonly method?: string;
  /** The protocol it would have gone over. */
  readonly protocol?: OdooProtocol;
}

// ---------------------------------------------------------------------------------------------------------------------
// The safety guard

/** How dangerous an operation is. `READ` operations are never asked about. */
export type SafetyLevel = 'READ' | 'WRITE' | 'DELETE';

/** The operation a {@link SafetyContext} is asked about. */
export interface OperationInfo {
  /** `'odoo.'` and the method, such as `'odoo.unlink'`. */
  name: string;
  /** How dangerous it is. */
  level: SafetyLevel;
  /** The model it is called on. */
  model: string;
  /** The call in short, such as `'res.partner.unlink()'`. */
  description: string;
  /** URL of the server. */
  target: string;
  /** What it would do, so that `confirm` can decide. */
  details?: OperationDetails;
}

/** The arguments of an operation, under the names they have for the method. */
export interface OperationDetails {
  /** The records it touches. */
  ids?: number[];
  /** The values it stores; a list of them when several records are created. */
  values?: any;
  /** The positional arguments of the call. */
  args?: any[];
  /** The named arguments of the call. */
  kwargs?: Record<string, any>;
  /** Other arguments. */
  [name: string]: any;
}

/**
 * Someone to ask before an operation that changes data.
 *
 * @example const readOnly: SafetyContext = { confirm: () => false };
 */
export interface SafetyContext {
  /**
   * Decides whether the operation may go on: true lets it pass, false rejects the call with {@link OdooSafetyError}. An
   * exception thrown here rejects the call as it is.
   */
  confirm(operation: OperationInfo): Promise<boolean> | boolean;
}

/**
 * Names of the methods that only read. The guard looks at the set each time: add the read-only methods of your own modules.
 *
 * @example READ_METHODS.add('get_dashboard');
 */
export const READ_METHODS: Set<string>;

/**
 * Names of the methods that delete. The guard looks at the set each time.
 *
 * @example DELETE_METHODS.add('purge');
 */
export const DELETE_METHODS: Set<string>;

/**
 * Tells how dangerous a method is by its name: in {@link READ_METHODS}, in {@link DELETE_METHODS}, otherwise `'WRITE'`.
 *
 * @example inferSafetyLevel('search_read'); // 'READ'
 */
export function inferSafetyLevel(method: string): SafetyLevel;

/**
 * Sets who is asked by every client of this process that has no safety context of its own; `null` is nobody.
 *
 * @example setDefaultSafetyContext({ confirm: async (operation) => operation.level !== 'DELETE' });
 */
export function setDefaultSafetyContext(context: SafetyContext | null): void;

/** Returns the process-wide safety context; `null` until one is set. */
export function getDefaultSafetyContext(): SafetyContext | null;

/**
 * Returns the context itself unless it is `undefined`, else the process-wide default.
 *
 * @example const guard = resolveSafetyContext(config.safety);
 */
export function resolveSafetyContext(context?: SafetyContext | null): SafetyContext | null;

// ---------------------------------------------------------------------------------------------------------------------
// Messages

/** Whom a message concerns and what is attached to it. */
export interface PostMessageOptions extends CallOptions {
  /** Ids of `res.partner` records to notify. */
  partnerIds?: number[] | undefined;
  /** Ids of `ir.attachment` records to attach. */
  attachmentIds?: number[] | undefined;
}

/** The text of a message, HTML when it starts with a tag, else plain text; or an object that holds it, with the options. */
export type MessageBody = string | (PostMessageOptions & {
  /** The text. */
  body: string;
});

/**
 * Posts on the discussion of a record (any model with a chatter), through the client it was made with.
 *
 * @example const mail = new MailService(client);
 */
export class MailService {
  /** Makes a service that works through that client, subclass or test double. */
  constructor(client: OdooCaller);
  /**
   * Logs a note that only employees see, and returns the id of the new `mail.message`.
   *
   * @param model Model of the record, such as `'crm.lead'`.
   * @param resId Id of the record.
   * @param body HTML, or plain text, which is escaped.
   * @throws {OdooValidationError} when the body is blank, and the errors of {@link OdooClient.call}.
   * @example await client.mail.postInternalNote('crm.lead', 42, '<p>Called back.</p>');
   */
  postInternalNote(model: string, resId: number, body: MessageBody, options?: PostMessageOptions): Promise<number>;
  /**
   * Posts a message that goes to the record's followers, customers among them, and returns the id of the new `mail.message`.
   *
   * @param model Model of the record, such as `'crm.lead'`.
   * @param resId Id of the record.
   * @param body HTML, or plain text, which is escaped.
   * @throws {OdooValidationError} when the body is blank, and the errors of {@link OdooClient.call}.
   * @example await client.mail.postOpenMessage('crm.lead', 42, 'Your offer is ready.', { partnerIds: [7] });
   */
  postOpenMessage(model: string, resId: number, body: MessageBody, options?: PostMessageOptions): Promise<number>;
}

/**
 * Logs a note that only employees see; see {@link MailService.postInternalNote}.
 *
 * @example const messageId = await postInternalNote(client, 'res.partner', 7, 'Prefers e-mail.');
 */
export function postInternalNote(
  client: OdooCaller,
  model: string,
  resId: number,
  body: MessageBody,
  options?: PostMessageOptions,
): Promise<number>;

/**
 * Posts a message that goes to the record's followers; see {@link MailService.postOpenMessage}.
 *
 * @example const messageId = await postOpenMessage(client, 'res.partner', 7, '<p>Welcome!</p>');
 */
export function postOpenMessage(
  client: OdooCaller,
  model: string,
  resId: number,
  body: MessageBody,
  options?: PostMessageOptions,
): Promise<number>;

/**
 * Makes HTML of a message: text that starts with a tag of HTML is trimmed, other text is escaped and wrapped in `<p>…</p>`, with
 * `<br>` for its line breaks. What HTML does not know is no tag: `<TODO> call back` is text.
 *
 * @throws {OdooValidationError} when the text is blank.
 * @example ensureHtmlBody('1 < 2'); // '<p>1 &lt; 2</p>'
 */
export function ensureHtmlBody(text: string): string;

// ---------------------------------------------------------------------------------------------------------------------
// Modules

/** A module as `ir.module.module` describes it. */
export interface ModuleInfo {
  /** Id of the `ir.module.module` record. */
  id: number;
  /** Technical name, such as `'crm'`. */
  name: string;
  /** `'installed'`, `'uninstalled'`, `'to upgrade'`, `'to install'`, `'to remove'` or `'uninstallable'`. */
  state: string;
  /** Title, such as `'CRM'`. */
  shortdesc?: string;
  /** What it does, in a line. */
  summary?: string | false;
  /** Who made it. */
  author?: string | false;
  /** Where to read more. */
  website?: string | false;
  /** What it does, at length; not in a list. */
  description?: string | false;
  /** Version on disk (Odoo names these two the wrong way round). */
  installed_version?: string | false;
  /** Version in the database. */
  latest_version?: string | false;
  /** Its licence, such as `'LGPL-3'`. */
  license?: string | false;
  /** Whether it is an app rather than a building block. */
  application?: boolean;
  /** Id and name of its category. */
  category_id?: [number, string] | false;
  /** Other fields of the record. */
  [field: string]: any;
}

/** Which modules {@link ModuleManager.listModules} returns. */
export interface ModuleListOptions extends CallOptions {
  /** Only modules in that state, such as `'installed'`. */
  state?: string | undefined;
  /** `true`: only apps; `false`: only modules that are no app. */
  application?: boolean | undefined;
  /** How many modules to return at most. */
  limit?: number | undefined;
  /** How many modules to skip. */
  offset?: number | undefined;
}

/**
 * Lists, installs, upgrades and uninstalls Odoo modules. The user needs settings rights.
 *
 * @example const modules = new ModuleManager(client);
 */
export class ModuleManager {
  /** Makes a manager that works through that client, subclass or test double. */
  constructor(client: OdooCaller);
  /**
   * Installs a module and what it depends on. Returns without doing anything when it is installed already.
   *
   * @throws `Error` when there is no such module or its state does not allow it; the errors of {@link OdooClient.call}.
   * @example const { state } = await client.modules.installModule('crm');
   */
  installModule(name: string, options?: CallOptions): Promise<ModuleInfo>;
  /**
   * Uninstalls a module and what depends on it, with their data. Returns without doing anything when it is not installed.
   *
   * @throws `Error` when there is no such module or its state does not allow it; the errors of {@link OdooClient.call}.
   * @example await client.modules.uninstallModule('crm');
   */
  uninstallModule(name: string, options?: CallOptions): Promise<ModuleInfo>;
  /**
   * Upgrades an installed module to the version on the server's disk.
   *
   * @throws `Error` when there is no such module or its state does not allow it; the errors of {@link OdooClient.call}.
   * @example await client.modules.upgradeModule('crm');
   */
  upgradeModule(name: string, options?: CallOptions): Promise<ModuleInfo>;
  /**
   * Lists the modules the server knows.
   *
   * @example const apps = await client.modules.listModules({ state: 'installed', application: true });
   */
  listModules(options?: ModuleListOptions): Promise<ModuleInfo[]>;
  /**
   * Returns one module.
   *
   * @throws `Error` when there is no such module.
   * @example const { state } = await client.modules.getModuleInfo('crm');
   */
  getModuleInfo(name: string, options?: CallOptions): Promise<ModuleInfo>;
  /**
   * Tells whether a module is installed; `false` for one that does not exist.
   *
   * @example const hasCrm = await client.modules.isModuleInstalled('crm');
   */
  isModuleInstalled(name: string, options?: CallOptions): Promise<boolean>;
}

// ---------------------------------------------------------------------------------------------------------------------
// Properties fields

/** What every property definition has. */
export interface PropertyDefinitionBase {
  /** Key of the property, unique in its container. */
  name: string;
  /** Label shown to users. */
  string: string;
  /** Kind of property, such as `'char'` or `'many2one'`. */
  type: string;
  /** Value of new records. */
  default?: any;
  /** Whether the property shows on kanban cards. */
  view_in_cards?: boolean;
}

/** Definition of a line of text. */
export interface CharPropertyDefinition extends PropertyDefinitionBase {
  type: 'char';
  default?: string | false;
}

/** Definition of a whole number. */
export interface IntegerPropertyDefinition extends PropertyDefinitionBase {
  type: 'integer';
  default?: number | false;
}

/** Definition of a decimal number. */
export interface FloatPropertyDefinition extends PropertyDefinitionBase {
  type: 'float';
  default?: number | false;
}

/** Definition of a checkbox. */
export interface BooleanPropertyDefinition extends PropertyDefinitionBase {
  type: 'boolean';
  default?: boolean;
}

/** Definition of a date. */
export interface DatePropertyDefinition extends PropertyDefinitionBase {
  type: 'date';
  default?: string | false;
}

/** Definition of a date and time. */
export interface DateTimePropertyDefinition extends PropertyDefinitionBase {
  type: 'datetime';
  default?: string | false;
}

/** Definition of a choice from a list. */
export interface SelectionPropertyDefinition extends PropertyDefinitionBase {
  type: 'selection';
  /** The choices: key and label. */
  selection?: [string, string][];
  default?: string | false;
}

/** Definition of a link to one record. */
export interface Many2onePropertyDefinition extends PropertyDefinitionBase {
  type: 'many2one';
  /** Model of the record. */
  comodel?: string;
  /** Which records may be chosen, as the text of a domain. */
  domain?: string | false;
  default?: number | [number, string] | false;
}

/** Definition of links to several records. */
export interface Many2manyPropertyDefinition extends PropertyDefinitionBase {
  type: 'many2many';
  /** Model of the records. */
  comodel?: string;
  /** Which records may be chosen, as the text of a domain. */
  domain?: string | false;
  default?: number[] | [number, string][] | false;
}

/** Definition of a set of tags. */
export interface TagsPropertyDefinition extends PropertyDefinitionBase {
  type: 'tags';
  /** The tags: key, label and colour number. */
  tags?: [string, string, number][];
  default?: string[] | false;
}

/** Definition of a heading between properties; it has no value. */
export interface SeparatorPropertyDefinition extends PropertyDefinitionBase {
  type: 'separator';
  /** Whether the properties under the heading are folded away. */
  fold_by_default?: boolean;
}

/** Definition of one property, told apart by `type`. */
export type PropertyDefinition =
  | CharPropertyDefinition
  | IntegerPropertyDefinition
  | FloatPropertyDefinition
  | BooleanPropertyDefinition
  | DatePropertyDefinition
  | DateTimePropertyDefinition
  | SelectionPropertyDefinition
  | Many2onePropertyDefinition
  | Many2manyPropertyDefinition
  | TagsPropertyDefinition
  | SeparatorPropertyDefinition;

/** The properties a container (a project, a sales team) defines for its records, as its definition field reads. */
export type PropertiesDefinition = PropertyDefinition[];

/** What every property value has. Odoo leaves `value` out when the property is not set. */
export interface PropertyValueBase {
  /** Key of the property. */
  name: string;
  /** Label shown to users. */
  string: string;
  /** Kind of property. */
  type: string;
  /** The value; `false` or absent when it is not set. */
  value?: any;
}

/** A line of text. */
export interface CharPropertyValue extends PropertyValueBase {
  type: 'char';
  value?: string | false;
}

/** A whole number. */
export interface IntegerPropertyValue extends PropertyValueBase {
  type: 'integer';
  value?: number | false;
}

/** A decimal number. */
export interface FloatPropertyValue extends PropertyValueBase {
  type: 'float';
  value?: number | false;
}

/** A checkbox. */
export interface BooleanPropertyValue extends PropertyValueBase {
  type: 'boolean';
  value?: boolean;
}

/** A date, `YYYY-MM-DD`. */
export interface DatePropertyValue extends PropertyValueBase {
  type: 'date';
  value?: string | false;
}

/** A date and time in UTC, `YYYY-MM-DD HH:MM:SS`. */
export interface DateTimePropertyValue extends PropertyValueBase {
  type: 'datetime';
  value?: string | false;
}

/** The key of a choice, with the list it was made from. */
export interface SelectionPropertyValue extends PropertyValueBase {
  type: 'selection';
  /** The choices: key and label. */
  selection?: [string, string][];
  value?: string | false;
}

/** The id and name of a record. */
export interface Many2onePropertyValue extends PropertyValueBase {
  type: 'many2one';
  /** Model of the record. */
  comodel?: string;
  value?: [number, string] | number | false;
}

/** The ids and names of several records. */
export interface Many2manyPropertyValue extends PropertyValueBase {
  type: 'many2many';
  /** Model of the records. */
  comodel?: string;
  value?: [number, string][] | number[] | false;
}

/** The keys of tags, with the tags they were chosen from. */
export interface TagsPropertyValue extends PropertyValueBase {
  type: 'tags';
  /** The tags: key, label and colour number. */
  tags?: [string, string, number][];
  value?: string[] | false;
}

/** The value of one property with its definition, told apart by `type`. */
export type PropertyValue =
  | CharPropertyValue
  | IntegerPropertyValue
  | FloatPropertyValue
  | BooleanPropertyValue
  | DatePropertyValue
  | DateTimePropertyValue
  | SelectionPropertyValue
  | Many2onePropertyValue
  | Many2manyPropertyValue
  | TagsPropertyValue;

/** What the value of a property can be, whatever its type. */
export type PropertyValueType = PropertyValue['value'];

/** A properties field as `read` returns it: values with their definitions, in the order of the definitions. */
export type PropertiesReadFormat = (PropertyValue | SeparatorPropertyDefinition)[];

/** A properties field as `write` takes it: names and values; records by their ids. */
export interface PropertiesWriteFormat {
  /** The value of the property of that name; `false` empties it. */
  [name: string]: any;
}

/**
 * Returns the value of a property, or `undefined` when there is none of that name or it is not set.
 *
 * @example const priority = getPropertyValue<string>(task.task_properties, 'priority');
 */
export function getPropertyValue<T = any>(properties: PropertiesReadFormat, name: string): T | undefined;

/**
 * Returns the definition of a property, or `undefined` when there is none of that name.
 *
 * @example const definition = getPropertyDefinition(project.task_properties_definition, 'priority');
 */
export function getPropertyDefinition(definitions: PropertiesDefinition, name: string): PropertyDefinition | undefined;

/**
 * Turns a properties field as it was read into what `write` takes: names and values, with `[id, name]` pairs as ids.
 *
 * @example await client.write('project.task', 5, { task_properties: { ...propertiesToWriteFormat(task.task_properties), priority: 'high' } });
 */
export function propertiesToWriteFormat(properties: PropertiesReadFormat): PropertiesWriteFormat;
