/** Creates contacts by the thousand, and deletes them again: so that there is something to read. */

import { announce } from './announce.js';
import { h, icon } from './dom.js';
import { showError } from './errors.js';
import { count, duration, plural } from './format.js';
import { isStop, jobProgress, perSecond } from './job-progress.js';
import { countriesOf, MADE_HERE, MODEL, samplePartners } from './sample-partners.js';

const NUMBERS = [1000, 5000, 20_000];
const USUAL_NUMBER = 5000;
const CHUNK = 200;

/** The card; `count()` asks how many there are, `leave()` ends what is under way. */
export function partnersCard(connection, onChanged) {
  const { client } = connection;
  let isLeft = false;
  const progress = jobProgress('Contacts');
  const error = h('div', { class: 'error-slot' });
  const notice = h('div', {});
  const removeLabel = h('span', {}, 'Delete them');
  const number = h(
    'select',
    {
      'aria-label': 'How many contacts',
      onchange: () => {
        createLabel.textContent = label();
      },
    },
    NUMBERS.map((value) => h('option', { value, selected: value === USUAL_NUMBER }, count(value))),
  );
  const label = () => `Create ${count(Number(number.value))} contacts`;
  const createLabel = h('span', {}, `Create ${count(USUAL_NUMBER)} contacts`);
  const create = h(
    'button',
    { type: 'button', class: 'button', onclick: () => work(create, 'Created', creating) },
    icon('plus'),
    createLabel,
  );
  const remove = h(
    'button',
    {
      type: 'button',
      class: 'button danger quiet',
      disabled: true,
      onclick: () => work(remove, 'Deleted', deleting),
    },
    icon('trash'),
    removeLabel,
  );

  const element = h(
    'section',
    { class: 'card bulk-card', 'aria-labelledby': 'bulk-partners-title' },
    h(
      'header',
      { class: 'card-head' },
      h('h2', { id: 'bulk-partners-title' }, 'Something to read'),
      h(
        'p',
        { class: 'hint' },
        'Contacts made up for the purpose, ',
        count(CHUNK),
        ' a request. Their reference begins with ',
        h('code', {}, 'demo-bulk-'),
        '. With ',
        h('code', {}, 'upsert'),
        ', no contact is created twice, and a stopped run goes on where it ended.',
      ),
    ),
    h('div', { class: 'bulk-actions' }, number, create, h('span', { class: 'spacer' }), remove),
    error,
    notice,
    progress.element,
  );

  const howMany = async () => {
    try {
      const there = await client.searchCount(MODEL, MADE_HERE);
      if (isLeft) return;
      removeLabel.textContent = there
        ? `Delete ${there === 1 ? 'the one' : `these ${count(there)}`}`
        : 'None to delete';
      // A button that is disabled loses the focus.
      if (!there && document.activeElement === remove) create.focus({ preventScroll: true });
      remove.disabled = !there;
    } catch (problem) {
      if (!isLeft) showError(error, problem);
    }
  };

  const creating = async () => {
    const values = samplePartners(Number(number.value), await countriesOf(client));
    const job = await connection.job(
      {
        name: 'odoo.upsert',
        level: 'WRITE',
        model: MODEL,
        description: `${MODEL}.upsert()`,
        details: { values, calls: Math.ceil(values.length / CHUNK) },
      },
      ['create', 'write'],
    );
    const { upsert } = await import('odoo-client-wasm/bulk');
    return async (options) =>
      (await upsert(job, MODEL, values, { key: 'ref', chunkSize: CHUNK, ...options })).length;
  };

  const deleting = async () => {
    const ids = await client.search(MODEL, MADE_HERE, { order: 'id' });
    const job = await connection.job(
      {
        name: 'odoo.unlink',
        level: 'DELETE',
        model: MODEL,
        description: `${MODEL}.unlink()`,
        details: { ids, args: [ids], calls: Math.ceil(ids.length / CHUNK) },
      },
      ['unlink'],
    );
    const { unlinkMany } = await import('odoo-client-wasm/bulk');
    return (options) => unlinkMany(job, MODEL, ids, { chunkSize: CHUNK, ...options });
  };

  /** Asks first, then does; says in the end what was done, whether it is all or not. */
  const work = async (button, done, prepare) => {
    const others = [create, remove, number].filter((each) => each !== button);
    error.replaceChildren();
    notice.replaceChildren();
    progress.hide();
    for (const each of others) each.disabled = true;
    try {
      const run = await prepare();
      const started = performance.now();
      const records = await progress.run(button, run);
      const ms = performance.now() - started;
      if (isLeft) return;
      progress.conclude(
        `${done} ${plural(records, 'contact')} in ${duration(ms)} · ${perSecond(records, ms)}`,
      );
      announce(`${done} ${plural(records, 'contact')}`);
    } catch (problem) {
      if (isLeft) return;
      progress.hide();
      if (isStop(problem)) tellStopped(problem, done);
      else showError(error, problem);
    } finally {
      create.disabled = number.disabled = false;
      if (!isLeft) {
        onChanged(MODEL);
        await howMany();
      }
    }
  };

  const tellStopped = (problem, done) => {
    const unknown = problem.unknown?.reduce((sum, { rows }) => sum + rows.length, 0) ?? 0;
    const words = [
      `Stopped. ${done}: ${plural(problem.done?.length ?? 0, 'contact')}; not tried: ${count(problem.notTried?.length ?? 0)}.`,
      unknown > 0 && `Unknown: ${plural(unknown, 'contact')}, whose request was under way.`,
      'Press the button again to go on.',
    ]
      .filter(Boolean)
      .join(' ');
    notice.replaceChildren(h('p', { class: 'notice' }, words));
    announce(words.split(' Press')[0]);
  };

  return {
    element,
    count: howMany,
    leave() {
      isLeft = true;
      progress.stop();
    },
  };
}
