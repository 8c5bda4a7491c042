// What Rust imports (src/js): each function by the name that `#[wasm_bindgen(module = …)]` says.

export {
  isDottedName,
  isPlainCall,
  linkFault,
  plain,
  plainSearch,
  takesLinksAsObjects,
  without,
} from '#plain/index.ts';
export { makeError } from './errors.ts';
export * from './host/environment.ts';
export * from './host/executor.ts';
export { failureOf } from './host/failures.ts';
export { abort, repeatsByItself, send } from './host/fetch.ts';
export { call } from './host/promise.ts';
export * from './host/timer.ts';
export * from './host/values.ts';
export { watcher } from './host/watch.ts';
