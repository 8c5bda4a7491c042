// Where a text is no JSON. Engines refuse it in words of their own and mostly without a place; this looks once more, and only then.

/** The next thing of a text, whatever stands before it: a mark, a text, a number or a word. */
const token = /[ \t\n\r]*([[\]{},:]|"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|NaN|-?Infinity)?/y;

/** What ends what was opened. */
const closing = { '[': ']', '{': '}' };

/**
 * The place of the first wrong thing, in units of the string, and how many records were begun before it: objects of the first list
 * that is opened. Where none is, it is no answer with records at all.
 */
export function faultIn(text) {
  const open = [];
  let [list, records, expects] = [0, 0, 'value'];
  token.lastIndex = 0;
  for (;;) {
    const start = token.lastIndex;
    const [whole, found] = token.exec(text);
    const at = start + whole.length - (found?.length ?? 0);
    const inside = open[open.length - 1];
    const fault = { at, row: Math.max(0, records - 1), isOfRecords: list > 0 };
    if (found === undefined) return fault;
    const isText = found[0] === '"';
    if (found === closing[inside] && expects.endsWith('end')) open.pop();
    else if (expects.startsWith('comma')) {
      if (found !== ',' || inside === undefined) return fault;
      expects = inside === '[' ? 'value' : 'key';
      continue;
    } else if (expects.startsWith('key')) {
      if (!isText) return fault;
      expects = 'colon';
      continue;
    } else if (expects === 'colon') {
      if (found !== ':') return fault;
      expects = 'value';
      continue;
    } else if (found === '[' || found === '{') {
      open.push(found);
      if (found === '[' && list === 0) list = open.length;
      if (found === '{' && open.length === list + 1 && list > 0) records += 1;
      expects = found === '[' ? 'value or end' : 'key or end';
      continue;
    } else if (/[\]},:]/.test(found[0])) return fault;
    expects = 'comma or end';
  }
}
