/**
 * The model browser: which records are shown, in which columns, order and page. Drawing is left to
 * the table, what stands around it to its parts.
 */

import { announce } from './announce.js';
import { browserParts } from './browser-parts.js';
import { chooseColumns } from './column-picker.js';
import { allOf, anyOf, DomainSyntaxError, parseDomain } from './domain.js';
import { h } from './dom.js';
import { showError } from './errors.js';
import { count } from './format.js';
import { firstColumns, modelLabel, searchedFields } from './model-info.js';
import { openRecord } from './record-sheet.js';
import { emptyState, recordsTable, skeleton } from './records-table.js';
import { showTypes } from './types-dialog.js';

/** Shows the browser in `root`; `onModel(model)` hears of every change of model. */
export class RecordBrowser {
  #connection;
  #onModel;
  #round = 0;
  #size = 20;
  #state = null;
  #parts;

  constructor(root, connection, onModel) {
    this.#connection = connection;
    this.#onModel = onModel;
    this.#parts = browserParts(root, this.#size, {
      open: (model) => this.open(model),
      turn: (pages) => this.#turn(pages),
      resize: (size) => {
        this.#size = size;
        this.#state.offset = 0;
        this.load();
      },
      search: (query) => {
        Object.assign(this.#state, { query, offset: 0 });
        this.load();
      },
      filter: () => this.#applyDomain(),
      create: () => this.#edit(null),
      pickColumns: () => this.#pickColumns(),
      showTypes: () => showTypes(this.#connection, this.#state.model),
    });
  }

