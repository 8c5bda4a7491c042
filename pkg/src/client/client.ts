// OdooClient: one line a method, in JavaScript because the CRUD methods go through the object's own
// `call`, which a subclass may override and a test may replace. What they do is in Rust.

import { ClientCore } from 'odoo-client-wasm-glue';
import { fetchPage } from '#body/page.ts';
import type { OdooClientConfig, OdooKeyConfig, OdooProtocol, OdooVisitorConfig } from './config.ts';
import { traced } from './errors.ts';
import { inForms } from './forms.ts';
import { readGroup } from './groups.ts';
import type { SafetyContext } from './guard.ts';
import { ready } from './instance.ts';
import { MailService } from './mail.ts';
import { coreOf, formsOf, hold, keep, serviceOf } from './members.ts';
import { ModuleManager } from './modules.ts';
import { fetchNested } from './nested.ts';
import type { CallOptions } from './options.ts';
import { pageAt } from './page.ts';
import { promised } from './promised.ts';
import type { OdooContext } from './records.ts';
import type { OdooSessionInfo } from './session.ts';
import type {
  Forms,
  Ids,
  MethodAnswer,
  MethodArguments,
  MethodKeywords,
  NewIds,
  OneOrMore,
  SomeAggregate,
  SomeCreation,
  SomeDomain,
  SomeFetch,
  SomeField,
  SomeFields,
  SomeGroup,
  SomeGrouping,
  SomeGroupRow,
  SomeMethod,
  SomeModel,
  SomeNested,
  SomeRead,
  SomeRow,
  SomeSearch,
  SomeValues,
  Told,
} from './typed/index.ts';

/**
 * A connection to one Odoo database as one user. Making it opens nothing: call
 * {@link OdooClient.authenticate} first.
 *
 * The methods for records reach the server through the object's own {@link OdooClient.call}, so a
 * subclass or a test may override `call` and see everything.
 *
 * @example
 * const client = new OdooClient({ url: 'http://localhost:8069', database: 'odoo', username: 'admin', password: 'admin' });
 * await client.authenticate();
 * const id = await client.create('res.partner', { name: 'Ada' });
 *
 * With the types that `npx odoo-client-wasm types` writes, it knows the database: models, fields,
 * values and conditions are checked, and records have their types.
 *
 * @example
 * import type { Odoo } from './odoo.d.ts';
 * const client = new OdooClient<Odoo>({ url: 'http://localhost:8069', database: 'odoo', username: 'admin', password: 'admin' });
 */
export class OdooClient<S = unknown, V extends Forms = Forms> {
  /**
   * Checks the configuration and remembers it; nothing is sent.
   *
   * @throws {OdooError} or `TypeError` with the name of a setting that is missing or cannot work.
   */
  constructor(config: OdooClientConfig | OdooKeyConfig | OdooVisitorConfig) {
    ready();
    hold(this, new ClientCore(config));
  }

  /**
   * Logs in and reads who the user is. May be called again at any time, after `logout()` too.
   *
   * @throws {OdooAuthError} when the login or the password is wrong.
   * @throws {OdooNetworkError} when the server cannot be reached or answers with an HTTP error.
   * @throws {OdooRpcError} when the server refuses otherwise, as for a database it does not have.
   * @example const { uid, name } = await client.authenticate();
   */
  authenticate(options?: CallOptions): Promise<OdooSessionInfo> {
    return promised((resolve, reject) => coreOf(this).authenticate(options, resolve, reject));
  }

  /**
   * The protocol in use; before a login, the one that was asked for.
   *
   * @example console.log(client.protocol); // 'session'
   */
  get protocol(): 'auto' | OdooProtocol {
    ready();
    return coreOf(this).protocol();
  }

  /**
   * A view of this client whose calls have a context: the same login, the same queue. The context
   * goes over that of the configuration and under that of a call.
   *
   * @example const french = client.withContext({ lang: 'fr_FR' });
   */
  withContext(context: OdooContext): this {
    ready();
    // A view: whatever is replaced on the client itself is replaced on its views as well.
    return hold(Object.create(this), coreOf(this).withContext(context));
  }

