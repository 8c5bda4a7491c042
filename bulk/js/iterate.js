// Reading everything, page by page, the next page under way while one is consumed.

import { isCount, option, selectionOf } from '../../pkg/src/arguments/checks.ts';
import { Reading } from './reading.js';
import { Records } from './records.js';

/** Small enough that a few pages take little memory, large enough that asking costs little. */
const usualPage = 1000;

export function iterate(client, model, domain = [], options = {}) {
  const selection = selectionOf(client, model, domain, options, usualPage);
  const binary = option(options, 'binary', undefined, (value) => ['base64', 'object', 'size'].includes(value), "'base64', 'object' or 'size'");
  const plan = {
    ...selection,
    callOptions: binary === undefined ? selection.callOptions : { ...selection.callOptions, binary },
    prefetch: option(options, 'prefetch', 1, isCount, 'a number of pages'),
  };
  return { [Symbol.asyncIterator]: () => new Records(plan), pages: () => pagesOf(plan) };
}

export async function readAll(client, model, domain, options) {
  const all = [];
  for await (const records of iterate(client, model, domain, options).pages()) for (const record of records) all.push(record);
  return all;
}

async function* pagesOf(plan) {
  const reading = new Reading(plan);
  try {
    // No page is held here while the next one is waited for.
    while (await reading.advance()) yield reading.take();
  } finally {
    reading.close();
  }
}
