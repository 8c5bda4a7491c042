// What the build puts in: the bytes of the WebAssembly module, made when they are asked for; in
// workerd, the module itself.

declare module 'odoo-schema-wasm-bytes' {
  const bytes: WebAssembly.Module | (() => Uint8Array<ArrayBuffer>);
  export default bytes;
}
