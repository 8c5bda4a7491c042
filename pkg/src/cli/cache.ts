// Names of models and fields that were seen, for the completion of the shell, which must not ask
// the server.

import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

export interface Cached {
  models: string[];
  fields: Record<string, string[]>;
}

function folder(): string {
  const { ODOO_CACHE_DIR, XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (ODOO_CACHE_DIR) return ODOO_CACHE_DIR;
  if (process.platform === 'win32' && LOCALAPPDATA) return join(LOCALAPPDATA, 'odoo-client-wasm');
  return join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'odoo-client-wasm');
}

/** The file of a database. `latest.json` is that of the one that was used last. */
const fileOf = ({ url, database }: { url: string; database: string }) =>
  join(
    folder(),
    `${createHash('sha256').update(`${url}\n${database}`).digest('hex').slice(0, 16)}.json`,
  );

async function load(file: string): Promise<Cached> {
  try {
    const { models, fields } = JSON.parse(await readFile(file, 'utf8')) as Cached;
    return { models: Array.isArray(models) ? models : [], fields: fields ?? {} };
  } catch {
    return { models: [], fields: {} };
  }
}

/** What is known of the database that was used last. */
export const latest = () => load(join(folder(), 'latest.json'));

async function keep(
  where: { url: string; database: string },
  change: (cached: Cached) => void,
): Promise<void> {
  // A cache that cannot be written is no reason to fail.
  try {
    const file = fileOf(where);
    const cached = await load(file);
    change(cached);
    await mkdir(dirname(file), { recursive: true });
    for (const target of [file, join(folder(), 'latest.json')]) {
      await writeFile(`${target}.${process.pid}.tmp`, JSON.stringify(cached));
      await rename(`${target}.${process.pid}.tmp`, target);
    }
  } catch {
    // Completion then knows less.
  }
}

export const cacheModels = (where: { url: string; database: string }, models: string[]) =>
  keep(where, (cached) => {
    cached.models = models;
  });

export const cacheFields = (
  where: { url: string; database: string },
  model: string,
  names: string[],
) =>
  keep(where, (cached) => {
    cached.fields[model] = names;
  });
