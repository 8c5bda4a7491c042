/** How the values of a field are distributed over records that come as columns, page by page. */

import { count, valueText } from './format.js';

const CATEGORIES = 10;
const BINS = 40;
const DAYS_AS_DAYS = 31;
const MONTHS_AS_MONTHS = 60;
const DAY_MS = 86_400_000;

const MONTH = new Intl.DateTimeFormat(undefined, {
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' });

/**
 * Counts by the type of field: `add(page)` takes the columns of a page, and `bars()` tells what
 * came of all of them: `{ isRange, bars: [{ label, count }], empty, others }`. The bars of a range
 * follow from each other without a gap; those of categories are the most frequent ones, and
 * `others` is `{ values, count }` of the rest.
 */
const COUNTERS = {
  integer: () => new Numbers(true),
  float: () => new Numbers(false),
  monetary: () => new Numbers(false),
  date: () => new Dates(),
  datetime: () => new Dates(),
  selection: (field) =>
    new Categories(
      (column, row) => column.get(row),
      (value) => valueText(value, field),
    ),
  boolean: (field) =>
    new Categories(
      (column, row) => String(column.get(row)),
      (value) => valueText(value === 'true', field),
    ),
  many2one: () =>
    new Categories(
      (column, row) => column.ids[row],
      (id, column, row) => column.nameOf(row) || `#${id}`,
    ),
};

/** Whether the values of a field can be counted. */
export const isCountable = (field) => Boolean(COUNTERS[field?.type]);

/** The counter for a field, over the pages that have come. */
export function distribution(name, field, pages) {
  const counter = COUNTERS[field.type](field);
  const add = (page) => counter.add(page.column(name));
  pages.forEach(add);
  return { add, bars: () => counter.bars() };
}

class Categories {
  #key;
  #label;
  #found = new Map();
  #empty = 0;

  constructor(key, label) {
    this.#key = key;
    this.#label = label;
  }

  add(column) {
    this.#empty += column.nullCount;
    for (let row = 0; row < column.length; row += 1) {
      if (!column.isValid(row)) continue;
      const key = this.#key(column, row);
      const known = this.#found.get(key);
      if (known) known.count += 1;
      else this.#found.set(key, { label: this.#label(key, column, row), count: 1 });
    }
  }

  bars() {
    const sorted = [...this.#found.values()].sort((a, b) => b.count - a.count);
    const rest = sorted.slice(CATEGORIES);
    return {
      isRange: false,
      bars: sorted.slice(0, CATEGORIES),
      empty: this.#empty,
      others: { values: rest.length, count: rest.reduce((sum, { count: some }) => sum + some, 0) },
    };
  }
}

class Numbers {
  #isWhole;
  #columns = [];
  #empty = 0;
  #low = Infinity;
  #high = -Infinity;

  constructor(isWhole) {
    this.#isWhole = isWhole;
  }

  add(column) {
    this.#columns.push(column);
    this.#empty += column.nullCount;
    each(column, (value) => {
      this.#low = Math.min(this.#low, value);
      this.#high = Math.max(this.#high, value);
    });
  }

  bars() {
    if (this.#low > this.#high) return range([], this.#empty);
    const step = stepFor(this.#high - this.#low, this.#isWhole);
    const first = Math.floor(this.#low / step);
    const counts = new Array(Math.floor(this.#high / step) - first + 1).fill(0);
    for (const column of this.#columns)
      each(column, (value) => {
        counts[Math.floor(value / step) - first] += 1;
      });
    const isEach = this.#isWhole && step === 1;
    return range(
      counts.map((some, at) => {
        const from = (first + at) * step;
        return {
          label: isEach
            ? count(from)
            : `${count(from)} – ${count(this.#isWhole ? from + step - 1 : from + step)}`,
          count: some,
        };
      }),
      this.#empty,
    );
  }
}

/** Dates by day, month or year, whichever fits. Moments count on their day in UTC. */
class Dates {
  #days = new Map();
  #empty = 0;

  add(column) {
    this.#empty += column.nullCount;
    for (let row = 0; row < column.length; row += 1) {
      if (!column.isValid(row)) continue;
      const day = column.get(row).slice(0, 10);
      this.#days.set(day, (this.#days.get(day) ?? 0) + 1);
    }
  }

  bars() {
    const days = [...this.#days.keys()].sort();
    if (!days.length) return range([], this.#empty);
    const [first, last] = [days[0], days.at(-1)];
    const { unit, step } = unitFor(first, last);
    const start = Math.floor(unit.number(first) / step);
    const counts = new Array(Math.floor(unit.number(last) / step) - start + 1).fill(0);
    for (const [day, some] of this.#days)
      counts[Math.floor(unit.number(day) / step) - start] += some;
    return range(
      counts.map((some, at) => ({ label: unit.label((start + at) * step, step), count: some })),
      this.#empty,
    );
  }
}

const UNITS = {
  day: {
    number: (day) => Math.round(Date.parse(day) / DAY_MS),
    label: (number) => DAY.format(number * DAY_MS),
  },
  month: {
    number: (day) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1,
    label: (number) => MONTH.format(Date.UTC(Math.floor(number / 12), number % 12)),
  },
  year: {
    number: (day) => Number(day.slice(0, 4)),
    label: (number, step) => (step === 1 ? String(number) : `${number} – ${number + step - 1}`),
  },
};

function unitFor(first, last) {
  const span = (unit) => unit.number(last) - unit.number(first);
  if (span(UNITS.day) < DAYS_AS_DAYS) return { unit: UNITS.day, step: 1 };
  if (span(UNITS.month) < MONTHS_AS_MONTHS) return { unit: UNITS.month, step: 1 };
  return { unit: UNITS.year, step: stepFor(span(UNITS.year), true) };
}

/** A round step of which about so many make up `span`: 1, 2 or 5, times a power of ten. */
function stepFor(span, isWhole) {
  const rough = span / BINS || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) * power;
  return isWhole ? Math.max(1, step) : step;
}

const range = (bars, empty) => ({ isRange: true, bars, empty, others: { values: 0, count: 0 } });

/** The values of a column of numbers, the empty ones left out. */
function each(column, action) {
  for (let row = 0; row < column.length; row += 1)
    if (column.isValid(row)) action(column.values[row]);
}
