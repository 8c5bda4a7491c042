// Ten real jobs, done through tools alone by the official client, on each series.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { start } from './fixture.mjs';

for (const series of ['17.0', '18.0', '19.0', '20.0']) {
  describe(`on Odoo ${series}`, async () => {
    const {
      call: bare,
      asked,
      writes,
    } = await start({ sandbox: { odoo: series }, answer: 'accept' });
    const call = async (name, args) => {
      const answer = await bare(name, args);
      assert.ok(!answer.isError, `${name}: ${answer.text}`);
      return answer;
    };
    /** Rows as objects. */
    const rowsOf = ({ data }) =>
      data.rows.map((row) =>
        Object.fromEntries(data.fields.map((name, index) => [name, row[index]])),
      );
    const find = async (model, domain, fields, more) =>
      rowsOf(await call('odoo_search', { model, domain, fields, ...more }));

    test('1. tells who is logged in, and to what', async () => {
      const { data } = await call('odoo_authenticate');
      assert.equal(data.username, 'admin');
      assert.match(data.version, new RegExp(`^${series.split('.')[0]}`));
    });

    test('2. finds its way from a word to a model and its fields', async () => {
      const { data } = await call('odoo_models', { search: 'lead' });
      assert.ok(data.rows.some(([model]) => model === 'crm.lead'));
      const { data: fields } = await call('odoo_fields', {
        model: 'crm.lead',
        fields: ['stage_id', 'type'],
      });
      const types = Object.fromEntries(fields.rows.map(([name, type]) => [name, type]));
      assert.deepEqual(types, {
        stage_id: 'many2one crm.stage',
        type: 'selection lead=Lead, opportunity=Opportunity',
      });
    });

    test('3. sums the pipeline by stage', async () => {
      const rows = rowsOf(
        await call('odoo_group', {
          model: 'crm.lead',
          domain: "[('type','=','opportunity')]",
          groupby: ['stage_id'],
          aggregates: ['expected_revenue:sum'],
          order: 'expected_revenue:sum desc',
        }),
      );
      const sums = rows.map((row) => row['expected_revenue:sum']);
      assert.deepEqual(
        sums,
        [...sums].sort((a, b) => b - a),
      );
      const leads = await find(
        'crm.lead',
        [
          ['type', '=', 'opportunity'],
          ['stage_id', '=', rows[0].stage_id[0]],
        ],
        ['expected_revenue'],
        { limit: 500 },
      );
      assert.equal(
        leads.reduce((sum, { expected_revenue }) => sum + expected_revenue, 0),
        sums[0],
      );
    });

    test('4. creates a customer with two contacts', async () => {
      const { data } = await call('odoo_create', {
        model: 'res.partner',
        values: {
          name: `Analytical ${series}`,
          is_company: true,
          child_ids: [
            [0, 0, { name: 'Ada' }],
            [0, 0, { name: 'Charles' }],
          ],
        },
      });
      const children = await find('res.partner', [['parent_id', '=', data.ids[0]]], ['name']);
      assert.deepEqual(children.map(({ name }) => name).sort(), ['Ada', 'Charles']);
    });

    test('5. moves a lead to another stage, and says what it was before', async () => {
      const [lead] = await find('crm.lead', [['stage_id.name', '=', 'New']], ['name', 'stage_id'], {
        limit: 1,
      });
      const [stage] = await find('crm.stage', [['name', '=', 'Qualified']], ['name']);
      await call('odoo_update', {
        model: 'crm.lead',
        ids: [lead.id],
        values: { stage_id: stage.id },
      });
      assert.match(asked.at(-1), new RegExp(`stage_id: ${lead.stage_id[0]} New → ${stage.id}`));
      const [after] = rowsOf(
        await call('odoo_read', { model: 'crm.lead', ids: [lead.id], fields: ['stage_id'] }),
      );
      assert.deepEqual(after.stage_id, [stage.id, 'Qualified']);
    });

    test('6. writes an order with a line, and confirms it', async () => {
      const [partner] = await find(
        'res.partner',
        [['name', '=', `Analytical ${series}`]],
        ['name'],
      );
      const [product] = await find('product.product', [], ['name'], { limit: 1 });
      const { data } = await call('odoo_create', {
        model: 'sale.order',
        values: {
          partner_id: partner.id,
          order_line: [[0, 0, { product_id: product.id, product_uom_qty: 3, price_unit: 40 }]],
        },
      });
      await call('odoo_call', { model: 'sale.order', method: 'action_confirm', ids: data.ids });
      const [order] = rowsOf(
        await call('odoo_read', {
          model: 'sale.order',
          ids: data.ids,
          fields: ['state', 'amount_untaxed'],
        }),
      );
      assert.deepEqual([order.state, order.amount_untaxed], ['sale', 120]);
    });

    test('7. leaves a note, and finds it in the history', async () => {
      const [lead] = await find('crm.lead', [], ['name'], { limit: 1 });
      const { data } = await call('odoo_message', {
        model: 'crm.lead',
        id: lead.id,
        kind: 'note',
        body: 'Called back; budget < 5000.',
      });
      const [note] = await find(
        'mail.message',
        [['id', '=', data.ids[0]]],
        ['body', 'model', 'res_id'],
      );
      assert.deepEqual(
        [note.body, note.model, note.res_id],
        ['Called back; budget < 5000.', 'crm.lead', lead.id],
      );
    });

    test('8. attaches a file, and lists it', async () => {
      const [lead] = await find('crm.lead', [], ['name'], { limit: 1 });
      await call('odoo_attachment', {
        action: 'add',
        model: 'crm.lead',
        id: lead.id,
        name: 'offer.txt',
        content: 'Grüße',
      });
      const { data } = await call('odoo_attachment', {
        action: 'list',
        model: 'crm.lead',
        id: lead.id,
      });
      assert.deepEqual(
        data.rows.map(([, name, , bytes]) => [name, bytes]),
        [['offer.txt', 7]],
      );
    });

    test('9. prints an order', async () => {
      const { data } = await call('odoo_report', { model: 'sale.order' });
      const printed = await call('odoo_report', { report: data.rows[0][0], ids: [1] });
      assert.ok(printed.data.bytes > 100);
    });

    test('10. finds duplicates and deletes the younger one', async () => {
      await call('odoo_create', {
        model: 'res.partner',
        values: [
          { name: 'Twin', email: 'twin@example.com' },
          { name: 'Twin', email: 'twin@example.com' },
        ],
      });
      const groups = rowsOf(
        await call('odoo_group', {
          model: 'res.partner',
          domain: [['email', '!=', false]],
          groupby: ['email'],
          order: '__count desc',
          limit: 50,
        }),
      );
      assert.equal(groups.find(({ email }) => email === 'twin@example.com').count, 2);
      const twins = await find('res.partner', [['email', '=', 'twin@example.com']], ['name'], {
        order: 'id',
      });
      await call('odoo_delete', { model: 'res.partner', ids: [twins[1].id] });
      assert.equal(
        (
          await call('odoo_count', {
            model: 'res.partner',
            domain: [['email', '=', 'twin@example.com']],
          })
        ).data.count,
        1,
      );
    });

    test('and each write was agreed to', () => assert.equal(writes().length, asked.length));
  });
}
