// The package and the rounds, for a test to start.
import * as index from '/installed/dist/index.js';
import * as bulk from '/installed/dist/bulk.js';
import * as columns from '/installed/dist/columns.js';
import * as sandbox from '/installed/dist/sandbox.js';
import { run, runAnswers } from './run.js';

const strays = [];
addEventListener('unhandledrejection', (event) => { event.preventDefault(); strays.push(`unhandled: ${event.reason?.stack ?? typeof event.reason}`); });
addEventListener('error', (event) => { event.preventDefault(); strays.push(`uncaught: ${event.error?.stack ?? event.message}`); });

globalThis.hostile = {
  run: async (rounds) => ({ ...await run({ index, bulk, columns, sandbox }, { rounds, tell: (name) => { globalThis.trying = name; } }), strays }),
  runAnswers: async () => ({ ...await runAnswers(index, (name) => { globalThis.trying = name; }), strays }),
};