  /**
   * Tells whether the client is logged in: after `authenticate()`, until `logout()` or until the
   * server refuses the user. A failure of a single call ends it only where the server then refuses
   * the user's own context as well.
   *
   * @example if (!client.isAuthenticated()) await client.authenticate();
   */
  isAuthenticated(): boolean {
    ready();
    return coreOf(this).isAuthenticated();
  }

  /**
   * Returns who is logged in, or `null` before `authenticate()` and after `logout()`.
   *
   * @example const lang = client.getSession()?.context.lang;
   */
  getSession(): OdooSessionInfo | null {
    ready();
    return coreOf(this).getSession();
  }

  /**
   * Forgets the session and the password at once, and over a web session tells the server, for
   * which `await client.logout()` waits (five seconds at most). It never rejects.
   *
   * @example client.logout();
   */
  logout(): void | Promise<void> {
    return promised((resolve, reject) => coreOf(this).logout(resolve, reject));
  }

  /**
   * Changes who is asked before writes and deletes: `null` nobody, `undefined` the process-wide
   * default again.
   *
   * @example client.setSafetyContext({ confirm: async (operation) => window.confirm(operation.description) });
   */
  setSafetyContext(context: SafetyContext | null | undefined): void {
    ready();
    coreOf(this).setSafetyContext(context);
  }

  /**
   * Calls any public method of a model and returns what it returned; a method that returns Python's
   * `None` gives `null`.
   *
   * @param model Technical name of the model, such as `'res.partner'`.
   * @param method Name of the method, such as `'name_search'`.
   * @param args Positional arguments; for a method on records the first is the list of their ids.
   * @param kwargs Named arguments.
   * @param options `safetyLevel` overrides how dangerous the safety guard takes the method to be.
   * @throws {OdooAuthError} before `authenticate()`, and when the server no longer accepts the
   * user.
   * @throws `TypeError` for arguments that cannot be sent, with their path, and for names and
   * options that are not valid; nothing was sent.
   * @throws {OdooSafetyError} when the safety guard said no.
   * @throws {OdooAccessError} when the user's rights do not suffice.
   * @throws {OdooValidationError} when Odoo refuses the values or the action.
   * @throws {OdooMissingError} when a record does not exist any more.
   * @throws {OdooNetworkError} when no proper answer came; {@link OdooTimeoutError} when none came
   * in time.
   * @throws {OdooRpcError} for every other error of the server.
   * @example await client.call('sale.order', 'action_confirm', [[42]]);
   * @example const hits = await client.call<[number, string][]>('res.partner', 'name_search', [], { name: 'Ada', limit: 5 });
   */
  call<T = any, M extends SomeModel<S> = SomeModel<S>, N extends SomeMethod<S, M> = string>(
    model: M,
    method: N,
    args?: MethodArguments<S, M, N>,
    kwargs?: MethodKeywords<S, M, N>,
    options?: CallOptions,
  ): Promise<MethodAnswer<S, M, N, T>> {
    return promised((resolve, reject) =>
      coreOf(this).call(model, method, args, kwargs, undefined, options, resolve, reject),
    );
  }

  /** @internal */
  [fetchPage](model: string, method: string, path: string, options: CallOptions): Promise<any> {
    return pageAt(this, model, method, path, options);
  }

  /**
   * Finds records and returns their ids.
   *
   * @throws the errors of {@link OdooClient.call}.
   * @example const ids = await client.search('res.partner', [['name', 'ilike', 'ada']], { limit: 10, order: 'name' });
   */
  search<M extends SomeModel<S>, const D extends readonly unknown[], const O extends string>(
    model: M,
    domain?: SomeDomain<S, M, D>,
    options?: SomeSearch<S, M, O>,
  ): Promise<number[]> {
    return promised((resolve, reject) =>
      coreOf(this).search(replaced(this), model, domain, options, resolve, reject),
    );
  }

