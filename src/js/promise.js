// Functions of a program that may answer with a promise. This file may import nothing: wasm-bindgen takes it along as a
// snippet.

/** Calls `method` on `self`, at once. The promise comes to what that returns, throws or promises. */
export const call = async (method, self, args) => Reflect.apply(method, self, args);
