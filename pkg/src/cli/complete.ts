// What may follow the words of a command line: asked by the scripts of `completion`, answered
// without a server.

import { latest } from './cache.ts';
import { commands } from './commands.ts';
import { commandOf } from './dispatch.ts';
import { storedProfiles } from './profiles.ts';

const values: Record<string, string[]> = {
  '--protocol': ['auto', 'session', 'json2', 'jsonrpc'],
  '--format': ['csv', 'ndjson', 'json', 'arrow', 'parquet', 'xlsx'],
  '--date-format': ['DMY', 'MDY', 'YMD'],
};

/** Prints what completes the last of the words, one in each line. */
export async function complete(words: string[]): Promise<void> {
  const last = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const found = (await candidates(before, last)).filter((text) => text.startsWith(last));
  if (found.length) process.stdout.write(`${[...new Set(found)].join('\n')}\n`);
}

async function candidates(before: string[], last: string): Promise<string[]> {
  const entry = commands.find(({ name }) => before.includes(name));
  if (!entry) return [...commands.map(({ name }) => name), '--help', '--version'];
  const previous = before.at(-1) ?? '';
  if (entry.run && entry.name !== 'sandbox') return [];
  if (entry.run)
    return last.startsWith('-')
      ? ((await import('./sandbox/options.ts')).help.match(/--[a-z-]+/g) ?? [])
      : [];
  const command = await commandOf(entry);
  const option = command.options.find(({ long, short }) => previous === long || previous === short);
  const takesValue = option && (option.required || option.optional);
  const { models, fields } = await latest();
  const model = before.find((word) => models.includes(word));
  const known = model ? (fields[model] ?? []) : [];
  if (takesValue) {
    if (option.long === '--profile') return Object.keys((await storedProfiles()).profiles);
    if (option.long === '--model' || option.long === '--models') return models;
    if (option.long === '--fields' || option.long === '--by' || option.long === '--key') {
      const head = last.slice(0, last.lastIndexOf(',') + 1);
      return known.map((name) => `${head}${name}`);
    }
    return values[option.long ?? ''] ?? [];
  }
  if (last.startsWith('-')) return command.options.flatMap(({ long }) => long ?? []);
  if (entry.name === 'completion') return ['bash', 'zsh', 'fish'];
  const [first] = command.registeredArguments;
  if (first?.name() === 'model' && !model) return models;
  return ['create', 'write', 'search', 'count', 'export'].includes(entry.name)
    ? known.map((name) => `${name}=`)
    : known;
}
