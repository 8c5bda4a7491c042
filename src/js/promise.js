// Functions of a program that may answer with a promise. This file may import nothing: wasm-bindgen takes it along as a
// snippet.

/** Calls `method` on `self`, and tells `settle(index, generation, outcome, value)` what comes of it: 0 is an exception. */
export async function call(method, self, args, settle, index, generation) {
  let outcome = 1;
  let value;
  try {
    value = await Reflect.apply(method, self, args);
  } catch (error) {
    outcome = 0;
    value = error;
  }
  settle(index, generation, outcome, value);
}
