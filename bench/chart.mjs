// The figures of the last `--write`, and the chart that is drawn from them: docs/benchmarks.json
// and docs/benchmarks.svg.

import { readFile, writeFile } from 'node:fs/promises';
import { entryPoint } from '../scripts/process.mjs';
import { inProject } from '../scripts/project.mjs';
import { kilobytes, megabytes, milliseconds } from './report.mjs';

const figuresFile = inProject('docs', 'benchmarks.json');
const chartFile = inProject('docs', 'benchmarks.svg');

const read = () => readFile(figuresFile, 'utf8').then(JSON.parse, () => ({}));

/** Keeps the figures of a benchmark, to four digits. */
export async function keepFigures(name, figures) {
  const rounded = JSON.parse(
    JSON.stringify(figures, (_, value) =>
      typeof value === 'number' ? Number(value.toPrecision(4)) : value,
    ),
  );
  await writeFile(
    figuresFile,
    `${JSON.stringify({ ...(await read()), [name]: rounded }, null, 2)}\n`,
  );
}

const pick = (runs, what) =>
  runs && Object.fromEntries(Object.entries(runs).map(([name, run]) => [name, run[what]]));

/**
 * The panels of the chart: what is shown of which benchmark's figures, by contender, and how it is
 * written.
 */
const panels = [
  { title: 'One call, 1,000 records', of: ({ peers }) => peers?.[1000], write: milliseconds },
  { title: '500 single reads at once', of: ({ coalesced }) => coalesced, write: milliseconds },
  {
    title: '100,000 records, page by page',
    of: ({ iterate }) => pick(iterate?.[100_000], 'time'),
    write: milliseconds,
  },
  {
    title: 'Memory for that, at its peak',
    of: ({ iterate }) => pick(iterate?.[100_000], 'memory'),
    write: megabytes,
  },
  { title: '5,000 creates', of: ({ creates }) => creates, write: milliseconds },
  { title: 'Size after gzip', of: ({ startup }) => startup?.size, write: kilobytes },
];

/**
 * What is this package's, the limit, and the others': colours that hold on light ground and on
 * dark.
 */
const kinds = { ours: '#8250df', limit: '#8b949e', other: '#d29922' };
const kindOf = (name) =>
  name.startsWith('bare') ? 'limit' : /^\w+\(\)$|^odoo-client-wasm/.test(name) ? 'ours' : 'other';
const ink = '#7d8590';

/** A panel as Vega-Lite describes it: a bar for each contender, the shortest first. */
function panel({ title, of, write }, figures) {
  const bars = Object.entries(of(figures) ?? {}).map(([name, value]) => ({
    name: name.replaceAll('`', ''),
    value,
    label: write(value),
  }));
  for (const bar of bars) bar.kind = kindOf(bar.name);
  bars.sort((a, b) => a.value - b.value);
  return bars.length
    ? {
        title,
        width: 230,
        height: { step: 19 },
        data: { values: bars },
        encoding: {
          y: {
            field: 'name',
            type: 'nominal',
            sort: bars.map(({ name }) => name),
            axis: { title: null, ticks: false, domain: false, labelPadding: 6, labelLimit: 0 },
          },
          x: {
            field: 'value',
            type: 'quantitative',
            axis: null,
            scale: { domainMax: Math.max(...bars.map(({ value }) => value)) * 1.35 },
          },
        },
        layer: [
          {
            mark: { type: 'bar', height: 12, cornerRadiusEnd: 2 },
            encoding: {
              color: {
                field: 'kind',
                type: 'nominal',
                scale: { domain: Object.keys(kinds), range: Object.values(kinds) },
                legend: null,
              },
            },
          },
          { mark: { type: 'text', align: 'left', dx: 5 }, encoding: { text: { field: 'label' } } },
        ],
      }
    : undefined;
}

/** Draws the chart of the figures that are kept. */
export async function chart() {
  const [{ compile }, vega] = await Promise.all([import('vega-lite'), import('vega')]);
  const figures = await read();
  const shown = panels.map((each) => panel(each, figures)).filter(Boolean);
  if (!shown.length) return;
  const { spec } = compile({
    background: 'transparent',
    padding: 12,
    columns: 2,
    concat: shown,
    spacing: { row: 28, column: 24 },
    resolve: { scale: { x: 'independent', y: 'independent' } },
    config: {
      aria: false,
      font: 'system-ui, sans-serif',
      view: { stroke: null },
      text: { color: ink, fontSize: 11 },
      axis: { labelColor: ink, labelFontSize: 11 },
      title: { color: ink, fontSize: 13, anchor: 'start', frame: 'bounds', offset: 8 },
    },
  });
  const svg = await new vega.View(vega.parse(spec), { renderer: 'none' }).toSVG();
  await writeFile(
    chartFile,
    `${svg.replaceAll(/\d+\.\d{3,}/g, (number) => String(Number(Number(number).toFixed(2))))}\n`,
  );
  console.log(`${chartFile} is drawn`);
}

await entryPoint(import.meta.url, chart);
