/**
 * The sandbox's WebAssembly module as the build brings it: a function that gives its bytes, or the
 * module itself in workerd.
 */
declare module 'odoo-sandbox-wasm-bytes' {
  const given: WebAssembly.Module | (() => BufferSource);
  export default given;
}
