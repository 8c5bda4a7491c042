import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { toolbox } from './fixture.mjs';
import { connect, openWire } from './wire.mjs';

const {
  MailService,
  OdooMissingError,
  OdooValidationError,
  ensureHtmlBody,
  postInternalNote,
  postOpenMessage,
} = toolbox;

const noteSubtype = 17;
const messageId = 281;

/**
 * Answers as Odoo does: external ids are looked up, messages get an id, Odoo 19 answers with a
 * list.
 */
function odoo({ json }) {
  const [, , , model, method] = json.params.args;
  if (model === 'ir.model.data')
    return [{ id: 3, model: 'mail.message.subtype', res_id: noteSubtype }];
  if (method === 'message_post') return [messageId];
  if (model === 'mail.message' && method === 'create') return messageId;
  return assert.fail(`${model}.${method} was not expected`);
}

/**
 * A client that is none: the methods the services use, answering by itself and remembering what it
 * was asked.
 */
function double() {
  const asked = [];
  const answer = (model, method) => odoo({ json: { params: { args: [0, 0, 0, model, method] } } });
  return {
    asked,
    async call(model, method, args, kwargs) {
      asked.push(['call', model, method, args, kwargs]);
      return answer(model, method);
    },
    async searchRead(model, domain, options) {
      asked.push(['searchRead', model, domain, options]);
      return answer(model, 'search_read');
    },
    async create(model, values, context) {
      asked.push(['create', model, values, context]);
      return answer(model, 'create');
    },
  };
}

const ways = {
  'client.mail': {
    note: (client, ...rest) => client.mail.postInternalNote(...rest),
    open: (client, ...rest) => client.mail.postOpenMessage(...rest),
  },
  'new MailService(client)': {
    note: (client, ...rest) => new MailService(client).postInternalNote(...rest),
    open: (client, ...rest) => new MailService(client).postOpenMessage(...rest),
  },
  'the functions': { note: postInternalNote, open: postOpenMessage },
};

for (const [way, { note, open }] of Object.entries(ways)) {
  describe(`by ${way}`, () => {
    test('a note is a comment of sub-type mail.mt_note, internal, on the record', async (t) => {
      const wire = await openWire(t, odoo);
      const client = await connect(wire);
      assert.equal(await note(client, 'res.partner', 5, '<p>Hello</p>'), messageId);
      const [model, method, [values]] = wire.lastCall();
      assert.deepEqual([model, method], ['mail.message', 'create']);
      assert.deepEqual(values, {
        model: 'res.partner',
        res_id: 5,
        body: '<p>Hello</p>',
        message_type: 'comment',
        subtype_id: noteSubtype,
        is_internal: true,
      });
    });

    test('an open message notifies the followers and keeps its HTML', async (t) => {
      const wire = await openWire(t, odoo);
      const client = await connect(wire);
      assert.equal(await open(client, 'res.partner', 5, '<p>Hello</p>'), messageId);
      const [model, method, args, kwargs] = wire.lastCall();
      assert.deepEqual([model, method, args], ['res.partner', 'message_post', [[5]]]);
      assert.equal(kwargs.body, '<p>Hello</p>');
      assert.equal(kwargs.body_is_html, true);
      assert.equal(kwargs.message_type, 'comment');
      assert.equal(kwargs.subtype_xmlid, 'mail.mt_comment');
    });

    test('partners and attachments go along', async (t) => {
      const wire = await openWire(t, odoo);
      const client = await connect(wire);
      await note(client, 'res.partner', 5, 'Hello', { partnerIds: [7, 8], attachmentIds: [9] });
      const [, , [values]] = wire.lastCall();
      assert.deepEqual(values.partner_ids, [[6, 0, [7, 8]]]);
      assert.deepEqual(values.attachment_ids, [[6, 0, [9]]]);
      await open(client, 'res.partner', 5, 'Hello', { partnerIds: [7, 8], attachmentIds: [9] });
      const [, , , kwargs] = wire.lastCall();
      assert.deepEqual(kwargs.partner_ids, [7, 8]);
      assert.deepEqual(kwargs.attachment_ids, [9]);
    });

    test('plain text is escaped and wrapped', async (t) => {
      const wire = await openWire(t, odoo);
      const client = await connect(wire);
      await note(client, 'res.partner', 5, '  <3 love & peace  ');
      assert.equal(wire.lastCall()[2][0].body, '<p>&lt;3 love &amp; peace</p>');
      await open(client, 'res.partner', 5, 'a < b');
      assert.equal(wire.lastCall()[3].body, '<p>a &lt; b</p>');
    });

    test('an object with the body is taken for the body, with options in either place', async (t) => {
      const wire = await openWire(t, odoo);
      const client = await connect(wire);
      await note(client, 'res.partner', 5, { body: 'Hello' });
      assert.equal(wire.lastCall()[2][0].body, '<p>Hello</p>');
      await open(client, 'res.partner', 5, { body: 'Hello', partnerIds: [7] });
      assert.deepEqual(wire.lastCall()[3].partner_ids, [7]);
      await open(client, 'res.partner', 5, { body: 'Hello' }, { partnerIds: [8] });
      assert.deepEqual(wire.lastCall()[3].partner_ids, [8]);
    });

    for (const blank of ['', '   ', '\n\t', { body: '' }, { body: ' ' }]) {
      test(`the blank body ${JSON.stringify(blank)} is refused before any request`, async (t) => {
        const wire = await openWire(t, odoo);
        const client = await connect(wire);
        for (const post of [note, open]) {
          await assert.rejects(
            async () => post(client, 'res.partner', 5, blank),
            (error) => {
              assert.equal(error.constructor, OdooValidationError);
              assert.match(error.message, /body must not be empty/);
              assert.match(error.message, /<p>/);
              assert.match(error.message, /plain text/);
              return true;
            },
          );
        }
        assert.equal(wire.requests.length, 0);
      });
    }
  });
}

