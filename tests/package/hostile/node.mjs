// The rounds in Node: `node node.mjs <module with the entries> <rounds>` prints what came of them
// as JSON, the last line.

import { run, runAnswers } from './run.js';

const [entries, rounds] = process.argv.slice(2);
const strays = [];
const told = (error) => {
  try {
    return String(error?.stack ?? typeof error);
  } catch {
    return 'something without words';
  }
};
process.on('unhandledRejection', (error) => strays.push(`unhandled: ${told(error)}`));
process.on('uncaughtException', (error) => strays.push(`uncaught: ${told(error)}`));
process.on('warning', (warning) => {
  if (warning.name === 'MaxListenersExceededWarning') strays.push(told(warning));
});
// A stand-in's hooks that throw are told on the console.
console.error = () => {};

const modules = await import(entries);
// The line that a test sees last when the program hangs.
const tell = (name) => process.stdout.write(`${JSON.stringify({ trying: name })}\n`);
const answers = await runAnswers(modules.index, tell);
const outcome = await run(modules, { rounds: Number(rounds), tell });
process.stdout.write(`${JSON.stringify({ answers, ...outcome, strays })}\n`, () => process.exit());
