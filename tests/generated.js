// Values that programs and servers might give, made from a seed: the same seed, the same values.
// Tests in Rust and in Node hold the short ways of the client against its long ones with them. (The
// server of the tests in a browser knows `.js` as JavaScript, and no `.mjs`.)

/** Mulberry32. */
export function randomFrom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (count) => Math.floor(next() * count);
  return {
    next,
    below,
    chance: (share) => next() < share,
    pick: (list) => list[below(list.length)],
    listOf: (most, make) => Array.from({ length: below(most + 1) }, () => make()),
  };
}

const texts = [
  '',
  ' ',
  'name',
  'Ada',
  '7',
  'é',
  '\ud800',
  '"\\\n',
  '__proto__',
  'toJSON',
  '&',
  '!',
  'any',
];
const numbers = [0, -0, 1, -1, 7, 2.5, 1e21, 2 ** 53, 2 ** 53 - 1, NaN, Infinity, -Infinity];
const keys = [
  'name',
  'a',
  'b',
  'id',
  'size',
  'content',
  'length',
  'domain',
  'context',
  '0',
  '__proto__',
];

class Point {
  constructor(x) {
    this.x = x;
  }
}

/** An object with a member, which is its own whatever its name is. */
const withMember = (object, key, value, rest) =>
  Object.defineProperty(object, key, {
    value,
    enumerable: true,
    writable: true,
    configurable: true,
    ...rest,
  });

const throws = () => {
  throw new RangeError('not to be read');
};

/** What JSON carries as it is. */
function ordinary(random, depth) {
  const kinds = depth > 3 ? 5 : 8;
  switch (random.below(kinds)) {
    case 0:
      return random.pick(texts);
    case 1:
      return random.pick([0, 1, 7, 2.5, -3, 1e21]);
    case 2:
      return random.chance(0.5);
    case 3:
      return null;
    case 4:
      return random.below(100);
    case 5:
      return random.listOf(3, () => ordinary(random, depth + 1));
    default:
      return members(random, () => ordinary(random, depth + 1));
  }
}

function members(random, make) {
  const object = random.chance(0.1) ? Object.create(null) : {};
  for (const key of random.listOf(4, () => random.pick(keys))) withMember(object, key, make());
  return object;
}

/** What no JSON says, or not as it is. */
function unusual(random, depth) {
  const inner = () => anything(random, depth + 1);
  switch (random.below(35)) {
    case 0:
      return undefined;
    case 1:
      return random.pick(numbers);
    case 2:
      return 10n;
    case 3:
      return Symbol('s');
    case 4:
      return () => 1;
    case 5:
      return new Date(1e12);
    case 6:
      return new Date(NaN);
    case 7: {
      const given = random.pick([NaN, 'x', null, 10n]);
      return withMember(new Date(1e12), 'toJSON', () => given);
    }
    case 8:
      return withMember(new Date(1e12), 'toISOString', () => NaN, { enumerable: false });
    case 9:
      return new (class extends Date {})(1e12);
    case 10:
      return withMember(new Date(NaN), 'getTime', () => 1);
    // A list of holes is no list of undefined.
    case 11:
      return new Array(random.below(4));
    case 12:
      return [inner(), , inner()]; // biome-ignore lint: a hole is what is wanted
    case 13: {
      const given = inner();
      return withMember([inner()], 'toJSON', () => given);
    }
    case 14:
      return withMember([inner()], Symbol.iterator, function* () {
        yield* ['name', '=', 1];
      });
    case 15: {
      const given = inner();
      const enumerable = random.chance(0.5);
      return withMember(members(random, inner), 'toJSON', () => given, { enumerable });
    }
    case 16:
      return Object.setPrototypeOf([inner()], random.pick([null, {}, { toJSON: () => 1 }]));
    case 17:
      return withMember(members(random, inner), 'then', random.pick([() => 1, undefined, 'x', 1]));
    case 18: {
      const value = inner();
      return Object.defineProperty(members(random, inner), 'own', {
        get: () => value,
        enumerable: true,
        configurable: true,
      });
    }
    case 19:
      return Object.defineProperty({}, 'own', {
        get: throws,
        enumerable: true,
        configurable: true,
      });
    case 20:
      return withMember(members(random, inner), 'hidden', inner(), { enumerable: false });
    case 21:
      return Object.create(members(random, inner));
    case 22:
      return new Point(inner());
    case 23:
      return new Proxy(random.chance(0.5) ? [inner()] : members(random, inner), {});
    case 24: {
      const { proxy, revoke } = Proxy.revocable(random.chance(0.5) ? [] : {}, {});
      revoke();
      return proxy;
    }
    case 25:
      return new Proxy({}, { get: throws, ownKeys: throws, getPrototypeOf: throws });
    case 26:
      return new Map([['a', 1]]);
    case 27:
      return new Set([1]);
    case 28:
      return new Uint8Array([1, 2]);
    case 29:
      return Object(random.pick([1, NaN, 'text', true, 10n]));
    case 30:
      return Promise.resolve(1);
    case 31: {
      const cycle = [inner()];
      cycle.push(cycle);
      return cycle;
    }
    case 32: {
      let deep = inner();
      for (let step = 0; step < 105; step += 1) deep = random.chance(0.5) ? [deep] : { a: deep };
      return deep;
    }
    case 33:
      return withMember(members(random, inner), Symbol('s'), inner());
    default:
      return new Error('an error');
  }
}

