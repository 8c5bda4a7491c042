/** Asks before every write and delete: the page's `SafetyContext`. */

import { OdooSafetyError } from 'odoo-client-wasm';
import { byId, facts, h, icon } from './dom.js';
import { count, plural } from './format.js';
import { redacted } from './redact.js';

const LEAD = {
  WRITE: 'This will change data in Odoo.',
  DELETE: 'This will delete data in Odoo. It cannot be undone.',
};
/** Changes the whole database, so "don't ask again" does not cover it. */
const ALWAYS_ASKED = /^odoo\.button_immediate_/;

/** A `SafetyContext` whose `confirm` is a dialog. Questions are put one at a time. */
export class SafetyDialog {
  #log;
  #last = Promise.resolve();
  #writesAllowed = false;
  /** The arguments of calls that were allowed before they are made. */
  #covered = new WeakSet();

  constructor(log) {
    this.#log = log;
  }

  /** Resolves to whether the person allows `operation`. Esc and closing the dialog refuse. */
  confirm(operation) {
    if (this.#covered.has(operation.details?.args)) return true;
    if (this.#writesAllowed && operation.level === 'WRITE' && !ALWAYS_ASKED.test(operation.name))
      return true;
    const answer = this.#last.then(() =>
      this.#log.whileAsking(operation, () => this.#ask(operation)),
    );
    this.#last = answer.catch(() => {});
    return answer;
  }

  /**
   * Asks once about a job of many calls, `operation.details.calls` in number. Resolves to
   * `cover(args)`, which lets the call with exactly these arguments pass; rejects with an
   * `OdooSafetyError` when the answer is no.
   */
  async allowJob(operation) {
    if (!(await this.confirm(operation))) throw new OdooSafetyError(operation);
    return (args) => this.#covered.add(args);
  }

  #ask(operation) {
    const dialog = byId('safety-dialog');
    const deleting = operation.level === 'DELETE';
    const lasting = !deleting && !ALWAYS_ASKED.test(operation.name);
    const dontAsk = h('input', { type: 'checkbox', name: 'dont-ask' });
    dialog.className = `safety ${deleting ? 'danger' : ''}`;
    dialog.replaceChildren(
      h(
        'form',
        { method: 'dialog' },
        h(
          'div',
          { class: 'dialog-head' },
          h('span', { class: 'safety-sign' }, icon(deleting ? 'trash' : 'shield')),
          h(
            'div',
            {},
            h('h2', { id: 'safety-title' }, deleting ? 'Allow this delete?' : 'Allow this write?'),
            h('p', { id: 'safety-lead' }, LEAD[operation.level] ?? LEAD.WRITE),
          ),
        ),
        h('dl', { class: 'facts' }, facts(describe(operation))),
        values(operation.details),
        lasting &&
          h(
            'label',
            { class: 'check' },
            dontAsk,
            h('span', {}, 'Don’t ask again for writes in this session'),
          ),
        h(
          'div',
          { class: 'dialog-foot' },
          h('button', { class: 'button', value: 'refuse', autofocus: deleting }, 'Refuse'),
          h(
            'button',
            {
              class: `button ${deleting ? 'danger' : 'primary'}`,
              value: 'allow',
              autofocus: !deleting,
            },
            'Allow',
          ),
        ),
      ),
    );

    return new Promise((resolve) => {
      dialog.returnValue = 'refuse';
      dialog.addEventListener(
        'close',
        () => {
          const allowed = dialog.returnValue === 'allow';
          if (allowed && dontAsk.checked) this.#writesAllowed = true;
          resolve(allowed);
        },
        { once: true },
      );
      dialog.showModal();
    });
  }
}

function describe({ level, model, name, target, details }) {
  const { ids, values: list } = details ?? {};
  return [
    ['Level', h('span', { class: `level ${level.toLowerCase()}` }, level)],
    ['Model', h('code', {}, model)],
    ['Method', h('code', {}, name.replace(/^odoo\./, ''))],
    [
      'Records',
      Array.isArray(ids) &&
        ids.length > 0 &&
        `${plural(ids.length, 'record')}: ${ids.slice(0, 12).join(', ')}${ids.length > 12 ? ' …' : ''}`,
    ],
    ['Records', Array.isArray(list) && list.length > 1 && plural(list.length, 'record')],
    ['Calls', details?.calls > 1 && `${count(details.calls)}; this answer is for all of them`],
    ['Server', target],
  ];
}

/** What would be written, field by field; the bare arguments when a method has no values. */
function values(details) {
  const first = Array.isArray(details?.values) ? details.values[0] : details?.values;
  const more = Array.isArray(details?.values) ? details.values.length - 1 : 0;
  const rows = Object.entries(redacted(first ?? {}, 300));
  const args = !rows.length && argumentsOf(details);
  if (args)
    return h('pre', { class: 'safety-values', tabindex: '0', 'aria-label': 'Arguments' }, args);
  if (!rows.length) return null;
  return h(
    'div',
    { class: 'safety-values', tabindex: '0', role: 'group', 'aria-label': 'Values to write' },
    h(
      'table',
      {},
      h(
        'thead',
        {},
        h('tr', {}, h('th', { scope: 'col' }, 'Field'), h('th', { scope: 'col' }, 'New value')),
      ),
      h(
        'tbody',
        {},
        rows.map(([field, value]) =>
          h('tr', {}, h('th', { scope: 'row' }, h('code', {}, field)), h('td', {}, shown(value))),
        ),
      ),
    ),
    more > 0 && h('p', { class: 'hint' }, `and ${plural(more, 'more record')}`),
  );
}

function argumentsOf(details) {
  const given = { ...(details?.kwargs ?? {}) };
  const extra = (details?.args ?? []).slice(details?.ids ? 1 : 0);
  if (!extra.length && !Object.keys(given).length) return '';
  return JSON.stringify(
    redacted(extra.length ? [...extra, ...(Object.keys(given).length ? [given] : [])] : given, 300),
    null,
    1,
  );
}

function shown(value) {
  if (value === false || value === null || value === '') return h('em', {}, 'empty');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
