// What the build gives for the WebAssembly module: its bytes when they are needed, or a module that
// is compiled already.

declare module '*-wasm-bytes' {
  const given: WebAssembly.Module | (() => BufferSource);
  export default given;
}
