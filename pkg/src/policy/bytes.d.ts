/** The bytes of the module, as the build puts them there. */
declare module 'odoo-bulk-wasm-bytes' {
  const given: (() => BufferSource) | WebAssembly.Module;
  export default given;
}
