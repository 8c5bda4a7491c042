// What records, conditions and contexts look like.

/**
 * An Odoo search domain: a list of `[field, operator, value]` terms and the operators `'&'`, `'|'`,
 * `'!'`. An empty list matches every record the user may see. One that no server takes, such as a
 * condition without a list around it, is a `TypeError`, and nothing is sent.
 *
 * @example [['country_id.code', '=', 'BE'], '|', ['email', '!=', false], ['phone', '!=', false]]
 */
export type OdooDomain = readonly any[];

/** Field names and the values to store, as Odoo's `create` and `write` take them. */
export interface OdooValues {
  /**
   * The value of the field of that name. `undefined` members are not sent; `false` empties a field;
   * a many2one is written by its id. What JSON cannot carry (`NaN`, a `Blob`, bytes, a `Map`, a
   * promise, a function) is a `TypeError` that names its path.
   */
  [field: string]: any;
}

/** An Odoo context: the language, time zone, companies and flags a call is made with. */
export interface OdooContext {
  /** Language of translated fields and messages, such as `'fr_FR'`. */
  lang?: string | false | undefined;
  /**
   * Time zone of the user, such as `'Europe/Brussels'`. Odoo itself sends date-times in UTC
   * whatever the zone.
   */
  tz?: string | false | undefined;
  /** Companies the call may see; the first one is the current company. */
  allowed_company_ids?: number[] | undefined;
  /** `false` includes archived records in searches. */
  active_test?: boolean | undefined;
  /** Any other key: `default_<field>` values, module flags and so on. */
  [key: string]: any;
}