describe('a double of the client', () => {
  for (const [name, make] of [
    ['MailService', (client) => new MailService(client)],
    [
      'the functions',
      (client) => ({
        postInternalNote: (...rest) => postInternalNote(client, ...rest),
        postOpenMessage: (...rest) => postOpenMessage(client, ...rest),
      }),
    ],
  ]) {
    test(`is enough for ${name}, and its create is spied on`, async () => {
      const client = double();
      const mail = make(client);
      assert.equal(await mail.postInternalNote('crm.lead', 5, 'Hello'), messageId);
      const created = client.asked.find(([method]) => method === 'create');
      assert.deepEqual(created.slice(1, 3), [
        'mail.message',
        {
          model: 'crm.lead',
          res_id: 5,
          body: '<p>Hello</p>',
          message_type: 'comment',
          subtype_id: noteSubtype,
          is_internal: true,
        },
      ]);
      assert.equal(await mail.postOpenMessage('crm.lead', 5, 'Hello'), messageId);
      assert.ok(
        client.asked.some(
          ([method, model, called]) =>
            method === 'call' && model === 'crm.lead' && called === 'message_post',
        ),
      );
    });
  }

  test('that is no client at all is refused', async () => {
    for (const wrong of [undefined, null, 5, 'client']) {
      await assert.rejects(
        async () => postInternalNote(wrong, 'm', 1, 'x'),
        (error) => error instanceof TypeError || error instanceof toolbox.OdooError,
      );
    }
  });

  test('that throws gives the caller its own exception', async () => {
    const boom = new Error('the double is broken');
    const client = {
      ...double(),
      call() {
        throw boom;
      },
      async create() {
        throw boom;
      },
    };
    await assert.rejects(
      async () => postOpenMessage(client, 'm', 1, 'x'),
      (error) => error === boom,
    );
    await assert.rejects(
      async () => postInternalNote(client, 'm', 1, 'x'),
      (error) => error === boom,
    );
  });
});

describe('the sub-type of a note', () => {
  test('is looked up by its external id, not assumed', async (t) => {
    const wire = await openWire(t, odoo);
    const client = await connect(wire);
    await client.mail.postInternalNote('res.partner', 5, 'x');
    const lookup = wire.calls().find(([model]) => model === 'ir.model.data');
    assert.ok(JSON.stringify(lookup).includes('"mt_note"'));
  });

  test('is looked up once for several notes by one service', async (t) => {
    const wire = await openWire(t, odoo);
    const client = await connect(wire);
    for (const body of ['a', 'b', 'c']) await client.mail.postInternalNote('res.partner', 5, body);
    assert.equal(wire.calls().filter(([model]) => model === 'ir.model.data').length, 1);
  });

  test('that the database does not have is an OdooMissingError that says so', async (t) => {
    const wire = await openWire(t, () => []);
    const client = await connect(wire);
    await assert.rejects(
      client.mail.postInternalNote('res.partner', 5, 'x'),
      (error) => error instanceof OdooMissingError && /mail\.mt_note/.test(error.message),
    );
  });
});

describe('ensureHtmlBody', () => {
  for (const [text, html] of [
    ['Hello', '<p>Hello</p>'],
    ['  Hello  ', '<p>Hello</p>'],
    ['<p>Hello</p>', '<p>Hello</p>'],
    ['  <p>Hello</p>\n', '<p>Hello</p>'],
    ['<div class="x">Hi</div>', '<div class="x">Hi</div>'],
    ['<br/>', '<br/>'],
    ['<h1>Title</h1> and more', '<h1>Title</h1> and more'],
    ['<3 love', '<p>&lt;3 love</p>'],
    ['1 < 2 & 3 > 2', '<p>1 &lt; 2 &amp; 3 &gt; 2</p>'],
    ['a <b>bold</b> word', '<p>a &lt;b&gt;bold&lt;/b&gt; word</p>'],
    ['<ada@example.com> wrote', '<p>&lt;ada@example.com&gt; wrote</p>'],
    ['emoji 😀', '<p>emoji 😀</p>'],
  ]) {
    test(`makes ${JSON.stringify(html)} of ${JSON.stringify(text)}`, () =>
      assert.equal(ensureHtmlBody(text), html));
  }

  for (const blank of ['', '  ', '\n']) {
    test(`refuses ${JSON.stringify(blank)}`, () =>
      assert.throws(() => ensureHtmlBody(blank), OdooValidationError));
  }

  for (const wrong of [5, {}, [], true]) {
    test(`refuses ${JSON.stringify(wrong)}, which is no text`, () => {
      assert.throws(
        () => ensureHtmlBody(wrong),
        (error) => error instanceof TypeError || error instanceof toolbox.OdooError,
      );
    });
  }
});
