// A server that has nothing but ids, for tests of what becomes of pages while records come and go.

/** A random number below `most`, the same ones for the same seed. */
export function randomOf(seed) {
  let state = seed;
  return (most) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
}

export const upTo = (count) => Array.from({ length: count }, (_, index) => index + 1);

const compare = { '>': (id, other) => id > other, '<': (id, other) => id < other, '>=': (id, other) => id >= other, '<=': (id, other) => id <= other };

/** What a server with records of these ids answers, which the test may change. `meanwhile` runs before each answer. */
export const answerOf = (ids, meanwhile = () => {}) => async (call, number) => {
  await meanwhile(call, number);
  const { method, args: [domain], kwargs: { limit, order } } = call;
  const found = ids.filter((id) => domain.every(([, operator, value]) => compare[operator](id, value))).sort((a, b) => (order === 'id desc' ? b - a : a - b)).slice(0, limit);
  return new Response(JSON.stringify(method === 'search' ? found : found.map((id) => ({ id }))));
};

/**
 * A `meanwhile` that changes ids at random, `most` at a time, and what came of it: the ids that were there all the time, and all that ever were.
 */
export function churn(ids, random, most) {
  const [always, ever] = [new Set(ids), new Set(ids)];
  const change = () => {
    const id = random(3) === 0 ? 1 + Math.max(...ever) : 1 + random(130);
    const at = ids.indexOf(id);
    if (at >= 0) ids.splice(at, 1);
    else ids.push(id);
    always.delete(id);
    ever.add(id);
  };
  return { always, ever, meanwhile: () => { for (let left = random(most); left > 0; left -= 1) change(); } };
}
