import { readFileSync } from 'node:fs';

/** The version of the package, from its manifest beside `dist`. */
export function projectVersion(): string {
  try {
    const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
    return String(JSON.parse(manifest).version);
  } catch {
    return '0.0.0';
  }
}
