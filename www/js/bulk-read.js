/**
 * Reads all records of a model into columns, page by page; draws how a field is distributed, and
 * exports what came.
 */

import { announce } from './announce.js';
import { breath } from './breath.js';
import { highlighted, literal } from './code.js';
import { chooseColumns } from './column-picker.js';
import { distribution, isCountable } from './distribution.js';
import { distributionChart } from './distribution-chart.js';
import { h, icon } from './dom.js';
import { download } from './download.js';
import { showError } from './errors.js';
import { bytes, count, duration, plural } from './format.js';
import { isStop, jobProgress, perSecond } from './job-progress.js';
import { firstColumns, modelLabel } from './model-info.js';

const PAGE_SIZES = [500, 1000, 5000];
const USUAL_PAGE = 1000;

/** The card; `open(model)` prepares it for a model, `leave()` ends the reading. */
export function readCard(connection) {
  const { client, models } = connection;
  let model = null;
  let fields = {};
  let columns = [];
  /** What was read last: `{ model, names, pages, rows, counter }`. */
  let found = null;
  let round = 0;

  const progress = jobProgress('Reading');
  const error = h('div', { class: 'error-slot' });
  const title = h('h2', { id: 'bulk-read-title' });
  const technical = h('code', {});
  const chosen = h('span', {});
  const code = h('code', {});
  const listing = h(
    'pre',
    { class: 'bulk-code', tabindex: '0', 'aria-label': 'The code that reads' },
    code,
  );
  const read = h(
    'button',
    { type: 'button', class: 'button primary', onclick: () => start() },
    icon('play'),
    'Read all',
  );
  const pick = h(
    'button',
    { type: 'button', class: 'button', onclick: () => pickColumns() },
    icon('columns'),
    chosen,
  );
  const save = h(
    'button',
    { type: 'button', class: 'button', disabled: true, onclick: () => exportCsv() },
    icon('download'),
    'Export CSV',
  );
  const size = h(
    'select',
    { 'aria-label': 'Records per request', onchange: () => drawCode() },
    PAGE_SIZES.map((value) =>
      h('option', { value, selected: value === USUAL_PAGE }, `${count(value)} a request`),
    ),
  );
  const field = h('select', { id: 'distribution-field', onchange: () => countAnew() });
  const drawing = h('div', { class: 'distribution' });
  const chart = h(
    'section',
    { class: 'chart', 'aria-label': 'Distribution', hidden: true },
    h(
      'div',
      { class: 'chart-head' },
      h('label', { for: 'distribution-field' }, 'Distribution of'),
      field,
    ),
    drawing,
  );

  const element = h(
    'section',
    { class: 'card bulk-card', 'aria-labelledby': 'bulk-read-title' },
    h(
      'header',
      { class: 'card-head' },
      h('div', { class: 'view-title' }, title, technical),
      h(
        'p',
        { class: 'hint' },
        'Every record, page by page: the next page is on its way while one is decoded straight into columns.',
      ),
    ),
    h('div', { class: 'bulk-actions' }, pick, size, h('span', { class: 'spacer' }), save, read),
    listing,
    error,
    progress.element,
    chart,
  );

  const drawCode = () => {
    listing.hidden = !columns.length;
    chosen.textContent = columns.length ? plural(columns.length, 'column') : 'Columns';
    code.replaceChildren(
      ...highlighted(
        `for await (const page of client.readColumnPages(${literal(model)}, [], {\n  fields: ${literal(columns)}, pageSize: ${size.value}, signal,\n})) draw(page.column(…));`,
      ),
    );
  };

  const open = async (name) => {
    const mine = ++round;
    progress.stop();
    progress.hide();
    [model, fields, columns, found] = [name, {}, [], null];
    title.textContent = modelLabel(name);
    technical.textContent = modelLabel(name) === name ? '' : name;
    error.replaceChildren();
    chart.hidden = true;
    read.disabled = pick.disabled = save.disabled = true;
    drawCode();
    try {
      const known = await models.fields(name);
      if (mine !== round) return;
      fields = known;
      columns = [...new Set([...firstColumns(name, known), 'create_date'])].filter(
        (each) => known[each],
      );
      read.disabled = pick.disabled = false;
      drawCode();
    } catch (problem) {
      if (mine === round) showError(error, problem);
    }
  };

  const pickColumns = async () => {
    const names = await chooseColumns(fields, columns);
    if (!names) return;
    columns = names;
    drawCode();
  };

  const start = async () => {
    // The fields may still be on their way.
    if (!columns.length) return;
    const mine = round;
    const started = performance.now();
    const current = {
      model,
      names: columns,
      pages: [],
      rows: 0,
      bytes: 0,
      total: 0,
      counter: null,
    };
    found = current;
    error.replaceChildren();
    pick.disabled = save.disabled = size.disabled = true;
    offerFields();
    try {
      await progress.run(read, ({ signal, onProgress }) =>
        readInto(current, {
          signal,
          pageSize: Number(size.value),
          onPage: () => {
            if (mine !== round) return;
            const elapsedMs = performance.now() - started;
            onProgress({
              done: current.rows,
              total: Math.max(current.total, current.rows),
              elapsedMs,
              etaMs: (elapsedMs / current.rows) * Math.max(0, current.total - current.rows),
            });
            draw();
          },
        }),
      );
      if (mine === round) announce(`Read ${plural(current.rows, 'record')}`);
    } catch (problem) {
      if (mine !== round) return;
      if (isStop(problem)) announce(`Stopped after ${plural(current.rows, 'record')}`);
      else showError(error, problem);
    } finally {
      if (mine === round) conclude(current, performance.now() - started);
    }
  };

  const readInto = async (current, { signal, pageSize, onPage }) => {
    const { readColumnPages } = await import('odoo-client-wasm/bulk');
    current.total = await client.searchCount(current.model, [], { signal });
    const pages = readColumnPages(client, current.model, [], {
      fields: current.names,
      pageSize,
      signal,
      onProgress: (come) => {
        current.bytes = come.bytes;
      },
    });
    for await (const page of pages) {
      current.pages.push(page);
      current.rows += page.length;
      current.counter?.add(page);
      onPage();
      await breath();
      signal.throwIfAborted();
    }
  };

  const conclude = (current, ms) => {
    pick.disabled = size.disabled = false;
    save.disabled = !current.rows;
    const rest = current.rows < current.total ? ` of ${count(current.total)}` : '';
    progress.conclude(
      `${count(current.rows)}${rest} ${current.rows === 1 && !rest ? 'record' : 'records'} in ${duration(ms)} · ${perSecond(current.rows, ms)} · ${bytes(current.bytes)}`,
    );
    draw();
  };

  /**
   * The fields that were read and can be counted; the one that was chosen stays where it is among
   * them.
   */
  const offerFields = () => {
    const names = found.names.filter((name) => isCountable(fields[name]));
    const kept = names.includes(field.value)
      ? field.value
      : (names.find((name) => fields[name].type === 'many2one') ?? names[0]);
    field.replaceChildren(
      ...names.map((name) =>
        h('option', { value: name, selected: name === kept }, fields[name].string),
      ),
    );
    field.disabled = !names.length;
    countAnew();
  };

  const countAnew = () => {
    found.counter = field.value
      ? distribution(field.value, fields[field.value], found.pages)
      : null;
    draw();
  };

  const draw = () => {
    chart.hidden = !found.rows;
    const isOpen = drawing.querySelector('details')?.open ?? false;
    if (!found.counter)
      drawing.replaceChildren(
        h(
          'p',
          { class: 'hint' },
          'None of these columns can be drawn. Add a number, a date, a selection, a link or a yes-or-no to them.',
        ),
      );
    else
      drawing.replaceChildren(
        ...distributionChart(fields[field.value].string, found.counter.bars(), isOpen),
      );
  };

  const exportCsv = () => {
    const blob = new Blob(
      found.pages.flatMap((page, at) => [...page.csv({ header: at === 0 })]),
      { type: 'text/csv' },
    );
    download(blob, `${found.model}.csv`);
    announce(`${plural(found.rows, 'record')} as ${found.model}.csv, ${bytes(blob.size)}`);
  };

  return {
    element,
    open,
    leave() {
      round += 1;
      progress.stop();
    },
  };
}
