// Tells a program's hooks, and whoever set DEBUG, of the requests that are made. This file may import nothing: wasm-bindgen
// takes it along as a snippet.

const namespace = 'odoo-client:rpc';

/** Whether a pattern with `*` fits the namespace: part by part, each where it comes first, so that many stars cost no more than few. */
function fits(pattern) {
  const [start, ...parts] = pattern.split('*');
  if (parts.length === 0) return pattern === namespace;
  const end = parts.pop();
  let at = start.length;
  if (!namespace.startsWith(start) || !namespace.endsWith(end)) return false;
  for (const part of parts) {
    const found = namespace.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return at + end.length <= namespace.length;
}

/** Whether `DEBUG` (localStorage.debug in a page) asks for our lines: patterns with `*`, and `-` before what is not wanted. */
function isDebugging() {
  let wanted;
  try {
    wanted = globalThis.process?.env?.DEBUG ?? globalThis.localStorage?.debug;
  } catch {
    // A page that may not look at its storage.
  }
  if (typeof wanted !== 'string') return false;
  const patterns = wanted.split(/[\s,]+/).filter(Boolean);
  return patterns.some((pattern) => fits(pattern)) && !patterns.some((pattern) => pattern[0] === '-' && fits(pattern.slice(1)));
}

const lines = {
  onRequest: ({ path, attempt, protocol }) => `→ ${path} (${protocol}${attempt > 1 ? `, try ${attempt}` : ''})`,
  onResponse: ({ status, durationMs, size }) => `← ${status ?? 'no answer'} in ${durationMs} ms${size === undefined ? '' : `, ${size} bytes`}`,
  onRetry: ({ delayMs, error }) => `↻ again in ${Math.round(delayMs)} ms: ${error?.message}`,
};

/** To the console, whatever a program has made of that. */
function print(...words) {
  try {
    console.error(...words);
  } catch {
    // Nobody is left to hear of it.
  }
}

/** What tells the hooks of a configuration (`onRequest`, `onResponse`, `onRetry`); undefined where nobody listens. */
export function watcher(hooks) {
  const debugging = isDebugging();
  if (!debugging && Object.values(hooks).every((hook) => hook === undefined)) return undefined;
  return (name, info) => {
    const { model, method } = info;
    if (debugging) print(`${namespace} ${model === undefined ? '' : `${model}.${method} `}${lines[name](info)}`);
    try {
      // One that is asynchronous may fail later: without a hearer that would end a program in Node.
      const promise = hooks[name]?.(info);
      if (promise !== undefined) Promise.resolve(promise).catch((error) => print(`odoo-client-wasm: the hook ${name} failed`, error));
    } catch (error) {
      // The call must not suffer for it: it may have changed data already.
      print(`odoo-client-wasm: the hook ${name} threw`, error);
    }
  };
}
