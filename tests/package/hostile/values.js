// Odd values: whatever a program may pass by mistake, or somebody else's program on purpose. They are made anew for each round.

const boom = () => { throw new Error('a trap of the test'); };

/** A Proxy whose every trap throws. */
const trapped = (target) => new Proxy(target, new Proxy({}, { get: () => boom }));

function revoked(target) {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

const getters = (...names) => Object.defineProperties({}, Object.fromEntries(names.map((name) => [name, { get: boom, enumerable: true }])));

function cyclic(start) {
  start.self = [start, { start }];
  return start;
}

function detached() {
  const bytes = new Uint8Array(8);
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  return bytes;
}

const deep = (depth) => {
  let value = [];
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
};

const refused = () => {
  const promise = Promise.reject(new Error('refused by the test'));
  promise.catch(() => {});
  return promise;
};

const optionNames = ['timeoutMs', 'signal', 'context', 'safetyLevel', 'fields', 'limit', 'offset', 'order', 'url', 'database', 'body', 'state', 'key', 'confirm', 'call', 'then'];

class Unhelpful {
  #secret = 1;
  get name() { return boom(); }
  toString() { return boom(); }
  valueOf() { return boom(); }
  [Symbol.toPrimitive]() { return boom(); }
  get [Symbol.toStringTag]() { return boom(); }
  get secret() { return this.#secret; }
}

/** Name and maker of each. */
export const oddValues = Object.entries({
  undefined: () => undefined,
  null: () => null,
  true: () => true,
  false: () => false,
  zero: () => 0,
  'minus zero': () => -0,
  'minus one': () => -1,
  half: () => 0.5,
  NaN: () => NaN,
  Infinity: () => Infinity,
  '-Infinity': () => -Infinity,
  '2^53': () => 2 ** 53,
  'the largest number': () => Number.MAX_VALUE,
  'a BigInt': () => 2n ** 70n,
  'an empty text': () => '',
  'a blank text': () => ' \n',
  NUL: () => '\0',
  'a long text': () => 'x'.repeat(100_000),
  'half a character': () => 'a\ud800',
  '__proto__': () => '__proto__',
  'a path': () => '../../web?x#y',
  markup: () => '<!-- <p',
  'a symbol': () => Symbol('odd'),
  'a known symbol': () => Symbol.asyncIterator,
  'a function': () => () => undefined,
  'a function that throws': () => boom,
  'an async function that fails': () => async () => boom(),
  'a generator function': () => function* () { yield 1; },
  'a class': () => class Odd { constructor() { boom(); } },
  'an empty list': () => [],
  'a list of lists': () => [[], [[]]],
  'a list of nothing': () => [undefined, null],
  'a huge list of holes': () => new Array(2 ** 32 - 1),
  'a cyclic list': () => cyclic([]),
  'a deep list': () => deep(5_000),
  'a list that throws': () => Object.defineProperty([1, 2], 1, { get: boom, enumerable: true }),
  'a list whose iteration throws': () => Object.assign([1], { [Symbol.iterator]: boom }),
  'a frozen list': () => Object.freeze([Object.freeze({})]),
  'a revoked list': () => revoked([]),
  'a trapped list': () => trapped([1]),
  'a list that grows as it is read': () => new Proxy([], { get: (target, key) => (key === 'length' ? Math.floor(Math.random() * 5) : target[key]) }),
  'an empty object': () => ({}),
  'an object without a prototype': () => Object.create(null),
  'a cyclic object': () => cyclic({}),
  'a frozen object': () => Object.freeze({ name: 'x' }),
  'getters that throw': () => getters(...optionNames),
  'a revoked object': () => revoked({}),
  'a revoked function': () => revoked(() => {}),
  'a trapped object': () => trapped({}),
  'a trapped function': () => trapped(() => {}),
  'a Proxy with impossible keys': () => new Proxy({}, { ownKeys: () => ['a', 'a'] }),
  'a Proxy that changes': () => new Proxy({}, { get: () => (Math.random() < 0.5 ? 1 : undefined), has: () => true, ownKeys: () => ['a'], getOwnPropertyDescriptor: () => ({ value: 1, enumerable: true, configurable: true }) }),
  'a toJSON that throws': () => ({ toJSON: boom }),
  'a toJSON that gives a function': () => ({ toJSON: () => boom }),
  'a then that throws when it is read': () => getters('then'),
  'a thenable that throws': () => ({ then: boom }),
  'what has no text': () => new Unhelpful(),
  'a Map': () => new Map([[{}, boom]]),
  'a Set': () => new Set([NaN]),
  'a WeakMap': () => new WeakMap(),
  'an invalid date': () => new Date(NaN),
  'a regular expression': () => /(a+)+$/g,
  'an error': () => new Error('odd'),
  'an error whose message throws': () => Object.defineProperty(new Error(), 'message', { get: boom }),
  'a promise': () => Promise.resolve(1),
  'a promise that is rejected': refused,
  bytes: () => new Uint8Array([0xff, 0xfe, 0, 1]),
  'detached bytes': detached,
  'a detached buffer': () => detached().buffer,
  'a DataView': () => new DataView(new ArrayBuffer(4)),
  'a Blob': () => new Blob(['x']),
  'a boxed NaN': () => Object(NaN),
  'a boxed text': () => Object('x'),
  'a signal that has aborted': () => AbortSignal.abort(new Error('aborted by the test')),
  'a signal that only says so': () => ({ aborted: true, get reason() { return boom(); } }),
  'a signal whose state throws': () => getters('aborted'),
  'a signal that takes no listener': () => ({ aborted: false, addEventListener: boom, removeEventListener: boom }),
  'an endless iterable': () => ({ * [Symbol.iterator]() { for (;;) yield ['x', 'y']; } }),
  'an iterable that throws': () => ({ [Symbol.iterator]: boom }),
  'a list of another kind': () => ({ length: 2 ** 53, 0: 'x' }),
  'a URL': () => new URL('http://127.0.0.1/x'),
  'everything there is': () => globalThis,
});