  /**
   * Reads records by id. Ids that do not exist are left out of the result.
   *
   * @param ids One id or a list of ids.
   * @param fields Names of the fields to read; empty: every field.
   * @throws the errors of {@link OdooClient.call}.
   * @example
   * const [ada] = await client.read<{ id: number; name: string }>('res.partner', 7, ['name']);
   */
  read<
    T extends Told<S> = Told<S>,
    M extends SomeModel<S> = SomeModel<S>,
    const N extends SomeField<S, M> = SomeField<S, M>,
  >(
    model: M,
    ids: Ids,
    fields?: SomeFields<S, N>,
    options?: CallOptions,
  ): Promise<SomeRow<S, M, N, V, T>[]> {
    return promised((resolve, reject) =>
      coreOf(this).read(replaced(this), model, ids, fields, options, resolve, reject),
    );
  }

  /**
   * Finds records and reads them in one request.
   *
   * @param options Fields, offset, limit and order, or simply the list of fields.
   * @throws the errors of {@link OdooClient.call}.
   * @example const rows = await client.searchRead('crm.lead', [['type', '=', 'opportunity']], { fields: ['name'], limit: 80 });
   * @example const names = await client.searchRead<{ id: number; name: string }>('res.country', [], ['name']);
   */
  searchRead<
    T extends Told<S> = Told<S>,
    M extends SomeModel<S> = SomeModel<S>,
    const D extends readonly unknown[] = readonly unknown[],
    const O extends string = string,
    const N extends SomeField<S, M> = SomeField<S, M>,
  >(
    model: M,
    domain?: SomeDomain<S, M, D>,
    options?: SomeRead<S, M, N, O> | SomeFields<S, N>,
  ): Promise<SomeRow<S, M, N, V, T>[]> {
    return promised((resolve, reject) =>
      coreOf(this).searchRead(replaced(this), model, domain, options, resolve, reject),
    );
  }

  /**
   * Counts the records that match a domain.
   *
   * @throws the errors of {@link OdooClient.call}.
   * @example const open = await client.searchCount('crm.lead', [['active', '=', true]]);
   */
  searchCount<M extends SomeModel<S>, const D extends readonly unknown[]>(
    model: M,
    domain?: SomeDomain<S, M, D>,
    options?: CallOptions,
  ): Promise<number> {
    return promised((resolve, reject) =>
      coreOf(this).searchCount(replaced(this), model, domain, options, resolve, reject),
    );
  }

  /**
   * Creates a record and returns its id; of a list of values, creates a record for each, and
   * returns their ids in the same order.
   *
   * @throws the errors of {@link OdooClient.call}.
   * @example const id = await client.create('res.partner', { name: 'Ada' }, { lang: 'fr_FR' });
   * @example const [first, second] = await client.create('res.partner', [{ name: 'Ada' }, { name: 'Grace' }]);
   */
  create<M extends SomeModel<S>, L>(
    model: M,
    values: SomeCreation<S, M, V, L>,
    context?: OdooContext,
    options?: CallOptions,
  ): Promise<NewIds<L>> {
    return promised((resolve, reject) =>
      coreOf(this).create(replaced(this), model, values, context, options, resolve, reject),
    );
  }

  /**
   * Stores values in one record or several, the same values in each.
   *
   * @throws the errors of {@link OdooClient.call}; {@link OdooMissingError} for one that is gone.
   * @example await client.write('res.partner', 7, { phone: '+32 2 290 34 90' });
   */
  write<M extends SomeModel<S>>(
    model: M,
    ids: Ids,
    values: SomeValues<S, M, V>,
    context?: OdooContext,
    options?: CallOptions,
  ): Promise<boolean> {
    return promised((resolve, reject) =>
      coreOf(this).write(replaced(this), model, ids, values, context, options, resolve, reject),
    );
  }

  /**
   * Deletes one record or several for good.
   *
   * @throws the errors of {@link OdooClient.call}; {@link OdooMissingError} for one that is gone.
   * @example await client.unlink('res.partner', [7, 8]);
   */
  unlink(model: SomeModel<S>, ids: Ids, options?: CallOptions): Promise<boolean> {
    return promised((resolve, reject) =>
      coreOf(this).unlink(replaced(this), model, ids, options, resolve, reject),
    );
  }

