// Connections to databases, by name. Each logs in when it is first used, once for all who wait for
// it.

import type { OdooClient, OdooClientConfig, OdooKeyConfig } from 'odoo-client-wasm';
import { withoutSecrets } from '#arguments/secrets.ts';
import { forPeople } from '#arguments/told.ts';
import { ToolError, toToolError } from './errors.ts';
import type { Policy } from './policy.ts';
import { Schema } from './schema.ts';

/** The settings of a client, with a password or with an API key. */
export type ConnectionConfig = OdooClientConfig | OdooKeyConfig;

/** A database that is logged in to. */
export interface Connection {
  name: string;
  client: OdooClient;
  schema: Schema;
  url: string;
  database: string;
  uid: number;
  username: string;
  /** Whether its settings came by `odoo_authenticate`. */
  isGiven: boolean;
  /** Numbers of records from a moment ago, by question. */
  counts: Map<string, { at: number; count: number }>;
}

export const defaultName = 'default';

/** Loads the client when the first connection is made: the program answers before. */
const loadClient = () => import('odoo-client-wasm');

export class Connections {
  private readonly open = new Map<string, Promise<Connection>>();
  private readonly given = new Map<string, ConnectionConfig>();
  private readonly secrets = new Set<string>();

  constructor(
    private readonly policy: Policy,
    private readonly configured: Record<string, ConnectionConfig>,
    private readonly onChange: () => void,
    private readonly usesEnvironment: boolean,
    /** Finds the settings of the default connection; absent: in the environment. */
    private readonly settings?: () => Promise<ConnectionConfig>,
  ) {
    for (const config of Object.values(configured)) this.keepSecrets(config);
  }

  /** Takes out of a text what must not be seen. */
  readonly redact = (text: string): string => withoutSecrets(text, this.secrets, '***');

  /** The names that a principal can use. */
  names(principal: string): string[] {
    const own = [...this.given.keys()]
      .filter((key) => key.startsWith(`${principal}\n`))
      .map((key) => key.slice(principal.length + 1));
    const named = [
      ...Object.keys(this.configured),
      ...Object.keys(this.policy.rules.connections ?? {}),
    ];
    return [...new Set([...(this.usesEnvironment ? [defaultName] : []), ...named, ...own])];
  }

  /** The connection of that name, logged in. */
  async get(principal: string, name = defaultName): Promise<Connection> {
    const key = this.key(principal, name);
    const known = this.open.get(key);
    if (known) {
      const connection = await known;
      if (connection.client.isAuthenticated()) return connection;
      if (this.open.get(key) === known) this.open.delete(key);
      return this.get(principal, name);
    }
    const config = await this.config(principal, name);
    return this.opened(key, name, config);
  }

  /** Logs in with settings that came as arguments, and keeps them under a name. */
  async give(principal: string, name: string, config: ConnectionConfig): Promise<Connection> {
    this.keepSecrets(config);
    const key = `${principal}\n${name}`;
    const old = this.open.get(key);
    const connection = await this.login(name, config, true);
    this.given.set(key, config);
    this.open.set(key, Promise.resolve(connection));
    old?.then(({ client }) => client.logout()).catch(() => {});
    this.onChange();
    return connection;
  }

  /** Logs out, and forgets settings that came as arguments. */
  async close(principal: string, name: string): Promise<boolean> {
    const key = this.key(principal, name);
    const known = this.open.get(key);
    const wasGiven = this.given.delete(key);
    this.open.delete(key);
    if (wasGiven) this.onChange();
    const connection = await known?.catch(() => undefined);
    await connection?.client.logout();
    return connection !== undefined;
  }

  /** Logs all out. */
  async closeAll(): Promise<void> {
    const all = [...this.open.values()];
    this.open.clear();
    this.given.clear();
    await Promise.allSettled(all.map(async (connection) => (await connection).client.logout()));
  }

  /** Own connections go by the principal; those of the program are everyone's. */
  private key(principal: string, name: string): string {
    const own = `${principal}\n${name}`;
    return this.given.has(own) ? own : `\n${name}`;
  }

  private async config(principal: string, name: string): Promise<ConnectionConfig> {
    const given = this.given.get(`${principal}\n${name}`);
    if (given) return given;
    if (Object.hasOwn(this.configured, name)) return this.configured[name] as ConnectionConfig;
    const named = this.policy.rules.connections ?? {};
    const prefix = Object.hasOwn(named, name) ? named[name]?.env : undefined;
    if (prefix === undefined && (name !== defaultName || !this.usesEnvironment)) {
      throw new ToolError(
        'not_connected',
        `There is no connection \`${name}\`. There are: ${this.names(principal).join(', ') || 'none'}.`,
        'Call odoo_authenticate with url, database, username and password.',
      );
    }
    const { configFromEnv } = await loadClient();
    try {
      const config =
        prefix === undefined && this.settings
          ? await this.settings()
          : configFromEnv(prefix ?? 'ODOO');
      this.keepSecrets(config);
      return config;
    } catch (error) {
      throw new ToolError(
        'not_connected',
        this.redact(forPeople((error as Error).message)),
        `${this.settings ? 'Store a profile with odoo-client-wasm login, or set the variables' : 'Set these variables'} or write them into .odoo.env and call odoo_authenticate again; or pass url, database, username and password to it.`,
      );
    }
  }

  private opened(key: string, name: string, config: ConnectionConfig): Promise<Connection> {
    const known = this.open.get(key);
    if (known) return known;
    const connecting = this.login(name, config, this.given.has(key));
    this.open.set(key, connecting);
    connecting.catch(() => {
      if (this.open.get(key) === connecting) this.open.delete(key);
    });
    return connecting;
  }

  private async login(
    name: string,
    config: ConnectionConfig,
    isGiven: boolean,
  ): Promise<Connection> {
    const { OdooClient } = await loadClient();
    let client: OdooClient;
    try {
      client = new OdooClient({ ...config, safety: null } as OdooClientConfig);
    } catch (error) {
      throw new ToolError(
        'bad_argument',
        this.redact((error as Error).message),
        'Correct the settings.',
      );
    }
    try {
      const session = await client.authenticate();
      return {
        name,
        client,
        schema: new Schema(client),
        url: config.url,
        database: session.db,
        uid: session.uid,
        username: session.username,
        isGiven,
        counts: new Map(),
      };
    } catch (error) {
      throw toToolError(error, false, this.redact);
    }
  }

  private keepSecrets(config: ConnectionConfig): void {
    const { password, apiKey, username, database } = config as Record<string, unknown>;
    // What is the login or the database, too, is said in many places.
    for (const secret of [password, apiKey])
      if (typeof secret === 'string' && secret.length > 3 && ![username, database].includes(secret))
        this.secrets.add(secret);
  }
}
