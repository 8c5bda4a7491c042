// Runs a piece of work that must not end what called it. This file may import nothing: wasm-bindgen takes it along as a
// snippet.

/** Calls `advance(place)`. Returns undefined, or a list of the exception that it ended with. */
export function attempt(advance, place) {
  try {
    advance(place);
    return undefined;
  } catch (error) {
    return [error];
  }
}
