// Messages and modules.

import assert from 'node:assert/strict';
import { id, refused } from './expected.mjs';

/** What Odoo keeps of a message that `method` of the mail service posts. */
const kept =
  (method, body) =>
  async ({ client, partner }) => {
    const one = await partner();
    const message = await client.mail[method]('res.partner', one, body);
    id(message);
    const fields = ['model', 'res_id', 'body', 'message_type', 'is_internal', 'subtype_id'];
    const [{ id: read, res_id: record, subtype_id: subtype, ...rest }] = await client.read(
      'mail.message',
      message,
      fields,
    );
    assert.deepEqual([read, record], [message, one]);
    return { ...rest, subtype: subtype[1] };
  };

const message = (body, is_internal, subtype) => ({
  model: 'res.partner',
  body,
  message_type: 'comment',
  is_internal,
  subtype,
});

export const services = [
  [
    'a note keeps its HTML',
    kept('postInternalNote', '<p>Hello <b>Ada</b></p>'),
    message('<p>Hello <b>Ada</b></p>', true, 'Note'),
  ],
  [
    'an open message keeps its HTML',
    kept('postOpenMessage', '<p>Hello <b>Ada</b></p>'),
    message('<p>Hello <b>Ada</b></p>', false, 'Discussions'),
  ],
  [
    'plain text is escaped',
    kept('postInternalNote', 'I <3 tea & more'),
    message('<p>I &lt;3 tea &amp; more</p>', true, 'Note'),
  ],
  [
    'partners and attachments go along',
    async ({ client, partner }) => {
      const [one, reader] = [await partner(), await partner()];
      const attachment = await client.create('ir.attachment', { name: 'a.txt', datas: 'aGVsbG8=' });
      const posted = await client.mail.postOpenMessage('res.partner', one, 'With a file', {
        partnerIds: [reader],
        attachmentIds: [attachment],
      });
      const [read] = await client.read('mail.message', posted, ['partner_ids', 'attachment_ids']);
      return [read.partner_ids.includes(reader), read.attachment_ids.includes(attachment)];
    },
    [true, true],
  ],
  [
    'an empty message is refused',
    async ({ client, partner }) =>
      client.mail.postOpenMessage('res.partner', await partner(), '  '),
    refused('OdooValidationError', /body must not be empty/),
  ],
  [
    'a message on a record that does not exist',
    ({ client }) => client.mail.postOpenMessage('res.partner', 99_999_999, 'x'),
    refused('OdooMissingError', /./),
  ],

  [
    'installed apps are listed',
    async ({ client }) => {
      const apps = await client.modules.listModules({ state: 'installed', application: true });
      return [
        apps.some(({ name }) => name === 'crm'),
        apps.every(({ state, application }) => state === 'installed' && application === true),
      ];
    },
    [true, true],
  ],
  [
    'modules are listed in pages',
    async ({ client }) => {
      const [all, first, second] = [
        await client.modules.listModules(),
        await client.modules.listModules({ limit: 2 }),
        await client.modules.listModules({ limit: 2, offset: 2 }),
      ];
      return [
        first.length,
        second.length,
        JSON.stringify(all.slice(0, 4)) === JSON.stringify([...first, ...second]),
      ];
    },
    [2, 2, true],
  ],
  [
    'a module is described',
    async ({ client }) => {
      const { name, state } = await client.modules.getModuleInfo('base');
      return [
        name,
        state,
        await client.modules.isModuleInstalled('base'),
        await client.modules.isModuleInstalled('no_such_module'),
      ];
    },
    ['base', 'installed', true, false],
  ],
  [
    'a module is installed, upgraded and uninstalled',
    async ({ client }) => {
      const [{ name }] = await client.modules.listModules({ state: 'uninstalled', limit: 1 });
      const states = [];
      for (const step of [
        'installModule',
        'installModule',
        'upgradeModule',
        'uninstallModule',
        'uninstallModule',
      ])
        states.push((await client.modules[step](name)).state);
      return states;
    },
    ['installed', 'installed', 'installed', 'uninstalled', 'uninstalled'],
  ],
  [
    'a module that does not exist is named',
    ({ client }) => client.modules.installModule('no_such_module'),
    refused('OdooError', /Module 'no_such_module' not found/),
  ],
  [
    'modules are not for everybody',
    async ({ connect }) => (await connect('demo')).modules.upgradeModule('base'),
    refused('OdooAccessError', /Access Denied/),
  ],
];
