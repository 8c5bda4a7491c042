// What stands before the body of an answer, and what came in place of one.

/** Headers that answer with a text or null. */
export interface Reader {
  get(name: string): string | null;
}

/** What stands before a body: what `read_head` in src/js/fetch.rs reads. */
export interface Head {
  headers: Reader;
  statusText: unknown;
  contentLength: number | undefined;
  page: string | undefined;
  location: string | undefined;
  came: string | undefined;
}

/**
 * Headers that answer with a text or null, whatever a stand-in for fetch calls its headers: what is
 * imported must not throw.
 */
export const reader = (headers: any): Reader => ({
  get(name) {
    try {
      const value: unknown = headers.get(name);
      return typeof value === 'string' ? value : null;
    } catch {
      return null;
    }
  },
});

export const hasReader = (response: any): boolean => typeof response.headers?.get === 'function';

interface Came {
  page?: string | undefined;
  location?: string | undefined;
  came?: string | undefined;
}

export function headOf(response: any, headers: Reader, instead: Came = {}): Head {
  const { page, location, came } = instead;
  const length = headers.get('content-length') ?? '';
  return {
    headers,
    statusText: response.statusText,
    contentLength: /^\d+$/.test(length) ? Number(length) : undefined,
    page: page?.slice(0, 8192),
    location,
    came,
  };
}

/** The title of a page, or its first heading; a plain text itself, if it is more than a word. */
export function titleOf(page: string): string | undefined {
  const [, title] = /<(?:title|h1)\b[^>]*>([^<]*)/i.exec(page.slice(0, 65_536)) ?? [];
  const isWords = !/^\s*</.test(page) && /\S\s+\S/.test(page);
  return inShort(title ?? (isWords ? page : ''));
}

/** What a gateway says in its JSON, which is not Odoo's. */
export function saidIn(json: any): string | undefined {
  const error = json?.error ?? json;
  const said = [error, error?.message, error?.detail, error?.title];
  return inShort(said.find((text) => typeof text === 'string') ?? '');
}

const entities: Record<string, string> = {
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  nbsp: ' ',
  amp: '&',
};

/**
 * Somebody else's words for an error: on one line, and without what is invisible or turns the
 * direction of a text.
 */
function inShort(text: string): string | undefined {
  const words = text
    .slice(0, 8192)
    .replace(/&(lt|gt|quot|#39|nbsp|amp);/g, (_, name) => entities[name] ?? '')
    .replace(/[\s\p{C}]+/gu, ' ')
    .trim();
  return words.replace(/^\d{3}\W+/, '') || undefined;
}
