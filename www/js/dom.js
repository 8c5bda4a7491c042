/**
 * Builds the page's elements. Nothing here parses markup: whatever a server says becomes text or an
 * attribute, never HTML.
 */

const SVG = 'http://www.w3.org/2000/svg';
const PROPERTIES = new Set([
  'value',
  'checked',
  'disabled',
  'hidden',
  'indeterminate',
  'open',
  'required',
]);

/** The element with this id. */
export const byId = (id) => document.getElementById(id);

/** Creates an element: `on…` members listen, `dataset` is assigned, empty values are left out. */
export function h(tag, props = {}, ...children) {
  return fill(document.createElement(tag), props, children);
}

/** Creates an SVG element in the same way. */
export function s(tag, props = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), props, children);
}

/** One symbol of icons.svg; decoration only, so hidden from assistive technology. */
export function icon(name) {
  return s(
    'svg',
    { class: 'icon', 'aria-hidden': 'true' },
    s('use', { href: `icons.svg#${name}` }),
  );
}

/** The `<dt>` and `<dd>` pairs of a description list, empty values left out. */
export function facts(pairs) {
  return pairs
    .filter(([, value]) => value !== undefined && value !== null && value !== '' && value !== false)
    .map(([term, value]) => [h('dt', {}, term), h('dd', {}, value)])
    .flat();
}

/** Calls `action` once typing has paused for `ms`. */
export function debounced(action, ms) {
  let timer;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...args), ms);
  };
}

function fill(element, props, children) {
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'dataset') Object.assign(element.dataset, value);
    else if (PROPERTIES.has(name)) element[name] = value;
    else if (value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(
    ...children
      .flat(Infinity)
      .filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}
