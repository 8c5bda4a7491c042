// What the package holds on to: JavaScript's heap, the module's memory and its tables of handles.
// To be imported before the package, since the module is instantiated when that is loaded.

const instances = [];
const { Instance } = WebAssembly;
WebAssembly.Instance = class extends Instance {
  constructor(...args) {
    super(...args);
    instances.push(this);
  }
};

const sum = (kind, size) =>
  instances
    .flatMap((instance) => Object.values(instance.exports))
    .filter((exported) => exported instanceof kind)
    .reduce((total, exported) => total + size(exported), 0);

/** Collects garbage until finalizers have run too. */
export async function collect() {
  for (let round = 0; round < 6; round += 1) {
    globalThis.gc();
    await new Promise((later) => setTimeout(later, 20));
  }
}

export async function footprint() {
  await collect();
  if (!instances.length) throw new Error('the package did not instantiate a module');
  return {
    heap: process.memoryUsage().heapUsed,
    wasm: sum(WebAssembly.Memory, (memory) => memory.buffer.byteLength),
    table: sum(WebAssembly.Table, (table) => table.length),
  };
}
