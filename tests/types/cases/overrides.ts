// Subclasses, replaced methods and test doubles written for the single signatures of the replaced
// client.
import {
  MailService,
  ModuleManager,
  OdooClient,
  postInternalNote,
  type OdooCaller,
  type OdooClientConfig,
} from '@odoo-toolbox/client';
import { same } from './expect.js';

export class LoggingClient extends OdooClient {
  readonly log: string[] = [];

  constructor(config: OdooClientConfig) {
    super(config);
  }

  override async call<T = any>(model: string, method: string, args: any[] = [], kwargs: Record<string, any> = {}): Promise<T> {
    this.log.push(`${model}.${method}`);
    return super.call<T>(model, method, args, kwargs);
  }

  override async search(model: string, domain: any[] = [], options: { offset?: number; limit?: number; order?: string } = {}): Promise<number[]> {
    return super.search(model, domain, options);
  }

  override async read<T = any>(model: string, ids: number | number[], fields: string[] = []): Promise<T[]> {
    return super.read<T>(model, ids, fields);
  }

  override async searchRead<T = any>(model: string, domain: any[] = [], options: { fields?: string[]; limit?: number } = {}): Promise<T[]> {
    return super.searchRead<T>(model, domain, options);
  }

  override async create(model: string, values: Record<string, any>, context: Record<string, any> = {}): Promise<number> {
    return super.create(model, values, context);
  }

  override async write(model: string, ids: number | number[], values: Record<string, any>): Promise<boolean> {
    return super.write(model, ids, values);
  }

  override logout(): void {
    super.logout();
  }
}

export class BrokenClient extends OdooClient {
  // @ts-expect-error a count is a number
  override async searchCount(): Promise<string> {
    return 'many';
  }
}

declare const client: OdooClient;
client.create = async () => 42;
client.create = async (model: string, values: Record<string, any>) => (model === values['model'] ? 1 : 2);
client.call = async () => null as any;
client.searchRead = async () => [];
// @ts-expect-error a client without its methods is no client
const empty: OdooClient = {};
console.log(empty);

const double: OdooCaller = {
  call: async (model: string, method: string) => ({ model, method }),
  searchRead: async () => [],
  create: async (_model: string, _values: Record<string, unknown>) => 7,
};

export async function services(): Promise<void> {
  same<typeof client.mail, MailService>();
  same<typeof client.modules, ModuleManager>();
  const viaDouble = await new MailService(double).postOpenMessage('res.partner', 1, 'Hello');
  same<typeof viaDouble, number>();
  await postInternalNote(double, 'res.partner', 1, 'Hello');
  await postInternalNote(new LoggingClient({ url: '', database: '', username: '', password: '' }), 'res.partner', 1, 'Hello');
  new ModuleManager(double);
  // @ts-expect-error a service works through a client
  new MailService();
  // @ts-expect-error a client has methods
  new ModuleManager({});
}
