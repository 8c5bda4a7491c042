// Whether two pieces of HTML say the same. Odoo cleans and rewrites what it stores: it drops scripts and handlers, closes what is open, puts bare text
// into a paragraph, and writes entities and quotes in its own way.

const named = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

const decoded = (text) => text.replace(/&(?:#(\d+)|#[xX]([\da-fA-F]+)|(\w+));/g, (whole, decimal, hexadecimal, name) => {
  if (name !== undefined) return Object.hasOwn(named, name) ? named[name] : whole;
  const code = decimal === undefined ? parseInt(hexadecimal, 16) : Number(decimal);
  return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
});

/** Elements that begin a line of their own: white space beside them is none of the text. */
const isBlock = (name) => /^(?:address|article|aside|blockquote|br|center|dd|div|dl|dt|figure|footer|form|h[1-6]|header|hr|li|main|nav|ol|p|pre|section|table|tbody|td|tfoot|th|thead|tr|ul)$/.test(name);
const isVoid = (name) => /^(?:area|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/.test(name);

/** What is longer is not looked at any closer. */
const mostCharacters = 2_000_000;

const spaces = /[ \t\r\n\f]+/g;

/** Attributes in order, by one way of writing; `isClean` leaves out the handlers, as Odoo does. */
function attributesOf(text, isClean) {
  const attributes = [];
  for (const [, given, double, single, bare] of text.matchAll(/([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g)) {
    const name = given.toLowerCase();
    let value = decoded(double ?? single ?? bare ?? '');
    if (name === 'style') value = value.split(';').map((part) => part.split(':').map((side) => side.trim()).join(':')).filter(Boolean).join(';');
    if (name === 'class') value = value.trim().replace(spaces, ' ');
    if (!(isClean && name.startsWith('on')) && !(value === '' && /^(?:class|style)$/.test(name))) attributes.push(`${name}=${JSON.stringify(value)}`);
  }
  return attributes.sort().join(' ');
}

/** A text of one form for all ways to write the same HTML. */
function normal(html, isClean) {
  const text = isClean ? html.replace(/<script\b[^>]*>[\s\S]*?(?:<\/script\s*>|$)/gi, '') : html;
  const parts = [];
  // Whether white space that comes now would be at the edge of a block, and so none of the text.
  let isAtEdge = true;
  const trimEnd = () => {
    const last = parts[parts.length - 1];
    if (last?.[0] === 't') parts[parts.length - 1] = last.replace(/ $/, '');
    if (parts[parts.length - 1] === 't') parts.pop();
  };
  for (const [whole, end, given, attributes = ''] of text.matchAll(/<!--[\s\S]*?(?:-->|$)|<(\/?)([a-zA-Z][\w:-]*)((?:"[^"]*"|'[^']*'|[^'"<>])*)>|[^<]+|</g)) {
    if (given === undefined) {
      if (whole.startsWith('<!--')) {
        parts.push(whole);
        continue;
      }
      const words = decoded(whole).replace(spaces, ' ');
      const own = isAtEdge || parts[parts.length - 1]?.endsWith(' ') ? words.replace(/^ /, '') : words;
      if (own === '') continue;
      // Pieces of one text, such as a < that begins no element.
      if (parts[parts.length - 1]?.[0] === 't') parts[parts.length - 1] += own;
      else parts.push(`t${own}`);
      isAtEdge = false;
      continue;
    }
    const name = given.toLowerCase();
    isAtEdge = isBlock(name) || (isAtEdge && end === '');
    if (isBlock(name)) trimEnd();
    if (end === '') parts.push(`<${name} ${attributesOf(attributes.replace(/\/\s*$/, ''), isClean)}>`);
    if (!isVoid(name) && (end !== '' || /\/\s*$/.test(attributes))) parts.push(`</${name}>`);
  }
  trimEnd();
  return parts.join('\n');
}

/** Whether HTML that was given and HTML that is stored say the same. `isClean` tells that Odoo drops scripts and handlers from the field. */
export function saysTheSame(given, stored, isClean) {
  if (given === stored) return true;
  if (typeof given !== 'string' || typeof stored !== 'string' || given.length + stored.length > mostCharacters) return false;
  const kept = normal(stored, isClean);
  return normal(given, isClean) === kept || (!/^\s*</.test(given) && normal(`<p>${given}</p>`, isClean) === kept);
}