  /** Shows the first page of `model`, with its first columns and no filter. */
  async open(model) {
    const { picker, title, technical, error, table, search, domain } = this.#parts;
    this.#state = {
      model,
      fields: {},
      columns: [],
      domain: [],
      query: '',
      order: null,
      offset: 0,
      total: null,
    };
    search.value = domain.value = '';
    this.#domainProblem('');
    picker.mark(model);
    title.textContent = modelLabel(model);
    technical.textContent = modelLabel(model) === model ? '' : model;
    this.#pager();
    error.replaceChildren();
    table.replaceChildren(skeleton());
    this.#onModel(model);
    const round = ++this.#round;
    try {
      const fields = await this.#connection.models.fields(model);
      if (round !== this.#round) return;
      Object.assign(this.#state, { fields, columns: firstColumns(model, fields) });
      this.#parts.domain.placeholder = fields.country_id
        ? "[('country_id.code', '=', 'BE')]"
        : "[('name', 'ilike', 'a')]";
      await this.load();
    } catch (problem) {
      if (round === this.#round) this.#fail(problem);
    }
  }

  /**
   * Reads the current page and the number of all matches, and draws them. An answer that was
   * overtaken is dropped.
   */
  async load() {
    const state = this.#state;
    const { client } = this.#connection;
    const { error, table } = this.#parts;
    const round = ++this.#round;
    const domain = allOf(state.domain, this.#queryDomain());
    const order = state.order && `${state.order.field} ${state.order.direction}`;
    table.setAttribute('aria-busy', 'true');
    try {
      const [records, total] = await Promise.all([
        client.searchRead(state.model, domain, {
          fields: state.columns,
          offset: state.offset,
          limit: this.#size,
          order: order ?? undefined,
        }),
        client.searchCount(state.model, domain),
      ]);
      if (round !== this.#round) return;
      if (!records.length && state.offset > 0 && total > 0) {
        state.offset = Math.floor((total - 1) / this.#size) * this.#size;
        await this.load();
        return;
      }
      state.total = total;
      error.replaceChildren();
      keepFocus(table, () =>
        table.replaceChildren(records.length ? this.#table(records) : this.#empty()),
      );
      this.#pager(records.length);
    } catch (problem) {
      if (round === this.#round) this.#fail(problem);
    } finally {
      if (round === this.#round) table.removeAttribute('aria-busy');
    }
  }

  #queryDomain() {
    const { query, columns, fields } = this.#state;
    return query
      ? anyOf(searchedFields(columns, fields).map((name) => [name, 'ilike', query]))
      : [];
  }

  #table(records) {
    const { columns, fields, order, model } = this.#state;
    return recordsTable({
      records,
      columns,
      fields,
      order,
      label: modelLabel(model),
      onSort: (field) => this.#sort(field),
      onOpen: (id) => this.#edit(id),
    });
  }

  #sort(field) {
    const { order } = this.#state;
    if (order?.field !== field) this.#state.order = { field, direction: 'asc' };
    else this.#state.order = order.direction === 'asc' ? { field, direction: 'desc' } : null;
    this.#state.offset = 0;
    this.load();
  }

  #empty() {
    const filtered = this.#state.query || this.#state.domain.length;
    return emptyState(
      filtered
        ? {
            title: 'Nothing matches',
            text: 'No record fits the search and the filter together.',
            action: 'Clear search and filter',
            onAction: () => this.#clear(),
          }
        : {
            title: 'No records yet',
            text: 'This model is empty, or this user may see none of its records.',
            action: 'Create the first one',
            onAction: () => this.#edit(null),
          },
    );
  }

  #clear() {
    const { search, domain } = this.#parts;
    search.value = domain.value = '';
    this.#domainProblem('');
    Object.assign(this.#state, { query: '', domain: [], offset: 0 });
    this.load();
    search.focus();
  }

  #edit(id) {
    const { model, columns } = this.#state;
    openRecord(this.#connection, {
      model,
      id,
      columns,
      onChanged: (what) => {
        announce(what);
        this.load();
      },
    });
  }

  #applyDomain() {
    const { domain } = this.#parts;
    try {
      this.#state.domain = parseDomain(domain.value);
    } catch (problem) {
      if (!(problem instanceof DomainSyntaxError)) throw problem;
      this.#domainProblem(problem.message, problem.position);
      return;
    }
    this.#domainProblem('');
    this.#state.offset = 0;
    this.load();
  }

  #domainProblem(message, position) {
    const { domain, problem } = this.#parts;
    domain.setAttribute('aria-invalid', String(Boolean(message)));
    problem.hidden = !message;
    problem.replaceChildren();
    if (!message) return;
    problem.append(h('span', {}, message));
    if (position !== undefined) {
      const text = domain.value;
      problem.append(
        h(
          'code',
          { class: 'pointer' },
          text.slice(Math.max(0, position - 24), position),
          h('mark', {}, text[position] ?? '⏎'),
          text.slice(position + 1, position + 25),
        ),
      );
      domain.setSelectionRange(position, position + 1);
    }
  }

  #fail(problem) {
    this.#parts.table.replaceChildren();
    this.#state.total = null;
    this.#pager();
    showError(this.#parts.error, problem);
  }

  #pager(shown = 0) {
    const { range, previous, next } = this.#parts;
    const { offset, total } = this.#state;
    range.textContent =
      total === null
        ? ''
        : total === 0
          ? 'no records'
          : `${count(offset + 1)}–${count(offset + shown)} of ${count(total)}`;
    previous.disabled = total === null || offset === 0;
    next.disabled = total === null || offset + shown >= total;
  }

  #turn(pages) {
    this.#state.offset = Math.max(0, this.#state.offset + pages * this.#size);
    this.load().then(() => this.#parts.table.scrollIntoView({ block: 'nearest' }));
  }

  async #pickColumns() {
    const chosen = await chooseColumns(this.#state.fields, this.#state.columns);
    if (!chosen) return;
    this.#state.columns = chosen;
    this.load();
  }
}

/** Draws a table anew and puts the focus where it was: on the same header or the same record. */
function keepFocus(table, draw) {
  const focused = table.contains(document.activeElement) ? document.activeElement : null;
  const sort = focused?.dataset.sort;
  const id = focused?.closest('tr')?.dataset.id;
  draw();
  if (sort) table.querySelector(`[data-sort="${CSS.escape(sort)}"]`)?.focus();
  else if (id)
    (
      table.querySelector(`tr[data-id="${id}"] .open-record`) ?? table.querySelector('.open-record')
    )?.focus();
}