/** Anything that a program could pass. */
export function anything(random, depth = 0) {
  const isUnusual = random.chance(depth === 0 ? 0.3 : 0.12);
  return isUnusual && depth < 4 ? unusual(random, depth) : ordinary(random, depth);
}

/** A domain as programs write it, or nearly. */
function domain(random, depth = 0) {
  if (random.chance(0.05)) return anything(random);
  return random.listOf(3, () => {
    if (random.chance(0.06)) return random.pick(['&', '|', '!', 'or', undefined, 7]);
    if (random.chance(0.04)) return anything(random);
    const field = random.chance(0.96)
      ? random.pick(['name', 'partner_id.name', ''])
      : anything(random);
    const operator = random.chance(0.96)
      ? random.pick(['=', '!=', 'in', 'like', '>=', 'not any', 'any', 'any!'])
      : anything(random);
    const isNested = typeof operator === 'string' && operator.endsWith('any') && depth < 3;
    const value = isNested ? domain(random, depth + 1) : anything(random, 1);
    const condition = [field, operator, value];
    if (random.chance(0.03)) condition.pop();
    if (random.chance(0.03)) condition.push(anything(random, 1));
    return random.chance(0.03)
      ? withMember(condition, Symbol.iterator, function* () {
          yield* ['name', '=', 1];
        })
      : condition;
  });
}

const usual = (random, value) => (random.chance(0.9) ? value : anything(random));

/** The arguments of `call`, as `[model, method, args, kwargs]`; `taking` are methods of domains. */
export function callFrom(seed, taking) {
  const random = randomFrom(seed);
  const method = random.pick([
    ...taking.split(' '),
    'read',
    'write',
    'name_search',
    'action_group',
    'x.search',
    'a b',
    '',
  ]);
  const model = usual(random, random.pick(['res.partner', 'sale.order', 'x']));
  const takesOne = taking.split(' ').includes(method) || random.chance(0.2);
  const args = takesOne && random.chance(0.7) ? [domain(random)] : [];
  if (args.length > 0 && random.chance(0.1)) args[0] = undefined;
  if (random.chance(0.3)) args.push(...random.listOf(2, () => anything(random, 1)));
  const kwargs = members(random, () => anything(random, 1));
  if (takesOne && random.chance(0.4)) withMember(kwargs, 'domain', domain(random));
  return [model, usual(random, method), usual(random, args), usual(random, kwargs)];
}

/** The arguments of `search` and `searchRead` that follow the model. */
export function searchFrom(seed) {
  const random = randomFrom(seed);
  if (random.chance(0.1)) return [domain(random), anything(random)];
  const options = {};
  const maybe = (name, make) => {
    if (random.chance(0.4))
      withMember(options, name, random.chance(0.9) ? make() : anything(random));
  };
  const count = () =>
    random.pick([0, 1, 80, -0, -1, 1.5, null, false, true, undefined, 2 ** 53, '5']);
  maybe('order', () => random.pick(['name', 'id desc', '', null, undefined]));
  maybe('fields', () =>
    random.pick([
      ['name'],
      ['name', 'id'],
      [],
      [, 'name'],
      new Array(2),
      ['a', 7],
      undefined,
      null,
      'name',
    ]),
  );
  maybe('offset', count);
  maybe('limit', count);
  if (random.chance(0.1)) withMember(options, random.pick(['limt', 'fild', 'zzz', 'context']), 1);
  if (random.chance(0.05)) withMember(options, 'hidden', 1, { enumerable: false });
  return [domain(random), random.chance(0.15) ? undefined : options];
}

