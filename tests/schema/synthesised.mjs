// A schema as large as a real database's: the recorded models, and more of their shape.

import { readFileSync } from 'node:fs';

const recorded = JSON.parse(
  readFileSync(new URL('../../schema/tests/data/recorded-19.0.json', import.meta.url), 'utf8'),
);
const kinds = [
  'char',
  'integer',
  'many2one',
  'selection',
  'date',
  'datetime',
  'boolean',
  'one2many',
  'many2many',
  'monetary',
  'text',
  'float',
];

const field = (type, more = {}) => ({ type, string: type, ...more });

/** Models by name: `count` of them, with some 27 fields each. */
export function synthesised(count = 360) {
  const models = structuredClone(recorded.models);
  const names = Object.keys(models);
  Object.assign(models, {
    'res.country': {
      description: 'Country',
      fields: {
        name: field('char', { required: true }),
        code: field('char'),
        currency_id: field('many2one', { relation: 'res.currency' }),
      },
    },
    'res.currency': {
      description: 'Currency',
      fields: { name: field('char', { required: true }), rate: field('float', { readonly: true }) },
    },
    'sale.order.line': {
      description: 'Sales Order Line',
      fields: {
        name: field('text', { required: true }),
        order_id: field('many2one', { relation: 'sale.order', required: true }),
        product_id: field('many2one', { relation: 'product.product' }),
        price_unit: field('float', { required: true }),
      },
    },
  });
  for (let at = 0; Object.keys(models).length < count; at += 1) {
    const name = names[at % names.length];
    models[`x_${name}.copy${at}`] = {
      description: `Copy ${at}`,
      fields: { ...models[name].fields },
    };
  }
  const all = Object.keys(models);
  for (const [at, model] of Object.values(models).entries()) {
    for (let number = 0; number < 12; number += 1) {
      const type = kinds[(at + number) % kinds.length];
      model.fields[`x_extra_${number}`] = field(type, {
        readonly: number % 5 === 4,
        ...(/2/.test(type) ? { relation: all[(at * 7 + number * 13) % all.length] } : {}),
        ...(type === 'selection'
          ? {
              selection: [
                ['one', 'One'],
                ['two', 'Two'],
                ['three', 'Three'],
              ],
            }
          : {}),
      });
    }
  }
  return { format: 1, series: '19.0', models };
}
