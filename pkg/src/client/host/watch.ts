// Tells a program's hooks, and whoever set DEBUG, of the requests that are made.

const namespace = 'odoo-client:rpc';

/**
 * Whether a pattern with `*` fits the namespace: part by part, each where it comes first, so that
 * many stars cost no more than few.
 */
function fits(pattern: string): boolean {
  const [start = '', ...parts] = pattern.split('*');
  const end = parts.pop();
  if (end === undefined) return pattern === namespace;
  let at = start.length;
  if (!namespace.startsWith(start) || !namespace.endsWith(end)) return false;
  for (const part of parts) {
    const found = namespace.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return at + end.length <= namespace.length;
}

/**
 * Whether `DEBUG` (localStorage.debug in a page) asks for our lines: patterns with `*`, and `-`
 * before what is not wanted.
 */
function isDebugging(): boolean {
  let wanted: unknown;
  try {
    wanted = globalThis.process?.env?.DEBUG ?? globalThis.localStorage?.debug;
  } catch {
    // A page that may not look at its storage.
  }
  if (typeof wanted !== 'string') return false;
  const patterns = wanted.split(/[\s,]+/).filter(Boolean);
  const isExcluded = (pattern: string) => pattern[0] === '-' && fits(pattern.slice(1));
  return patterns.some(fits) && !patterns.some(isExcluded);
}

type Info = Record<string, any>;

const lines: Record<string, (info: Info) => string> = {
  onRequest: ({ path, attempt, protocol }) =>
    `→ ${path} (${protocol}${attempt > 1 ? `, try ${attempt}` : ''})`,
  onResponse: ({ status, durationMs, size }) =>
    `← ${status ?? 'no answer'} in ${durationMs} ms${size === undefined ? '' : `, ${size} bytes`}`,
  onRetry: ({ delayMs, error }) => `↻ again in ${Math.round(delayMs)} ms: ${error?.message}`,
};

/** To the console, whatever a program has made of that. */
function print(...words: unknown[]): void {
  try {
    console.error(...words);
  } catch {
    // Nobody is left to hear of it.
  }
}

type Hooks = Record<string, ((info: Info) => unknown) | undefined>;

/**
 * What tells the hooks of a configuration (`onRequest`, `onResponse`, `onRetry`); undefined where
 * nobody listens.
 */
export function watcher(hooks: Hooks): ((name: string, info: Info) => void) | undefined {
  const debugging = isDebugging();
  if (!debugging && Object.values(hooks).every((hook) => hook === undefined)) return undefined;
  return (name, info) => {
    const { model, method } = info;
    if (debugging) {
      print(
        `${namespace} ${model === undefined ? '' : `${model}.${method} `}${lines[name]?.(info)}`,
      );
    }
    const failed = (error: unknown) => print(`odoo-client-wasm: the hook ${name} failed`, error);
    try {
      // One that is asynchronous may fail later: without a hearer that would end a program in Node.
      const promise = hooks[name]?.(info);
      if (promise !== undefined) Promise.resolve(promise).catch(failed);
    } catch (error) {
      // The call must not suffer for it: it may have changed data already.
      print(`odoo-client-wasm: the hook ${name} threw`, error);
    }
  };
}
