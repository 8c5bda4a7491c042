/** The WebAssembly module as the build brings it: its bytes, or the module itself in workerd. */
declare module 'odoo-client-wasm-bytes' {
  const module: BufferSource | WebAssembly.Module;
  export default module;
}