  /**
   * Groups records and adds up over each group: the same rows on every version, by
   * `formatted_read_group` where the server has it, by the `read_group` of old before 18.4. Groups
   * come in the order of what they are grouped by.
   *
   * @param options `groupBy`, `aggregates`, `having`, `order`, `limit`, `offset`, and the options
   * of {@link OdooClient.call}.
   * @throws `TypeError` for options of the wrong type; the errors of {@link OdooClient.call}.
   * @example
   * const rows = await client.readGroup('sale.order', [['state', '=', 'sale']], {
   *   groupBy: ['partner_id', 'date_order:month'],
   *   aggregates: ['amount_total:sum'],
   * });
   * for (const row of rows) console.log(row.partner_id[1], row['date_order:month'][1], row['amount_total:sum'], row.__count);
   */
  readGroup<
    M extends SomeModel<S>,
    const D extends readonly unknown[],
    const G extends OneOrMore<SomeGroup<S, M>> = [],
    const A extends OneOrMore<SomeAggregate<S, M>> = [],
  >(
    model: M,
    domain?: SomeDomain<S, M, D>,
    options?: SomeGrouping<S, G, A>,
  ): Promise<SomeGroupRow<S, M, G, A>[]> {
    // Through the object's own `call` always: which method that calls depends on the server.
    return traced<any>(readGroup(this as any, model, domain as any, options as any));
  }

  /**
   * Reads records nested: the selected fields of each record, and of the records that it links to.
   * It is one request; where the server has no `web_search_read`, or the user may not call it, one
   * for each relation. A many2one of which no fields are selected is `[id, name]`.
   *
   * @param options `select`, and what {@link OdooClient.searchRead} takes. Beside the fields of a
   * relation, `$limit`, `$order` and `$context` say which of its records.
   * @throws `TypeError` for a selection that is not valid; the errors of {@link OdooClient.call}.
   * @example
   * const orders = await client.fetch('sale.order', [['state', '=', 'sale']], {
   *   select: { name: true, partner_id: { name: true, country_id: { code: true } }, order_line: { price_unit: true, $limit: 10 } },
   * });
   */
  fetch<
    T extends Told<S> = Told<S>,
    M extends SomeModel<S> = SomeModel<S>,
    const D extends readonly unknown[] = readonly unknown[],
    const O extends string = string,
    const L = unknown,
  >(
    model: M,
    domain: SomeDomain<S, M, D>,
    options: SomeFetch<S, M, L, O>,
  ): Promise<SomeNested<S, M, L, V, T>[]> {
    return traced<any>(
      fetchNested(this as any, model, domain as any, options as any, formsOf(this)),
    );
  }

  /**
   * A view of this client that reads and writes values in other forms, by the types of the fields:
   * `dates: 'Date'` has days and moments as `Date`s (a day is its midnight in UTC), `many2one:
   * 'object'` has `{ id, display_name }` for `[id, name]`. The types are read once for a model.
   *
   * @example const [order] = await client.with({ dates: 'Date' }).searchRead('sale.order', [], ['date_order']);
   */
  with<const W extends Forms>(forms: W): OdooClient<S, W> {
    const call = inForms(this as any, forms);
    return keep(this.withContext({}), { ...formsOf(this), ...forms }, call) as any;
  }

  /**
   * Posts notes and messages on records. The same object each time.
   *
   * @example await client.mail.postInternalNote('crm.lead', 42, 'Called back, no answer.');
   */
  get mail(): MailService {
    return serviceOf(this as any, 'mail', MailService);
  }

  /**
   * Lists, installs, upgrades and uninstalls modules. The same object each time.
   *
   * @example if (!(await client.modules.isModuleInstalled('crm'))) await client.modules.installModule('crm');
   */
  get modules(): ModuleManager {
    return serviceOf(this as any, 'modules', ModuleManager);
  }
}

const { call } = OdooClient.prototype;

/** The client itself where its `call` is another than ours; then the CRUD methods go through it. */
const replaced = (client: { call: unknown }) => (client.call === call ? undefined : client);
