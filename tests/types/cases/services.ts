// Messages, modules, properties fields and the transport.
import {
  JsonRpcTransport,
  OdooClient,
  ensureHtmlBody,
  getPropertyDefinition,
  getPropertyValue,
  postInternalNote,
  postOpenMessage,
  propertiesToWriteFormat,
  type BooleanPropertyDefinition,
  type BooleanPropertyValue,
  type CharPropertyDefinition,
  type CharPropertyValue,
  type DatePropertyDefinition,
  type DatePropertyValue,
  type DateTimePropertyDefinition,
  type DateTimePropertyValue,
  type FloatPropertyDefinition,
  type FloatPropertyValue,
  type IntegerPropertyDefinition,
  type IntegerPropertyValue,
  type JsonRpcRequest,
  type JsonRpcResponse,
  type Many2manyPropertyDefinition,
  type Many2manyPropertyValue,
  type Many2onePropertyDefinition,
  type Many2onePropertyValue,
  type ModuleInfo,
  type ModuleListOptions,
  type OdooSessionInfo,
  type PostMessageOptions,
  type PropertiesDefinition,
  type PropertiesReadFormat,
  type PropertiesWriteFormat,
  type PropertyDefinition,
  type PropertyDefinitionBase,
  type PropertyValue,
  type PropertyValueBase,
  type PropertyValueType,
  type SelectionPropertyDefinition,
  type SelectionPropertyValue,
  type SeparatorPropertyDefinition,
  type TagsPropertyDefinition,
  type TagsPropertyValue,
} from '@odoo-toolbox/client';
import { same } from './expect.js';

declare const client: OdooClient;

export async function messages(): Promise<void> {
  const options: PostMessageOptions = { partnerIds: [1], attachmentIds: [2] };
  const note = await client.mail.postInternalNote('res.partner', 1, '<p>Hello</p>', options);
  same<typeof note, number>();
  await client.mail.postInternalNote('res.partner', 1, { body: 'Hello' });
  await client.mail.postOpenMessage('res.partner', 1, 'Hello', {});
  await postInternalNote(client, 'res.partner', 1, { body: 'Hello' }, options);
  const message = await postOpenMessage(client, 'res.partner', 1, 'Hello');
  same<typeof message, number>();
  const html = ensureHtmlBody('Hello');
  same<typeof html, string>();
  // @ts-expect-error a message has a body
  await client.mail.postInternalNote('res.partner', 1);
  // @ts-expect-error the key is `body`
  await client.mail.postInternalNote('res.partner', 1, { text: 'Hello' });
  // @ts-expect-error one record has one id
  await client.mail.postOpenMessage('res.partner', [1], 'Hello');
  // @ts-expect-error the functions take the client first
  await postOpenMessage('res.partner', 1, 'Hello');
}

export async function modules(): Promise<void> {
  const options: ModuleListOptions = { state: 'installed', application: true, limit: 10, offset: 0 };
  const list = await client.modules.listModules(options);
  same<typeof list, ModuleInfo[]>();
  const installed = await client.modules.installModule('crm');
  same<typeof installed, ModuleInfo>();
  same<typeof installed.id, number>();
  same<typeof installed.name, string>();
  same<typeof installed.state, string>();
  const yes = await client.modules.isModuleInstalled('crm');
  same<typeof yes, boolean>();
  await client.modules.uninstallModule('crm');
  await client.modules.upgradeModule('crm');
  await client.modules.getModuleInfo('crm');
  // @ts-expect-error one module at a time
  await client.modules.installModule(['crm', 'sale']);
}

declare const read: PropertiesReadFormat;
declare const definitions: PropertiesDefinition;
const value = getPropertyValue<string>(read, 'priority');
same<typeof value, string | undefined>();
const definition = getPropertyDefinition(definitions, 'priority');
same<typeof definition, PropertyDefinition | undefined>();
if (definition?.type === 'selection') same<typeof definition, SelectionPropertyDefinition>();
const writable: PropertiesWriteFormat = propertiesToWriteFormat(read);
propertiesToWriteFormat([{ name: 'a', string: 'A', type: 'many2one', comodel: 'res.partner', value: [1, 'Ada'] }]);
propertiesToWriteFormat([{ name: 's', string: 'S', type: 'separator' }]);
// @ts-expect-error that is the write format already
propertiesToWriteFormat(writable);
// @ts-expect-error a property has a type
propertiesToWriteFormat([{ name: 'a', string: 'A', value: 1 }]);

export type EveryDefinition =
  | CharPropertyDefinition | IntegerPropertyDefinition | FloatPropertyDefinition | BooleanPropertyDefinition
  | DatePropertyDefinition | DateTimePropertyDefinition | SelectionPropertyDefinition | Many2onePropertyDefinition
  | Many2manyPropertyDefinition | TagsPropertyDefinition | SeparatorPropertyDefinition;
same<PropertyDefinition, EveryDefinition>();
export type EveryValue =
  | CharPropertyValue | IntegerPropertyValue | FloatPropertyValue | BooleanPropertyValue | DatePropertyValue
  | DateTimePropertyValue | SelectionPropertyValue | Many2onePropertyValue | Many2manyPropertyValue | TagsPropertyValue;
same<PropertyValue, EveryValue>();
same<PropertyDefinition['name'], PropertyDefinitionBase['name']>();
same<PropertyValue['name'], PropertyValueBase['name']>();
const one: PropertyValueType = [1, 'Ada'];
const several: PropertyValueType = [[1, 'Ada'], [2, 'Grace']];
console.log(one, several);

export async function transport(): Promise<void> {
  const rpc = new JsonRpcTransport('http://localhost:8069', 'odoo');
  const session = await rpc.authenticate('admin', 'admin');
  same<typeof session, OdooSessionInfo>();
  const version = await rpc.callRpc<{ server_version: string }>('call', { service: 'common', method: 'version', args: [] });
  same<typeof version, { server_version: string }>();
  const count = await rpc.call<number>('res.partner', 'search_count', [[]], {});
  same<typeof count, number>();
  same<ReturnType<typeof rpc.getSession>, OdooSessionInfo | null>();
  rpc.logout();
  const request: JsonRpcRequest = { jsonrpc: '2.0', method: 'call', params: {}, id: 1 };
  const response: JsonRpcResponse<number> = { jsonrpc: '2.0', id: request.id, result: 3 };
  console.log(response.error?.data?.name);
  // @ts-expect-error a database is needed
  new JsonRpcTransport('http://localhost:8069');
}
