// The cookies of a sandbox where the platform would keep them: in browsers, whose pages may neither
// see nor send them. Elsewhere (Node, Deno, Bun) programs send `cookie` and read `set-cookie`
// themselves, and so they do here.

/** Whether this platform keeps cookies: there a program cannot set the header. */
export const platformKeepsCookies = (): boolean =>
  new Request('http://odoo.test', { headers: { cookie: 'a=b' } }).headers.get('cookie') === null;

export class CookieJar {
  #cookies = new Map<string, { value: string; ends: number }>();

  clear(): void {
    this.#cookies.clear();
  }

  /** The header of a request; null where there is nothing to send. */
  header(now: number): string | null {
    for (const [name, { ends }] of this.#cookies) if (ends <= now) this.#cookies.delete(name);
    return [...this.#cookies].map(([name, { value }]) => `${name}=${value}`).join('; ') || null;
  }

  /** Takes a `set-cookie` in. Every cookie of Odoo is for the whole server. */
  store(text: string, now: number): void {
    const [pair = '', ...attributes] = text.split(';').map((part) => part.trim());
    const at = pair.indexOf('=');
    const maxAge = attributes
      .map((attribute) => /^max-age=(-?\d+)$/i.exec(attribute)?.[1])
      .find((found) => found !== undefined);
    const ends = maxAge === undefined ? Infinity : now + Number(maxAge) * 1000;
    this.#cookies.set(pair.slice(0, at), { value: pair.slice(at + 1), ends });
  }
}
