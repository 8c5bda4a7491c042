// The arguments of a read, checked before anything is sent.

/** Large enough that asking costs little, small enough for a server's memory. */
const usualPage = 5000;

const isCount = (value) => Number.isSafeInteger(value) && value >= 0;
const isText = (value) => typeof value === 'string' && value !== '';
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

function shown(value) {
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

function check(name, value, isRight, expected) {
  if (!isRight(value)) throw new TypeError(`${name}: expected ${expected}, got ${shown(value)}`);
  return value;
}

/** Checks an option; one that is absent has its default. */
const option = (options, name, usual, isRight, expected) =>
  (options[name] === undefined || options[name] === null ? usual : check(`options.${name}`, options[name], isRight, expected));

/** What to read, and how. */
export function planOf(client, model, domain, options) {
  check('client', client, (value) => typeof value?.call === 'function', 'an OdooClient');
  check('model', model, isText, 'the name of a model');
  check('domain', domain, Array.isArray, 'a list');
  check('options', options, isObject, 'an object');
  const fields = option(options, 'fields', undefined, (value) => Array.isArray(value) && value.every(isText), 'a list of field names');
  const limit = option(options, 'limit', 0, isCount, 'a number of rows, 0 for all');
  const { context, signal, timeoutMs } = options;
  return {
    client, model, domain,
    // As with searchRead: an empty list is every field.
    fields: fields?.length ? fields : undefined,
    types: option(options, 'types', {}, isObject, 'an object of fields and types'),
    order: option(options, 'order', '', (value) => typeof value === 'string', "fields to sort by, such as 'date desc, id'"),
    limit: limit === 0 ? Infinity : limit,
    pageSize: option(options, 'pageSize', usualPage, (value) => isCount(value) && value > 0, 'a number of rows above 0'),
    onProgress: option(options, 'onProgress', () => {}, (value) => typeof value === 'function', 'a function'),
    signal: option(options, 'signal', undefined, (value) => typeof value?.aborted === 'boolean', 'an AbortSignal'),
    callOptions: { context, signal, timeoutMs },
  };
}