/** The arguments of `create` and `write` that follow the model, and whether it is `write`. */
export function valuesFrom(seed) {
  const random = randomFrom(seed);
  const row = () =>
    random.chance(0.8) ? members(random, () => anything(random, 1)) : anything(random);
  const values = random.chance(0.4) ? random.listOf(3, row) : row();
  const context = random.chance(0.5) ? undefined : usual(random, { lang: 'fr_FR' });
  return random.chance(0.5) ? [false, values, context] : [true, [1, 2], values, context];
}

/** Records as a server gives them. */
export function recordsFrom(seed) {
  const random = randomFrom(seed);
  const value = () => {
    switch (random.below(9)) {
      case 0:
        return random.pick([false, null, true, 0, '', []]);
      case 1:
        return { size: random.pick([1, '1', null]), content: random.pick(['QQ==', 7, false]) };
      case 2:
        return { length: 0, size: 1 };
      case 3:
        return [random.pick([{ id: 1 }, [1], 7, null])];
      case 4:
        return [random.below(9), 'Ada'];
      default:
        return ordinary(random, 2);
    }
  };
  const names = random.listOf(5, () =>
    random.pick(['a', 'b', 'c', 'd', 'id', '__proto__', 'toString']),
  );
  const record = () => {
    const made = {};
    for (const name of names) if (random.chance(0.9)) withMember(made, name, value());
    return made;
  };
  if (random.chance(0.1)) return ordinary(random, 0);
  return random.listOf(4, () => (random.chance(0.9) ? record() : ordinary(random, 1)));
}

/** An answer to the request 7, or to another one. */
export function answerFrom(seed) {
  const random = randomFrom(seed);
  if (random.chance(0.1)) return anything(random);
  const kind = random.below(20);
  const answer = kind === 0 ? [] : kind === 1 ? () => 1 : kind === 2 ? Object.create(null) : {};
  const maybe = (share, name, make) => {
    if (random.chance(share)) withMember(answer, name, make());
  };
  maybe(0.9, 'jsonrpc', () => '2.0');
  maybe(0.95, 'id', () => random.pick([7, 7, 7, 7, 8, '7', null, 7n, 7.5, NaN, undefined]));
  maybe(0.8, 'result', () =>
    random.pick([null, undefined, ordinary(random, 0), ordinary(random, 0)]),
  );
  maybe(0.2, 'error', () =>
    random.pick([null, undefined, false, {}, { code: 200, message: 'no' }]),
  );
  return answer;
}

/** A name, such as a path may have to hold. */
export function nameFrom(seed) {
  const random = randomFrom(seed);
  const signs = [
    'a',
    'Z',
    '0',
    '_',
    '.',
    '.',
    '/',
    ' ',
    '%',
    '?',
    '#',
    'é',
    '\ud800',
    '😀',
    '\n',
    '-',
  ];
  return random.chance(0.1)
    ? random.pick(texts)
    : random.listOf(6, () => random.pick(signs)).join('');
}

/** A list, or what is none. */
export const listFrom = (seed) => {
  const random = randomFrom(seed);
  const item = random.pick([
    () => random.pick(numbers),
    () => random.pick(texts),
    () => anything(random, 1),
  ]);
  return random.chance(0.9) ? random.listOf(5, item) : anything(random);
};

/** Anything. */
export const anythingFrom = (seed) => anything(randomFrom(seed));

/** The seed to begin with: another one each time, or that of `SEED`. */
export const firstSeed = () => Number(globalThis.process?.env?.SEED ?? Date.now() % 1e9);

/** The value beside one that no quick look takes: the whole is looked at closely. */
export const closely = (value) => ({ value, beside: new Point(1) });

/** Has an exception about `closely` a value called `name` speak of the value itself. */
export function renamed(exception, name) {
  exception.message = exception.message.replace(`${name}.value`, name);
  return exception;
}

/** A row of values for `createMany` and the like. */
export function rowFrom(seed) {
  const random = randomFrom(seed);
  const flat = () => random.pick(['Ada', '', 7, -0, 2.5, true, null, NaN, undefined, '\ud800']);
  if (random.chance(0.2)) return anything(random);
  const row = members(random, random.chance(0.6) ? flat : () => anything(random, 1));
  if (random.chance(0.1))
    withMember(row, 'toJSON', () => ({ other: 1 }), { enumerable: random.chance(0.5) });
  return row;
}
