// Room on the stack: the module is entered only where there is enough of it. An engine that runs
// out of stack inside the module leaves it in the middle of something, with nobody to put things
// back.

/** About 32 KB of stack in optimised code, and more in other; it takes less than a microsecond. */
const levels = 200;

/** Calls itself with so many arguments that each level takes more of the stack. */
function deepen(
  level: number,
  a: number,
  b: number,
  c: number,
  d: number,
  e: number,
  f: number,
  g: number,
  h: number,
  i: number,
  j: number,
  k: number,
  l: number,
): number {
  return level === 0 ? 0 : 1 + deepen(level - 1, a, b, c, d, e, f, g, h, i, j, k, l);
}

/** Throws the engine's own `RangeError` where there is too little room left. */
export const needRoom = (): number => deepen(levels, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
