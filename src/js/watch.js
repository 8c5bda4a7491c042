// Tells a program's hooks, and whoever set DEBUG, of the requests that are made. This file may import nothing: wasm-bindgen
// takes it along as a snippet.

const namespace = 'odoo-client:rpc';

/** Whether `DEBUG` (localStorage.debug in a page) asks for our lines: patterns with `*`, and `-` before what is not wanted. */
function isDebugging() {
  let wanted;
  try {
    wanted = globalThis.process?.env?.DEBUG ?? globalThis.localStorage?.debug;
  } catch {
    // A page that may not look at its storage.
  }
  if (typeof wanted !== 'string') return false;
  const fits = (pattern) => new RegExp(`^${pattern.replace(/[^\w*-]/g, '\\$&').replace(/\*/g, '.*')}$`).test(namespace);
  const patterns = wanted.split(/[\s,]+/).filter(Boolean);
  return patterns.some((pattern) => fits(pattern)) && !patterns.some((pattern) => pattern[0] === '-' && fits(pattern.slice(1)));
}

const lines = {
  onRequest: ({ path, attempt, protocol }) => `→ ${path} (${protocol}${attempt > 1 ? `, try ${attempt}` : ''})`,
  onResponse: ({ status, durationMs, size }) => `← ${status ?? 'no answer'} in ${durationMs} ms${size === undefined ? '' : `, ${size} bytes`}`,
  onRetry: ({ delayMs, error }) => `↻ again in ${Math.round(delayMs)} ms: ${error?.message}`,
};

/** What tells the hooks of a configuration (`onRequest`, `onResponse`, `onRetry`); undefined where nobody listens. */
export function watcher(hooks) {
  const debugging = isDebugging();
  if (!debugging && Object.values(hooks).every((hook) => hook === undefined)) return undefined;
  return (name, info) => {
    const { model, method } = info;
    if (debugging) console.error(`${namespace} ${model === undefined ? '' : `${model}.${method} `}${lines[name](info)}`);
    try {
      hooks[name]?.(info);
    } catch (error) {
      // The call must not suffer for it: it may have changed data already.
      console.error(`odoo-client-wasm: the hook ${name} threw`, error);
    }
  };
}
