// What leads where in the project's documents.

/** What GitHub makes of a heading for its address. */
const slug = (heading) =>
  heading
    .toLowerCase()
    .replaceAll(/\\(?=_)|[^\w\- ]/g, '')
    .replaceAll(' ', '-');

/**
 * The fragments that lead into a document: those of its headings, a number after those that come
 * again, and its anchors.
 */
export function anchorsOf(markdown) {
  const text = markdown.replaceAll(/^```[^]*?^```$/gm, '');
  const counts = new Map();
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => {
    const name = slug(heading);
    const before = counts.get(name) ?? 0;
    counts.set(name, before + 1);
    return before ? `${name}-${before}` : name;
  });
  return new Set([...headings, ...[...text.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id)]);
}

/**
 * The links of a document that stay within the project, as `[path, fragment]`; the path is empty
 * for the document itself.
 */
export const linksOf = (markdown) =>
  [...markdown.replaceAll(/^```[^]*?^```$/gm, '').matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link]) => link)
    .filter((link) => !/^\w+:/.test(link))
    .map((link) => [...link.split('#'), ''].slice(0, 2));
